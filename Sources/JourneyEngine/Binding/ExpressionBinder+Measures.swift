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
    let snapshot = environment.snapshot
    var period = period
    if measure.formula.needsPeriod {
      if !measure.formula.parts.contains(where: { $0.family == .churn }),
        !RecurringRevenue.isTold(snapshot)
      {
        // What is shown beside a measure lacks the same: that is told once.
        let isTold = diagnostics.contains {
          $0.code == DiagnosticCode.noRevenue.code && $0.span == span
        }
        return isTold ? invalid(span) : fail(BindingMessages.noRevenue(measure, span))
      }
      period = wholePeriod()
    }
    var scope = MeasureScope(
      context: MeasureContext(
        snapshot: snapshot, feeds: environment.relations.feeds, start: period?.start,
        today: environment.today.snapshot.now),
      period: period, span: span)
    var bound = bind(measure.formula, &scope)
    bound.style = measure.style
    return bound
  }

  /// What the parts of one formula have in common.
  private struct MeasureScope {
    let context: MeasureContext
    let period: SentenceTime.Interval?
    let span: SourceSpan
    var tallies: [MeasureFamily: Once<MeasureTally>] = [:]
  }

  /// The sentence's period, or the twelve months before its end.
  private mutating func wholePeriod() -> SentenceTime.Interval {
    let snapshot = environment.snapshot
    let today = environment.today.snapshot.now
    if let period, let start = period.start {
      if let end = period.end, end > today, start < today {
        let now = PlainText.moment(today, snapshot.zone)
        tell("\(period.words) is not over: customers and revenue are followed up to \(now)")
      }
      return period
    }
    let start = Calendar.shift(instant: snapshot.now, months: -12, snapshot.zone)
    let dates = periods.description(of: .init(start: start, end: snapshot.now))
    tell("customers and revenue from \(dates): `during` asks for other dates than 12 months")
    return SentenceTime.Interval(start: start, end: snapshot.now, words: "in last 12 months")
  }

  private mutating func tell(_ note: String) { if !notes.contains(note) { notes.append(note) } }

  private mutating func bind(
    _ formula: MeasureFormula, _ scope: inout MeasureScope
  ) -> BoundExpression {
    let span = scope.span
    switch formula {
    case .sum(let part): return sum(part, &scope)
    case .number(let value): return constant(.number(value), .number, span)
    case .arithmetic(let left, let operation, let right):
      let first = number(left, &scope)
      let second = number(right, &scope)
      return BoundExpression(
        .arithmetic(first, [.init(operation: operation, operand: second, type: .number)]), .number,
        span: span)
    case .call(let name, let operand):
      guard let function = FunctionCatalog.named(name) else { return invalid(span) }
      return BoundExpression(.function(function, [number(operand, &scope)]), .number, span: span)
    case .orElse(let first, let second):
      return BoundExpression(
        .fallback(number(first, &scope), number(second, &scope)), .number, span: span)
    case .grossMargin: return grossMargin(span)
    case .periodYears:
      let length = Double(scope.context.end - (scope.context.start ?? scope.context.end))
      let years = length / (365.25 * Double(microsecondsPerDay))
      return constant(.number(years), .number, span)
    }
  }

  private mutating func number(
    _ formula: MeasureFormula, _ scope: inout MeasureScope
  ) -> BoundExpression { converted(bind(formula, &scope), to: .number) }

  /// `let gross_margin = 0.75`
  private mutating func grossMargin(_ span: SourceSpan) -> BoundExpression {
    let name = "gross_margin"
    guard environment.parameters[name] != nil else {
      tell("gross margin 100 %: `let \(name) = 0.75` sets another")
      return constant(.number(1), .number, span)
    }
    let margin = bindOperand(Expression(.parameter(Name(name, span: span)), span: span))
    guard margin.type.isNumeric else {
      return fail(BindingMessages.wrongOperand("$\(name)", margin, needs: "a number"))
    }
    return converted(margin, to: .number)
  }

  private mutating func sum(_ part: MeasurePart, _ scope: inout MeasureScope) -> BoundExpression {
    let context = scope.context
    let tally =
      scope.tallies[part.family]
      ?? Once { cancellation throws(QueryFailure) in
        try part.family.tally(context, cancellation)
      }
    scope.tallies[part.family] = tally
    // What each account adds is no column that anybody asked for.
    let operand = account(part.rawValue, part.type, scope.period, scope.span, isShown: false) {
      cancellation throws(QueryFailure) in
      let tally = try tally.value(cancellation)
      return AccountMeasure.Output(column: tally.column(part), notes: tally.notes(of: part))
    }
    return slot(
      BoundAggregate(function: .sum, operand: operand, type: part.type, style: .plain), scope.span)
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
