/// The first rows of a file, cut as one dialect has it: what headers and dialects are judged by.
struct SampleRows {
  struct Row {
    fileprivate(set) var fields: Range<Int>
    /// Places in the sample.
    var start: Int
    var end: Int
    /// Lines before it in the sample.
    var line: Int
    var lineCount: Int
    var width: Int { fields.count }
  }

  /// More rows tell nothing new.
  static let limit = 200

  private var bytes: [UInt8]
  private var fields: [Field] = []
  private(set) var rows: [Row] = []
  private(set) var quotedCount = 0
  private(set) var strayCount = 0
  private(set) var misalignedCount = 0
  /// Where a quote stands that is open at the end of the sample.
  private(set) var openQuote: Int?

  /// At most `limit` whole rows from `start` on. `isWhole` when the sample is all there is; then
  /// the last line may lack its line end.
  init(
    _ sample: [UInt8], from start: Int = 0, _ dialect: CSVDialect, isWhole: Bool, limit: Int = limit
  ) {
    bytes = sample
    var scanner = CSVScanner(dialect)
    var position = start
    var line = 0
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      while position < buffer.count, rows.count < limit,
        scanner.next(base, from: position, count: buffer.count, isEnd: isWhole, rewrites: true)
      {
        let row = scanner.row
        rows.append(
          Row(
            fields: fields.count..<fields.count + row.fields.count, start: position, end: row.end,
            line: line, lineCount: row.lineCount))
        fields += row.fields
        quotedCount += row.quotedCount
        strayCount += row.strayCount
        if row.isMisaligned { misalignedCount += 1 }
        position = row.end
        line += row.lineCount
      }
    }
    if rows.count < limit { openQuote = scanner.openQuote }
  }

  func cell(_ row: Row, _ column: Int) -> Cell {
    guard column < row.width else { return Cell(bytes: []) }
    let field = fields[row.fields.lowerBound + column]
    return Cell(bytes: bytes[field.start..<field.start + field.length])
  }

  func cells(_ row: Row) -> [Cell] { (0..<row.width).map { cell(row, $0) } }

  /// How many fields of a row hold something.
  func filled(_ row: Row) -> Int { (0..<row.width).count { !cell(row, $0).isBlank } }

  /// How many values begin with a quote, and how many of them end with one too.
  func countQuoted() -> (begun: Int, closed: Int) {
    var begun = 0
    var closed = 0
    for row in rows {
      for cell in cells(row) where cell.bytes.first == .quote {
        begun += 1
        if cell.bytes.count > 1 && cell.bytes.last == .quote { closed += 1 }
      }
    }
    return (begun, closed)
  }

  /// One column of texts that have gaps in them, as lines of fixed width do.
  var isSpaced: Bool {
    guard rows.allSatisfy({ $0.width == 1 }) else { return false }
    let gaps = rows.count { row in
      let bytes = cell(row, 0).bytes
      return zip(bytes, bytes.dropFirst()).contains { $0 == .space && $1 == .space }
    }
    return gaps * 2 > rows.count
  }

  /// A line of nothing but spaces.
  func isBlankLine(_ row: Row) -> Bool { row.width == 1 && cell(row, 0).isBlank }
}

/// The text of one field, without the spaces around it.
struct Cell: Hashable {
  enum Kind { case blank, number, date, text }

  let bytes: ArraySlice<UInt8>

  init(bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let first = rest.first, Cell.isSpace(first) { rest.removeFirst() }
    while let last = rest.last, Cell.isSpace(last) { rest.removeLast() }
    self.bytes = FormulaTexts.inner(rest) ?? rest
  }

  static func == (left: Cell, right: Cell) -> Bool { left.bytes.elementsEqual(right.bytes) }

  func hash(into hasher: inout Hasher) {
    for byte in bytes { hasher.combine(byte) }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var isBlank: Bool { bytes.isEmpty }

  /// Roughly what the value is: enough to tell names from values.
  var kind: Kind {
    guard let first = bytes.first, let last = bytes.last else { return .blank }
    var digits = 0
    var separators = 0
    var isNumber = true
    var isDate = first.isDigit
    var dashes = 0
    var previous: UInt8?
    for byte in bytes {
      defer { previous = byte }
      switch byte {
      case 48...57: digits += 1
      case UInt8(ascii: "-") where previous == nil || previous.map { $0 | 0x20 } == 0x65: break
      case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ":"):
        separators += 1
        if byte != UInt8(ascii: ".") { isNumber = false }
        if byte == UInt8(ascii: "-") { dashes += 1 }
      case UInt8(ascii: ","), UInt8(ascii: "'"): isDate = false
      case UInt8(ascii: "+"), .space, UInt8(ascii: "e"), UInt8(ascii: "E"): break
      case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: ")"), 0xE2, 0x82,
        0xAC, 0xC2, 0xA3:
        isDate = false
      case UInt8(ascii: "T"), UInt8(ascii: "Z"), UInt8(ascii: "A"), UInt8(ascii: "P"),
        UInt8(ascii: "M"), UInt8(ascii: "a"), UInt8(ascii: "p"), UInt8(ascii: "m"):
        isNumber = false
      default: return .text
      }
    }
    guard digits > 0 else { return .text }
    if isDate && (separators >= 2 && digits >= 3 || dashes == 1 && digits == 6) { return .date }
    let starts = first.isDigit || !(first | 0x20 >= 97 && first | 0x20 <= 122)
    let ends = last.isDigit || [37, 41, 46, 36, 0xAC].contains(last)
    return isNumber && starts && ends ? .number : .text
  }

  /// A whole number of a few digits.
  var integer: Int? {
    guard bytes.count <= 9, let text = Int(text), text >= 0 else { return nil }
    return text
  }

  /// Digits and letters told apart, no more: `C-001` is `a-9`.
  var shape: [UInt8] {
    var shape: [UInt8] = []
    for byte in bytes {
      let isLetter = byte | 0x20 >= 97 && byte | 0x20 <= 122 || byte >= 0x80
      let mark = byte.isDigit ? UInt8(ascii: "9") : isLetter ? UInt8(ascii: "a") : byte
      if shape.last != mark { shape.append(mark) }
    }
    return shape
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == .space || byte >= 9 && byte <= 13 }
}
