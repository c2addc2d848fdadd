internal import JourneyEngine

/// Dates and instants as digits, appended to bytes.
extension [UInt8] {
  /// `2026-03-31`. Days so far away that the calendar's arithmetic would overflow are not written;
  /// the result says so.
  @discardableResult
  mutating func append(dayNumber: Int64) -> Bool {
    guard dayNumber.magnitude < 1 << 48 else { return false }
    let date = CivilDate(dayNumber: Int(dayNumber))
    if date.year < 0 { append(0x2D) }
    append(decimal: UInt64(date.year.magnitude), atLeast: 4)
    append(0x2D)
    append(decimal: UInt64(date.month.magnitude), atLeast: 2)
    append(0x2D)
    append(decimal: UInt64(date.day.magnitude), atLeast: 2)
    return true
  }

  /// `2026-03-31T14:05:00Z`; a fraction of three or six digits only where there is one.
  mutating func append(utcInstant microseconds: Int64) {
    let day = floorDivide(microseconds, microsecondsPerDay)
    append(dayNumber: day)
    append(0x54)
    let inDay = microsecondsInDay(microseconds)
    append(timeOfDay: inDay, showsSeconds: true)
    let fraction = UInt64(inDay % microsecondsPerSecond)
    if fraction > 0 {
      append(0x2E)
      if fraction % 1000 == 0 {
        append(decimal: fraction / 1000, atLeast: 3)
      } else {
        append(decimal: fraction, atLeast: 6)
      }
    }
    append(0x5A)
  }

  /// `14:05` or `14:05:07`
  mutating func append(timeOfDay microseconds: Int64, showsSeconds: Bool) {
    let seconds = UInt64(microseconds / microsecondsPerSecond)
    append(decimal: seconds / 3600, atLeast: 2)
    append(0x3A)
    append(decimal: seconds / 60 % 60, atLeast: 2)
    guard showsSeconds else { return }
    append(0x3A)
    append(decimal: seconds % 60, atLeast: 2)
  }
}

/// The time of day of a count of microseconds, also before 1970, without overflow at the extremes.
func microsecondsInDay(_ microseconds: Int64) -> Int64 {
  let rest = microseconds % microsecondsPerDay
  return rest < 0 ? rest + microsecondsPerDay : rest
}
