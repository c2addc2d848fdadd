/// Searching bytes eight at a time.
enum ByteScan {
  /// The byte in every lane of a word.
  @inline(__always)
  static func lanes(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The high bit of each lane that is zero, exactly (no lane disturbs its neighbour).
  @inline(__always)
  static func zeroLanes(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low)
  }

  @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
  }

  /// The first `count` (0...8) bytes as a word; reads all eight.
  @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    let all = word(bytes)
    return count >= 8 ? all : all & ((1 &<< UInt64(count &* 8)) &- 1)
  }

  /// Whether two texts are the same; reads up to 8 bytes beyond both.
  @inline(__always)
  static func isEqual(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int
  ) -> Bool {
    var position = 0
    while position &+ 8 < count {
      if word(left + position) != word(right + position) { return false }
      position &+= 8
    }
    return word(left + position, count: count &- position)
      == word(right + position, count: count &- position)
  }

  /// The offset of the first zero byte or first byte that is not part of well-formed UTF-8.
  static func firstUnreadable(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    let high: UInt64 = 0x8080_8080_8080_8080
    var position = 0
    while position < count {
      if position + 8 <= count {
        let word = word(bytes + position)
        // A byte below 1 borrows into its high bit; false alarms (after a true one) are looked at
        // below.
        if (word | (word &- 0x0101_0101_0101_0101)) & high == 0 {
          position += 8
          continue
        }
      }
      let end = min(position + 8, count)
      while position < end {
        let length = sequenceLength(bytes + position, limit: count - position)
        if length == 0 { return position }
        position += length
      }
    }
    return nil
  }

  /// The length of the well-formed UTF-8 sequence that starts here; 0 when it is none, or NUL.
  @inline(__always)
  static func sequenceLength(_ bytes: UnsafePointer<UInt8>, limit: Int) -> Int {
    let lead = bytes[0]
    if lead < 0x80 { return lead == 0 ? 0 : 1 }
    func isTail(_ index: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index < limit && bytes[index] >= low && bytes[index] <= high
    }
    switch lead {
    case 0xC2...0xDF: return isTail(1) ? 2 : 0
    case 0xE0: return isTail(1, 0xA0) && isTail(2) ? 3 : 0
    case 0xED: return isTail(1, 0x80, 0x9F) && isTail(2) ? 3 : 0
    case 0xE1...0xEF: return isTail(1) && isTail(2) ? 3 : 0
    case 0xF0: return isTail(1, 0x90) && isTail(2) && isTail(3) ? 4 : 0
    case 0xF1...0xF3: return isTail(1) && isTail(2) && isTail(3) ? 4 : 0
    case 0xF4: return isTail(1, 0x80, 0x8F) && isTail(2) && isTail(3) ? 4 : 0
    default: return 0
    }
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "\"")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")

  @inline(__always) var isDigit: Bool { self &- 48 < 10 }
}
