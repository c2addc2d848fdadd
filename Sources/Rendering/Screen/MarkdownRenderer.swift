internal import JourneyEngine

/// A GitHub-flavoured table, numbers formatted as on screen. Whatever a text holds is shown as that
/// text: signs that mean something in Markdown are escaped, line breaks become `<br>`.
struct MarkdownRenderer: ResultRenderer {
  /// Cells are padded to align in the source too, unless a column is wider than this.
  private static let widestPadding = 40
  private let options: RenderingOptions

  init(options: RenderingOptions = RenderingOptions()) { self.options = options }

  func render(_ table: ResultTable, to stream: inout some TextOutputStream) {
    guard !table.columns.isEmpty else { return }
    let rowCount = table.safeRowCount
    let columns = ScreenColumn.columns(of: table, rowCount: rowCount, options: options) {
      MarkdownRenderer.escape($0, symbols: options.symbols)
    }
    let widths = columns.map { column -> Int in
      let natural = max(column.nameWidth, column.widestCell, 3)
      return natural <= MarkdownRenderer.widestPadding ? natural : 0
    }
    var output = OutputBuffer()
    for (index, column) in columns.enumerated() {
      append(column.name, column.nameWidth, column, widths[index], to: &output.bytes)
    }
    output.bytes.append("|\n")
    for (index, column) in columns.enumerated() {
      let dashes = String(repeating: "-", count: max(3, widths[index]) - 1)
      output.bytes.append(column.alignment == .right ? "| \(dashes): " : "| :\(dashes) ")
    }
    output.bytes.append("|\n")
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        append(
          column.cellText(row), Int(column.widths[row]), column, widths[index],
          to: &output.bytes)
      }
      output.bytes.append("|\n")
      output.flushIfLarge(to: &stream)
    }
    output.flush(to: &stream)
  }

  private func append(
    _ text: String, _ textWidth: Int, _ column: ScreenColumn, _ width: Int,
    to bytes: inout [UInt8]
  ) {
    let padding = String(repeating: " ", count: max(0, width - textWidth))
    bytes.append(column.alignment == .right ? "| \(padding)\(text) " : "| \(text)\(padding) ")
  }

  /// Escapes what would be markup, and no more: an underscore inside a word is none, nor an
  /// ampersand that begins no character reference.
  static func escape(_ text: String, symbols: RenderingOptions.Symbols) -> String {
    if text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " ") }) { return text }
    var result = ""
    var isAfterWord = false
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "\n", "\r\n", "\r": result += "<br>"
      case "_":
        let isInWord = isAfterWord && rest.first.map { $0.isLetter || $0.isNumber } == true
        result += isInWord ? "_" : "\\_"
      case "&": result += beginsReference(rest) ? "\\&" : "&"
      case "\\", "`", "*", "|", "<", "[", "~": result += "\\" + String(character)
      default: result += VisibleText.text(String(character), symbols: symbols)
      }
      isAfterWord = character.isLetter || character.isNumber || character == "_"
    }
    return result
  }

  /// Whether an ampersand before this text would make `&amp;`, `&#38;` or the like.
  private static func beginsReference(_ rest: Substring) -> Bool {
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
    return !name.isEmpty && rest.dropFirst(name.count).first == ";"
  }
}
