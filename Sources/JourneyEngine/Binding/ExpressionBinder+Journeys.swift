internal import QueryLanguage

/// What an account's journey says inside an expression: facts over its events, time in a stage.
extension ExpressionBinder {
  mutating func bindEventFact(_ fact: EventFact, _ span: SourceSpan) -> BoundExpression {
    guard relation.kind != .result else { return fail(BindingMessages.factOfResult(span)) }
    if environment.relations.events == nil, environment.relations.visits == nil {
      return fail(
        BindingMessages.noData(
          "events", span, hint: "load some: `load events from \"events.csv\"`"))
    }
    var binder = EventMatcherBinder(environment)
    let matcher = binder.bind([fact.matcher])
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard binder.diagnostics.isEmpty else { return invalid(span) }
    var period: SentenceTime.Interval?
    if let clause = fact.period {
      guard let bounds = bounds(of: clause) else { return invalid(span) }
      period = SentenceTime.Interval(
        start: bounds.start, end: bounds.end, words: QueryFormatter.format(clause))
    }
    let facts = EventFacts(
      matcher: matcher, data: JourneyData(environment), period: period)
    let text = QueryFormatter.format(Expression(.eventFact(fact), span: span))
    guard let bound = measure(fact, facts, text, span) else { return invalid(span) }
    guard mode == .groups else { return bound }
    return total(of: bound, fact.word, text, span)
  }

  private mutating func measure(
    _ fact: EventFact, _ facts: EventFacts, _ text: String, _ span: SourceSpan
  ) -> BoundExpression? {
    guard let attribute = fact.attribute else {
      switch fact.word {
      case .first, .last:
        let isLast = fact.word == .last
        return account(text, .instant, facts.period, span) { cancellation throws(QueryFailure) in
          try facts.times(last: isLast, cancellation)
        }
      case .count:
        return account(text, .integer, facts.period, span) { cancellation throws(QueryFailure) in
          try facts.counts(cancellation)
        }
      default:
        diagnostics.append(BindingMessages.needsOperand(fact.word.spelling, span))
        return nil
      }
    }
    guard let events = environment.relations.events else {
      diagnostics.append(
        BindingMessages.noData(
          "events", span, hint: "load some: `load events from \"events.csv\"`"))
      return nil
    }
    var binder = ExpressionBinder(environment, relation: events, mode: .groups)
    let operand = Expression(.name([attribute]), span: attribute.span)
    let slot = binder.bindAggregate(
      fact.word, operand, Expression(.aggregate(fact.word, operand), span: span))
    diagnostics += binder.diagnostics
    guard !isInvalid(slot), let aggregate = binder.aggregates.last else { return nil }
    var bound = account(text, aggregate.type, facts.period, span) {
      cancellation throws(QueryFailure) in
      try facts.column(aggregate, cancellation)
    }
    bound.style = aggregate.style
    return bound
  }

  /// A measure of the row's account. `period` tells apart what is written alike and means other
  /// dates.
  func account(
    _ text: String, _ type: ValueType, _ period: SentenceTime.Interval?, _ span: SourceSpan,
    isShown: Bool = true,
    work: @escaping @Sendable (Cancellation) throws(QueryFailure) -> AccountMeasure.Output
  ) -> BoundExpression {
    let key = MeasureKey(text, period.map { [$0.start, $0.end] } ?? [], in: environment)
    let measure = environment.relations.measure(key) {
      AccountMeasure(text, type, isShown: isShown, work: work)
    }
    return BoundExpression(.measure(measure), type, span: span)
  }

  /// Beside `by` the events of all accounts of a group count together.
  private mutating func total(
    of bound: BoundExpression, _ word: AggregateWord, _ text: String, _ span: SourceSpan
  ) -> BoundExpression {
    // An account would count once for each of its events or visits.
    guard relation.kind == .accounts else {
      return fail(BindingMessages.factInGroups(text, noun: nouns.plural, span))
    }
    guard word == .count || word == .sum else {
      return fail(
        BindingMessages.fieldInGroups(
          Expression(.name([Name(text, span: span)]), span: span), type: bound.type,
          noun: nouns.plural, spelling: text))
    }
    return slot(
      BoundAggregate(function: .sum, operand: bound, type: bound.type, style: bound.style), span)
  }

  /// `first match`: when the population's pattern was matched first. An event called `match` is
  /// meant where there is no pattern.
  func patternMeasure(
    _ word: AggregateWord, _ operand: Expression?, _ span: SourceSpan
  ) -> BoundExpression? {
    guard let matches, word == .first, case .name(let path)? = operand?.kind, path.count == 1,
      path[0].text.lowercased() == "match"
    else { return nil }
    return BoundExpression(.measure(matches.firstMatch), .instant, span: span)
  }

  /// `count of events` in a row of accounts: the account's own, of whatever kind.
  mutating func bindEventCount(_ expression: Expression) -> BoundExpression {
    guard let log = environment.snapshot.events else {
      return fail(
        BindingMessages.noData(
          "events", expression.span, hint: "load some: `load events from \"events.csv\"`"))
    }
    return account("count of events", .integer, nil, expression.span) { _ in
      let counts = (0..<log.accountCount).map { Int64(log.places(ofAccount: $0).count) }
      return AccountMeasure.Output(
        column: Column(.integer, .integers(counts), nulls: NullMask(count: counts.count)))
    }
  }

  /// `time in Invest`
  mutating func bindTimeIn(_ name: Name, _ expression: Expression) -> BoundExpression {
    let span = expression.span
    guard let ordinal = stage(name) else { return invalid(span) }
    guard let sojourns = environment.snapshot.visits?.sojourns else {
      return fail(BindingMessages.noHistory(span))
    }
    let presence = StagePresence(sojourns: sojourns, now: environment.snapshot.now)
    let text = QueryFormatter.format(expression)
    let bound = account(text, .duration, nil, span) { _ in
      AccountMeasure.Output(column: presence.timeIn(ordinal))
    }
    guard mode == .groups else { return bound }
    if let slot = groupSlot(expression) { return slot }
    return fail(
      BindingMessages.fieldInGroups(expression, type: .duration, noun: nouns.plural))
  }

  /// The ordinal of a stage of the model; reports one that is none.
  mutating func stage(_ name: Name) -> UInt32? {
    let model = environment.snapshot.stageModel
    if let ordinal = model.ordinal(of: name.text) { return UInt32(ordinal) }
    diagnostics.append(BindingMessages.unknownStage(name, among: model.names))
    return nil
  }

  // MARK: - Events that the workspace names

  /// `kind is first_value`: a name of the workspace's own means the events it stands for, as in a
  /// pattern; in quotes it is the kind. nil: the name is none.
  mutating func bindEvent(
    _ operand: BoundExpression, _ name: Name, _ span: SourceSpan
  ) -> BoundExpression? {
    guard isKindOfEvent(operand), environment.namedEvents[name.text.lowercased()] != nil,
      case .codes(_, let kinds)? = environment.snapshot.events?.table.column("kind")?.storage
    else { return nil }
    var binder = EventMatcherBinder(environment)
    let matcher = binder.bind([EventMatcher(name, span: name.span)])
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard binder.diagnostics.isEmpty else { return invalid(span) }
    if matcher.kinds.isEmpty {
      return fail(BindingMessages.stageIsNoKind(name))
    }
    let alternatives = matcher.kinds.map { kind in
      let isKind = BoundExpression(
        .textSet(operand, [ExactText(kinds[kind.code])]), .boolean, span: span)
      return BoundExpression.all([isKind] + kind.conditions) ?? isKind
    }
    guard alternatives.count > 1 else { return alternatives[0] }
    return BoundExpression(.or(alternatives), .boolean, span: span)
  }

  /// Whether an expression is the events' own `kind`.
  func isKindOfEvent(_ expression: BoundExpression) -> Bool {
    guard relation.kind == .events, let field = expression.field else { return false }
    return !field.throughAccount && field.name.lowercased() == "kind"
  }
}
