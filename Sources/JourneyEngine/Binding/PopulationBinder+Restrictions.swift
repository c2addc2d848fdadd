internal import QueryLanguage

/// What narrows a population down before `where`: stages, losses, patterns, drift.
extension PopulationBinder {
  mutating func bind(
    _ restriction: Restriction, in relation: Relation
  ) -> LogicalFilter.Conjunct? {
    switch restriction.kind {
    case .inStage(let names, _):
      guard relation.kind == .accounts, let period else {
        return inStage(names, relation, restriction.span)
      }
      return wereIn(names, period, restriction.span)
    case .named(let name): return named(name, relation)
    case .inCohort: return unavailable("`in cohort`", restriction.span)
    case .visited(let name): return visited(name, restriction.span)
    case .reached(let name): return reached(name, restriction.span)
    case .drifting(let from, let to): return drifting(from, to, restriction.span)
    case .matching(let pattern, let never): return matching(pattern, never, restriction.span)
    }
  }

  /// A pattern in the account's journey. What a sentence calls `first match` and `matches` is of
  /// its first pattern.
  private mutating func matching(
    _ pattern: Pattern, _ never: Bool, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    guard environment.relations.events != nil || environment.relations.visits != nil else {
      diagnostics.append(
        BindingMessages.noData(
          "events", span, hint: "load some: `load events from \"events.csv\"`"))
      return nil
    }
    var binder = PatternBinder(environment)
    let bound = binder.bind(pattern, span)
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard let bound else { return nil }
    let matches = PatternMeasures(bound, in: environment)
    if !never, self.matches == nil { self.matches = matches }
    var condition = BoundExpression(.measure(matches.truth), .boolean, span: span)
    if never { condition = BoundExpression(.not(condition), .boolean, span: span) }
    return LogicalFilter.Conjunct(
      condition: condition, words: (never ? "never " : "matching ") + bound.words)
  }

  private mutating func unavailable(
    _ what: String, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    diagnostics.append(BindingMessages.notAvailable(what, span))
    return nil
  }

  // MARK: - Stages

  mutating func inStage(
    _ names: [Name], _ relation: Relation, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    guard let index = relation.index(of: "stage") else {
      diagnostics.append(
        BindingMessages.noData(
          "stages", span,
          hint: "name the column at load: `with stage = ...`, or load a stage history"))
      return nil
    }
    let field = BoundExpression(
      .field(.init(index: index, name: "stage", throughAccount: false)), .text, span: span)
    var wanted: Set<ExactText> = []
    for name in names {
      var known = StoredValues(field, in: relation)
      known?.add(environment.snapshot.stageModel.names)
      let matches = known?.matches(name.text) ?? []
      if matches.isEmpty {
        diagnostics.append(
          BindingMessages.unknownStage(name, among: environment.snapshot.stageModel.names))
      }
      wanted.formUnion(matches)
    }
    let words = "in stage \(names.map(\.text).joined(separator: ", "))"
    return LogicalFilter.Conjunct(
      condition: BoundExpression(.textSet(field, wanted), .boolean, span: span), words: words)
  }

  /// In one of the stages at some time of the period.
  private mutating func wereIn(
    _ names: [Name], _ period: SentenceTime.Interval, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    let ordinals = names.compactMap { ordinal(of: $0) }
    guard ordinals.count == names.count else { return nil }
    let words = "in stage \(names.map(\.text).joined(separator: ", ")) \(period.words)"
    return presence(words, period, span) { ordinals.contains($0) }
  }

  /// Entered the stage, now or earlier; with a period, was there in it.
  private mutating func visited(_ name: Name, _ span: SourceSpan) -> LogicalFilter.Conjunct? {
    guard let ordinal = ordinal(of: name) else { return nil }
    return presence("visited \(name.text)", period, span) { $0 == ordinal }
  }

  /// Entered the stage or a later one.
  private mutating func reached(_ name: Name, _ span: SourceSpan) -> LogicalFilter.Conjunct? {
    guard let ordinal = ordinal(of: name) else { return nil }
    return presence("reached \(name.text)", period, span) { $0 >= ordinal }
  }

  private mutating func presence(
    _ words: String, _ period: SentenceTime.Interval?, _ span: SourceSpan,
    _ isMeant: @escaping @Sendable (UInt32) -> Bool
  ) -> LogicalFilter.Conjunct? {
    guard let sojourns = environment.snapshot.visits?.sojourns else {
      diagnostics.append(BindingMessages.noHistory(span))
      return nil
    }
    let presence = StagePresence(sojourns: sojourns, now: environment.snapshot.now)
    return conjunct(words, period, span) { _ in
      AccountMeasure.Output(
        column: presence.visited(isMeant, from: period?.start, to: period?.end))
    }
  }

  /// A condition on accounts that is worked out from their journeys.
  func conjunct(
    _ words: String, _ period: SentenceTime.Interval?, _ span: SourceSpan,
    work: @escaping @Sendable (Cancellation) throws(QueryFailure) -> AccountMeasure.Output
  ) -> LogicalFilter.Conjunct {
    let binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    return LogicalFilter.Conjunct(
      condition: binder.account(words, .boolean, period, span, isShown: false, work: work),
      words: words)
  }

  mutating func ordinal(of name: Name) -> UInt32? {
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    let ordinal = binder.stage(name)
    diagnostics += binder.diagnostics
    return ordinal
  }

  // MARK: - Drift

  /// `drifting`, `drifting in Invest`, `drifting from Invest to Transform`.
  private mutating func drifting(
    _ from: Name?, _ to: Name?, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    guard environment.snapshot.visits != nil else {
      diagnostics.append(BindingMessages.noHistory(span))
      return nil
    }
    let drift = environment.relations.drift
    // Of the model, not of a field: the data may have a `state` of its own.
    func drifting(from stage: UInt32?, _ words: String) -> LogicalFilter.Conjunct {
      conjunct(words, nil, span) { cancellation throws(QueryFailure) in
        AccountMeasure.Output(column: try drift.isDrifting(from: stage, cancellation))
      }
    }
    guard let from else { return drifting(from: nil, "drifting") }
    guard let start = ordinal(of: from) else { return nil }
    let names = environment.snapshot.stageModel.names
    if let to {
      guard let end = ordinal(of: to) else { return nil }
      guard end == start + 1 else {
        diagnostics.append(BindingMessages.noZone(from, to, span, stages: names))
        return nil
      }
    }
    guard Int(start) + 1 < names.count else {
      diagnostics.append(BindingMessages.noZone(from, nil, span, stages: names))
      return nil
    }
    return drifting(
      from: start, "drifting from \(names[Int(start)]) to \(names[Int(start) + 1])")
  }

  // MARK: - Lost, active, churned

  /// `lost`, `active`, `churned`; populations a workspace defines come with cohorts. With a period,
  /// those that were lost in it, or active at some time of it.
  private mutating func named(_ name: Name, _ relation: Relation) -> LogicalFilter.Conjunct? {
    let word = name.text.lowercased()
    guard ["lost", "active", "churned"].contains(word) else {
      diagnostics.append(BindingMessages.unknownPopulation(name, of: "\(relation.kind)"))
      return nil
    }
    guard let lost = field("lost", .boolean, relation, name.span) else {
      diagnostics.append(
        BindingMessages.noData(
          "losses", name.span,
          hint: "who is lost is known from a stage history with a stage such as `Lost`"))
      return nil
    }
    if word == "active" {
      if let period {
        let conjuncts = activeLife(during: period, relation, name.span)
        let terms = conjuncts.map(\.condition)
        guard let condition = BoundExpression.all(terms) else { return nil }
        return LogicalFilter.Conjunct(condition: condition, words: "active \(period.words)")
      }
      return LogicalFilter.Conjunct(
        condition: BoundExpression(.not(lost), .boolean, span: name.span), words: word)
    }
    var terms = [lost]
    var words = word
    if let period, let at = field("lost_at", .instant, relation, name.span) {
      terms.append(
        BoundExpression(
          .range(at, lower: period.start, upper: period.end), .boolean, span: name.span))
      words += " \(period.words)"
    }
    if word == "churned" {
      guard let customer = customerStage(name.span) else { return nil }
      guard let reached = presence("reached a customer stage", nil, name.span, { $0 >= customer })
      else { return nil }
      terms.append(reached.condition)
    }
    guard let condition = BoundExpression.all(terms) else { return nil }
    return LogicalFilter.Conjunct(condition: condition, words: words)
  }

  /// The stage from which on an account is a customer: Invest.
  private mutating func customerStage(_ span: SourceSpan) -> UInt32? {
    let model = environment.snapshot.stageModel
    if let ordinal = model.customerStage { return UInt32(ordinal) }
    diagnostics.append(BindingMessages.noCustomerStage(span, stages: model.names))
    return nil
  }

  /// Begun before the period's end and not lost before its start.
  func activeLife(
    during period: SentenceTime.Interval, _ relation: Relation, _ span: SourceSpan
  ) -> [LogicalFilter.Conjunct] {
    var terms: [BoundExpression] = []
    // Nobody knows who will be there.
    if let start = period.start, start >= environment.snapshot.now {
      let never = BoundExpression(.constant(.boolean(false)), .boolean, span: span)
      return [LogicalFilter.Conjunct(condition: never, words: "\(period.words), after now")]
    }
    if let end = period.end, let started = time("started", relation, span) {
      let begun = ExpressionBinder(environment, relation: relation)
        .range(started, nil, end, span)
      // An account whose start is not known was always there.
      let unknown = BoundExpression(.isKnown(started, known: false), .boolean, span: span)
      terms.append(BoundExpression(.or([begun, unknown]), .boolean, span: span))
    }
    if let start = period.start, let lost = field("lost", .boolean, relation, span),
      let at = field("lost_at", .instant, relation, span)
    {
      let later = BoundExpression(.range(at, lower: start, upper: nil), .boolean, span: span)
      let kept = BoundExpression(.not(lost), .boolean, span: span)
      terms.append(BoundExpression(.or([kept, later]), .boolean, span: span))
    }
    guard let condition = BoundExpression.all(terms) else { return [] }
    return [LogicalFilter.Conjunct(condition: condition, words: "active \(period.words)")]
  }

  private func time(_ name: String, _ relation: Relation, _ span: SourceSpan) -> BoundExpression? {
    guard let index = relation.index(of: name), relation.fields[index].type.isTime else {
      return nil
    }
    return field(name, relation.fields[index].type, relation, span)
  }

  private func field(
    _ name: String, _ type: ValueType, _ relation: Relation, _ span: SourceSpan
  ) -> BoundExpression? {
    guard let index = relation.index(of: name), relation.fields[index].type == type else {
      return nil
    }
    return BoundExpression(
      .field(.init(index: index, name: name, throughAccount: false)), type, span: span)
  }
}

extension Restriction {
  /// Whether it says itself what a period of the sentence means for accounts.
  var takesPeriod: Bool {
    switch kind {
    case .inStage, .visited, .reached, .named: true
    case .inCohort, .drifting, .matching: false
    }
  }
}
