internal import QueryLanguage

/// What is wrong with measures of groups.
extension BindingMessages {
  /// The field of one account is offered in its place.
  static func measureInRow(_ measure: GroupMeasure, _ name: Name, noun: String) -> Diagnostic {
    Diagnostic(
      .measureInRow, name.text, noun, at: name.span,
      notes: [
        measure.field.map { "one account has its `\($0)`" }
          ?? "ask of a group: `\(measure.name) of accounts by ...`"
      ],
      fixIts: measure.field.map { [replacing(name.span, with: $0)] } ?? [])
  }

  static func measureOfOthers(
    _ measure: GroupMeasure, noun: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, measure.name, noun, at: span,
      notes: ["it measures accounts: `\(measure.name) of accounts by ...`"])
  }

  static func noRevenue(_ measure: GroupMeasure, _ span: SourceSpan) -> Diagnostic {
    let names = (RecurringRevenue.yearly + RecurringRevenue.monthly).map { "`\($0)`" }
    return Diagnostic(
      .noRevenue, measure.name, at: span,
      notes: [
        "a column of the accounts tells it, or of their subscriptions: "
          + names.joined(separator: ", ")
      ])
  }
}
