/// The time of the simulation: minutes since 2025-01-01T00:00Z, evenly through day and night, laid onto
/// the working week only when a table is written. The mapping keeps the order of any two moments.
enum SampleClock {
  static let minutesPerDay = 1440
  /// 2025-01-01, a Wednesday.
  static let firstDay = CivilDate.dayNumber(year: 2025, month: 1, day: 1)
  /// Minute zero of 2026-07-01: nothing happens from here on.
  static let end = (CivilDate.dayNumber(year: 2026, month: 7, day: 1) - firstDay) * minutesPerDay
  /// From here on every moment lies in 2025 once it has been laid onto the working week.
  static let begin = minutesPerDay

  /// The simulated minute of a date at noon.
  static func noon(_ year: Int, _ month: Int, _ day: Int) -> Int {
    midnight(year, month, day) + minutesPerDay / 2
  }

  static func midnight(_ year: Int, _ month: Int, _ day: Int) -> Int {
    (CivilDate.dayNumber(year: year, month: month, day: day) - firstDay) * minutesPerDay
  }

  static func minutes(days: Double) -> Int { Int(days * Double(minutesPerDay)) }

  /// Microseconds since 1970: Monday to Friday, between 07:30 and 18:30 UTC.
  static func instant(_ minute: Int) -> Int64 {
    let minutesPerWeek = 7 * minutesPerDay
    // The week of minute zero began on a Monday two days earlier.
    let shifted = minute + 2 * minutesPerDay
    let week = shifted / minutesPerWeek
    let secondOfWorkWeek = (shifted % minutesPerWeek) * 60 * 5 / 7
    let day = firstDay - 2 + week * 7 + secondOfWorkWeek / 86_400
    let secondOfDay = 27_000 + (secondOfWorkWeek % 86_400) * 11 / 24
    return Int64(day) * microsecondsPerDay + Int64(secondOfDay) * microsecondsPerSecond
  }

  /// The civil day a simulated minute is written on, as a day number.
  static func dayNumber(_ minute: Int) -> Int { Int(instant(minute) / microsecondsPerDay) }
}
