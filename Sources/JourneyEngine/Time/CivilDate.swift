/// A date of the proleptic Gregorian calendar, and its arithmetic on day numbers (days since
/// 1970-01-01).
package struct CivilDate: Hashable, Sendable, Comparable {
  package var year: Int
  package var month: Int
  package var day: Int

  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// From days since 1970-01-01 (Howard Hinnant's civil-from-days).
  package init(dayNumber: Int) {
    let z = dayNumber + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  package var dayNumber: Int { CivilDate.dayNumber(year: year, month: month, day: day) }

  /// Days since 1970-01-01 (Howard Hinnant's days-from-civil).
  package static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func dayCount(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  package var isValid: Bool {
    (1...12).contains(month) && day >= 1 && day <= CivilDate.dayCount(ofMonth: month, year: year)
  }

  /// The same day `count` months on, clamped to the month's end.
  package func adding(months count: Int) -> CivilDate {
    let months = year * 12 + (month - 1) + count
    let newYear = months >= 0 ? months / 12 : (months - 11) / 12
    let newMonth = months - newYear * 12 + 1
    return CivilDate(
      year: newYear, month: newMonth,
      day: min(day, CivilDate.dayCount(ofMonth: newMonth, year: newYear)))
  }

  /// 1 (Monday) to 7 (Sunday).
  package static func isoWeekday(dayNumber: Int) -> Int {
    let shifted = (dayNumber + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  /// The ISO week that holds a day: its week-numbering year and week 1...53.
  package static func isoWeek(dayNumber: Int) -> (year: Int, week: Int) {
    let thursday = dayNumber - isoWeekday(dayNumber: dayNumber) + 4
    let year = CivilDate(dayNumber: thursday).year
    let first = CivilDate.dayNumber(year: year, month: 1, day: 1)
    return (year, (thursday - first) / 7 + 1)
  }

  /// The Monday of an ISO week, as a day number.
  package static func monday(ofISOWeek week: Int, year: Int) -> Int {
    let fourth = dayNumber(year: year, month: 1, day: 4)
    return fourth - isoWeekday(dayNumber: fourth) + 1 + (week - 1) * 7
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// `2026-03-31`
  package var description: String {
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(abs(value))
      return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
        + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

package let microsecondsPerSecond: Int64 = 1_000_000
package let microsecondsPerDay: Int64 = 86_400_000_000
