package import QueryLanguage

extension DriftSettings {
  /// `60 days` in microseconds, a month as its mean length; nil for what is no length.
  package static func limit(_ duration: Literal.Duration) -> Int64? {
    let months = PeriodResolver.months(duration.unit)
    let unit =
      PeriodResolver.fixedLength(duration.unit).map(Double.init)
      ?? Double(months) * 365.2425 / 12 * Double(microsecondsPerDay)
    return Int64(exactly: (duration.amount * unit).rounded()).flatMap { $0 > 0 ? $0 : nil }
  }
}
