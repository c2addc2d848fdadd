/// What every score of a snapshot is computed from: the feeds of its events, and where each account
/// stands.
final class ScoreSheet: Sendable {
  let snapshot: Snapshot
  let signals: SignalFeeds?
  let use: FeatureUse?
  let forwardMoves: FeedEvents?
  let standing: StageStanding
  let delay: StageDelay?
  let gap: FeatureGap?
  /// Whether anything at all has happened to the account before now: of one that has not begun
  /// there is nothing to say.
  let hasBegun: [Bool]

  /// `signals` and `use`: those of the log, which may hold later events.
  init(_ snapshot: Snapshot, signals: SignalFeeds?, use: FeatureUse?) {
    self.snapshot = snapshot
    self.signals = signals
    forwardMoves = FeedEvents.forwardMoves(snapshot)
    let standing = StageStanding(snapshot)
    self.standing = standing
    self.use = use
    let stageCount = snapshot.stageModel.names.count
    delay = StageDelay(standing, stageCount: stageCount)
    gap = FeatureGap(standing, use, stageCount: stageCount, at: snapshot.now)
    let visits = standing.visits
    hasBegun = (0..<snapshot.accounts.rowCount).map { account in
      ScoreSheet.hasBegun(account, at: snapshot.now, visits, snapshot.events)
    }
  }

  /// Whether anything had happened to an account before an instant, now or before it.
  static func hasBegun(
    _ account: Int, at instant: Int64, _ visits: VisitTimeline?, _ log: EventLog?
  ) -> Bool {
    if let visits, let first = visits.places(ofAccount: account).first,
      visits.entered[first] < instant
    {
      return true
    }
    guard let log else { return false }
    let places = log.places(ofAccount: account)
    return !places.isEmpty && log.times[places.lowerBound] < instant
  }

  func feed(_ source: ScoreComponentModel.EventSource) -> FeedEvents? {
    feed(source, at: snapshot.now)
  }

  /// nil: it did not exist at that instant, now or before it.
  func feed(_ source: ScoreComponentModel.EventSource, at instant: Int64) -> FeedEvents? {
    let feed: FeedEvents? =
      switch source {
      case .signal(let signal): signals?[signal]
      case .forwardMoves: forwardMoves
      }
    return feed.flatMap { $0.exists(before: instant) ? $0 : nil }
  }

  func levels(_ source: ScoreComponentModel.LevelSource) -> [Double?]? {
    switch source {
    case .featureGap: gap?.levels
    case .stageDelay: delay?.levels
    }
  }

  /// u of a component for each account: nil where it cannot be observed.
  func earned(
    _ component: ScoreComponentModel, _ cancellation: Cancellation
  ) throws(QueryFailure) -> [Double?] {
    let count = snapshot.accounts.rowCount
    switch component.source {
    case .level(let source): return levels(source) ?? [Double?](repeating: nil, count: count)
    case .events(let source, let fading):
      var earned = [Double?](repeating: nil, count: count)
      guard let feed = feed(source) else { return earned }
      for account in 0..<count {
        if account & 0x3FFF == 0, cancellation.isCancelled { throw .cancelled }
        earned[account] = fading.earned(feed.amount(ofAccount: account, at: snapshot.now, fading))
      }
      return earned
    }
  }

  /// A score of every account.
  func scores(
    _ model: ScoreModel, _ cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) -> Scores {
    let count = snapshot.accounts.rowCount
    var sums = [ScoreSum](repeating: ScoreSum(), count: count)
    for (index, component) in model.components.enumerated() {
      let earned = try earned(component, cancellation)
      for account in 0..<count {
        sums[account].add(
          earned[account], weight: model.weight(index, in: standing.stays[account]?.stage))
      }
    }
    return Scores(
      values: sums.indices.map { sums[$0].score(hasBegun: hasBegun[$0]) },
      coverages: sums.map(\.coverage))
  }
}

/// Puts the components of one account's score together.
struct ScoreSum {
  private var points = 0.0
  private var observed = 0.0
  private var whole = 0.0

  /// `earned` nil: it cannot be observed.
  mutating func add(_ earned: Double?, weight: Double) {
    whole += weight
    guard let earned else { return }
    points += weight * earned
    observed += weight
  }

  /// The share of all weight that can be observed.
  var coverage: Double { whole > 0 ? observed / whole : 0 }

  /// 0 to 100; nil where too little can be observed.
  func score(hasBegun: Bool) -> Double? {
    guard hasBegun, whole > 0, coverage >= ScoreModel.leastCoverage else { return nil }
    return 100 * points / observed
  }
}

struct Scores: Sendable {
  /// 0 to 100; nil where too little can be observed.
  var values: [Double?]
  /// The share of all weight that can be observed.
  var coverages: [Double]
}
