/// What the scores and the measures of a log are read from, once for today and for every instant
/// before it.
final class ScoreFeeds: Sendable {
  let signals: Once<SignalFeeds>?
  let surveys: Once<SurveyFeeds>?
  private let featureUse: Once<FeatureUse?>?

  init(_ log: EventLog?) {
    signals = log.map { log in
      Once { cancellation throws(QueryFailure) in
        try SignalFeeds(log, dictionary: SignalDictionary(), cancellation)
      }
    }
    surveys = log.map { log in
      Once { cancellation throws(QueryFailure) in
        try SurveyFeeds(log, dictionary: SignalDictionary(), cancellation)
      }
    }
    featureUse = log.map { log in Once { _ in FeatureUse(log) } }
  }

  func sheet(
    _ snapshot: Snapshot, _ cancellation: Cancellation
  ) throws(QueryFailure) -> ScoreSheet {
    ScoreSheet(
      snapshot, signals: try signals?.value(cancellation),
      use: try featureUse?.value(cancellation) ?? nil)
  }
}

/// The scores as fields of accounts: each is worked out when it is first asked for.
final class ScoreColumns: Sendable {
  /// Those that no column of the data's own takes the place of.
  let models: [ScoreModel]
  private let accountCount: Int
  private let sheet: Once<ScoreSheet>
  private let scores: [Once<Scores>]

  init(_ snapshot: Snapshot, _ models: [ScoreModel], _ feeds: ScoreFeeds) {
    let models = models.filter { snapshot.accounts.index(of: $0.name) == nil }
    let sheet = Once { cancellation throws(QueryFailure) in
      try feeds.sheet(snapshot, cancellation)
    }
    self.models = models
    self.sheet = sheet
    accountCount = snapshot.accounts.rowCount
    scores = models.map { model in
      Once { cancellation throws(QueryFailure) in
        try sheet.value(cancellation).scores(model, cancellation)
      }
    }
  }

  /// None where there is nothing that a score could be made of.
  func fields(of snapshot: Snapshot) -> [Relation.Field] {
    guard snapshot.events != nil || snapshot.visits != nil else { return [] }
    return models.indices.map { place in
      Relation.Field(models[place].name, type: .number) { cancellation throws(QueryFailure) in
        _ = try self.scores[place].value(cancellation)
      } derived: {
        self.column(place)
      }
    }
  }

  func sheet(_ cancellation: Cancellation) throws(QueryFailure) -> ScoreSheet {
    try sheet.value(cancellation)
  }

  /// A score of every account, or the column of the data's own that takes its place.
  func values(
    _ model: ScoreModel, unless own: Column?, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    if let place = models.firstIndex(where: { $0.name == model.name }) {
      _ = try scores[place].value(cancellation)
      return column(place)
    }
    var builder = ColumnBuilder(.number)
    if let own, own.type.isNumeric {
      for row in 0..<own.count { builder.append(own[row].double.map(Value.number) ?? .unknown) }
      return builder.build()
    }
    for value in try sheet(cancellation).scores(model, cancellation).values {
      builder.append(value.map(Value.number) ?? .unknown)
    }
    return builder.build()
  }

  private func column(_ place: Int) -> Column {
    // What takes long was done before, and what is in memory cannot fail.
    guard let scores = try? scores[place].value(Cancellation()) else {
      return Column.unknown(.number, count: accountCount)
    }
    var builder = ColumnBuilder(.number)
    for value in scores.values { builder.append(value.map(Value.number) ?? .unknown) }
    return builder.build()
  }
}
