/// What a person pressed, whatever bytes the terminal made of it.
enum Key: Equatable, Sendable {
  /// A character, control characters included.
  case scalar(Unicode.Scalar)
  /// Alt and a character.
  case alt(Unicode.Scalar)
  case up, down, left, right, home, end
  case wordLeft, wordRight
  case delete
  /// Alt-Enter, and Shift-Enter where the terminal tells it from Enter.
  case newRow
  case escape
  /// A bracketed paste, whole.
  case paste(String)
  /// A key or an answer of the terminal that means nothing here.
  case ignored
  /// The terminal is gone.
  case ended
  /// A signal came instead of a key.
  case signalled
}

enum ByteReading: Equatable, Sendable {
  case byte(UInt8)
  case timedOut
  case ended
  case signalled
}

/// Where a decoder's bytes come from. A nil timeout waits for ever.
protocol ByteSource {
  mutating func nextByte(timeoutMilliseconds: Int32?) -> ByteReading
}

/// Bytes from the terminal, one key at a time.
///
/// A sequence that means nothing is swallowed whole instead of leaking its tail into the text,
/// and a lone Escape is told from the start of a sequence by the silence after it.
struct KeyDecoder<Source: ByteSource> {
  var source: Source

  /// The silence after which Escape was a key of its own.
  private static var escapeMilliseconds: Int32 { 60 }
  /// The silence after which a sequence or a paste is taken to have broken off.
  private static var brokenMilliseconds: Int32 { 1_000 }
  private static var escape: UInt8 { 0x1B }

  mutating func nextKey() -> Key {
    switch source.nextByte(timeoutMilliseconds: nil) {
    case .byte(Self.escape): return escapeKey()
    case .byte(let byte): return scalarKey(byte).map { .scalar($0) } ?? .ignored
    case .ended: return .ended
    case .signalled, .timedOut: return .signalled
    }
  }

  // MARK: - Characters

  /// The scalar that starts with `first`; bytes that are no UTF-8 give U+FFFD, and the eight-bit
  /// control characters nothing.
  private mutating func scalarKey(_ first: UInt8) -> Unicode.Scalar? {
    let length =
      switch first {
      case ..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0 else { return "\u{FFFD}" }
    var bytes = [first]
    while bytes.count < length {
      guard let next = following(), next & 0xC0 == 0x80 else { return "\u{FFFD}" }
      bytes.append(next)
    }
    let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    return (0x80..<0xA0).contains(scalar.value) ? nil : scalar
  }

  /// The next byte of something begun; a signal in between is looked at later.
  private mutating func following(_ timeout: Int32 = brokenMilliseconds) -> UInt8? {
    while true {
      switch source.nextByte(timeoutMilliseconds: timeout) {
      case .byte(let byte): return byte
      case .signalled: continue
      case .timedOut, .ended: return nil
      }
    }
  }

  // MARK: - Sequences

  private mutating func escapeKey() -> Key {
    guard let next = following(Self.escapeMilliseconds) else { return .escape }
    switch next {
    case UInt8(ascii: "["): return controlSequence()
    case UInt8(ascii: "O"): return keypadSequence()
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      skipAnswer()
      return .ignored
    case 0x0A, 0x0D: return .newRow
    case Self.escape:
      // Alt and an arrow, in terminals that put a second Escape before the sequence.
      switch escapeKey() {
      case .left: return .wordLeft
      case .right: return .wordRight
      case let key: return key
      }
    default: return scalarKey(next).map { .alt($0) } ?? .ignored
    }
  }

  /// After ESC O: function and keypad keys.
  private mutating func keypadSequence() -> Key {
    guard let final = following() else { return .ignored }
    return final == UInt8(ascii: "M")
      ? .scalar("\r") : Self.named(final: final, parameters: [])
  }

  /// After ESC [: parameters, then a final byte.
  private mutating func controlSequence() -> Key {
    var parameters: [UInt8] = []
    while let byte = following() {
      switch byte {
      case 0x20..<0x40:
        parameters.append(byte)
      case UInt8(ascii: "[") where parameters.isEmpty:
        // The Linux console's F1 to F5 are ESC [ [ A to E.
        _ = following()
        return .ignored
      case 0x40..<0x7F:
        let numbers = Self.numbers(parameters)
        if byte == UInt8(ascii: "~") && numbers.first == 200 { return paste() }
        return Self.named(final: byte, parameters: numbers)
      default:
        return .ignored
      }
    }
    return .ignored
  }

  private static func numbers(_ parameters: [UInt8]) -> [Int] {
    parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? 0
    }
  }

  private static func named(final: UInt8, parameters: [Int]) -> Key {
    let hasModifier = parameters.count > 1 && parameters[1] > 2
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return hasModifier ? .wordRight : .right
    case UInt8(ascii: "D"): return hasModifier ? .wordLeft : .left
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "u") where parameters.first == 13: return .newRow
    case UInt8(ascii: "~"):
      switch parameters.first {
      case 1, 7: return .home
      case 4, 8: return .end
      case 3: return .delete
      case 27 where parameters.last == 13: return .newRow
      default: return .ignored
      }
    default: return .ignored
    }
  }

  /// Skips what a terminal answers to a question, up to BEL or ESC \.
  private mutating func skipAnswer() {
    var previous: UInt8 = 0
    while let byte = following() {
      if byte == 0x07 || (previous == Self.escape && byte == UInt8(ascii: "\\")) { return }
      previous = byte
    }
  }

  /// Everything up to ESC [ 201 ~.
  private mutating func paste() -> Key {
    let end: [UInt8] = [Self.escape] + Array("[201~".utf8)
    var bytes: [UInt8] = []
    while let byte = following() {
      bytes.append(byte)
      if byte == UInt8(ascii: "~") && bytes.suffix(end.count).elementsEqual(end) {
        bytes.removeLast(end.count)
        break
      }
    }
    return .paste(String(decoding: bytes, as: UTF8.self))
  }
}
