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
      if DisplayWidth.width(of: longer) <= max(20, width) {
        row = longer
      } else {
        rows.append(row)
        row = margin + word
      }
    }
    return (rows + [row]).joined(separator: "\n")
  }

  /// Words in two columns, the second one wrapped below itself.
  static func entry(_ name: String, _ text: String, column: Int, width: Int) -> String {
    let gap = max(1, column - DisplayWidth.width(of: name))
    let start = name + String(repeating: " ", count: gap)
    guard column < width / 2 else { return start + text }
    return wrapped(start + text, width: width, indent: column)
  }
}
