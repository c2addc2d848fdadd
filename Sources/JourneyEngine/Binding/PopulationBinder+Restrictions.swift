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
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    let condition = binder.presence(words, period, span, isMeant)
    diagnostics += binder.diagnostics
    return condition.map { LogicalFilter.Conjunct(condition: $0, words: words) }
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
  /// those that were lost in it, or active at some time of it, as the condition of the name says.
  private mutating func named(_ name: Name, _ relation: Relation) -> LogicalFilter.Conjunct? {
    guard let word = StandingWord(rawValue: name.text.lowercased()) else {
      diagnostics.append(BindingMessages.unknownPopulation(name, of: "\(relation.kind)"))
      return nil
    }
    var binder = ExpressionBinder(environment, relation: relation)
    let condition = binder.standing(word, period, name.span)
    diagnostics += binder.diagnostics
    let words = [word.rawValue, period?.words].compactMap(\.self).joined(separator: " ")
    return condition.map { LogicalFilter.Conjunct(condition: $0, words: words) }
  }

  /// Active at some time of the period.
  func activeLife(
    during period: SentenceTime.Interval, _ relation: Relation, _ span: SourceSpan
  ) -> [LogicalFilter.Conjunct] {
    let binder = ExpressionBinder(environment, relation: relation)
    guard let condition = binder.activeLife(during: period, span) else { return [] }
    let isAhead = condition.constant != nil
    let words = isAhead ? "\(period.words), after now" : "active \(period.words)"
    return [LogicalFilter.Conjunct(condition: condition, words: words)]
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
