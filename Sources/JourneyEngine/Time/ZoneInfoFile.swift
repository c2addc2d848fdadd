/// The transitions of one TZif file (RFC 9636), version 2 or later.
struct ZoneInfoFile {
  private(set) var transitions: [Int64] = []
  private(set) var offsets: [Int64] = []
  private(set) var rule: PosixZoneRule?

  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0) else { return nil }
    let second = 44 + first.length(timeSize: 4)
    guard first.version >= 0x32, let header = Header(bytes, at: second) else { return nil }
    let body = second + 44
    guard bytes.count >= body + header.length(timeSize: 8), header.typeCount > 0 else { return nil }
    let indexStart = body + header.timeCount * 8
    let typeStart = indexStart + header.timeCount
    func offset(ofType type: Int) -> Int64? {
      type < header.typeCount ? ZoneInfoFile.integer(bytes, typeStart + type * 6, 4) : nil
    }
    guard let initial = offset(ofType: 0) else { return nil }
    offsets.append(initial)
    for index in 0..<header.timeCount {
      guard let seconds = offset(ofType: Int(bytes[indexStart + index])) else { return nil }
      transitions.append(ZoneInfoFile.integer(bytes, body + index * 8, 8))
      offsets.append(seconds)
    }
    let footer = bytes[(body + header.length(timeSize: 8))...].filter { $0 != 0x0A }
    rule = PosixZoneRule(String(decoding: footer, as: UTF8.self))
  }

  private struct Header {
    let version: UInt8
    let utcCount, standardCount, leapCount, timeCount, typeCount, charCount: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
        return nil
      }
      version = bytes[start + 4]
      let counts = (0..<6).map { Int(ZoneInfoFile.integer(bytes, start + 20 + $0 * 4, 4)) }
      guard counts.allSatisfy({ $0 >= 0 && $0 < 100_000 }) else { return nil }
      (utcCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
      (timeCount, typeCount, charCount) = (counts[3], counts[4], counts[5])
    }

    func length(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + charCount + leapCount * (timeSize + 4)
        + standardCount + utcCount
    }
  }

  /// A big-endian signed integer.
  private static func integer(_ bytes: [UInt8], _ start: Int, _ width: Int) -> Int64 {
    var value = Int64(Int8(bitPattern: bytes[start]))
    for index in 1..<width { value = value << 8 | Int64(bytes[start + index]) }
    return value
  }
}
