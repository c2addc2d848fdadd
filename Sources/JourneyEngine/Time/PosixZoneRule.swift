/// The rule that ends a zoneinfo file, for instance `CET-1CEST,M3.5.0,M10.5.0/3`: when daylight
/// saving begins and ends in every year that the file's own list no longer covers. Only the
/// `Mm.w.d` form is read; it is the only one in use.
struct PosixZoneRule: Hashable, Sendable {
  private struct Change: Hashable, Sendable {
    var month = 0
    var week = 0
    var weekday = 0
    var seconds: Int64 = 7200
  }

  private var standard: Int64
  private var daylight: Int64?
  private var start = Change()
  private var end = Change()

  init?(_ text: String) {
    var rest = Substring(text)
    guard PosixZoneRule.skipName(&rest), let west = PosixZoneRule.clock(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else { return }
    guard PosixZoneRule.skipName(&rest) else { return nil }
    if rest.first != ",", let west = PosixZoneRule.clock(&rest) {
      daylight = -west
    } else {
      daylight = standard + 3600
    }
    guard let start = PosixZoneRule.change(&rest), let end = PosixZoneRule.change(&rest) else {
      return nil
    }
    self.start = start
    self.end = end
  }

  func offsetSeconds(at seconds: Int64) -> Int64 {
    guard let daylight else { return standard }
    let year = CivilDate(dayNumber: Int(floorDivide(seconds + standard, 86_400))).year
    let begins = PosixZoneRule.seconds(of: start, year: year) - standard
    let ends = PosixZoneRule.seconds(of: end, year: year) - daylight
    let isDaylight =
      begins < ends
      ? seconds >= begins && seconds < ends : seconds >= begins || seconds < ends
    return isDaylight ? daylight : standard
  }

  /// Wall-clock seconds of a change in a year.
  private static func seconds(of change: Change, year: Int) -> Int64 {
    let first = CivilDate.dayNumber(year: year, month: change.month, day: 1)
    let firstWeekday = CivilDate.isoWeekday(dayNumber: first) % 7
    var day = first + (change.weekday - firstWeekday + 7) % 7 + (change.week - 1) * 7
    while day >= first + CivilDate.dayCount(ofMonth: change.month, year: year) { day -= 7 }
    return Int64(day) * 86_400 + change.seconds
  }

  private static func skipName(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let close = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: close)...]
      return true
    }
    let name = rest.prefix { $0.isLetter }
    rest = rest.dropFirst(name.count)
    return name.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func clock(_ rest: inout Substring) -> Int64? {
    var sign: Int64 = 1
    if rest.first == "-" || rest.first == "+" {
      sign = rest.first == "-" ? -1 : 1
      rest = rest.dropFirst()
    }
    let text = rest.prefix { $0.isNumber || $0 == ":" }
    rest = rest.dropFirst(text.count)
    let parts = text.split(separator: ":").map { Int64($0) }
    guard !parts.isEmpty, parts.count <= 3, !parts.contains(nil) else { return nil }
    let units: [Int64] = [3600, 60, 1]
    return sign * zip(parts, units).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 }
  }

  /// `,Mm.w.d[/time]`
  private static func change(_ rest: inout Substring) -> Change? {
    guard rest.hasPrefix(",M") else { return nil }
    rest = rest.dropFirst(2)
    let text = rest.prefix { $0.isNumber || $0 == "." }
    rest = rest.dropFirst(text.count)
    let parts = text.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]),
      (0...6).contains(parts[2])
    else { return nil }
    var change = Change(month: parts[0], week: parts[1], weekday: parts[2])
    if rest.first == "/" {
      rest = rest.dropFirst()
      guard let seconds = clock(&rest) else { return nil }
      change.seconds = seconds
    }
    return change
  }
}
