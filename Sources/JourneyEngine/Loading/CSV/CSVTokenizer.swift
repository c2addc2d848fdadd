#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Cuts a block of delimited text into rows and fields. Plain CSV (RFC 4180) goes through loops
/// that look at eight bytes at a time, every other dialect through `CSVScanner`; both take the same
/// rows.
struct CSVTokenizer: Sendable {
  let dialect: CSVDialect
  let columnCount: Int
  private let delimiter: UInt8

  init(_ dialect: CSVDialect, columnCount: Int) {
    self.dialect = dialect
    self.columnCount = columnCount
    delimiter = dialect.delimiter.first ?? 0
  }

  func tokenize(_ block: RowBlock) {
    block.columnCount = columnCount
    if !dialect.isPlain {
      tokenizeAny(block)
    } else if memchr(block.bytes, Int32(UInt8.quote), block.count) == nil {
      tokenizePlain(block)
    } else {
      tokenizeQuoted(block)
    }
  }

  /// The position after the last line end that ends a row; nil when no row ends here. `bytes`
  /// starts at a row; `isEnd` when nothing follows them. `openQuote` receives where a quoted field
  /// begins that does not end here.
  func lastRowEnd(
    _ bytes: UnsafeMutablePointer<UInt8>, count: Int, isEnd: Bool, openQuote: inout Int?
  ) -> Int? {
    openQuote = nil
    guard !dialect.isPlain else { return lastPlainRowEnd(bytes, count: count, &openQuote) }
    let isRowALine = [dialect.quote, dialect.escape].allSatisfy { sign in
      sign.map { memchr(bytes, Int32($0), count) == nil } ?? true
    }
    if isRowALine { return lastLineEnd(bytes, count: count, isEnd: isEnd) }
    var scanner = CSVScanner(dialect)
    var end = 0
    while end < count,
      scanner.next(bytes, from: end, count: count, isEnd: isEnd, rewrites: false)
    {
      end = scanner.row.end
    }
    openQuote = scanner.openQuote
    return end > 0 ? end : nil
  }

  private func lastPlainRowEnd(
    _ bytes: UnsafePointer<UInt8>, count: Int, _ openQuote: inout Int?
  ) -> Int? {
    if memchr(bytes, Int32(UInt8.quote), count) == nil {
      return lastLineEnd(bytes, count: count, isEnd: true)
    }
    let quotes = ByteScan.lanes(.quote)
    let newlines = ByteScan.lanes(.newline)
    var lastEnd: Int?
    var isInside = false
    var skip = -1
    var position = 0
    while position < count {
      let word = ByteScan.word(bytes + position)
      var hits = ByteScan.zeroLanes(word ^ quotes) | ByteScan.zeroLanes(word ^ newlines)
      while hits != 0 {
        let hit = position &+ hits.trailingZeroBitCount &>> 3
        hits &= hits &- 1
        if hit >= count { break }
        if bytes[hit] == .newline {
          if !isInside { lastEnd = hit + 1 }
        } else if isInside {
          if hit == skip { continue }
          if hit + 1 < count && bytes[hit + 1] == .quote {
            skip = hit + 1
          } else {
            isInside = false
            openQuote = nil
          }
        } else if hit == 0 || bytes[hit - 1] == delimiter || bytes[hit - 1] == .newline {
          isInside = true
          openQuote = hit
          skip = -1
        }
      }
      position += 8
    }
    return lastEnd
  }

  private func lastLineEnd(
    _ bytes: UnsafePointer<UInt8>, count: Int, isEnd: Bool
  ) -> Int? {
    var position = count
    while position > 0 {
      let last = bytes[position - 1]
      // A line feed may follow a carriage return that comes last.
      let isEndingReturn =
        last == .carriageReturn && dialect.lineEnds == .any && (isEnd || position < count)
      if last == .newline || isEndingReturn { return position }
      position -= 1
    }
    return nil
  }

  // MARK: - Cutting

  private func tokenizePlain(_ block: RowBlock) {
    let bytes = UnsafePointer(block.bytes)
    let delimiters = ByteScan.lanes(delimiter)
    let newlines = ByteScan.lanes(.newline)
    let count = block.count
    let columnCount = columnCount
    var next = block.fields
    var rowFields = next
    var start = 0
    var rows = 0
    var line = 0
    var position = 0
    while position < count {
      let word = ByteScan.word(bytes + position)
      var hits = ByteScan.zeroLanes(word ^ delimiters) | ByteScan.zeroLanes(word ^ newlines)
      while hits != 0 {
        let hit = position &+ hits.trailingZeroBitCount &>> 3
        hits &= hits &- 1
        next.pointee = Field(start: start, length: hit &- start)
        next += 1
        if bytes[hit] == .newline {
          if hit > start && bytes[hit &- 1] == .carriageReturn {
            (next - 1).pointee = Field(start: start, length: hit &- 1 &- start)
          }
          if next - rowFields == columnCount {
            block.rowLines[rows] = UInt32(truncatingIfNeeded: line)
            rows &+= 1
          } else {
            block.rowCount = rows
            next = endRaggedRow(block, fields: next - rowFields, line: line, at: hit)
            rows = block.rowCount
          }
          rowFields = next
          line &+= 1
        }
        start = hit &+ 1
      }
      position &+= 8
    }
    block.rowCount = rows
    block.lineCount = line
  }

  private func tokenizeQuoted(_ block: RowBlock) {
    let bytes = UnsafePointer(block.bytes)
    let delimiters = ByteScan.lanes(delimiter)
    let newlines = ByteScan.lanes(.newline)
    let quotes = ByteScan.lanes(.quote)
    let count = block.count
    var next = block.fields
    var rowFields = next
    var quoted = QuotedField()
    var start = 0
    var line = 0
    var rowLine = 0
    var position = 0
    while position < count {
      let word = ByteScan.word(bytes + position)
      var hits =
        ByteScan.zeroLanes(word ^ delimiters) | ByteScan.zeroLanes(word ^ newlines)
        | ByteScan.zeroLanes(word ^ quotes)
      while hits != 0 {
        let hit = position &+ hits.trailingZeroBitCount &>> 3
        hits &= hits &- 1
        let byte = bytes[hit]
        if byte == .quote {
          quoted.take(quoteAt: hit, fieldStart: start, next: bytes[hit + 1])
          continue
        }
        if byte == .newline { line += 1 }
        if quoted.isOpen {
          if byte == .newline { quoted.hasLines = true }
          continue
        }
        var end = hit
        if byte == .newline && hit > start && bytes[hit - 1] == .carriageReturn { end -= 1 }
        if quoted.isClosed {
          next.pointee =
            quoted.end + 1 == end
            ? Field(start: start + 1, length: quoted.end - start - 1, isEscaped: quoted.isEscaped)
            : strayField(block, from: start, to: end, quoteEnd: quoted.end, line: rowLine)
          if quoted.hasLines {
            noteRows(
              block, in: next.pointee, lastLine: byte == .newline ? line - 1 : line,
              isStray: quoted.end + 1 != end)
          }
          quoted = QuotedField()
        } else {
          next.pointee = Field(start: start, length: end &- start)
        }
        next += 1
        start = hit &+ 1
        if byte == delimiter { continue }
        if next - rowFields == columnCount {
          block.rowLines[block.rowCount] = UInt32(truncatingIfNeeded: rowLine)
          block.rowCount &+= 1
        } else {
          next = endRaggedRow(block, fields: next - rowFields, line: rowLine, at: hit)
        }
        rowFields = next
        rowLine = line
      }
      position &+= 8
    }
    block.lineCount = line
  }

  /// The quotes met since a field began.
  private struct QuotedField {
    var isOpen = false
    var isClosed = false
    var isEscaped = false
    var hasLines = false
    var end = 0
    private var skip = -1

    @inline(__always)
    mutating func take(quoteAt hit: Int, fieldStart: Int, next: UInt8) {
      if isOpen {
        if hit == skip { return }
        if next == .quote {
          isEscaped = true
          skip = hit + 1
        } else {
          isOpen = false
          isClosed = true
          end = hit
        }
      } else if hit == fieldStart {
        isOpen = true
      }
    }
  }

  /// `"abc"def`, which stands for `abcdef`; written over the block, as such fields are rare.
  @inline(never)
  private func strayField(
    _ block: RowBlock, from start: Int, to end: Int, quoteEnd: Int, line: Int
  ) -> Field {
    block.ragged.stray.note(line: line)
    let bytes = block.bytes
    var out = start + 1
    var position = start + 1
    while position < end {
      if position < quoteEnd && bytes[position] == .quote || position == quoteEnd { position += 1 }
      guard position < end else { break }
      bytes[out] = bytes[position]
      out += 1
      position += 1
    }
    return Field(start: start + 1, length: out - start - 1)
  }

  /// Looks for rows in a value of several lines, of which `lastLine` is the last.
  @inline(never)
  private func noteRows(_ block: RowBlock, in value: Field, lastLine: Int, isStray: Bool) {
    let bytes = UnsafeBufferPointer(start: block.bytes + value.start, count: value.length)
    let (rows, lineCount) = SwallowedRows.count(
      in: bytes, dialect, columnCount: columnCount, isStray: isStray)
    guard rows > 0 else { return }
    block.ragged.swallowed.note(rows: rows, from: lastLine - lineCount, to: lastLine)
  }

  /// The same for a row of any dialect, whose first line is `line`.
  private func noteRows(_ block: RowBlock, in row: CSVScanner.Row, line: Int) {
    var start = line
    for field in row.fields {
      let bytes = UnsafeBufferPointer(start: block.bytes + field.start, count: field.length)
      let (rows, lineCount) = SwallowedRows.count(
        in: bytes, dialect, columnCount: columnCount, isStray: row.strayCount > 0)
      if rows > 0 {
        block.ragged.swallowed.note(rows: rows, from: start, to: start + lineCount)
      }
      start += lineCount
    }
  }

  /// Any dialect.
  private func tokenizeAny(_ block: RowBlock) {
    var scanner = CSVScanner(dialect)
    var position = 0
    var line = 0
    while position < block.count,
      scanner.next(block.bytes, from: position, count: block.count, isEnd: true, rewrites: true)
    {
      let row = scanner.row
      position = row.end
      if row.lineCount > 1 && row.quotedCount > 0 { noteRows(block, in: row, line: line) }
      if row.isMisaligned {
        block.refuse(line: line, "has text where one column ends and the next begins")
      } else {
        let first = block.rowCount * columnCount
        block.reserveFields(first + max(columnCount, row.fields.count))
        for (place, field) in row.fields.enumerated() { block.fields[first + place] = field }
        endRow(block, fields: row.fields.count, line: line)
        block.ragged.stray.note(line: line, count: row.strayCount)
      }
      line += row.lineCount
    }
    block.lineCount = line
  }

  // MARK: - Rows

  /// How much shorter than the header a row may be: one of a hundred columns that has a single
  /// field is no row of that table, and filling it up would cost memory without bound.
  private var fewestFields: Int { columnCount / 64 }

  /// Takes or refuses the row whose fields stand behind those of the rows before.
  private func endRow(_ block: RowBlock, fields: Int, line: Int) {
    let row = block.fields + block.rowCount * columnCount
    let surplus = fields - columnCount
    if surplus < 0 {
      // A blank line between the rows of a table is no row.
      if fields == 1 && isBlank(block, row[0]) { return }
      guard fields > fewestFields else { return refuse(block, fields: fields, line: line) }
      (row + fields).update(repeating: .blank, count: -surplus)
      block.ragged.short.note(line: line)
    } else if surplus > 0 {
      guard (columnCount..<fields).allSatisfy({ isBlank(block, row[$0]) }) else {
        return refuse(block, fields: fields, line: line)
      }
      block.ragged.long.note(line: line)
    }
    block.rowLines[block.rowCount] = UInt32(truncatingIfNeeded: line)
    block.rowCount += 1
  }

  /// The same for the fast loops; where they go on. `hit` is where the row ends: as many fields may
  /// follow as there are bytes behind it.
  @inline(never)
  private func endRaggedRow(
    _ block: RowBlock, fields: Int, line: Int, at hit: Int
  ) -> UnsafeMutablePointer<Field> {
    block.reserveFields((block.rowCount + 1) * columnCount + fields + block.count - hit + 2)
    endRow(block, fields: fields, line: line)
    return block.fields + block.rowCount * columnCount
  }

  private func isBlank(_ block: RowBlock, _ field: Field) -> Bool {
    BlankText.isBlank(block.bytes + field.start, count: field.length)
  }

  private func refuse(_ block: RowBlock, fields: Int, line: Int) {
    block.refuse(
      line: line, "has \(fields) \(fields == 1 ? "field" : "fields"), the header has \(columnCount)"
    )
  }
}

/// What counts as no value at all: nothing but spaces and tabs.
enum BlankText {
  @inline(__always)
  static func isBlank(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    if count == 0 { return true }
    if bytes[0] != .space && bytes[0] != .tab { return false }
    for index in 1..<count where bytes[index] != .space && bytes[index] != .tab { return false }
    return true
  }
}
