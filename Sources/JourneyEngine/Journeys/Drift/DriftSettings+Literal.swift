package import QueryLanguage

extension DriftSettings {
  /// `60 days` in microseconds, a month as its mean length; nil for what is no length.
  package static func limit(_ duration: Literal.Duration) -> Int64? {
    PeriodResolver.length(duration).flatMap { $0 > 0 ? $0 : nil }
  }
}
