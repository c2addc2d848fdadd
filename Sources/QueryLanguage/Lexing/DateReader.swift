/// Reads the dates and periods that are one token: `2026-Q1`, `2026-W05`, `2026-03`, `2026-03-31`,
/// `2026-03-31T10:00:00.250+02:00`.
struct DateReader {
  struct Reading {
    var period: Period
    /// The nearest date as it must be written, where what stands there is impossible.
    var corrected: String?
  }

  let bytes: [UInt8]
  var offset: Int

  mutating func read() -> Reading? {
    guard let year = digits(exactly: 4), take(Ascii.minus) else { return nil }
    if takeLetter("Q") { return readQuarter(year) }
    if takeLetter("W") { return readWeek(year) }
    return readMonthOrDay(year)
  }

  private mutating func readQuarter(_ year: Int) -> Reading? {
    guard let quarter = digits(exactly: 1) else { return nil }
    let nearest = min(max(quarter, 1), 4)
    return reading(.quarter(year: year, quarter: nearest), isPossible: quarter == nearest)
  }

  private mutating func readWeek(_ year: Int) -> Reading? {
    guard let week = digits(exactly: 2) else { return nil }
    let nearest = min(max(week, 1), CivilDate.weeks(inYear: year))
    return reading(.isoWeek(year: year, week: nearest), isPossible: week == nearest)
  }

  private mutating func readMonthOrDay(_ year: Int) -> Reading? {
    let start = offset
    guard let month = digits(atMost: 2) else { return nil }
    let isPadded = offset - start == 2
    let nearestMonth = min(max(month, 1), 12)
    let afterMonth = offset
    guard take(Ascii.minus), let day = digits(atMost: 2) else {
      offset = afterMonth
      guard isPadded else { return nil }
      return reading(.month(year: year, month: nearestMonth), isPossible: month == nearestMonth)
    }
    let dayIsPadded = offset - afterMonth == 3
    let nearestDay = min(max(day, 1), CivilDate.days(inMonth: nearestMonth, year: year))
    let date = CivilDate(year: year, month: nearestMonth, day: nearestDay)
    let isPossible = isPadded && dayIsPadded && month == nearestMonth && day == nearestDay
    return readTime(on: date, dateIsPossible: isPossible)
      ?? reading(.day(year: year, month: nearestMonth, day: nearestDay), isPossible: isPossible)
  }

  /// `T10:00[:00[.fff]][Z|+02:00]`; nil, with nothing read, where no time follows.
  private mutating func readTime(on date: CivilDate, dateIsPossible: Bool) -> Reading? {
    let start = offset
    guard takeLetter("T"), let hour = digits(exactly: 2), take(Ascii.colon),
      let minute = digits(exactly: 2)
    else {
      offset = start
      return nil
    }
    var (second, microsecond) = (0, 0)
    if peek() == Ascii.colon {
      offset += 1
      guard let seconds = digits(exactly: 2) else { return nil }
      second = seconds
      if peek() == Ascii.dot { microsecond = readFraction() }
    }
    let zone = readZone()
    let nearest = (min(hour, 23), min(minute, 59), min(second, 59))
    let seconds = Int64(nearest.0 * 3600 + nearest.1 * 60 + nearest.2)
    let microseconds =
      (Int64(date.daysSince1970) * 86_400 + seconds) * 1_000_000 + Int64(microsecond)
    return reading(
      .instant(microseconds: microseconds, offsetMinutes: zone),
      isPossible: dateIsPossible && nearest == (hour, minute, second))
  }

  /// `.25` as microseconds; further digits are dropped.
  private mutating func readFraction() -> Int {
    offset += 1
    var (value, scale) = (0, 100_000)
    while let digit = digits(exactly: 1) {
      value += digit * scale
      scale /= 10
    }
    return value
  }

  private mutating func readZone() -> Int? {
    if takeLetter("Z") { return 0 }
    let start = offset
    let sign = peek() == Ascii.minus ? -1 : 1
    guard peek() == Ascii.plus || peek() == Ascii.minus else { return nil }
    offset += 1
    guard let hours = digits(exactly: 2), take(Ascii.colon), let minutes = digits(exactly: 2) else {
      offset = start
      return nil
    }
    return sign * (hours * 60 + minutes)
  }

  private func reading(_ period: Period, isPossible: Bool) -> Reading {
    Reading(period: period, corrected: isPossible ? nil : period.spelling)
  }

  // MARK: - Bytes

  private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    offset += 1
    return true
  }

  private mutating func takeLetter(_ letter: Unicode.Scalar) -> Bool {
    let upper = UInt8(ascii: letter)
    return take(upper) || take(upper | 0x20)
  }

  private mutating func digits(exactly count: Int) -> Int? {
    let start = offset
    guard let value = digits(atMost: count), offset - start == count else {
      offset = start
      return nil
    }
    return value
  }

  private mutating func digits(atMost count: Int) -> Int? {
    var value: Int?
    let end = min(offset + count, bytes.count)
    while offset < end, Ascii.zero...Ascii.nine ~= bytes[offset] {
      value = (value ?? 0) * 10 + Int(bytes[offset] - Ascii.zero)
      offset += 1
    }
    return value
  }
}

/// A day of the Gregorian calendar.
struct CivilDate: Hashable {
  var year: Int
  var month: Int
  var day: Int

  /// Howard Hinnant's `days_from_civil`.
  var daysSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Howard Hinnant's `civil_from_days`.
  init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// A year has 53 ISO weeks when it begins or, as a leap year, ends on a Thursday.
  static func weeks(inYear year: Int) -> Int {
    let first = CivilDate(year: year, month: 1, day: 1).weekday
    return first == 4 || (first == 3 && isLeap(year)) ? 53 : 52
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Monday is 1.
  private var weekday: Int { ((daysSince1970 + 3) % 7 + 7) % 7 + 1 }
}
