internal import QueryLanguage

/// `nps`, `churn`: measures of a group of accounts, bound to sums over what each account adds.
extension ExpressionBinder {
  /// The measure that a name is beside `by`. A yes/no column of the data's own that is called so
  /// counts where it is yes.
  func groupMeasure(_ path: [Name]) -> GroupMeasure? {
    guard relation.kind != .result, path.count == 1, let measure = GroupMeasure.named(path[0].text)
    else { return nil }
    guard let index = relation.index(of: path[0].text) else { return measure }
    return relation.fields[index].type.isNumeric ? measure : nil
  }

  mutating func bindGroupMeasure(_ measure: GroupMeasure, _ span: SourceSpan) -> BoundExpression {
    guard relation.kind == .accounts else {
      return fail(BindingMessages.measureOfOthers(measure, noun: nouns.plural, span))
    }
    let context = MeasureContext(
      snapshot: environment.snapshot, feeds: environment.relations.feeds, start: period?.start)
    var tallies: [MeasureFamily: Once<MeasureTally>] = [:]
    var bound = bind(measure.formula, of: context, &tallies, span)
    bound.style = measure.style
    return bound
  }

  private mutating func bind(
    _ formula: MeasureFormula, of context: MeasureContext,
    _ tallies: inout [MeasureFamily: Once<MeasureTally>], _ span: SourceSpan
  ) -> BoundExpression {
    switch formula {
    case .sum(let part):
      let tally =
        tallies[part.family]
        ?? Once { cancellation throws(QueryFailure) in
          try part.family.tally(context, cancellation)
        }
      tallies[part.family] = tally
      return sum(part, tally, span)
    case .number(let value): return constant(.number(value), .number, span)
    case .arithmetic(let left, let operation, let right):
      let first = converted(bind(left, of: context, &tallies, span), to: .number)
      let second = converted(bind(right, of: context, &tallies, span), to: .number)
      return BoundExpression(
        .arithmetic(first, [.init(operation: operation, operand: second, type: .number)]), .number,
        span: span)
    case .call(let name, let operand):
      let argument = converted(bind(operand, of: context, &tallies, span), to: .number)
      guard let function = FunctionCatalog.named(name) else { return invalid(span) }
      return BoundExpression(.function(function, [argument]), .number, span: span)
    }
  }

  private mutating func sum(
    _ part: MeasurePart, _ tally: Once<MeasureTally>, _ span: SourceSpan
  ) -> BoundExpression {
    // What each account adds is no column that anybody asked for.
    let operand = account(part.rawValue, part.type, period, span, isShown: false) {
      cancellation throws(QueryFailure) in
      let tally = try tally.value(cancellation)
      return AccountMeasure.Output(column: tally.column(part), notes: tally.notes)
    }
    return slot(
      BoundAggregate(function: .sum, operand: operand, type: part.type, style: .plain), span)
  }

  /// The measures that are the head of a sentence, each survey's number of answers behind them.
  func withCompanions(_ items: [ShowItem]) -> [ShowItem] {
    guard relation.kind == .accounts else { return items }
    func measure(_ item: ShowItem) -> GroupMeasure? {
      guard case .name(let path) = item.expression.kind else { return nil }
      return groupMeasure(path)
    }
    var names = Set(items.compactMap { measure($0)?.name })
    var all = items
    for item in items {
      for companion in measure(item)?.companions ?? [] where names.insert(companion).inserted {
        let span = item.expression.span
        all.append(ShowItem(Expression(.name([Name(companion, span: span)]), span: span)))
      }
    }
    return all
  }
}
