/// The text being edited: scalars, as the editor counts them, and a cursor between them.
///
/// Rows are separated by newlines. Moves and deletions go by what a reader takes for one
/// character, so that an accent or a joined emoji is never torn.
struct EntryText: Equatable, Sendable {
  var scalars: [Unicode.Scalar]
  var cursor: Int

  init(_ text: String = "", cursor: Int? = nil) {
    scalars = Array(text.unicodeScalars)
    self.cursor = cursor ?? scalars.count
  }

  var string: String {
    String(String.UnicodeScalarView(scalars))
  }

  var isBlank: Bool {
    scalars.allSatisfy { $0.properties.isWhitespace }
  }

  // MARK: - Rows

  var rowStart: Int {
    (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1
  }

  var rowEnd: Int {
    scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
  }

  var isOnFirstRow: Bool { rowStart == 0 }
  var isOnLastRow: Bool { rowEnd == scalars.count }

  var isRowBlank: Bool {
    scalars[rowStart..<rowEnd].allSatisfy { $0.properties.isWhitespace }
  }

  /// Opens a row at the cursor, indented by two spaces or as deep as the row it leaves.
  mutating func openRow() {
    let row = scalars[rowStart..<cursor]
    let depth = max(2, row.prefix { $0 == " " }.count)
    // What stood after the cursor keeps no spaces of its own before it.
    while cursor < scalars.count && scalars[cursor] == " " { scalars.remove(at: cursor) }
    insert("\n" + String(repeating: " ", count: depth))
  }

  /// Moves one row up or down to the display column `goal`; `widths` measures a scalar and
  /// `indent` is what the prompt takes of the first row. False when there is no such row.
  mutating func moveRow(
    up: Bool, goal: Int, indent: Int, width: (Unicode.Scalar) -> Int
  ) -> Bool {
    var column = 0
    if up {
      guard !isOnFirstRow else { return false }
      cursor = rowStart - 1
      cursor = rowStart
      column = cursor == 0 ? indent : 0
    } else {
      guard !isOnLastRow else { return false }
      cursor = rowEnd + 1
    }
    let end = rowEnd
    while cursor < end && column < goal {
      column += width(scalars[cursor])
      if column > goal { break }
      cursor += 1
    }
    while cursor < end && width(scalars[cursor]) == 0 { cursor += 1 }
    return true
  }

  /// The display column of the cursor within its row.
  func column(indent: Int, width: (Unicode.Scalar) -> Int) -> Int {
    scalars[rowStart..<cursor].reduce(rowStart == 0 ? indent : 0) { $0 + width($1) }
  }

  // MARK: - Characters and words

  /// How many scalars the character before the cursor has.
  private var previousCharacterLength: Int {
    // A character's start cannot be far away; a cut at the window's edge does no harm.
    let window = scalars[max(0, cursor - 64)..<cursor]
    return String(String.UnicodeScalarView(window)).last?.unicodeScalars.count ?? 0
  }

  private var nextCharacterLength: Int {
    let window = scalars[cursor..<min(scalars.count, cursor + 64)]
    return String(String.UnicodeScalarView(window)).first?.unicodeScalars.count ?? 0
  }

  mutating func moveLeft() { cursor -= previousCharacterLength }
  mutating func moveRight() { cursor += nextCharacterLength }
  mutating func moveWordLeft() { cursor = previousWordStart }
  mutating func moveWordRight() { cursor = nextWordEnd }

  private var previousWordStart: Int {
    var index = cursor
    while index > 0 && !Self.isWord(scalars[index - 1]) { index -= 1 }
    while index > 0 && Self.isWord(scalars[index - 1]) { index -= 1 }
    return index
  }

  private var nextWordEnd: Int {
    var index = cursor
    while index < scalars.count && !Self.isWord(scalars[index]) { index += 1 }
    while index < scalars.count && Self.isWord(scalars[index]) { index += 1 }
    return index
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
      || scalar.properties.canonicalCombiningClass != .notReordered
  }

  // MARK: - Changes

  mutating func insert(_ text: String) {
    let added = Array(text.unicodeScalars)
    scalars.insert(contentsOf: added, at: cursor)
    cursor += added.count
  }

  /// An accent, say, after the letter it belongs to.
  mutating func insertMark(_ mark: Unicode.Scalar) {
    if cursor > 0, let composed = Composition.compose(scalars[cursor - 1], mark) {
      scalars[cursor - 1] = composed
    } else {
      insert(String(Character(mark)))
    }
  }

  /// Takes out what stands between the cursor and `other`, and returns it.
  @discardableResult
  private mutating func cut(to other: Int) -> String {
    let range = min(cursor, other)..<max(cursor, other)
    let text = String(String.UnicodeScalarView(scalars[range]))
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return text
  }

  mutating func deleteBackward() { cut(to: cursor - previousCharacterLength) }
  mutating func deleteForward() { cut(to: cursor + nextCharacterLength) }

  /// To the row's end; at its end, the newline, which joins the rows.
  mutating func cutToRowEnd() -> String {
    cut(to: cursor == rowEnd ? min(cursor + 1, scalars.count) : rowEnd)
  }

  /// To the row's start; at its start, the newline before it.
  mutating func cutToRowStart() -> String {
    cut(to: cursor == rowStart ? max(cursor - 1, 0) : rowStart)
  }

  mutating func cutWordBefore() -> String { cut(to: previousWordStart) }
  mutating func cutWordAfter() -> String { cut(to: nextWordEnd) }

  /// The word before the cursor as the space bar sees it.
  mutating func cutSpacedWordBefore() -> String {
    var index = cursor
    while index > 0 && scalars[index - 1].properties.isWhitespace { index -= 1 }
    while index > 0 && !scalars[index - 1].properties.isWhitespace { index -= 1 }
    return cut(to: index)
  }

  // MARK: - UTF-8 offsets

  var cursorUTF8Offset: Int {
    scalars[..<cursor].reduce(0) { $0 + UTF8.width($1) }
  }

  /// The text between two UTF-8 offsets.
  func text(inUTF8 range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[scalarRange(range)]))
  }

  /// Puts `text` in the place of what stands between two UTF-8 offsets, the cursor after it.
  mutating func replace(utf8 range: Range<Int>, with text: String) {
    let place = scalarRange(range)
    scalars.replaceSubrange(place, with: text.unicodeScalars)
    cursor = place.lowerBound + text.unicodeScalars.count
  }

  /// Offsets beyond the text or inside a scalar are moved to the next boundary.
  private func scalarRange(_ range: Range<Int>) -> Range<Int> {
    func index(of offset: Int) -> Int {
      var (index, passed) = (0, 0)
      while index < scalars.count && passed < offset {
        passed += UTF8.width(scalars[index])
        index += 1
      }
      return index
    }
    return index(of: range.lowerBound)..<index(of: range.upperBound)
  }
}

extension EntryText {
  /// A paste as it goes into the text: rows end in newlines, a tab is two spaces, and control
  /// characters, which could only play tricks on the terminal, are left out. Newlines at its end
  /// are dropped: the next key decides.
  static func cleaned(paste: String) -> String {
    var scalars = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in paste.unicodeScalars {
      switch scalar {
      case "\r": scalars.append("\n")
      case "\n": if previous != "\r" { scalars.append("\n") }
      case "\t": scalars.append(contentsOf: "  ".unicodeScalars)
      default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
      }
      previous = scalar
    }
    while scalars.last == "\n" { scalars.removeLast() }
    return Composition.composed(String(scalars))
  }
}
