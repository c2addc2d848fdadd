#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Cuts a block of CSV into fields (RFC 4180). Lenient in one point: a quote that does not stand at
/// the start of a field is a letter like any other, as in `5'10"`.
struct CSVTokenizer {
  let delimiter: UInt8
  let columnCount: Int

  func tokenize(_ block: RowBlock) {
    block.columnCount = columnCount
    if memchr(block.bytes, Int32(UInt8.quote), block.count) == nil {
      tokenizePlain(block)
    } else {
      tokenizeQuoted(block)
    }
  }

  /// The position after the last line feed that ends a row; nil when no row ends here. `bytes`
  /// starts at a row. `openQuote` receives where a quoted field begins that does not end here.
  func lastRowEnd(
    _ bytes: UnsafePointer<UInt8>, count: Int, openQuote: inout Int?
  ) -> Int? {
    openQuote = nil
    if memchr(bytes, Int32(UInt8.quote), count) == nil { return lastLineEnd(bytes, count: count) }
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

  private func lastLineEnd(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    var position = count
    while position > 0 {
      if bytes[position - 1] == .newline { return position }
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
    let rowLines = block.rowLines
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
            rowLines[rows] = UInt32(truncatingIfNeeded: line)
            rows &+= 1
          } else {
            refuseCount(block, fields: next - rowFields, line: line, last: (next - 1).pointee)
            next = rowFields
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
    var garbageField = 0
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
        if quoted.isOpen { continue }
        var end = hit
        if byte == .newline && hit > start && bytes[hit - 1] == .carriageReturn { end -= 1 }
        if quoted.isClosed {
          if quoted.end + 1 != end && garbageField == 0 { garbageField = next - rowFields + 1 }
          next.pointee = Field(
            start: start + 1, length: quoted.end - start - 1, isEscaped: quoted.isEscaped)
          quoted = QuotedField()
        } else {
          next.pointee = Field(start: start, length: end &- start)
        }
        next += 1
        start = hit &+ 1
        if byte == delimiter { continue }
        let isTaken =
          garbageField == 0
          ? endRow(block, fields: next - rowFields, line: rowLine, last: (next - 1).pointee)
          : refuseGarbage(block, line: rowLine, field: garbageField)
        if !isTaken { next = rowFields }
        rowFields = next
        rowLine = line
        garbageField = 0
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

  // MARK: - Rows

  /// Takes or refuses the row just cut; false when its fields are to be dropped.
  @inline(__always)
  private func endRow(_ block: RowBlock, fields: Int, line: Int, last: Field) -> Bool {
    if fields == columnCount {
      block.rowLines[block.rowCount] = UInt32(truncatingIfNeeded: line)
      block.rowCount &+= 1
      return true
    }
    refuseCount(block, fields: fields, line: line, last: last)
    return false
  }

  /// A blank line between the rows of a table of several columns is no row; in a table of one
  /// column it is a missing value (and was taken).
  @inline(never)
  private func refuseCount(_ block: RowBlock, fields: Int, line: Int, last: Field) {
    if fields == 1 && BlankText.isBlank(block.bytes + last.start, count: last.length) { return }
    block.refuse(
      line: line, "has \(fields) \(fields == 1 ? "field" : "fields"), the header has \(columnCount)"
    )
  }

  @inline(never)
  private func refuseGarbage(_ block: RowBlock, line: Int, field: Int) -> Bool {
    block.refuse(
      line: line, "text after the closing quote of field \(field) (a quote inside is written \"\")")
    return false
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
