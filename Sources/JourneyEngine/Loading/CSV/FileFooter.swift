/// What stands behind the last row: totals, who made the report and when, whose copyright it is.
struct FileFooter {
  /// The lines that are not blank.
  let lineCount: Int
  /// Where it begins.
  let start: Int
  /// Its first words.
  let text: String

  /// More than this at the end of a file is no footer.
  private static let longest = 16 << 10
  private static let mostLines = 12

  /// The last lines of a file, each of one field, behind a blank line or with the words footers
  /// begin with; or one line of totals.
  static func find(
    _ source: ByteSource, from bodyStart: Int, _ dialect: CSVDialect, width: Int
  ) -> FileFooter? {
    guard width > 1, dialect.alignment == nil else { return nil }
    let lines = lines(source, from: bodyStart, dialect.lineEnds)
    var found: FileFooter?
    var count = 0
    for (place, line) in lines.enumerated().reversed() {
      if line.isBlank { continue }
      guard count < mostLines, !isCutByQuote(line.bytes, dialect),
        let cells = cells(line.bytes, dialect)
      else { break }
      let filled = cells.filter { !$0.isBlank }
      guard let first = filled.first, cells.first?.isBlank == false || cells.count >= width else {
        break
      }
      let isNote =
        filled.count == 1 && width > 2 && cells.first?.isBlank == false
        || cells.count == 1
      // Behind the totals more of the footer may stand, and no row.
      let isLast = count == 0 || found?.lineCount == count
      let isTotal = isLast && isTotals(cells, first, width: width)
      guard isNote || isTotal else { break }
      count += 1
      let isBehindBlank = place > 0 && lines[place - 1].isBlank
      if isTotal || isBehindBlank && first.kind == .text || saysFooter(first) {
        found = FileFooter(lineCount: count, start: line.start, text: first.text)
      }
      if isTotal { break }
    }
    // A footer has rows before it.
    guard let found, found.start > bodyStart else { return nil }
    return found
  }

  /// The footer the caller says there is: the last `count` lines that are not blank.
  static func last(
    _ count: Int, _ source: ByteSource, from bodyStart: Int, _ lineEnds: LineEnds
  ) -> Int? {
    guard count > 0 else { return nil }
    var size = longest
    while true {
      let lines = lines(source, from: bodyStart, lineEnds, size: size).filter { !$0.isBlank }
      if lines.count >= count { return lines[lines.count - count].start }
      if size >= source.size - bodyStart { return bodyStart }
      size *= 8
    }
  }

  // MARK: - Words

  private static func isTotals(_ cells: [Cell], _ first: Cell, width: Int) -> Bool {
    let words = first.text.lowercased().split { !$0.isLetter }
    let totals = ["total", "totals", "sum", "summe", "gesamt", "totaal", "totale"]
    guard cells.count >= width, cells.contains(where: \.isBlank),
      cells.dropFirst().contains(where: { $0.kind == .number }), words.count <= 2
    else { return false }
    return words.last.map { totals.contains(String($0)) } ?? false
  }

  private static func saysFooter(_ cell: Cell) -> Bool {
    let text = cell.text.lowercased()
    let starts = [
      "copyright", "(c) ", "\u{A9}", "generated ", "report generated", "exported ", "export date",
      "created by ", "printed ", "source:", "note:", "notes:", "confidential", "end of ", "total",
      "grand total", "as of ", "downloaded ", "run date", "***", "---", "===", "disclaimer",
    ]
    if starts.contains(where: { text.hasPrefix($0) }) { return true }
    // `(25 rows)`, `25 records`
    let words = text.split { !$0.isLetter && !$0.isNumber }
    return words.count <= 3 && ["rows", "records", "rows affected"].contains(words.last ?? "")
      && words.contains { Int($0) != nil }
  }

  // MARK: - Lines

  private struct Line {
    var start: Int
    var bytes: ArraySlice<UInt8>
    var isBlank: Bool {
      bytes.allSatisfy { [.space, .tab, .newline, .carriageReturn].contains($0) }
    }
  }

  /// A quoted value that began before ends here, or one goes on behind: the line is part of a row.
  /// Behind lines with even numbers of quotes no value is open.
  private static func isCutByQuote(_ line: ArraySlice<UInt8>, _ dialect: CSVDialect) -> Bool {
    guard let quote = dialect.quote else { return false }
    var count = 0
    var isEscaped = false
    for byte in line {
      if byte == quote && !isEscaped { count += 1 }
      isEscaped = !isEscaped && byte == dialect.escape && byte != quote
    }
    return !count.isMultiple(of: 2)
  }

  /// The cells of a line that is a row by itself; nil when a quote in it is not closed.
  private static func cells(_ line: ArraySlice<UInt8>, _ dialect: CSVDialect) -> [Cell]? {
    let sample = SampleRows(Array(line), dialect, isWhole: true, limit: 2)
    guard sample.openQuote == nil, sample.rows.count == 1 else { return nil }
    return sample.rows.first.map(sample.cells)
  }

  /// The last lines of a file. A line inside a quoted field looks like any other here; where it is
  /// none by itself, `cells` says so.
  private static func lines(
    _ source: ByteSource, from bodyStart: Int, _ lineEnds: LineEnds, size: Int = longest
  ) -> [Line] {
    let offset = max(bodyStart, source.size - size)
    let bytes = source.bytes(at: offset, count: source.size - offset)
    var lines: [Line] = []
    var start = 0
    for (place, byte) in bytes.enumerated() {
      let isFed = place + 1 < bytes.count && bytes[place + 1] == .newline
      guard byte == .newline || byte == .carriageReturn && lineEnds == .any && !isFed else {
        continue
      }
      lines.append(Line(start: offset + start, bytes: bytes[start...place]))
      start = place + 1
    }
    if start < bytes.count { lines.append(Line(start: offset + start, bytes: bytes[start...])) }
    // The first may have begun before.
    if offset > bodyStart && !lines.isEmpty { lines.removeFirst() }
    return lines
  }
}
