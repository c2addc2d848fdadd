/// Ctrl-R: the newest entry that contains what is typed, then older ones.
struct IncrementalSearch: Equatable, Sendable {
  /// What stood in the line when the search began.
  let draft: EntryText
  private(set) var pattern = ""
  /// The entry found, by its place in the history.
  private(set) var found: Int?
  private(set) var hasFailed = false

  init(draft: EntryText) {
    self.draft = draft
  }

  mutating func extend(_ text: String, in entries: [String]) {
    pattern += text
    look(from: found ?? entries.count - 1, in: entries)
  }

  mutating func shorten(in entries: [String]) {
    guard !pattern.isEmpty else { return }
    pattern.removeLast()
    found = nil
    hasFailed = false
    if !pattern.isEmpty { look(from: entries.count - 1, in: entries) }
  }

  /// Ctrl-R again. Entries with the same text as the one shown are passed over.
  mutating func older(in entries: [String]) {
    guard let found, !pattern.isEmpty else { return }
    let shown = entries[found]
    var place = found - 1
    while place >= 0 && entries[place] == shown { place -= 1 }
    look(from: place, in: entries)
  }

  /// Ctrl-S: back towards newer entries.
  mutating func newer(in entries: [String]) {
    guard let found, !pattern.isEmpty else { return }
    let shown = entries[found]
    let next = entries.indices.dropFirst(found + 1).first {
      entries[$0] != shown && matches(entries[$0])
    }
    hasFailed = next == nil
    self.found = next ?? found
  }

  private mutating func look(from start: Int, in entries: [String]) {
    let place = entries.indices.prefix(start + 1).last { matches(entries[$0]) }
    hasFailed = place == nil
    found = place ?? found
  }

  /// Capital letters do not matter, as nowhere in the language.
  private func matches(_ entry: String) -> Bool {
    Self.place(of: pattern, in: entry) != nil
  }

  /// What is shown: the entry found (else the draft), and a row that says what is looked for.
  func display(in entries: [String]) -> String {
    let text = found.map { entries[$0] } ?? draft.string
    let label = hasFailed ? "not in the history" : "search the history"
    return (text.isEmpty ? "" : text + "\n") + "\(label): \(pattern)"
  }

  /// What the line holds after the search: the entry found, the cursor where it matches.
  func result(in entries: [String]) -> EntryText {
    guard let found else { return draft }
    guard let place = Self.place(of: pattern, in: entries[found]) else {
      return EntryText(entries[found])
    }
    let before = String(decoding: entries[found].utf8.prefix(place), as: UTF8.self)
    return EntryText(entries[found], cursor: before.unicodeScalars.count)
  }

  /// Where `pattern` starts in `text`, as a UTF-8 offset. Only A to Z are folded: searching a
  /// long history must not be felt.
  private static func place(of pattern: String, in text: String) -> Int? {
    var (pattern, text) = (pattern, text)
    return pattern.withUTF8 { needle in
      text.withUTF8 { hay in
        guard let first = needle.first, needle.count <= hay.count else { return nil }
        let start = folded(first)
        for place in 0...(hay.count - needle.count) where folded(hay[place]) == start {
          var index = 1
          while index < needle.count && folded(hay[place + index]) == folded(needle[index]) {
            index += 1
          }
          if index == needle.count { return place }
        }
        return nil
      }
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
