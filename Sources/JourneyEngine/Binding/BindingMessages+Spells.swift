internal import QueryLanguage

/// What the binder says of `time from A to B` and of `ttv`.
extension BindingMessages {
  /// `each` gives an account several times, and an expression needs one.
  static func eachInExpression(_ analysis: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, "each", "one value an account", at: span,
      notes: ["ask for it as a sentence of its own: `\(analysis) of accounts`"])
  }

  static func spellInGroups(_ analysis: String, noun: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .fieldInGroups, analysis, noun, at: span,
      notes: ["a group has quantiles of it, in which what is still open counts"],
      fixIts: [replacing(span, with: "median \(analysis)")])
  }

  static func notOfSpells(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, word, "`time from`", at: span,
      notes: ["quantiles do: `median`, `p90`; and `avg`, where everybody comes to it"])
  }

  /// `kinds`: those of the data, the commonest first.
  static func noFirstValue(_ span: SourceSpan, kinds: [String]) -> Diagnostic {
    let example = kinds.first.map { QueryFormatter.format(name: $0) } ?? "KIND"
    return Diagnostic(
      .noFirstValue, at: span,
      notes: ["say which event it is, for instance `event first_value = \(example)`"]
        + (kinds.isEmpty ? [] : ["the events are: \(listed(kinds))"]))
  }
}
