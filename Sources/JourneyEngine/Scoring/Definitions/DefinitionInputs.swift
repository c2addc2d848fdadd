internal import QueryLanguage

/// What the components of a workspace's own score read: facts over events, levels of fields.
final class DefinitionInputs: Sendable {
  /// Of the same snapshot, with the definitions that this one rests on.
  private let relations: SnapshotRelations
  private let scope: DefinitionScope

  init(_ relations: SnapshotRelations, _ scope: DefinitionScope) {
    self.relations = relations
    self.scope = scope
  }

  var environment: BindingEnvironment { BindingEnvironment(relations, scope) }

  // MARK: - Events

  /// The happenings that a fact counts; nil where nothing in the data is called so.
  func feed(
    _ fact: EventFact, _ sheet: ScoreSheet, _ cancellation: Cancellation
  ) throws(QueryFailure) -> FeedEvents? {
    let environment = environment
    guard environment.knowsEvent(fact.matcher.name.text) else {
      return signal(fact, sheet)
    }
    var binder = EventMatcherBinder(environment)
    let matcher = binder.bind([fact.matcher])
    guard binder.diagnostics.isEmpty else { throw .diagnostics(binder.diagnostics) }
    if !matcher.stages.isEmpty, matcher.kinds.isEmpty {
      return try entries(matcher, environment, cancellation)
    }
    return try events(fact, matcher, environment, cancellation)
  }

  /// `count of praise`, where no kind is called so: each event that says it counts once.
  private func signal(_ fact: EventFact, _ sheet: ScoreSheet) -> FeedEvents? {
    guard fact.matcher.predicate == nil, fact.attribute == nil else { return nil }
    if fact.matcher.name.text.lowercased() == ScoreModel.forwardMovesName {
      return sheet.forwardMoves?.countingOnce
    }
    return Signal(name: fact.matcher.name.text).flatMap { sheet.signals?[$0].countingOnce }
  }

  private func events(
    _ fact: EventFact, _ matcher: BoundMatcher, _ environment: BindingEnvironment,
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> FeedEvents? {
    guard let log = relations.snapshot.events else { return nil }
    let amounts = fact.attribute.flatMap { EventAmounts($0.text, of: log) }
    let matched = try MatchedEvents([matcher], in: JourneyData(environment), cancellation)
    let at = log.table.column("at")?.nulls
    var feed = FeedEvents()
    for account in 0..<relations.snapshot.accounts.rowCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      for place in matched.places(ofAccount: account) {
        let event = Int(matched.rows[place])
        if at?.isUnknown(event) == true { continue }
        let amount = fact.attribute == nil ? 1 : amounts?.amount(event) ?? 0
        if amount > 0 { feed.append(at: log.times[event], amount, place: event) }
      }
      feed.endAccount()
    }
    // A feed exists from the first event of its kind on, whatever is asked of the event.
    if let first = try first(matcher, log, environment, cancellation) { feed.hear(at: first) }
    return feed
  }

  private func first(
    _ matcher: BoundMatcher, _ log: EventLog, _ environment: BindingEnvironment,
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> Int64? {
    var whole = matcher
    for index in whole.kinds.indices { whole.kinds[index].conditions = [] }
    let all = try MatchedEvents([whole], in: JourneyData(environment), cancellation)
    let at = log.table.column("at")?.nulls
    return all.rows.lazy.filter { at?.isUnknown(Int($0)) != true }.map { log.times[Int($0)] }.min()
  }

  /// `count of Invest`: entries into a stage.
  private func entries(
    _ matcher: BoundMatcher, _ environment: BindingEnvironment, _ cancellation: Cancellation
  ) throws(QueryFailure) -> FeedEvents? {
    guard relations.snapshot.visits != nil else { return nil }
    let entries = try StageEntry.all(matcher.stages, in: JourneyData(environment), cancellation)
    var feed = FeedEvents()
    var next = 0
    for account in 0..<relations.snapshot.accounts.rowCount {
      while next < entries.count, entries[next].account == account {
        let entry = entries[next]
        feed.append(at: entry.time, 1, place: entry.visit ?? 0)
        feed.hear(at: entry.time)
        next += 1
      }
      feed.endAccount()
    }
    return feed
  }

  // MARK: - Levels

  /// The same level of every account as it was at an earlier instant.
  func levels(
    of value: Expression, from low: Expression, to high: Expression, at instant: Int64,
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> [Double?] {
    let past = DefinitionInputs(relations.rewound(to: instant, known: relations.known), scope)
    let standing = StageStanding(past.relations.snapshot)
    return try past.level(of: value, from: low, to: high, standing, cancellation).levels
  }

  /// The level of a number of the account's own, between two bounds.
  func level(
    of value: Expression, from low: Expression, to high: Expression, _ standing: StageStanding,
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> LevelReading {
    let environment = environment
    var binder = LevelBinder(environment)
    guard let bound = binder.bind(value, from: low, to: high) else {
      throw .diagnostics(binder.diagnostics)
    }
    let column = try AccountValues(environment).column(bound.value, cancellation)
    let numbers = (0..<column.count).map { column[$0].amount }
    var stages = standing.stays.map { $0?.stage }
    // Without a history all accounts are compared with all.
    if standing.visits == nil { stages = stages.map { _ in 0 } }
    let lows = bound.low.values(numbers, stages)
    let highs = bound.high.values(numbers, stages)
    let levels = numbers.indices.map { account -> Double? in
      guard let number = numbers[account], let low = lows(account), let high = highs(account) else {
        return nil
      }
      return LevelReading.level(number, low, high)
    }
    let words = QueryFormatter.format(value)
    let type = column.type
    return LevelReading(levels) { account in
      guard let low = lows(account), let high = highs(account), !column[account].isUnknown else {
        return nil
      }
      return
        "\(words) \(LevelReading.text(numbers[account] ?? 0, type)); "
        + "it counts from \(LevelReading.text(low, type)), fully at \(LevelReading.text(high, type))"
    }
  }
}

extension LevelReading {
  /// clamp((v - low) / (high - low), 0, 1); where both are the same it is a step. A high bound
  /// below the low one turns it round.
  static func level(_ value: Double, _ low: Double, _ high: Double) -> Double {
    if low == high { return value > low ? 1 : 0 }
    return min(1, max(0, (value - low) / (high - low)))
  }

  fileprivate static func text(_ bound: Double, _ type: ValueType) -> String {
    if type == .duration { return PlainText.length(Int64(bound)) }
    return abs(bound) < 1000
      ? PlainText.of(.number((bound * 100).rounded() / 100)) : PlainText.count(Int(bound))
  }
}

extension FeedEvents {
  /// The same happenings, each counting 1.
  fileprivate var countingOnce: FeedEvents {
    var feed = FeedEvents()
    for account in 0..<accountCount {
      for place in offsets[account]..<offsets[account + 1] {
        feed.append(at: times[place], 1, place: Int(places[place]))
      }
      feed.endAccount()
    }
    feed.hear(at: firstHeard)
    return feed
  }
}

/// An expression's value for every account of a snapshot.
struct AccountValues: Sendable {
  private let data: JourneyData
  private let accounts: Relation

  init(_ environment: BindingEnvironment) {
    data = JourneyData(environment)
    accounts = environment.relations.accounts
  }

  func column(
    _ bound: BoundExpression, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    let evaluator = try data.evaluator([bound], over: accounts, cancellation)
    var builder = VectorColumnBuilder(bound.type, capacity: accounts.rowCount)
    for batch in RowSelection.all(count: accounts.rowCount).batches() {
      try cancellation.check()
      builder.append(evaluator.evaluate(bound, rows: batch))
    }
    return builder.build()
  }
}
