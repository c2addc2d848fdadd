internal import QueryLanguage

/// `validate jfi of accounts against churned 90 days ahead`.
extension AnalysisBinder {
  mutating func validate(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard case .score(let name)? = analysis.operands.first, let score = pastScore(name),
      let (outcome, word) = outcome(analysis.span), let lead = leadTime()
    else { return nil }
    let momentum = score == "momentum"
    return ValidateAnalysis(
      score: score, outcome: outcome, outcomeWord: word, lead: lead, period: period,
      threshold: momentum ? environment.quadrant.momentum : environment.quadrant.friction,
      warnsWhenLow: ScoreModel.badEnd(ofScore: score) == .low,
      isOfSome: analysis.population.map { QueryFormatter.format($0) != "accounts" } ?? false)
  }

  /// The name of a score whose past is known; nil: reported.
  private mutating func pastScore(_ name: Name) -> String? {
    let relations = environment.relations
    if let model = relations.defined.score(named: name.text)?.model,
      relations.accounts.index(of: model.name) != nil
    {
      return model.name
    }
    let accounts = environment.snapshot.accounts
    guard let index = accounts.index(of: name.text), accounts.fields[index].type.isNumeric else {
      diagnostics.append(
        relations.defined.score(named: name.text)?.model == nil
          ? BindingMessages.unknownScore(name, among: relations.defined.models.map(\.name))
          : BindingMessages.noScore(name.text, name.span))
      return nil
    }
    let field = accounts.fields[index].name
    guard environment.snapshot.histories[field] != nil else {
      diagnostics.append(BindingMessages.scoreWithoutPast(field, name.span))
      return nil
    }
    return field
  }

  private mutating func outcome(_ span: SourceSpan) -> (ValidationOutcome, String)? {
    for clause in clauses {
      guard case .against(let counterpart, _) = clause.kind else { continue }
      guard case .outcome(let name) = counterpart else {
        diagnostics.append(BindingMessages.outcomeNeeded(clause.span))
        return nil
      }
      return outcome(name).map { ($0, name.text) }
    }
    diagnostics.append(BindingMessages.outcomeNeeded(span))
    return nil
  }

  private mutating func outcome(_ name: Name) -> ValidationOutcome? {
    let word = StandingWord(rawValue: name.text.lowercased())
    guard word == .lost || word == .churned else {
      var binder = EventMatcherBinder(environment)
      let matcher = binder.bind([EventMatcher(name, span: name.span)])
      notes += binder.notes
      guard binder.diagnostics.isEmpty else {
        let outcomes = [StandingWord.churned, .lost].map(\.rawValue)
        diagnostics +=
          NameSuggestion.nearest(to: name.text, among: outcomes) == nil
          ? binder.diagnostics
          : [BindingMessages.unknownKind(name, among: outcomes, stages: [])]
        return nil
      }
      return .event(EventFacts(matcher: matcher, data: JourneyData(environment), period: nil))
    }
    guard environment.relations.accounts.index(of: "lost") != nil else {
      diagnostics.append(BindingMessages.noLosses(name.span))
      return nil
    }
    if word == .lost { return .lost }
    let model = environment.snapshot.stageModel
    guard environment.snapshot.visits != nil else {
      diagnostics.append(BindingMessages.noHistory(name.span))
      return nil
    }
    guard let customer = model.customerStage else {
      diagnostics.append(BindingMessages.noCustomerStage(name.span, stages: model.names))
      return nil
    }
    return .churned(customerStage: UInt32(customer))
  }

  private mutating func leadTime() -> LeadTime? {
    for clause in clauses {
      guard case .ahead(let duration) = clause.kind else { continue }
      if let lead = LeadTime(duration) { return lead }
      diagnostics.append(
        BindingMessages.leadTime(LeadTime.words(duration), clause.span))
      return nil
    }
    return .usual
  }
}
