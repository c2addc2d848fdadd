/// Walks over strict JSON (RFC 8259), byte by byte and without recursion: however deep the nesting,
/// only a list of open brackets grows.
///
/// The bytes must be well-formed UTF-8 and be followed by a zero byte, at which every rule stops.
struct JSONScanner {
  struct Failure: Error, Hashable {
    var position: Int
    var message: String
  }

  let bytes: UnsafePointer<UInt8>
  let end: Int
  var position: Int
  /// A line feed is space like any other; not so in JSON Lines.
  private let crossesLines: Bool
  /// The brackets that are open inside the value being skipped.
  private var open: [UInt8] = []

  init(_ bytes: UnsafePointer<UInt8>, from position: Int, end: Int, crossesLines: Bool = true) {
    self.crossesLines = crossesLines
    self.bytes = bytes
    self.end = end
    self.position = position
  }

  @inline(__always) var byte: UInt8 { bytes[position] }

  @inline(__always)
  mutating func skipSpace() {
    while byte == .space || (byte == .newline && crossesLines) || byte == .carriageReturn
      || byte == .tab
    {
      position &+= 1
    }
  }

  /// What stands here, for a message.
  var found: String {
    if position >= end { return "the end" }
    if byte == .newline && !crossesLines { return "the end of the line" }
    let length = max(1, ByteScan.sequenceLength(bytes + position, limit: end - position))
    let text = String(
      decoding: UnsafeBufferPointer(start: bytes + position, count: length), as: UTF8.self)
    return byte < 32 ? "a control character" : "`\(text)`"
  }

  func failure(_ message: String, at position: Int? = nil) -> Failure {
    Failure(position: position ?? self.position, message: message)
  }

  func expected(_ what: String) -> Failure { failure("expected \(what), found \(found)") }

  /// Whatever value begins here, as the field it fills.
  mutating func value() throws(Failure) -> Field {
    let start = position
    switch byte {
    case .quote: return try string()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skipNested()
      return Field(start: start, length: position - start, isNested: true)
    case UInt8(ascii: "n"):
      try literal("null")
      return .blank
    default:
      try skipScalar()
      return Field(start: start, length: position - start)
    }
  }

  /// A string; the field is its inside.
  @inline(__always)
  mutating func string() throws(Failure) -> Field {
    guard byte == .quote else { throw expected("a quoted name") }
    position &+= 1
    let start = position
    var isEscaped = false
    while true {
      // Eight bytes at a time while none is a quote, a backslash or a control character.
      let word = ByteScan.word(bytes + position)
      let special =
        ByteScan.zeroLanes(word ^ ByteScan.lanes(.quote))
        | ByteScan.zeroLanes(word ^ ByteScan.lanes(UInt8(ascii: "\\")))
        | ByteScan.zeroLanes(word & 0xE0E0_E0E0_E0E0_E0E0)
      if special == 0 {
        position &+= 8
        continue
      }
      position &+= special.trailingZeroBitCount &>> 3
      if byte == .quote {
        position &+= 1
        return Field(start: start, length: position - 1 - start, isEscaped: isEscaped)
      }
      guard byte == UInt8(ascii: "\\") else {
        if position >= end || byte == .newline {
          throw failure("the string that opens here is not closed on its line", at: start - 1)
        }
        throw failure("a control character in a string must be written as an escape (\\n, \\u0000)")
      }
      isEscaped = true
      try skipEscape()
    }
  }

  private mutating func skipEscape() throws(Failure) {
    switch bytes[position + 1] {
    case .quote, UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      for index in position + 2..<position + 6 where JSONEscapes.hexDigit(bytes[index]) == nil {
        throw failure("\\u needs four hexadecimal digits")
      }
      position += 6
    default:
      throw failure("unknown escape after \\")
    }
  }

  private mutating func skipScalar() throws(Failure) {
    switch byte {
    case .quote: _ = try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), 48...57: try number()
    default: throw expected("a value")
    }
  }

  private mutating func literal(_ word: StaticString) throws(Failure) {
    for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
      throw failure("unknown word; only true, false and null stand without quotes")
    }
    position += word.utf8CodeUnitCount
  }

  private mutating func number() throws(Failure) {
    let start = position
    if byte == UInt8(ascii: "-") { position += 1 }
    guard byte.isDigit else { throw expected("a digit") }
    if byte == UInt8(ascii: "0") {
      position += 1
      if byte.isDigit { throw failure("a number does not begin with 0", at: start) }
    } else {
      skipDigits()
    }
    if byte == UInt8(ascii: ".") {
      position += 1
      guard byte.isDigit else { throw expected("a digit after the point") }
      skipDigits()
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      guard byte.isDigit else { throw expected("a digit in the exponent") }
      skipDigits()
    }
  }

  @inline(__always)
  private mutating func skipDigits() {
    while byte.isDigit { position &+= 1 }
  }

  /// Skips an array or object with all it holds.
  private mutating func skipNested() throws(Failure) {
    let outermost = position
    open.removeAll(keepingCapacity: true)
    // Where a value is due; false: after one.
    var wantsValue = true
    repeat {
      skipSpace()
      if position >= end || (byte == .newline && !crossesLines) {
        throw failure("what opens here is never closed", at: outermost)
      }
      if wantsValue {
        wantsValue = try enterValue()
      } else {
        wantsValue = try leaveValue()
      }
    } while !open.isEmpty
  }

  /// Takes a value, or the opening of one; whether a value is due next.
  private mutating func enterValue() throws(Failure) -> Bool {
    let opening = byte
    guard opening == UInt8(ascii: "[") || opening == UInt8(ascii: "{") else {
      try skipScalar()
      return false
    }
    open.append(opening)
    position += 1
    skipSpace()
    if byte == opening + 2 {
      open.removeLast()
      position += 1
      return false
    }
    if opening == UInt8(ascii: "{") { try name() }
    return true
  }

  /// After a value: a comma or the end of what is open; whether a value is due next.
  private mutating func leaveValue() throws(Failure) -> Bool {
    guard let opening = open.last else { return false }
    if byte == opening + 2 {
      open.removeLast()
      position += 1
      return false
    }
    guard byte == UInt8(ascii: ",") else {
      throw expected(opening == UInt8(ascii: "[") ? "`,` or `]`" : "`,` or `}`")
    }
    position += 1
    skipSpace()
    if opening == UInt8(ascii: "{") { try name() }
    return true
  }

  /// A member's name and the colon after it.
  @discardableResult
  mutating func name() throws(Failure) -> Field {
    let name = try string()
    skipSpace()
    guard byte == UInt8(ascii: ":") else { throw expected("`:` after the name") }
    position += 1
    skipSpace()
    return name
  }
}

/// Whether bytes are one JSON text.
package enum JSONSyntaxCheck {
  /// The first thing wrong with a text and its offset; nil for a valid one.
  package static func failure(in text: [UInt8]) -> (position: Int, message: String)? {
    scan(text).map { ($0.position, $0.message) }
  }

  private static func scan(_ text: [UInt8]) -> JSONScanner.Failure? {
    let padded = text + [UInt8](repeating: 0, count: RowBlock.padding)
    return padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      if let bad = ByteScan.firstUnreadable(base, count: text.count) {
        return JSONScanner.Failure(position: bad, message: "not UTF-8 text")
      }
      var scanner = JSONScanner(base, from: 0, end: text.count)
      do throws(JSONScanner.Failure) {
        scanner.skipSpace()
        _ = try scanner.value()
        scanner.skipSpace()
        return scanner.position < text.count ? scanner.failure("text after the value") : nil
      } catch {
        return error
      }
    }
  }
}
