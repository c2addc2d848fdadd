internal import Rendering

/// Text for people, fitted to the window.
enum Prose {
  /// The text with its words kept whole; further rows begin with `indent` spaces.
  static func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    var rows: [String] = []
    var row = words.first.map(String.init) ?? ""
    for word in words.dropFirst() {
      let longer = row + " " + word
      if shownWidth(longer) <= max(20, width) {
        row = longer
      } else {
        rows.append(row)
        row = margin + word
      }
    }
    return (rows + [row]).joined(separator: "\n")
  }

  /// Rows that are too long for the window wrapped below themselves; a row of a script with the
  /// carets under it, and what is in colour, stays as it is.
  static func fitted(_ text: String, width: Int) -> String {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return rows.indices.map { index in
      let row = rows[index]
      let isMarked = index + 1 < rows.count && isMark(rows[index + 1]) || isMark(row)
      if isMarked || shownWidth(row) <= width { return row }
      return wrapped(row, width: width, indent: row.prefix { $0 == " " }.count + 2)
    }.joined(separator: "\n")
  }

  private static func isMark(_ row: String) -> Bool {
    row.contains("^") && withoutColors(row).allSatisfy { $0 == " " || $0 == "^" }
  }

  private static func shownWidth(_ text: String) -> Int {
    DisplayWidth.width(of: withoutColors(text))
  }

  private static func withoutColors(_ text: String) -> String {
    guard text.contains("\u{1B}") else { return text }
    var plain = ""
    var isInEscape = false
    for character in text {
      if character == "\u{1B}" { isInEscape = true }
      if !isInEscape { plain.append(character) }
      if isInEscape, character == "m" { isInEscape = false }
    }
    return plain
  }

  /// Words in two columns, the second one wrapped below itself.
  static func entry(_ name: String, _ text: String, column: Int, width: Int) -> String {
    let gap = max(1, column - DisplayWidth.width(of: name))
    let start = name + String(repeating: " ", count: gap)
    guard column < width / 2 else { return start + text }
    return wrapped(start + text, width: width, indent: column)
  }
}
