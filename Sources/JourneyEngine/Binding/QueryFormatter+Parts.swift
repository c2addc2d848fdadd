package import QueryLanguage

/// Parts of sentences in words, for column names, `explain` and messages.
extension QueryFormatter {
  private static let nowhere = SourceSpan(0, 0)

  /// A name, in backquotes where it needs them.
  static func format(name: String) -> String {
    format(Expression(.name([Name(name, span: nowhere)]), span: nowhere))
  }

  static func format(_ matcher: EventMatcher) -> String {
    format(Expression(.event(matcher), span: nowhere))
  }

  /// One of several: `ticket or complaint`.
  package static func format(_ alternatives: [EventMatcher]) -> String {
    alternatives.map { format($0) }.joined(separator: " or ")
  }

  static func format(_ clause: TemporalClause) -> String {
    format(Clause(.period(clause), span: nowhere))
  }

  static func format(_ top: Top) -> String { format(Clause(.top(top), span: nowhere)) }

  /// `order by` without the words themselves.
  static func format(_ keys: [OrderKey]) -> String {
    String(format(Clause(.orderBy(keys), span: nowhere)).dropFirst("order by ".count))
  }
}
