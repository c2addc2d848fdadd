internal import QueryLanguage

/// The heads, each made by the function of its word.
extension AnalysisBinder {
  private var stageNames: [String] { environment.snapshot.stageModel.names }

  private mutating func needsVisits(_ analysis: Analysis) -> Bool {
    if environment.snapshot.visits != nil { return true }
    diagnostics.append(BindingMessages.noHistory(analysis.span))
    return false
  }

  mutating func dwell(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard needsVisits(analysis) else { return nil }
    let (measures, asked) = DwellMeasure.measures(clauses)
    return DwellAnalysis(
      stages: stageNames, measures: measures, asked: asked, period: period,
      completedOnly: clauses.contains { $0.kind == .completedOnly })
  }

  mutating func stages(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    let accounts = environment.relations.accounts
    guard accounts.index(of: "stage") != nil || needsVisits(analysis) else { return nil }
    let scores = StagesAnalysis.scoreNames.filter { name in
      accounts.index(of: name).map { accounts.fields[$0].type.isNumeric } ?? false
    }
    return StagesAnalysis(stages: stageNames, period: period, scores: Set(scores))
  }

  mutating func transitions(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard needsVisits(analysis) else { return nil }
    return TransitionsAnalysis(stages: stageNames, period: period)
  }

  mutating func handoffs(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard needsVisits(analysis) else { return nil }
    guard let departments = Departments(environment.snapshot) else {
      diagnostics.append(
        BindingMessages.noData(
          "departments", analysis.span,
          hint: "events name theirs in a column `department` or `team`"))
      return nil
    }
    return HandoffsAnalysis(
      data: JourneyData(environment), departments: departments, period: period,
      success: success(analysis.span))
  }

  /// The first value, under whichever of its names the data knows it.
  private func success(_ span: SourceSpan) -> BoundMatcher? {
    for name in ["first_value", "milestone"] {
      var binder = EventMatcherBinder(environment)
      let matcher = binder.bind([EventMatcher(Name(name, span: span), span: span)])
      if binder.diagnostics.isEmpty, !matcher.kinds.isEmpty { return matcher }
    }
    return nil
  }

  mutating func journey(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    JourneyOfAnalysis(period: period, namesAccounts: !isOfOneAccount(analysis))
  }

  private func isOfOneAccount(_ analysis: Analysis) -> Bool {
    if case .account? = analysis.population?.source { true } else { false }
  }

  mutating func why(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    let namesAccounts = !isOfOneAccount(analysis)
    switch analysis.operands.first {
    case .state:
      return needsVisits(analysis) ? WhyDriftingAnalysis(namesAccounts: namesAccounts) : nil
    case .score(let name):
      if let score = environment.relations.defined.score(named: name.text) {
        return why(score, namesAccounts: namesAccounts)
      }
      if let told = whyField(name, namesAccounts: namesAccounts) { return told }
      diagnostics.append(
        BindingMessages.unknownScore(
          name, among: environment.relations.defined.models.map(\.name)))
      return nil
    default: return nil
    }
  }

  /// A formula of the workspace's own, or a column of the data's; nil for a name that is neither.
  private mutating func whyField(
    _ name: Name, namesAccounts: Bool
  ) -> (any JourneyAnalysis)? {
    let relations = environment.relations
    guard let index = relations.accounts.index(of: name.text),
      relations.accounts.fields[index].type.isNumeric
    else { return nil }
    for clause in clauses {
      // Only of a score is known what changed it.
      if case .period = clause.kind {
        diagnostics.append(
          BindingMessages.clauseDoesNotFit(
            clause.kind.title, "`why` of what is no score", clause.span))
      }
    }
    let field = relations.accounts.fields[index].name
    guard let entry = relations.scope.definitions.entry(named: name.text),
      case .field(let formula) = entry.definition
    else { return WhyStoredAnalysis(field: field, namesAccounts: namesAccounts) }
    return WhyFormulaAnalysis(
      field: field, formula: QueryFormatter.format(formula),
      operands: formula.fieldNames.filter { $0 != entry.key }.sorted().map {
        ($0, relations.defined.score(named: $0) != nil)
      }, namesAccounts: namesAccounts)
  }

  /// With a period the change since its beginning, without one the score as it is.
  private func why(_ score: ScoreColumn, namesAccounts: Bool) -> any JourneyAnalysis {
    guard let start = period?.start,
      let earlier = environment.rewound(to: start).relations.defined
        .score(named: score.model.name)
    else { return WhyScoreAnalysis(score: score, namesAccounts: namesAccounts) }
    return WhyChangedAnalysis(
      score: score, earlier: earlier, namesAccounts: namesAccounts,
      zone: environment.snapshot.zone)
  }

  mutating func timeFrom(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    var binder = SpellBinder(environment)
    let bound = binder.bind(analysis.operands, period: period)
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard let bound else { return nil }
    let completedOnly = clauses.contains { $0.kind == .completedOnly }
    if isOfOneAccount(analysis) {
      return TimeFromOfAccountAnalysis(search: bound, completedOnly: completedOnly)
    }
    let (measures, shown) = TimeFromMeasure.measures(clauses)
    return TimeFromAnalysis(
      search: bound, measures: measures, shown: shown, completedOnly: completedOnly)
  }

  mutating func driftZones(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard needsVisits(analysis) else { return nil }
    return DriftZonesAnalysis(environment.relations.accounts)
  }

  mutating func quadrant(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    let accounts = environment.relations.accounts
    for name in ["jfi", "momentum"] {
      guard let index = accounts.index(of: name), accounts.fields[index].type.isNumeric else {
        diagnostics.append(BindingMessages.noScore(name, analysis.span))
        return nil
      }
    }
    return QuadrantAnalysis(accounts, environment.quadrant)
  }

  mutating func curve(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard needsVisits(analysis) else { return nil }
    return CurveAnalysis(
      stages: stageNames, customerStage: environment.snapshot.stageModel.customerStage,
      period: period)
  }
}
