internal import QueryLanguage

/// An analysis whose names are found, with what its `by` makes groups of.
struct BoundAnalysis: Sendable {
  var analysis: any JourneyAnalysis
  /// Keys of `by`, over the accounts, with their names in the answer.
  var groups: [(name: String, key: BoundExpression)]

  /// The answer's columns, without rows, for binding what follows.
  var schema: Relation {
    let keys = groups.map { group in
      Relation.Field(
        group.name, ColumnBuilder(group.key.type).build(), style: group.key.style)
    }
    let own = analysis.columns.map { column in
      Relation.Field(column.name, ColumnBuilder(column.type).build(), style: column.style)
    }
    return Relation(.result, fields: keys + own, rowCount: 0)
  }
}

/// Binds the heads that analyse journeys. Each is made by the function of its word; what it takes is
/// in `HeadTable`.
struct AnalysisBinder {
  let environment: BindingEnvironment
  /// What the sentence's period selects.
  let period: SentenceTime.Interval?
  let clauses: [Clause]
  var diagnostics: [Diagnostic] = []
  var notes: [String] = []

  init(_ environment: BindingEnvironment, period: SentenceTime.Interval?, _ clauses: [Clause]) {
    self.environment = environment
    self.period = period
    self.clauses = clauses
  }

  mutating func bind(_ analysis: Analysis) -> BoundAnalysis? {
    guard let made = make(analysis) else {
      if diagnostics.isEmpty {
        diagnostics.append(
          BindingMessages.notAvailable("`\(analysis.word.rawValue)`", analysis.span))
      }
      return nil
    }
    return BoundAnalysis(analysis: made, groups: bindGroups(besides: type(of: made).ownDimensions))
  }

  /// The analysis of a word; nil where there is none yet or something is wrong with it (reported).
  private mutating func make(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    switch analysis.word {
    case .driftZones: return driftZones(analysis)
    default: return nil
    }
  }

  private mutating func driftZones(_ analysis: Analysis) -> (any JourneyAnalysis)? {
    guard environment.snapshot.visits != nil else {
      diagnostics.append(BindingMessages.noHistory(analysis.span))
      return nil
    }
    return DriftZonesAnalysis(environment.relations.accounts)
  }

  /// Keys of `by` that are no dimension of the analysis itself.
  private mutating func bindGroups(
    besides own: Set<String>
  ) -> [(name: String, key: BoundExpression)] {
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    var groups: [(String, BoundExpression)] = []
    for case .by(let items, _) in clauses.map(\.kind) {
      for item in items {
        let text = QueryFormatter.format(item.expression)
        if own.contains(text.lowercased()), item.name == nil { continue }
        groups.append((item.name?.text ?? text, binder.bind(item.expression)))
      }
    }
    diagnostics += binder.diagnostics
    notes += binder.notes
    return groups
  }
}
