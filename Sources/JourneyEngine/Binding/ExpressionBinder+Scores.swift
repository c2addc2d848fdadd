internal import QueryLanguage

/// Scores as they were, inside an expression.
extension ExpressionBinder {
  /// `jfi in Invest`: as it was at the end of the account's last stay there, or as it is while the
  /// stay goes on; unknown for accounts that never were there.
  mutating func bindScoreIn(
    _ name: Name, _ stageName: Name, _ expression: Expression
  ) -> BoundExpression {
    let span = expression.span
    guard relation.kind != .result else { return fail(BindingMessages.scoreOfResult(span)) }
    let relations = environment.relations
    guard relations.defined.score(named: name.text) != nil || isNumberOfAccounts(name) else {
      return fail(noScore(name, stageName))
    }
    guard let ordinal = stage(stageName) else { return invalid(span) }
    guard environment.snapshot.visits != nil else { return fail(BindingMessages.noHistory(span)) }
    let text = QueryFormatter.format(expression)
    let reading = StageScores(
      score: name.text, stage: ordinal, snapshot: environment.snapshot,
      defined: relations.defined, known: relations.known)
    let bound = account(text, .number, nil, span) { cancellation throws(QueryFailure) in
      try reading.output(cancellation)
    }
    guard mode == .groups else { return bound }
    if let slot = groupSlot(expression) { return slot }
    return fail(BindingMessages.fieldInGroups(expression, type: .number, noun: nouns.plural))
  }

  /// A column of the data's own may be a score too.
  private func isNumberOfAccounts(_ name: Name) -> Bool {
    environment.snapshot.accounts.column(name.text)?.type.isNumeric ?? false
  }

  /// `stage in Invest` is a list of one that lacks its parentheses.
  private func noScore(_ name: Name, _ stage: Name) -> Diagnostic {
    let isField =
      relation.index(of: name.text) != nil
      || relation.accounts?.index(of: name.text) != nil
    return isField
      ? BindingMessages.valuesInParentheses(stage)
      : BindingMessages.unknownScore(
        name, among: environment.relations.defined.models.map(\.name))
  }
}
