/// Rows inside a value: a quote that was meant as a letter opened it, and all up to the next quote
/// became one text.
struct SwallowedRows: Hashable, Sendable {
  /// Values that hold rows, and how many rows they hold together.
  private(set) var values = 0
  private(set) var rows = 0
  /// Where the first of them opens and ends.
  private(set) var firstLine = 0
  private(set) var lastLine = 0

  mutating func note(rows more: Int, from line: Int, to end: Int) {
    if values == 0 { (firstLine, lastLine) = (line, end) }
    values += 1
    rows += more
  }

  /// Takes in those of the next block, whose first line is `line`.
  mutating func append(_ next: SwallowedRows, line: Int) {
    guard next.values > 0 else { return }
    if values == 0 { (firstLine, lastLine) = (line + next.firstLine, line + next.lastLine) }
    values += next.values
    rows += next.rows
  }

  var warning: String? {
    guard values > 0 else { return nil }
    let lines =
      rows == 1
      ? "1 line that looks like a row" : "\(PlainText.count(rows)) lines that look like rows"
    let held =
      values == 1
      ? "the value that opens on line \(firstLine) goes on to line \(lastLine) and holds \(lines): "
        + "is its quote meant?"
      : "\(PlainText.count(values)) values hold \(lines), the first from line \(firstLine) to "
        + "line \(lastLine): are their quotes meant?"
    return held + " `reading quote none` reads quotes as letters"
  }

  // MARK: - Telling them

  /// How many lines of a value look like rows of the table: all lines between its first and last
  /// have as many fields as the header. Those of a letter rarely have; in a narrow table, where
  /// they may, one alone says nothing. The last line counts where text goes on behind the quote.
  static func count(
    in value: UnsafeBufferPointer<UInt8>, _ dialect: CSVDialect, columnCount: Int, isStray: Bool
  ) -> (rows: Int, lineCount: Int) {
    var lines = 0
    var rows = 0
    var areAllRows = true
    var delimiters = 0
    var isBlank = true
    var position = 0
    while position < value.count {
      let byte = value[position]
      if isLineEnd(value, position, dialect.lineEnds) {
        if lines > 0 && !isBlank {
          if delimiters + 1 == columnCount { rows += 1 } else { areAllRows = false }
        }
        lines += 1
        delimiters = 0
        isBlank = true
      } else if startsDelimiter(value, position, dialect.delimiter) {
        delimiters += 1
        isBlank = false
        position += dialect.delimiter.count
        continue
      } else if byte != .space && byte != .tab && byte != .carriageReturn {
        isBlank = false
      }
      position += 1
    }
    guard areAllRows, columnCount > 1, lines > 0 else { return (0, lines) }
    if isStray && delimiters + 1 == columnCount { rows += 1 }
    let fewest = isStray || columnCount > 4 ? 1 : columnCount > 2 ? 2 : 3
    return (rows >= fewest ? rows : 0, lines)
  }

  private static func isLineEnd(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ lineEnds: LineEnds
  ) -> Bool {
    if bytes[position] == .newline { return true }
    return bytes[position] == .carriageReturn && lineEnds == .any
      && !(position + 1 < bytes.count && bytes[position + 1] == .newline)
  }

  private static func startsDelimiter(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ delimiter: [UInt8]
  ) -> Bool {
    guard let first = delimiter.first, bytes[position] == first,
      position + delimiter.count <= bytes.count
    else { return false }
    return delimiter.indices.allSatisfy { bytes[position + $0] == delimiter[$0] }
  }
}
