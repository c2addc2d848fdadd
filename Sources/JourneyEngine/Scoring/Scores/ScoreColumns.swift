/// What the scores and the measures of a log are read from, once for today and for every instant
/// before it.
final class ScoreFeeds: Sendable {
  /// What its events mean; nil without events.
  let meanings: Once<EventMeanings>?
  let signals: Once<SignalFeeds>?
  let surveys: Once<SurveyFeeds>?
  private let featureUse: Once<FeatureUse?>?

  init(_ snapshot: Snapshot, _ scope: DefinitionScope) {
    let meanings = snapshot.events.map { log in
      Once { cancellation throws(QueryFailure) in
        try DeclaredSignals(scope).meanings(of: log, in: snapshot, cancellation)
      }
    }
    self.meanings = meanings
    signals = snapshot.events.map { log in
      Once { cancellation throws(QueryFailure) in
        let meanings = try meanings?.value(cancellation) ?? EventMeanings(log)
        return try SignalFeeds(log, meanings, cancellation)
      }
    }
    surveys = snapshot.events.map { log in
      Once { cancellation throws(QueryFailure) in try SurveyFeeds(log, cancellation) }
    }
    featureUse = snapshot.events.map { log in Once { _ in FeatureUse(log) } }
  }

  /// Kinds of event that say nothing to scores, once a score has been asked for.
  var unknownKinds: [String] { signals?.known == nil ? [] : meanings?.known?.unknownKinds ?? [] }

  func sheet(
    _ snapshot: Snapshot, _ cancellation: Cancellation
  ) throws(QueryFailure) -> ScoreSheet {
    ScoreSheet(
      snapshot, signals: try signals?.value(cancellation),
      use: try featureUse?.value(cancellation) ?? nil)
  }
}

/// A score as a field of accounts: worked out when it is first asked for.
final class ScoreColumn: Sendable {
  let model: ScoreModel
  private let bound: Once<BoundScore>
  private let scores: Once<Scores>
  private let past: Once<ScoreHistory>

  /// `inputs`: what its own components read; nil where it is made of signals alone.
  init(_ model: ScoreModel, sheet: Once<ScoreSheet>, inputs: DefinitionInputs?) {
    let bound = Once { cancellation throws(QueryFailure) in
      try BoundScore(model, sheet.value(cancellation), inputs, cancellation)
    }
    self.model = model
    self.bound = bound
    scores = Once { cancellation throws(QueryFailure) in
      try bound.value(cancellation).scores(cancellation)
    }
    past = Once { cancellation throws(QueryFailure) in
      ScoreHistory(try bound.value(cancellation), inputs)
    }
  }

  /// The score as it was at earlier instants.
  func history(_ cancellation: Cancellation) throws(QueryFailure) -> ScoreHistory {
    try past.value(cancellation)
  }

  func bound(_ cancellation: Cancellation) throws(QueryFailure) -> BoundScore {
    try bound.value(cancellation)
  }

  func scores(_ cancellation: Cancellation) throws(QueryFailure) -> Scores {
    try scores.value(cancellation)
  }

  func field(accountCount: Int) -> Relation.Field {
    Relation.Field(model.name, type: .number) { cancellation throws(QueryFailure) in
      _ = try self.scores.value(cancellation)
    } derived: {
      // What takes long was done before, and what is in memory cannot fail.
      guard let scores = self.scores.known ?? (try? self.scores.value(Cancellation())) else {
        return Column.unknown(.number, count: accountCount)
      }
      var builder = ColumnBuilder(.number)
      for value in scores.values { builder.append(value.map(Value.number) ?? .unknown) }
      return builder.build()
    }
  }
}
