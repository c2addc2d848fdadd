internal import QueryLanguage

/// What a score is held against: whether it comes within the lead time.
enum ValidationOutcome: Sendable {
  case lost
  /// Lost as a customer, which accounts are from that stage on.
  case churned(customerStage: UInt32)
  case event(EventFacts)
}

/// How far ahead of the outcome a score is looked at.
struct LeadTime: Sendable {
  /// Set for units of the calendar.
  private let months: Int?
  private let length: Int64
  /// As it is written: `90 days`.
  let words: String

  static let usual = LeadTime(months: nil, length: 90 * microsecondsPerDay, words: "90 days")

  /// In days, a month at its mean length.
  var days: Double { Double(length) / Double(microsecondsPerDay) }

  /// Its last instant.
  func end(from instant: Int64, _ zone: CivilTimeZone) -> Int64 {
    months.map { Calendar.shift(instant: instant, months: $0, zone) } ?? instant + length
  }

  private init(months: Int?, length: Int64, words: String) {
    (self.months, self.length, self.words) = (months, length, words)
  }
}

extension LeadTime {
  /// nil for no time at all, and for more than a century.
  init?(_ duration: Literal.Duration) {
    guard let length = PeriodResolver.length(duration), length > 0,
      length <= 36_525 * microsecondsPerDay
    else { return nil }
    let perUnit = PeriodResolver.months(duration.unit)
    let months = perUnit > 0 ? Int(exactly: duration.amount).map { $0 * perUnit } : nil
    self.init(months: months, length: length, words: LeadTime.words(duration))
  }

  static func words(_ duration: Literal.Duration) -> String {
    QueryFormatter.format(Expression(.literal(.duration(duration)), span: SourceSpan(0, 0)))
  }
}
