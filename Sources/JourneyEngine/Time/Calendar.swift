internal import QueryLanguage

/// Calendar arithmetic in a zone: moving by months, the start and the name of a period.
enum Calendar {
  static func shift(day: Int64, months: Int) -> Int64 {
    Int64(CivilDate(dayNumber: Int(day)).adding(months: months).dayNumber)
  }

  static func shift(instant: Int64, months: Int, _ zone: CivilTimeZone) -> Int64 {
    let wall = zone.wall(of: instant)
    let day = floorDivide(wall, microsecondsPerDay)
    let time = wall - day * microsecondsPerDay
    return zone.instant(ofWall: shift(day: day, months: months) * microsecondsPerDay + time)
  }

  /// The first day of the year, quarter, month or ISO week that holds a day; the day itself
  /// otherwise.
  static func firstDay(of unit: TimeUnit, holding day: Int) -> Int {
    let date = CivilDate(dayNumber: day)
    switch unit {
    case .year: return CivilDate.dayNumber(year: date.year, month: 1, day: 1)
    case .quarter:
      return CivilDate.dayNumber(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
    case .month: return CivilDate.dayNumber(year: date.year, month: date.month, day: 1)
    case .week: return day - CivilDate.isoWeekday(dayNumber: day) + 1
    case .day, .hour, .minute, .second: return day
    }
  }

  /// The first day of the period `count` units after the one that begins on `firstDay`.
  static func firstDay(_ firstDay: Int, advancedBy count: Int, _ unit: TimeUnit) -> Int {
    switch unit {
    case .year: Int(shift(day: Int64(firstDay), months: 12 * count))
    case .quarter: Int(shift(day: Int64(firstDay), months: 3 * count))
    case .month: Int(shift(day: Int64(firstDay), months: count))
    case .week: firstDay + 7 * count
    case .day, .hour, .minute, .second: firstDay + count
    }
  }

  static func name(ofDay day: Int, _ unit: TimeUnit) -> String {
    let date = CivilDate(dayNumber: day)
    switch unit {
    case .year: return padded(date.year, 4)
    case .quarter: return "\(padded(date.year, 4))-Q\((date.month - 1) / 3 + 1)"
    case .month: return "\(padded(date.year, 4))-\(padded(date.month, 2))"
    case .week:
      let week = CivilDate.isoWeek(dayNumber: day)
      return "\(padded(week.year, 4))-W\(padded(week.week, 2))"
    case .day, .hour, .minute, .second: return date.description
    }
  }

  static func name(ofInstant instant: Int64, _ unit: TimeUnit, _ zone: CivilTimeZone) -> String {
    let wall = zone.wall(of: instant)
    let day = floorDivide(wall, microsecondsPerDay)
    let seconds = Int(floorDivide(wall - day * microsecondsPerDay, microsecondsPerSecond))
    let date = CivilDate(dayNumber: Int(day)).description
    switch unit {
    case .hour: return "\(date)T\(padded(seconds / 3600, 2))"
    case .minute: return "\(date)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
    default:
      return
        "\(date)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    }
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
