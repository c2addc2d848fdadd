package import QueryLanguage

/// An analysis whose names are found, with what its `by` makes groups of.
struct BoundAnalysis: Sendable {
  /// As it is written: `drift zones`.
  let word: String
  /// A key of `by`, over the accounts.
  struct Group: Sendable {
    /// Its column in the answer.
    var name: String
    var key: BoundExpression
    /// Set where the key is a stage: groups then stand in the order of the journey.
    var stages: StageModel?

    /// Said once for all rows of the group.
    var style: ResultTable.Style { key.style == .plain ? .band : key.style }
  }

  var analysis: any JourneyAnalysis
  var groups: [Group]

  /// The answer's columns, without rows, for binding what follows.
  var schema: Relation {
    let keys = groups.map { group in
      Relation.Field(group.name, ColumnBuilder(group.key.type).build(), style: group.style)
    }
    let own = analysis.columns.map { column in
      Relation.Field(column.name, ColumnBuilder(column.type).build(), style: column.style)
    }
    return Relation(.result, fields: keys + own, rowCount: 0)
  }

  /// Columns that say what a row is about.
  var keys: [String] { groups.map(\.name) + analysis.keys }
}

/// Binds the heads that analyse journeys. Each is made by the function of its word; what it takes
/// is in `HeadTable`.
struct AnalysisBinder {
  let environment: BindingEnvironment
  /// What the sentence's period selects.
  let period: SentenceTime.Interval?
  let clauses: [Clause]
  var diagnostics: [Diagnostic] = []
  var notes: [String] = []

  /// Makes the analysis of a word; nil when something is wrong with it (reported).
  typealias Maker = (inout AnalysisBinder, Analysis) -> (any JourneyAnalysis)?

  init(_ environment: BindingEnvironment, period: SentenceTime.Interval?, _ clauses: [Clause]) {
    self.environment = environment
    self.period = period
    self.clauses = clauses
  }

  mutating func bind(_ analysis: Analysis) -> BoundAnalysis? {
    guard let maker = AnalysisBinder.maker(of: analysis.word) else {
      diagnostics.append(
        BindingMessages.notAvailable("`\(analysis.word.rawValue)`", analysis.span))
      return nil
    }
    guard let made = maker(&self, analysis) else { return nil }
    let kind = type(of: made)
    checkClauses(analysis.word, own: kind.ownClauses)
    return BoundAnalysis(
      word: analysis.word.rawValue, analysis: made, groups: bindGroups(besides: kind.ownDimensions))
  }

  /// nil for a word whose analysis is still to come.
  private static func maker(of word: AnalysisWord) -> Maker? {
    switch word {
    case .dwell: { $0.dwell($1) }
    case .stages: { $0.stages($1) }
    case .transitions: { $0.transitions($1) }
    case .handoffs: { $0.handoffs($1) }
    case .journey: { $0.journey($1) }
    case .driftZones: { $0.driftZones($1) }
    case .why: { $0.why($1) }
    case .quadrant: { $0.quadrant($1) }
    case .curve: { $0.curve($1) }
    case .validate: { $0.validate($1) }
    case .timeFrom: { $0.timeFrom($1) }
    default: nil
    }
  }

  /// Whether a head of the table answers already: for help.
  static func isAvailable(_ head: String) -> Bool {
    AnalysisWord(rawValue: head).map { maker(of: $0) != nil } ?? true
  }

  /// Clauses of another head, and those of this one that are still to come: none goes unheard.
  private mutating func checkClauses(_ word: AnalysisWord, own: Set<ClauseWord>) {
    let taken = own.union([.by, .show, .orderBy, .top, .condition, .period, .asOf, .knownOn])
      .union([.rendering, .into])
    let planned = HeadTable.entry(word.rawValue)?.clauses ?? []
    for clause in clauses where !taken.contains(clause.kind.word) {
      diagnostics.append(
        planned.contains(clause.kind.word)
          ? BindingMessages.notAvailable("`\(clause.kind.title)`", clause.span)
          : BindingMessages.clauseDoesNotFit(
            clause.kind.title, "`\(word.rawValue)`", clause.span))
    }
  }

  /// Keys of `by` that are no dimension of the analysis itself.
  private mutating func bindGroups(besides own: Set<String>) -> [BoundAnalysis.Group] {
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    var groups: [BoundAnalysis.Group] = []
    for clause in clauses {
      guard case .by(let items, let attribution) = clause.kind else { continue }
      if attribution != nil {
        diagnostics.append(
          BindingMessages.clauseDoesNotFit("`at first` and `at last`", "this head", clause.span))
      }
      for item in items {
        let text = QueryFormatter.format(item.expression)
        if own.contains(text.lowercased()), item.name == nil { continue }
        let key = binder.bind(item.expression)
        let isStage = key.type == .text && ClauseBinder.stageFields.contains(key.field?.name ?? "")
        groups.append(
          BoundAnalysis.Group(
            name: item.name?.text ?? text, key: key,
            stages: isStage ? environment.snapshot.stageModel : nil))
      }
    }
    diagnostics += binder.diagnostics
    notes += binder.notes
    return groups
  }
}

extension HeadTable {
  /// Whether a head answers already, or is only read: for help.
  package static func isAvailable(_ head: String) -> Bool { AnalysisBinder.isAvailable(head) }
}
