/// Cuts delimited text of any dialect into rows of fields, one byte after the other. What quotes
/// and escapes stand for is written over the text itself, where it is asked for: plain text is
/// never longer.
///
/// Lenient as Python's reader: a quote that does not stand at the start of a field is a letter
/// like any other, as in `5'10"`, and so is what follows a closing quote, as in `"abc"def`.
struct CSVScanner {
  /// One row, as the last call found it.
  struct Row {
    var fields: [Field] = []
    /// The position behind the line end.
    var end = 0
    var lineCount = 0
    /// Fields that were quoted, and those with text behind their closing quote.
    var quotedCount = 0
    var strayCount = 0
    /// Aligned columns: a text runs from one into the next.
    var isMisaligned = false
  }

  private let dialect: CSVDialect
  private let delimiter: [UInt8]
  /// Per byte: it may end a run of plain letters.
  private let isSpecial: [Bool]
  private(set) var row = Row()
  /// Where the quote stands that is open at the end of the bytes.
  private(set) var openQuote: Int?

  init(_ dialect: CSVDialect) {
    self.dialect = dialect
    delimiter = dialect.alignment == nil ? dialect.delimiter : []
    var special = [Bool](repeating: false, count: 256)
    for byte in [.newline, .carriageReturn, delimiter.first, dialect.quote, dialect.escape] {
      if let byte { special[Int(byte)] = true }
    }
    isSpecial = special
  }

  /// Reads the row that starts at `start`; false when it does not end within `count` bytes.
  /// `isEnd` when nothing follows them: then the last row needs no line end.
  mutating func next(
    _ bytes: UnsafeMutablePointer<UInt8>, from start: Int, count: Int, isEnd: Bool, rewrites: Bool
  ) -> Bool {
    row.fields.removeAll(keepingCapacity: true)
    row.lineCount = 0
    row.quotedCount = 0
    row.strayCount = 0
    row.isMisaligned = false
    openQuote = nil
    if let alignment = dialect.alignment {
      return nextLine(bytes, from: start, count: count, isEnd: isEnd, alignment)
    }
    var position = start
    while true {
      guard
        let isLast = field(
          bytes, &position, count: count, isEnd: isEnd, rewrites: rewrites)
      else { return false }
      if isLast {
        row.end = position
        return true
      }
    }
  }

  // MARK: - Fields

  /// Reads one field, up to behind its delimiter or line end; whether it is the row's last. Nil
  /// when it does not end.
  private mutating func field(
    _ bytes: UnsafeMutablePointer<UInt8>, _ position: inout Int, count: Int, isEnd: Bool,
    rewrites: Bool
  ) -> Bool? {
    var start = position
    var out = position
    var wasQuoted = false
    if let quote = dialect.quote, position < count, bytes[position] == quote {
      start += 1
      out = start
      wasQuoted = true
      openQuote = position
      position += 1
      guard
        quoted(bytes, &position, &out, quote, count: count, isEnd: isEnd, rewrites: rewrites)
      else { return nil }
      openQuote = nil
    }
    let closed = position
    while position < count {
      let byte = bytes[position]
      if !isSpecial[Int(byte)] {
        if rewrites && out != position { bytes[out] = byte }
        out += 1
        position += 1
        continue
      }
      if startsDelimiter(bytes, position, count) {
        take(start, out, wasQuoted, isStray: wasQuoted && position > closed)
        position += delimiter.count
        return false
      }
      if let length = escaped(bytes, position, count: count, isEnd: isEnd) {
        for place in position + 1...position + length {
          if bytes[place] == .newline { row.lineCount += 1 }
          if rewrites { bytes[out] = bytes[place] }
          out += 1
        }
        position += length + 1
        continue
      }
      if let length = lineEnd(bytes, position, count: count, isEnd: isEnd) {
        if length == 0 { return nil }
        take(start, out, wasQuoted, isStray: wasQuoted && position > closed)
        position += length
        row.lineCount += 1
        return true
      }
      if rewrites && out != position { bytes[out] = byte }
      out += 1
      position += 1
    }
    guard isEnd else { return nil }
    take(start, out, wasQuoted, isStray: wasQuoted && position > closed)
    row.lineCount += 1
    return true
  }

  /// Reads up to behind the closing quote; false when there is none.
  private mutating func quoted(
    _ bytes: UnsafeMutablePointer<UInt8>, _ position: inout Int, _ out: inout Int, _ quote: UInt8,
    count: Int, isEnd: Bool, rewrites: Bool
  ) -> Bool {
    while position < count {
      let byte = bytes[position]
      if isSpecial[Int(byte)] {
        if byte == dialect.escape, position + 1 < count, byte != quote,
          bytes[position + 1] == quote || bytes[position + 1] == byte
        {
          position += 1
        } else if byte == quote {
          guard position + 1 < count, bytes[position + 1] == quote else {
            position += 1
            return true
          }
          position += 1
        } else if byte == .newline
          || byte == .carriageReturn && dialect.lineEnds == .any
            && !(position + 1 < count && bytes[position + 1] == .newline)
        {
          row.lineCount += 1
        }
      }
      if rewrites && out != position { bytes[out] = bytes[position] }
      out += 1
      position += 1
    }
    return false
  }

  private mutating func take(_ start: Int, _ end: Int, _ wasQuoted: Bool, isStray: Bool) {
    row.fields.append(Field(start: start, length: end - start))
    if wasQuoted { row.quotedCount += 1 }
    if isStray { row.strayCount += 1 }
  }

  @inline(__always)
  private func startsDelimiter(
    _ bytes: UnsafeMutablePointer<UInt8>, _ position: Int, _ count: Int
  ) -> Bool {
    guard let first = delimiter.first, bytes[position] == first,
      position + delimiter.count <= count
    else { return false }
    for index in 1..<delimiter.count where bytes[position + index] != delimiter[index] {
      return false
    }
    return true
  }

  /// How many bytes behind an escape are letters because of it; nil when here is none. A backslash
  /// before anything that needs none stays, as in `C:\temp`; one before the last line feed of all
  /// is a letter too.
  private func escaped(
    _ bytes: UnsafeMutablePointer<UInt8>, _ position: Int, count: Int, isEnd: Bool
  ) -> Int? {
    guard bytes[position] == dialect.escape, position + 1 < count else { return nil }
    let next = bytes[position + 1]
    if next == dialect.escape || next == dialect.quote { return 1 }
    if startsDelimiter(bytes, position + 1, count) { return delimiter.count }
    if next == .newline { return isEnd && position + 2 == count ? nil : 1 }
    if next == .carriageReturn, position + 2 < count, bytes[position + 2] == .newline {
      return isEnd && position + 3 == count ? nil : 2
    }
    return nil
  }

  /// The length of the line end here; nil when here is none, 0 when that cannot be told yet.
  private func lineEnd(
    _ bytes: UnsafeMutablePointer<UInt8>, _ position: Int, count: Int, isEnd: Bool
  ) -> Int? {
    if bytes[position] == .newline { return 1 }
    guard bytes[position] == .carriageReturn else { return nil }
    if position + 1 < count {
      if bytes[position + 1] == .newline { return 2 }
      return dialect.lineEnds == .any ? 1 : nil
    }
    // In a file that ends here, also where lines end in line feeds.
    return isEnd ? 1 : 0
  }

  // MARK: - Aligned columns

  private mutating func nextLine(
    _ bytes: UnsafeMutablePointer<UInt8>, from start: Int, count: Int, isEnd: Bool,
    _ alignment: AlignedColumns
  ) -> Bool {
    var position = start
    var length: Int?
    while position < count {
      length = lineEnd(bytes, position, count: count, isEnd: isEnd)
      if length != nil { break }
      position += 1
    }
    guard length ?? (isEnd ? 1 : 0) > 0 else { return false }
    row.isMisaligned = !alignment.cut(bytes, from: start, to: position, into: &row.fields)
    row.lineCount = 1
    row.end = position + (length ?? 0)
    return true
  }
}
