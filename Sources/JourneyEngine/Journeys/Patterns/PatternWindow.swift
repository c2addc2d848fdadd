/// A length of time, reckoned from an instant.
enum PatternWindow: Sendable, Hashable {
  /// Microseconds.
  case fixed(Int64)
  /// Calendar months in a zone, clamped to the month's end. A later start can have an earlier end:
  /// a month from 30 January 10:00 ends on 28 February 10:00, a month from 31 January 9:00 on 28
  /// February 9:00.
  case months(Int, CivilTimeZone)

  /// More months than any calendar holds; beyond them the reckoning would overflow.
  private static let mostMonths = 1_000_000

  /// The last instant inside.
  func end(from start: Int64) -> Int64 {
    switch self {
    case .fixed(let length):
      let (end, overflow) = start.addingReportingOverflow(length)
      return overflow ? (length < 0 ? .min : .max) : end
    case .months(let count, let zone):
      let months = min(max(count, -Self.mostMonths), Self.mostMonths)
      return Calendar.shift(instant: start, months: months, zone)
    }
  }
}
