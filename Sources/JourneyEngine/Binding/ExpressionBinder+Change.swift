internal import QueryLanguage

extension ExpressionBinder {
  /// `change of jfi since 2026-03-01`: the account's value now, or at the end of the period, less
  /// the one at its beginning.
  mutating func bindChange(
    _ operand: Expression, _ clause: TemporalClause, _ expression: Expression
  ) -> BoundExpression {
    let span = expression.span
    if mode == .rows, let column = columnSpelled(expression) { return column }
    if mode == .groups, let slot = groupSlot(expression) { return slot }
    guard relation.kind != .result else { return fail(BindingMessages.factOfResult(span)) }
    guard let bounds = bounds(of: clause) else { return invalid(span) }
    guard let start = bounds.start else {
      return fail(BindingMessages.changeWithoutStart(span))
    }
    let later = bounds.end.map { environment.rewound(to: min($0, environment.snapshot.now)) }
    guard let now = value(operand, in: later ?? environment),
      let then = value(operand, in: environment.rewound(to: start))
    else { return invalid(span) }
    let type = now.bound.type
    guard type.isNumeric || type == .duration else {
      return fail(
        BindingMessages.wrongOperand(
          "change of", now.bound, needs: "a number or a length of time"))
    }
    noteUnchanging(now.bound)
    let text = QueryFormatter.format(expression)
    let period = SentenceTime.Interval(
      start: start, end: bounds.end, words: QueryFormatter.format(clause))
    let change = account(text, type == .duration ? .duration : .number, period, span) {
      cancellation throws(QueryFailure) in
      let after = try now.values.column(now.bound, cancellation)
      let before = try then.values.column(then.bound, cancellation)
      return AccountMeasure.Output(column: Column.difference(after, before))
    }
    guard mode == .groups else { return change }
    return fail(
      BindingMessages.fieldInGroups(expression, type: change.type, noun: nouns.plural))
  }

  private mutating func value(
    _ operand: Expression, in environment: BindingEnvironment
  ) -> (bound: BoundExpression, values: AccountValues)? {
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    let bound = binder.bind(operand)
    for diagnostic in binder.diagnostics where !diagnostics.contains(diagnostic) {
      diagnostics.append(diagnostic)
    }
    guard binder.diagnostics.isEmpty, !isInvalid(bound) else { return nil }
    return (bound, AccountValues(environment))
  }

  /// A field without a history does not change, which is no finding.
  private mutating func noteUnchanging(_ bound: BoundExpression) {
    let today = environment.today
    let still = bound.sources.compactMap(\.field?.name).filter {
      !today.snapshot.isRewound($0) && !today.defined.has($0)
    }
    guard !still.isEmpty else { return }
    let note = "no change of \(still.joined(separator: ", ")) is known: the data has no history"
    if !notes.contains(note) { notes.append(note) }
  }
}

extension Column {
  /// Of two numeric columns, or of two of durations; unknown where either is.
  static func difference(_ after: Column, _ before: Column) -> Column {
    let isDuration = after.type == .duration
    var builder = ColumnBuilder(isDuration ? .duration : .number)
    for row in 0..<after.count {
      guard let later = after[row].amount, let earlier = before[row].amount else {
        builder.appendUnknown()
        continue
      }
      builder.append(isDuration ? .duration(Int64(later - earlier)) : .number(later - earlier))
    }
    return builder.build()
  }
}
