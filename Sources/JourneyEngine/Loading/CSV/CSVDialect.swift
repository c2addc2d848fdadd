/// What ends a line. A carriage return before a line feed belongs to it in both.
enum LineEnds: Sendable {
  case lineFeed
  /// Carriage returns alone end lines too, as old Mac programs wrote them.
  case any

  /// Carriage returns end lines where no line feeds do, or where there are too many of them to be
  /// letters somebody typed.
  static func guess(_ sample: [UInt8], quote: UInt8?) -> LineEnds {
    guard sample.contains(.carriageReturn) else { return .lineFeed }
    var isQuoted = false
    var feeds = 0
    var returns = 0
    for (place, byte) in sample.enumerated() {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == .newline { feeds += 1 }
      if byte == .carriageReturn, place + 1 < sample.count, sample[place + 1] != .newline {
        returns += 1
      }
    }
    return returns > 0 && returns * 10 >= feeds ? .any : .lineFeed
  }
}

/// How the fields of a delimited file are told apart.
struct CSVDialect: Sendable {
  /// Empty: a line is one field.
  var delimiter: [UInt8] = [UInt8(ascii: ",")]
  /// Nil: quotes are letters like any other.
  var quote: UInt8? = .quote
  /// What makes the delimiter or quote behind it a letter; nil where quotes are written twice.
  var escape: UInt8?
  var lineEnds = LineEnds.lineFeed
  /// Columns that are told apart by where they stand; there is no delimiter then.
  var alignment: AlignedColumns?

  /// What the fast path reads.
  var isPlain: Bool {
    delimiter.count == 1 && quote == .quote && escape == nil && lineEnds == .lineFeed
      && alignment == nil
  }

  var displayName: String {
    if alignment != nil { return "CSV, aligned by spaces" }
    switch delimiter {
    case []: return "CSV, comma"
    default: return "CSV, \(CSVDialect.delimiterName(delimiter))"
    }
  }

  /// "`;`", "a tab"
  var delimiterWords: String {
    switch delimiter {
    case [.tab]: "a tab"
    case [.space]: "a space"
    default: "`\(VisibleBytes.text(delimiter))`"
    }
  }

  private static func delimiterName(_ delimiter: [UInt8]) -> String {
    switch delimiter {
    case [UInt8(ascii: ",")]: "comma"
    case [UInt8(ascii: ";")]: "semicolon"
    case [.tab]: "tab"
    case [UInt8(ascii: "|")]: "pipe"
    case [UInt8(ascii: ":")]: "colon"
    case [.space]: "space"
    default: "`\(VisibleBytes.text(delimiter))`"
    }
  }
}

/// Delimiters as one can see and type them.
enum VisibleBytes {
  static func text(_ bytes: [UInt8]) -> String {
    let isControl = { (byte: UInt8) in byte < 0x20 || byte == 0x7F }
    guard bytes.contains(where: isControl) else { return String(decoding: bytes, as: UTF8.self) }
    return bytes.map { byte in
      if byte == .tab { return "\\t" }
      guard isControl(byte) else { return String(decoding: [byte], as: UTF8.self) }
      return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// The bytes meant by `\t`, `\x1f`, or any text.
  static func bytes(_ text: String) -> [UInt8] {
    let raw = Array(text.utf8)
    var bytes: [UInt8] = []
    var position = 0
    while position < raw.count {
      if raw[position] == UInt8(ascii: "\\"), position + 1 < raw.count {
        if raw[position + 1] == UInt8(ascii: "t") {
          bytes.append(.tab)
          position += 2
          continue
        }
        if raw[position + 1] == UInt8(ascii: "x"), position + 3 < raw.count,
          let high = JSONEscapes.hexDigit(raw[position + 2]),
          let low = JSONEscapes.hexDigit(raw[position + 3])
        {
          bytes.append(high << 4 | low)
          position += 4
          continue
        }
      }
      bytes.append(raw[position])
      position += 1
    }
    return bytes
  }
}
