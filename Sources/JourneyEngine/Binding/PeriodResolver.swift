internal import QueryLanguage

/// Turns a period as written into `[start, end)` in microseconds UTC (SEMANTICS, Time).
struct PeriodResolver {
  let now: Int64
  let zone: CivilTimeZone

  struct Interval: Hashable, Sendable {
    var start: Int64
    var end: Int64
  }

  /// The civil day that ends at now.
  var today: Int { zone.dayNumber(of: now - 1) }

  /// nil for a parameter or a name, which the binder resolves first.
  func interval(of period: Period) -> Interval? {
    switch period {
    case .year(let year): return days(from: first(year, 1), .year)
    case .quarter(let year, let quarter): return days(from: first(year, quarter * 3 - 2), .quarter)
    case .month(let year, let month): return days(from: first(year, month), .month)
    case .day(let year, let month, let day):
      return days(from: CivilDate.dayNumber(year: year, month: month, day: day), .day)
    case .isoWeek(let year, let week):
      return days(from: CivilDate.monday(ofISOWeek: week, year: year), .week)
    case .instant(let microseconds, let offsetMinutes):
      let instant =
        offsetMinutes.map { microseconds - Int64($0) * 60 * microsecondsPerSecond }
        ?? zone.instant(ofWall: microseconds)
      return Interval(start: instant, end: instant + 1)
    case .now: return Interval(start: now, end: now + 1)
    case .today: return days(from: today, .day)
    case .yesterday: return days(from: today - 1, .day)
    case .current(let unit): return current(unit, offsetBy: 0)
    case .last(let count, let unit, let full): return last(count, unit, full: full)
    case .next(let count, let unit): return next(count, unit)
    case .parameter, .named: return nil
    }
  }

  /// Whether the words themselves do not say the dates, so that the answer must.
  static func isRelative(_ period: Period) -> Bool {
    switch period {
    case .today, .yesterday, .current, .last, .next: true
    default: false
    }
  }

  /// "2026-01-01 to 2026-03-31", or with times where an end is not a midnight.
  func description(of interval: Interval) -> String {
    let startDay = zone.dayNumber(of: interval.start)
    let endDay = zone.dayNumber(of: interval.end)
    if zone.startOfDay(startDay) == interval.start, zone.startOfDay(endDay) == interval.end {
      let first = CivilDate(dayNumber: startDay).description
      let last = CivilDate(dayNumber: endDay - 1).description
      return first == last ? first : "\(first) to \(last)"
    }
    return "\(Calendar.name(ofInstant: interval.start, .minute, zone)) to "
      + "\(Calendar.name(ofInstant: interval.end, .minute, zone))"
  }

  private func first(_ year: Int, _ month: Int) -> Int {
    CivilDate.dayNumber(year: year, month: month, day: 1)
  }

  private func days(from day: Int, _ unit: TimeUnit, count: Int = 1) -> Interval {
    let end = Calendar.firstDay(day, advancedBy: count, unit)
    return Interval(start: zone.startOfDay(day), end: zone.startOfDay(end))
  }

  /// The unit that holds today, or one `offset` units away.
  private func current(_ unit: TimeUnit, offsetBy offset: Int) -> Interval {
    if let length = PeriodResolver.fixedLength(unit), unit != .week, unit != .day {
      let start = floorDivide(now - 1, length) * length + Int64(offset) * length
      return Interval(start: start, end: start + length)
    }
    let first = Calendar.firstDay(of: unit, holding: today)
    return days(from: Calendar.firstDay(first, advancedBy: offset, unit), unit)
  }

  private func last(_ count: Int?, _ unit: TimeUnit, full: Bool) -> Interval {
    guard let count else { return lastComplete(unit, count: 1) }
    if full { return lastComplete(unit, count: count) }
    if let length = PeriodResolver.fixedLength(unit) {
      return Interval(start: moved(-Int64(count), length), end: now)
    }
    return Interval(start: shift(now, unit, -count), end: now)
  }

  private func next(_ count: Int?, _ unit: TimeUnit) -> Interval {
    guard let count else {
      let first = Calendar.firstDay(of: unit, holding: today)
      return days(from: Calendar.firstDay(first, advancedBy: 1, unit), unit)
    }
    if let length = PeriodResolver.fixedLength(unit) {
      return Interval(start: now, end: moved(Int64(count), length))
    }
    return Interval(start: now, end: shift(now, unit, count))
  }

  /// The last `count` whole units that have ended by now.
  private func lastComplete(_ unit: TimeUnit, count: Int) -> Interval {
    let current = current(unit, offsetBy: 0)
    // A unit that ends exactly at now is complete.
    let offset = current.end <= now ? 1 : 0
    if let length = PeriodResolver.fixedLength(unit), unit != .week, unit != .day {
      let end = current.start + Int64(offset) * length
      return Interval(start: end - Int64(count) * length, end: end)
    }
    let first = Calendar.firstDay(of: unit, holding: today)
    return days(
      from: Calendar.firstDay(first, advancedBy: offset - count, unit), unit, count: count)
  }

  /// Now moved by so many units, kept within what can be reckoned with.
  private func moved(_ count: Int64, _ length: Int64) -> Int64 {
    let farthest = Int64(CivilTimeZone.farthestInstant)
    let (span, overflow) = length.multipliedReportingOverflow(by: count)
    if overflow || span.magnitude > CivilTimeZone.farthestInstant / 2 {
      return count < 0 ? -farthest : farthest
    }
    return now + span
  }

  private func shift(_ instant: Int64, _ unit: TimeUnit, _ count: Int) -> Int64 {
    let monthsPerUnit =
      switch unit {
      case .year: 12
      case .quarter: 3
      default: 1
      }
    let (months, overflow) = count.multipliedReportingOverflow(by: monthsPerUnit)
    guard !overflow, abs(months) < 100_000 else {
      return months < 0 || count < 0 ? .min / 2 : .max / 2
    }
    return Calendar.shift(instant: instant, months: months, zone)
  }

  /// Microseconds of units that are multiples of 24 hours or smaller; nil for those of the
  /// calendar.
  static func fixedLength(_ unit: TimeUnit) -> Int64? {
    switch unit {
    case .second: microsecondsPerSecond
    case .minute: 60 * microsecondsPerSecond
    case .hour: 3600 * microsecondsPerSecond
    case .day: microsecondsPerDay
    case .week: 7 * microsecondsPerDay
    case .month, .quarter, .year: nil
    }
  }

  /// Microseconds of a duration by itself, in which a month is a twelfth of the mean Gregorian year
  /// of 365.2425 days; nil for what no count of them holds.
  static func length(_ duration: Literal.Duration) -> Int64? {
    let unit =
      fixedLength(duration.unit).map(Double.init)
      ?? Double(months(duration.unit)) * 365.2425 / 12 * Double(microsecondsPerDay)
    return Int64(exactly: (duration.amount * unit).rounded())
  }

  static func months(_ unit: TimeUnit) -> Int {
    switch unit {
    case .month: 1
    case .quarter: 3
    case .year: 12
    default: 0
    }
  }
}
