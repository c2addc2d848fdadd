/// The time of the simulation: minutes that run evenly through day and night from Monday, 30
/// December 2024, and are laid onto the working week only when a table is written: five days, 07:30
/// to 18:30. The mapping keeps the order of any two moments.
enum SampleClock {
  static let minutesPerDay = 1440
  private static let minutesPerWeek = 7 * minutesPerDay
  /// A day of work is stretched over so many minutes of the simulation.
  private static let minutesPerWorkday = minutesPerWeek / 5
  private static let firstMonday = CivilDate.dayNumber(year: 2024, month: 12, day: 30)

  /// Nothing happens before 1 January 2025, and nothing from 1 July 2026 on.
  static let begin = morning(2025, 1, 1)
  static let end = morning(2026, 7, 1)

  /// The first minute that is written on a date, or on the Monday after it.
  static func morning(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let days = CivilDate.dayNumber(year: year, month: month, day: day) - firstMonday
    let (week, weekday) = (days / 7, days % 7)
    return week * minutesPerWeek + min(weekday, 5) * minutesPerWorkday
  }

  /// The middle of the working day.
  static func midday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    morning(year, month, day) + minutesPerWorkday / 2
  }

  static func minutes(days: Double) -> Int { Int(days * Double(minutesPerDay)) }

  /// Microseconds since 1970.
  static func instant(_ minute: Int) -> Int64 {
    let secondOfWorkWeek = (minute % minutesPerWeek) * 60 * 5 / 7
    let day = firstMonday + minute / minutesPerWeek * 7 + secondOfWorkWeek / 86_400
    // 27,000 s is 07:30; eleven hours of work stand for the 24 of the simulated day.
    let secondOfDay = 27_000 + (secondOfWorkWeek % 86_400) * 11 / 24
    return Int64(day) * microsecondsPerDay + Int64(secondOfDay) * microsecondsPerSecond
  }

  /// The civil day a minute is written on, as a day number.
  static func dayNumber(_ minute: Int) -> Int { Int(instant(minute) / microsecondsPerDay) }
}
