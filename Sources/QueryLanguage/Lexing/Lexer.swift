/// Text -> tokens, comments and messages about what is no token.
struct Lexer {
  let bytes: [UInt8]
  var offset = 0
  var tokens: [Token] = []
  var comments: [Comment] = []
  var diagnostics: [Diagnostic] = []
  /// The string or backquoted name that the text ends inside of, where there is one.
  var openQuote: OpenQuote?

  private var rowIsEmpty = true
  private var rowHasToken = false
  private var rowIndentation = 0
  private var blankRowSinceToken = false

  /// Where an unclosed string or name begins, and with which quote.
  struct OpenQuote: Hashable {
    var offset: Int
    var quote: UInt8
  }

  private init(_ text: String) { bytes = Array(text.utf8) }

  static func lex(_ text: String) -> Lexer {
    var lexer = Lexer(text)
    lexer.run()
    return lexer
  }

  private mutating func run() {
    while let byte = peek() {
      switch byte {
      case Ascii.newline: endRow()
      case Ascii.space, Ascii.tab, Ascii.carriageReturn: skipSpace(byte)
      case Ascii.hash: lexComment()
      case Ascii.minus where peek(1) == Ascii.minus && isAtSpace: lexComment()
      case Ascii.doubleQuote, Ascii.singleQuote: lexQuoted(byte, kind: .text)
      case Ascii.backquote: lexQuoted(byte, kind: .quotedName)
      case Ascii.zero...Ascii.nine: lexNumberOrDate()
      case Ascii.dollar where isWordStart(at: offset + 1): lexParameter()
      case _ where isWordStart(at: offset): lexWord()
      default: lexSymbol()
      }
    }
  }

  // MARK: - Rows and space

  private mutating func endRow() {
    if rowIsEmpty { blankRowSinceToken = true }
    offset += 1
    (rowIsEmpty, rowHasToken, rowIndentation) = (true, false, 0)
  }

  private mutating func skipSpace(_ byte: UInt8) {
    if rowIsEmpty { rowIndentation += byte == Ascii.tab ? 8 - rowIndentation % 8 : 1 }
    offset += 1
  }

  /// At the start of a row or behind white space, where `--` opens a comment.
  private var isAtSpace: Bool {
    guard offset > 0 else { return true }
    return [Ascii.space, Ascii.tab, Ascii.newline, Ascii.carriageReturn].contains(bytes[offset - 1])
  }

  private mutating func lexComment() {
    let start = offset
    while let byte = peek(), byte != Ascii.newline { offset += 1 }
    var end = offset
    while end > start, bytes[end - 1] <= Ascii.space { end -= 1 }
    comments.append(
      Comment(text: string(start, end), span: SourceSpan(start, end), startsRow: !rowHasToken))
    rowIsEmpty = false
  }

  // MARK: - Pieces

  /// Adds the token that began at `start` and ends here.
  mutating func append(_ kind: Token.Kind, from start: Int, text: String = "", folded: String = "")
  {
    let row = Token.RowStart(
      startsRow: !rowHasToken, followsBlankRow: blankRowSinceToken, indentation: rowIndentation)
    tokens.append(
      Token(kind: kind, text: text, folded: folded, span: SourceSpan(start, offset), row: row))
    (rowIsEmpty, rowHasToken, blankRowSinceToken) = (false, true, false)
  }

  private mutating func lexWord() {
    let start = offset
    skipWord()
    var text = string(start, offset)
    if AggregateWord.isPercentile(text), peek() == Ascii.dot, isDigit(peek(1)) {
      offset += 1
      while isDigit(peek()) { offset += 1 }
      text = string(start, offset)
    }
    append(.word, from: start, text: text, folded: text.lowercased())
  }

  private mutating func lexParameter() {
    let start = offset
    offset += 1
    skipWord()
    append(.parameter, from: start, text: string(start + 1, offset))
  }

  private mutating func skipWord() {
    while let length = wordScalarLength(at: offset) { offset += length }
  }

  /// A text or backquoted name: a doubled quote stands for one, a backslash escapes in texts; the
  /// end of the row closes what is still open.
  private mutating func lexQuoted(_ quote: UInt8, kind: Token.Kind) {
    let start = offset
    var content: [UInt8] = []
    offset += 1
    while let byte = peek(), byte != Ascii.newline {
      offset += 1
      if byte == quote {
        guard peek() == quote else {
          return append(kind, from: start, text: String(decoding: content, as: UTF8.self))
        }
        offset += 1
        content.append(quote)
      } else if byte == Ascii.backslash, kind == .text, let escaped = peek() {
        offset += 1
        content.append(Ascii.unescaped(escaped))
      } else {
        content.append(byte)
      }
    }
    if peek() == nil { openQuote = OpenQuote(offset: start, quote: quote) }
    reportUnclosed(quote, from: start)
    append(kind, from: start, text: String(decoding: content, as: UTF8.self))
  }

  private mutating func reportUnclosed(_ quote: UInt8, from start: Int) {
    let mark = String(UnicodeScalar(quote))
    diagnostics.append(
      Diagnostic(
        .unclosedQuote, quote == Ascii.backquote ? "name" : "text", mark,
        at: SourceSpan(start, start + 1),
        fixIts: [
          FixIt("close it with \(mark)", edits: [.init(SourceSpan(offset, offset), mark)])
        ]))
  }

  // MARK: - Bytes

  func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return Ascii.zero...Ascii.nine ~= byte
  }

  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  func isWordStart(at index: Int) -> Bool {
    index < bytes.count && !isDigit(bytes[index]) && wordScalarLength(at: index) != nil
  }

  /// The length in bytes of the letter, digit or `_` at `index`; nil where something else stands.
  func wordScalarLength(at index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    let byte = bytes[index]
    if byte < 0x80 { return Ascii.isWordByte(byte) ? 1 : nil }
    guard let scalar = scalar(at: index) else { return nil }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber:
      return UTF8.width(scalar)
    default: return nil
    }
  }

  /// The scalar that begins at `index`.
  func scalar(at index: Int) -> Unicode.Scalar? {
    var decoder = UTF8()
    var rest = bytes[index...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return nil }
    return scalar
  }
}

/// The bytes the lexer asks for by name.
enum Ascii {
  static let tab: UInt8 = 0x09
  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let doubleQuote: UInt8 = 0x22
  static let hash: UInt8 = 0x23
  static let dollar: UInt8 = 0x24
  static let percent: UInt8 = 0x25
  static let singleQuote: UInt8 = 0x27
  static let plus: UInt8 = 0x2B
  static let minus: UInt8 = 0x2D
  static let dot: UInt8 = 0x2E
  static let zero: UInt8 = 0x30
  static let nine: UInt8 = 0x39
  static let colon: UInt8 = 0x3A
  static let backslash: UInt8 = 0x5C
  static let underscore: UInt8 = 0x5F
  static let backquote: UInt8 = 0x60

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, underscore: true
    default: false
    }
  }

  /// What `\n` and its like stand for; any other character stands for itself.
  static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x6E: newline
    case 0x74: tab
    case 0x72: carriageReturn
    default: byte
    }
  }
}
