/// What `reading delimiter, quote, escape` say about a file.
struct GivenDialect {
  private(set) var delimiter: [UInt8]?
  /// `reading delimiter "spaces"`
  private(set) var isAligned = false
  /// `.some(nil)`: quotes are letters.
  private(set) var quote: UInt8??
  /// `.some(nil)`: quotes are written twice.
  private(set) var escape: UInt8??

  var saysQuoting: Bool { quote != nil && escape != nil }

  init(_ options: ReadingOptions, path: String) throws(LoadError) {
    if let text = options.delimiter { try setDelimiter(text, path) }
    if let text = options.quote {
      quote = text.lowercased() == "none" ? .some(nil) : try GivenDialect.sign(text, "quote", path)
    }
    if let text = options.escape {
      escape =
        ["none", "doubled"].contains(text.lowercased())
        ? .some(nil) : try GivenDialect.sign(text, "escape", path)
    }
    if let quote = quote ?? .quote, let delimiter, delimiter.contains(quote) {
      throw LoadError(
        path: path, message: "the delimiter holds the quote `\(VisibleBytes.text([quote]))`",
        hint: "if quotes are letters in this file, add: `reading quote none`")
    }
  }

  func apply(_ dialect: inout CSVDialect) {
    if let quote { dialect.quote = quote }
    if let escape { dialect.escape = escape }
  }

  /// Excel's first line `sep=;` says it, unless the caller does.
  mutating func setExcel(_ byte: UInt8) {
    if delimiter == nil && !isAligned { delimiter = [byte] }
  }

  private mutating func setDelimiter(_ text: String, _ path: String) throws(LoadError) {
    switch text.lowercased() {
    case "spaces", "aligned": isAligned = true
    case "none": delimiter = []
    case "tab": delimiter = [.tab]
    case "comma": delimiter = [UInt8(ascii: ",")]
    case "semicolon": delimiter = [UInt8(ascii: ";")]
    case "pipe": delimiter = [UInt8(ascii: "|")]
    case "colon": delimiter = [UInt8(ascii: ":")]
    case "space": delimiter = [.space]
    default:
      let bytes = VisibleBytes.bytes(text)
      guard !bytes.isEmpty, !bytes.contains(where: { [0, .newline, .carriageReturn].contains($0) })
      else {
        throw LoadError(
          path: path, message: "a delimiter stands between the fields of a line: `\(text)` cannot",
          hint: "for instance `reading delimiter \";\"`, or `\"tab\"`, or `\"spaces\"`")
      }
      delimiter = bytes
    }
  }

  private static func sign(_ text: String, _ option: String, _ path: String) throws(LoadError)
    -> UInt8
  {
    let bytes = Array(text.utf8)
    guard bytes.count == 1, bytes[0] > 0x20, bytes[0] < 0x7F else {
      let hint =
        option == "quote"
        ? "for instance `reading quote \"'\"`, or `reading quote none`"
        : "for instance `reading escape \"\\\\\"`, or `reading escape \"doubled\"`"
      throw LoadError(
        path: path, message: "`reading \(option)` takes one sign, not `\(text)`", hint: hint)
    }
    return bytes[0]
  }
}
