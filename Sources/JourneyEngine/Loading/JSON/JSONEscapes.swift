/// The escapes of JSON strings.
enum JSONEscapes {
  /// Writes the plain text of the inside of a valid JSON string, which is never longer. Half a
  /// surrogate pair becomes U+FFFD.
  static func decode(
    _ text: UnsafePointer<UInt8>, count: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var length = 0
    var position = 0
    while position < count {
      let byte = text[position]
      guard byte == UInt8(ascii: "\\"), position + 1 < count else {
        out[length] = byte
        length += 1
        position += 1
        continue
      }
      let escape = text[position + 1]
      position += 2
      switch escape {
      case UInt8(ascii: "b"): out[length] = 0x08
      case UInt8(ascii: "f"): out[length] = 0x0C
      case UInt8(ascii: "n"): out[length] = 0x0A
      case UInt8(ascii: "r"): out[length] = 0x0D
      case UInt8(ascii: "t"): out[length] = 0x09
      case UInt8(ascii: "u"):
        let scalar = scalar(text, count: count, &position)
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          out[length] = unit
          length += 1
        }
        continue
      default: out[length] = escape
      }
      length += 1
    }
    return length
  }

  /// The scalar whose four hex digits start at `position`, with its second half where it has one.
  private static func scalar(
    _ text: UnsafePointer<UInt8>, count: Int, _ position: inout Int
  ) -> Unicode.Scalar {
    let first = unit(text, count: count, position)
    position = min(position + 4, count)
    if (0xD800...0xDBFF).contains(first), position + 6 <= count,
      text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
    {
      let second = unit(text, count: count, position + 2)
      if (0xDC00...0xDFFF).contains(second) {
        position += 6
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
      }
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private static func unit(_ text: UnsafePointer<UInt8>, count: Int, _ position: Int) -> UInt32 {
    guard position + 4 <= count else { return 0xFFFD }
    var value: UInt32 = 0
    for index in position..<position + 4 { value = value << 4 | UInt32(hexDigit(text[index]) ?? 0) }
    return value
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
