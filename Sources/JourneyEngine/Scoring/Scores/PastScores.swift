/// A score by its name, as it was: one that is computed at any instant, a column of the data's own
/// only where it is known.
struct PastScores {
  private enum Source {
    case computed(ScoreHistory)
    /// Today's column; its own past where the data tells it.
    case stored(Column, AttributeHistory?)
    case nothing
  }

  let name: String
  private let source: Source
  private let now: Int64
  private let known: Int64?

  init(
    _ name: String, _ relations: SnapshotRelations, _ cancellation: Cancellation
  ) throws(QueryFailure) {
    try self.init(
      name, snapshot: relations.snapshot, relations.defined, known: relations.known, cancellation)
  }

  /// `known`: of what had been recorded before that instant.
  init(
    _ name: String, snapshot: Snapshot, _ defined: DefinedFields, known: Int64?,
    _ cancellation: Cancellation
  ) throws(QueryFailure) {
    self.name = name
    now = snapshot.now
    self.known = known
    if let score = defined.score(named: name) {
      source = .computed(try score.history(cancellation))
    } else if let index = snapshot.accounts.index(of: name) {
      let field = snapshot.accounts.fields[index]
      source =
        field.type.isNumeric
        ? .stored(field.column, snapshot.histories[field.name]) : .nothing
    } else {
      source = .nothing
    }
  }

  /// For the footer.
  var note: String? {
    switch source {
    case .computed: nil
    case .stored(_, nil): "\(name) is a column without a history: it is known for now alone"
    case .stored: nil
    case .nothing: "the data has no \(name)"
    }
  }

  func values(
    _ questions: [ScoreHistory.Question], _ cancellation: Cancellation
  ) throws(QueryFailure) -> [Double?] {
    switch source {
    case .computed(let history): return try history.scores(questions, cancellation)
    case .stored(let column, let history):
      return questions.map { question in
        let account = Int(question.account)
        if question.instant >= now { return column[account].double }
        return history?.toldValue(
          ofAccount: account, asOf: question.instant, known: known
        ).double
      }
    case .nothing: return [Double?](repeating: nil, count: questions.count)
    }
  }
}
