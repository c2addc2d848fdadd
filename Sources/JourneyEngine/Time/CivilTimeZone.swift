#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A time zone read from the system's zoneinfo files. Foundation's own `TimeZone` would link ICU
/// (50 MB) into the static program for this one table.
package struct CivilTimeZone: Hashable, Sendable {
  package static let utc = CivilTimeZone(
    identifier: "UTC", transitions: [], offsets: [0], rule: nil)

  /// Instants and days beyond these are not reckoned with: some 146,000 years either way.
  static let farthestInstant: UInt64 = 1 << 62
  static let farthestDay = farthestInstant / UInt64(microsecondsPerDay)

  package let identifier: String
  /// UTC seconds from which the offset of the same index + 1 holds.
  private let transitions: [Int64]
  /// Seconds east of UTC; `offsets[0]` holds before the first transition.
  private let offsets: [Int64]
  /// For instants after the last transition.
  private let rule: PosixZoneRule?

  private init(identifier: String, transitions: [Int64], offsets: [Int64], rule: PosixZoneRule?) {
    self.identifier = identifier
    self.transitions = transitions
    self.offsets = offsets
    self.rule = rule
  }

  /// A zone by its IANA name, for instance `Europe/Berlin`; nil when the system does not know it.
  package init?(identifier: String) {
    if identifier == "UTC" || identifier == "Z" {
      self = .utc
      return
    }
    let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = identifier.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
        || [0x2F, 0x5F, 0x2D, 0x2B].contains(byte)
    }
    guard isPlain, !parts.contains(""), !identifier.isEmpty else { return nil }
    let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
    guard let bytes = CivilTimeZone.contents(of: "\(folder)/\(identifier)"),
      let parsed = ZoneInfoFile(bytes)
    else { return nil }
    self.init(
      identifier: identifier, transitions: parsed.transitions, offsets: parsed.offsets,
      rule: parsed.rule)
  }

  private static func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    let length = fread(&buffer, 1, buffer.count, file)
    return length > 0 ? Array(buffer[..<length]) : nil
  }

  /// Seconds east of UTC at a UTC instant (microseconds).
  package func offsetSeconds(at instant: Int64) -> Int64 {
    let seconds = floorDivide(instant, microsecondsPerSecond)
    if transitions.isEmpty && rule == nil { return offsets[0] }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    if low == transitions.count, let rule { return rule.offsetSeconds(at: seconds) }
    return offsets[low]
  }

  /// A UTC instant as wall-clock microseconds (counted as if the wall were UTC).
  package func wall(of instant: Int64) -> Int64 {
    instant + offsetSeconds(at: instant) * microsecondsPerSecond
  }

  /// The UTC instant at which the wall shows `wall`. In the hour that a spring change skips, the
  /// instant just after the change; of the hour that repeats in autumn, the first.
  package func instant(ofWall wall: Int64) -> Int64 {
    let before = offsetSeconds(at: wall - microsecondsPerDay) * microsecondsPerSecond
    let after = offsetSeconds(at: wall + microsecondsPerDay) * microsecondsPerSecond
    for offset in [before, after] where self.wall(of: wall - offset) == wall {
      return wall - offset
    }
    return wall - before
  }

  /// The civil day of an instant, as days since 1970-01-01.
  package func dayNumber(of instant: Int64) -> Int {
    Int(floorDivide(wall(of: instant), microsecondsPerDay))
  }

  /// The instant at which a civil day begins.
  package func startOfDay(_ dayNumber: Int) -> Int64 {
    instant(ofWall: Int64(dayNumber) * microsecondsPerDay)
  }
}

/// Division that rounds towards minus infinity.
@inline(__always)
package func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
