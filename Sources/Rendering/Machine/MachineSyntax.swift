/// What one machine-readable format adds to values: everything around cells, and how text is
/// quoted. Numbers are alike in all of them.
protocol MachineSyntax: Sendable {
  /// Written before the first row; `isEmpty` when there will be none.
  func prologue(names: [String], isEmpty: Bool) -> [UInt8]
  /// Written before each cell of the column with the same index.
  func prefixes(names: [String]) -> [[UInt8]]
  var rowEnd: [UInt8] { get }
  /// Written between two rows, after `rowEnd`.
  var rowSeparator: [UInt8] { get }
  func epilogue(isEmpty: Bool) -> [UInt8]

  func unknown(columnCount: Int) -> [UInt8]
  /// Dates and instants stand in quotes.
  var quotesTimes: Bool { get }
  /// Infinities and NaN.
  func append(nonFinite value: Double, to bytes: inout [UInt8])
  func append(text: ArraySlice<UInt8>, to bytes: inout [UInt8])
}

/// CSV after RFC 4180 and its tab-separated sister, which quotes in the same way (Python's
/// `excel-tab`, and what spreadsheets paste): one reader's rules for both, and every text survives.
///
/// Lines end in LF, also the last; the text is UTF-8 without a mark. Quoted are texts with the
/// separator, a quote, a line break or white space at an end, and the empty text (`""`), so that it
/// is told from unknown, which is nothing at all. Where unknown is the only cell of its row it is
/// `""` too, for readers skip empty lines. Texts that a spreadsheet would take for a formula are
/// left as they are: data is not altered in secret.
struct DelimitedSyntax: MachineSyntax {
  static let csv = DelimitedSyntax(separator: 0x2C)
  static let tsv = DelimitedSyntax(separator: 0x09)

  let separator: UInt8

  func prologue(names: [String], isEmpty: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, name) in names.enumerated() {
      if index > 0 { bytes.append(separator) }
      append(text: Array(name.utf8)[...], to: &bytes)
    }
    if !names.isEmpty { bytes.append(0x0A) }
    return bytes
  }

  func prefixes(names: [String]) -> [[UInt8]] { names.indices.map { $0 == 0 ? [] : [separator] } }

  var rowEnd: [UInt8] { [0x0A] }
  var rowSeparator: [UInt8] { [] }
  func epilogue(isEmpty: Bool) -> [UInt8] { [] }

  func unknown(columnCount: Int) -> [UInt8] { columnCount == 1 ? [0x22, 0x22] : [] }
  var quotesTimes: Bool { false }

  func append(nonFinite value: Double, to bytes: inout [UInt8]) { bytes.append(value.description) }

  func append(text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    text.withUnsafeBufferPointer { text in
      guard needsQuotes(text) else {
        bytes.append(contentsOf: text)
        return
      }
      bytes.append(0x22)
      for byte in text {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    }
  }

  @inline(__always)
  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    if isSpace(first) || isSpace(last) { return true }
    for byte in text where byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      return true
    }
    // A white space beyond ASCII at an end, for readers that trim those too.
    return (first >= 0x80 || last >= 0x80)
      && {
        let text = String(decoding: text, as: UTF8.self)
        return text.first?.isWhitespace == true || text.last?.isWhitespace == true
          || text.first == "\u{FEFF}"
      }()
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

/// JSON after RFC 8259: `array` is one array with an object a line, `lines` is JSON Lines.
///
/// Control characters, also those above ASCII, are escaped, so the text may be shown in a terminal.
/// Names that occur twice get a number (`count`, `count_2`), for an object's names must differ.
struct JSONSyntax: MachineSyntax {
  static let array = JSONSyntax(isArray: true)
  static let lines = JSONSyntax(isArray: false)

  let isArray: Bool

  func prologue(names: [String], isEmpty: Bool) -> [UInt8] {
    isArray ? Array((isEmpty ? "[" : "[\n").utf8) : []
  }

  func prefixes(names: [String]) -> [[UInt8]] {
    JSONSyntax.unique(names).enumerated().map { index, name in
      var bytes: [UInt8] = [index == 0 ? 0x7B : 0x2C]
      append(text: Array(name.utf8)[...], to: &bytes)
      bytes.append(0x3A)
      return bytes
    }
  }

  var rowEnd: [UInt8] { isArray ? [0x7D] : [0x7D, 0x0A] }
  var rowSeparator: [UInt8] { isArray ? [0x2C, 0x0A] : [] }

  func epilogue(isEmpty: Bool) -> [UInt8] {
    isArray ? Array((isEmpty ? "]\n" : "\n]\n").utf8) : []
  }

  func unknown(columnCount: Int) -> [UInt8] { Array("null".utf8) }
  var quotesTimes: Bool { true }

  func append(nonFinite value: Double, to bytes: inout [UInt8]) { bytes.append("null") }

  func append(text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    text.withUnsafeBufferPointer { text in
      if text.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F && $0 != 0xC2 }) {
        bytes.append(contentsOf: text)
      } else {
        JSONSyntax.appendEscaped(text, to: &bytes)
      }
    }
    bytes.append(0x22)
  }

  private static func appendEscaped(
    _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]
  ) {
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0x0A: bytes.append("\\n")
      case 0x0D: bytes.append("\\r")
      case 0x09: bytes.append("\\t")
      case 0...0x1F, 0x7F: appendEscape(byte, to: &bytes)
      case 0xC2 where index < text.count && (0x80...0x9F).contains(text[index]):
        // U+0080...U+009F
        appendEscape(text[index], to: &bytes)
        index += 1
      default: bytes.append(byte)
      }
    }
  }

  private static func appendEscape(_ value: UInt8, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append("\\u00")
    bytes.append(digits[Int(value >> 4)])
    bytes.append(digits[Int(value & 15)])
  }

  /// The names, made to differ: the first keeps its own, the next get `_2`, `_3` ... that are free.
  static func unique(_ names: [String]) -> [String] {
    var taken = Set(names)
    var seen: Set<String> = []
    return names.map { name in
      if seen.insert(name).inserted { return name }
      var number = 2
      while taken.contains("\(name)_\(number)") { number += 1 }
      let free = "\(name)_\(number)"
      taken.insert(free)
      seen.insert(free)
      return free
    }
  }
}
