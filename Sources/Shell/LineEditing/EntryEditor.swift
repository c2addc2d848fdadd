/// What a key leads to.
enum EditorEffect: Equatable, Sendable {
  case nothing
  /// The key means nothing here.
  case beep
  /// The line now holds this.
  case edit(EntryText)
  /// The line now holds this, and the key is pressed again.
  case editThenPress(EntryText, Key)
  /// The entry is over. `echo` is written after the text.
  case finish(Entry, echo: String)
  /// Show these under the line.
  case list([CompletionCandidate])
  /// Ctrl-Z.
  case suspend
}

/// What keys do to an entry. It knows nothing of the terminal: text and key in, effect out.
final class EntryEditor {
  private let guide: EntryGuide
  private let history: History
  private let width: (Unicode.Scalar) -> Int
  /// The columns the prompt takes of the first row.
  var promptWidth = 0

  private var walk = HistoryWalk()
  private var search: IncrementalSearch?
  /// What was cut last, for Ctrl-Y.
  private var cutText = ""
  /// The column that Up and Down aim at while they follow each other.
  private var goalColumn: Int?

  init(guide: EntryGuide, history: History, width: @escaping (Unicode.Scalar) -> Int) {
    self.guide = guide
    self.history = history
    self.width = width
  }

  /// Whether every key belongs to the search, letters too.
  var isSearching: Bool { search != nil }

  /// A new entry begins.
  func begin() {
    walk = HistoryWalk()
    search = nil
    goalColumn = nil
  }

  /// A key that the editor never gets to see was pressed.
  func notePlainKey() {
    goalColumn = nil
  }

  func press(_ key: Key, on text: EntryText) -> EditorEffect {
    if search != nil { return pressInSearch(key) }
    if key != .up && key != .down { goalColumn = nil }
    switch key {
    case .up: return vertical(up: true, text)
    case .down: return vertical(up: false, text)
    case .left: return move(text) { $0.moveLeft() }
    case .right: return move(text) { $0.moveRight() }
    case .home: return move(text) { $0.cursor = $0.rowStart }
    case .end: return move(text) { $0.cursor = $0.rowEnd }
    case .wordLeft: return move(text) { $0.moveWordLeft() }
    case .wordRight: return move(text) { $0.moveWordRight() }
    case .delete: return move(text) { $0.deleteForward() }
    case .newRow: return move(text) { $0.openRow() }
    case .paste(let paste): return move(text) { $0.insert(EntryText.cleaned(paste: paste)) }
    case .scalar(let scalar): return control(scalar, text)
    case .alt(let scalar): return alternate(scalar, text)
    case .escape, .ignored, .ended, .signalled: return .nothing
    }
  }

  /// An effect that is a change of the text; none when nothing changed.
  private func move(_ text: EntryText, _ change: (inout EntryText) -> Void) -> EditorEffect {
    var changed = text
    change(&changed)
    return changed == text ? .nothing : .edit(changed)
  }

  private func cut(_ text: EntryText, _ change: (inout EntryText) -> String) -> EditorEffect {
    move(text) {
      let piece = change(&$0)
      if !piece.isEmpty { cutText = piece }
    }
  }

  // MARK: - Keys

  /// Control keys, marks that join the character before them, and the letters that vi's command
  /// mode hands over.
  private func control(_ scalar: Unicode.Scalar, _ text: EntryText) -> EditorEffect {
    switch scalar {
    case "\n", "\r": return enter(text)
    case "\t": return complete(text)
    case Self.control("A"): return press(.home, on: text)
    case Self.control("B"): return press(.left, on: text)
    case Self.control("C"): return .finish(.interrupted, echo: "^C")
    case Self.control("D"):
      return text.scalars.isEmpty ? .finish(.endOfInput, echo: "") : press(.delete, on: text)
    case Self.control("E"): return press(.end, on: text)
    case Self.control("F"): return press(.right, on: text)
    case Self.control("H"), "\u{7F}": return move(text) { $0.deleteBackward() }
    case Self.control("K"): return cut(text) { $0.cutToRowEnd() }
    case Self.control("N"), "j": return vertical(up: false, text)
    case Self.control("P"), "k": return vertical(up: true, text)
    case Self.control("R"), "/", "?": return beginSearch(text)
    case Self.control("U"): return cut(text) { $0.cutToRowStart() }
    case Self.control("W"): return cut(text) { $0.cutSpacedWordBefore() }
    case Self.control("Y"): return move(text) { $0.insert(cutText) }
    case Self.control("Z"): return .suspend
    case let mark where mark.value >= 0x80: return move(text) { $0.insertMark(mark) }
    default: return .nothing
    }
  }

  /// Alt and these letters are the editor's; see `handles(alt:)`.
  private func alternate(_ scalar: Unicode.Scalar, _ text: EntryText) -> EditorEffect {
    switch scalar {
    case "b": return press(.wordLeft, on: text)
    case "f": return press(.wordRight, on: text)
    case "d": return cut(text) { $0.cutWordAfter() }
    case "\u{7F}", Self.control("H"): return cut(text) { $0.cutWordBefore() }
    case "p": return walkHistory(older: true, text)
    case "n": return walkHistory(older: false, text)
    default: return .nothing
    }
  }

  static func handles(alt scalar: Unicode.Scalar) -> Bool {
    ["b", "f", "d", "p", "n", "\u{7F}", control("H")].contains(scalar)
  }

  /// Ctrl and a capital letter.
  static func control(_ letter: Unicode.Scalar) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value) & 0x1F)
  }

  // MARK: - Enter

  private func enter(_ text: EntryText) -> EditorEffect {
    let isEnded = text.isBlank || (text.isRowBlank && text.isOnLastRow)
    if isEnded || guide.completeness(text.string) == .complete {
      return .finish(.text(Self.trimmed(text.string)), echo: "")
    }
    return move(text) {
      // In the middle of a row Enter asks to run, not to tear the row: go on at the end.
      if $0.cursor != $0.rowEnd { $0.cursor = $0.scalars.count }
      $0.openRow()
    }
  }

  private static func trimmed(_ text: String) -> String {
    text.lastIndex { !$0.isWhitespace }.map { String(text[...$0]) } ?? ""
  }

  // MARK: - Completion

  private func complete(_ text: EntryText) -> EditorEffect {
    let list = guide.completions(text.string, text.cursorUTF8Offset)
    let typed = text.text(inUTF8: list.replacing)
    var after = text
    after.replace(utf8: list.replacing, with: typed)
    let following = after.cursor < after.scalars.count ? after.scalars[after.cursor] : nil
    switch CompletionStep.decide(list, typed: typed, following: following) {
    case .nothing: return .beep
    case .list: return .list(list.candidates)
    case .insert(let insertion):
      return move(text) { $0.replace(utf8: list.replacing, with: insertion) }
    }
  }

  // MARK: - History

  /// Up and Down move between rows, and beyond the first and last row through the history.
  private func vertical(up: Bool, _ text: EntryText) -> EditorEffect {
    let goal = goalColumn ?? text.column(indent: promptWidth, width: width)
    var moved = text
    if moved.moveRow(up: up, goal: goal, indent: promptWidth, width: width) {
      goalColumn = goal
      return .edit(moved)
    }
    goalColumn = nil
    return walkHistory(older: up, text)
  }

  private func walkHistory(older: Bool, _ text: EntryText) -> EditorEffect {
    walk.step(older: older, leaving: text.string, in: history.entries)
      .map { .edit(EntryText($0)) } ?? .nothing
  }

  private func beginSearch(_ text: EntryText) -> EditorEffect {
    let search = IncrementalSearch(draft: text)
    self.search = search
    return .edit(EntryText(search.display(in: history.entries)))
  }

  private func pressInSearch(_ key: Key) -> EditorEffect {
    guard var search else { return .nothing }
    let entries = history.entries
    switch key {
    case .scalar(Self.control("R")): search.older(in: entries)
    case .scalar(Self.control("S")): search.newer(in: entries)
    case .scalar("\u{7F}"), .scalar(Self.control("H")): search.shorten(in: entries)
    case .scalar(let scalar) where scalar.value >= 0x20:
      search.extend(String(Character(scalar)), in: entries)
    case .paste(let paste): search.extend(EntryText.cleaned(paste: paste), in: entries)
    case .scalar(Self.control("C")), .scalar(Self.control("G")):
      self.search = nil
      return .edit(search.draft)
    case .ignored, .signalled, .ended: return .nothing
    case .escape:
      self.search = nil
      return .edit(search.result(in: entries))
    default:
      // Any other key takes what was found and does its own work on it.
      self.search = nil
      return .editThenPress(search.result(in: entries), key)
    }
    self.search = search
    return .edit(EntryText(search.display(in: entries)))
  }
}
