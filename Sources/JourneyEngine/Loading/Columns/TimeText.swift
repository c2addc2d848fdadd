/// Reads ISO 8601 dates and instants from bytes. Holds on to the last month seen: most rows of a
/// file share theirs with the row before.
struct TimeText {
  private let zone: CivilTimeZone
  private let isUTC: Bool
  private var month = -1
  /// The day number before the month's first day, and its number of days.
  private var monthStart: Int64 = 0
  private var monthDays = 0
  /// Local days whose offset from UTC is the same from end to end, by day number.
  private var offsetDays: [Int64]
  private var offsets: [Int64]

  init(zone: CivilTimeZone) {
    self.zone = zone
    isUTC = zone == .utc
    offsetDays = isUTC ? [] : [Int64](repeating: .min, count: 1024)
    offsets = isUTC ? [] : [Int64](repeating: 0, count: 1024)
  }

  /// `yyyy-MM-dd`
  @inline(__always)
  mutating func date(_ text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    count == 10 ? day(text) : nil
  }

  /// `yyyy-MM-dd`, then perhaps `[T ]HH:mm[:ss[.f...]][Z|±HH[[:]mm]]`. A date alone is its
  /// midnight.
  @inline(__always)
  mutating func instant(_ text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    if count < 10 { return nil }
    guard let day = day(text) else { return nil }
    if count == 10 { return instant(ofWall: day &* microsecondsPerDay) }
    let separator = text[10]
    if count < 16 || (separator != .space && separator != UInt8(ascii: "T")) { return nil }
    guard let hour = TimeText.pair(text + 11, limit: 23), text[13] == UInt8(ascii: ":"),
      let minute = TimeText.pair(text + 14, limit: 59)
    else { return nil }
    var wall = day &* 86_400 &+ hour &* 3600 &+ minute &* 60
    var position = 16
    var micros: Int64 = 0
    if position < count && text[position] == UInt8(ascii: ":") {
      guard count >= 19, let second = TimeText.pair(text + 17, limit: 59) else { return nil }
      wall &+= second
      position = 19
      if position < count && (text[19] == UInt8(ascii: ".") || text[19] == UInt8(ascii: ",")) {
        guard let fraction = TimeText.fraction(text, count: count, &position) else { return nil }
        micros = fraction
      }
    }
    let value = wall &* microsecondsPerSecond &+ micros
    if position == count { return instant(ofWall: value) }
    if position + 1 == count && text[position] == UInt8(ascii: "Z") { return value }
    guard let offset = TimeText.offset(text + position, count: count - position) else { return nil }
    return value &- offset &* microsecondsPerSecond
  }

  /// The instant at which the wall of the file's zone shows `wall`.
  @inline(__always)
  mutating func instant(ofWall wall: Int64) -> Int64 {
    isUTC ? wall : zonedInstant(ofWall: wall)
  }

  private mutating func zonedInstant(ofWall wall: Int64) -> Int64 {
    let day = floorDivide(wall, microsecondsPerDay)
    let slot = Int(day & 1023)
    if offsetDays[slot] == day { return wall - offsets[slot] }
    let start = day * microsecondsPerDay
    let first = start - zone.instant(ofWall: start)
    let last = start + microsecondsPerDay - zone.instant(ofWall: start + microsecondsPerDay)
    // A day on which the clocks change begins and ends at different offsets (no zone changes
    // twice).
    guard first == last else { return zone.instant(ofWall: wall) }
    offsetDays[slot] = day
    offsets[slot] = first
    return wall - first
  }

  @inline(__always)
  private mutating func day(_ text: UnsafePointer<UInt8>) -> Int64? {
    let word = ByteScan.word(text)
    // Eight bytes `yyyy-MM-`: digits and hyphens in their places.
    let digits = word ^ 0x2D30_302D_3030_3030
    if digits & 0xFFF0_F0FF_F0F0_F0F0 != 0 { return nil }
    if (digits &+ 0x0006_0600_0606_0606) & 0x00F0_F000_F0F0_F0F0 != 0 { return nil }
    guard let day = TimeText.pair(text + 8, limit: 31) else { return nil }
    func digit(_ lane: UInt64) -> Int { Int(truncatingIfNeeded: (digits &>> (lane &* 8)) & 0xF) }
    let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
    let month = year &* 16 &+ digit(5) &* 10 &+ digit(6)
    if month != self.month && !enter(year: year, month: digit(5) &* 10 &+ digit(6)) { return nil }
    if day < 1 || day > Int64(monthDays) { return nil }
    return monthStart &+ day
  }

  @inline(never)
  private mutating func enter(year: Int, month: Int) -> Bool {
    guard year >= 1, (1...12).contains(month) else { return false }
    self.month = year * 16 + month
    monthStart = Int64(CivilDate.dayNumber(year: year, month: month, day: 1)) - 1
    monthDays = CivilDate.dayCount(ofMonth: month, year: year)
    return true
  }

  /// Two digits of at most `limit`.
  @inline(__always)
  private static func pair(_ text: UnsafePointer<UInt8>, limit: Int64) -> Int64? {
    let tens = text[0] &- 48
    let ones = text[1] &- 48
    if tens > 9 || ones > 9 { return nil }
    let value = Int64(tens) &* 10 &+ Int64(ones)
    return value <= limit ? value : nil
  }

  /// One to nine digits after the point at `position`; what is finer than a microsecond is cut off.
  private static func fraction(
    _ text: UnsafePointer<UInt8>, count: Int, _ position: inout Int
  ) -> Int64? {
    position += 1
    let start = position
    var micros: Int64 = 0
    while position < count && text[position].isDigit {
      if position - start < 6 { micros = micros * 10 + Int64(text[position] - 48) }
      position += 1
    }
    let digits = position - start
    guard (1...9).contains(digits) else { return nil }
    for _ in 0..<max(0, 6 - digits) { micros *= 10 }
    return micros
  }

  /// `Z`, `±HH`, `±HHmm` or `±HH:mm` in seconds east of UTC.
  private static func offset(_ text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    guard text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"), count >= 3,
      let hours = pair(text + 1, limit: 18)
    else { return nil }
    var minutes: Int64 = 0
    if count > 3 {
      let start = text[3] == UInt8(ascii: ":") ? 4 : 3
      guard count == start + 2, let value = pair(text + start, limit: 59) else { return nil }
      minutes = value
    }
    let seconds = hours * 3600 + minutes * 60
    return text[0] == UInt8(ascii: "-") ? -seconds : seconds
  }
}
