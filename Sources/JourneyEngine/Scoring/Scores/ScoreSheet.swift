/// What every score of a snapshot is computed from: the feeds of its events, and where each account
/// stands.
final class ScoreSheet: Sendable {
  let snapshot: Snapshot
  let signals: SignalFeeds?
  let forwardMoves: FeedEvents?
  let standing: StageStanding
  let delay: StageDelay?
  let gap: FeatureGap?
  /// Whether anything at all has happened to the account before now: of one that has not begun there
  /// is nothing to say.
  let hasBegun: [Bool]

  /// `signals` and `use`: those of the log, which may hold later events.
  init(_ snapshot: Snapshot, signals: SignalFeeds?, use: FeatureUse?) {
    self.snapshot = snapshot
    self.signals = signals
    forwardMoves = FeedEvents.forwardMoves(snapshot)
    let standing = StageStanding(snapshot)
    self.standing = standing
    delay = StageDelay(snapshot, standing)
    gap = FeatureGap(snapshot, standing, use)
    hasBegun = (0..<snapshot.accounts.rowCount).map { account in
      if let visits = standing.visits, visits.last(ofAccount: account) != nil { return true }
      guard let log = snapshot.events else { return false }
      let places = log.places(ofAccount: account)
      return !places.isEmpty && log.times[places.lowerBound] < snapshot.now
    }
  }

  func feed(_ source: ScoreComponentModel.EventSource) -> FeedEvents? {
    let feed: FeedEvents? =
      switch source {
      case .signal(let signal): signals?[signal]
      case .forwardMoves: forwardMoves
      }
    return feed.flatMap { $0.exists(before: snapshot.now) ? $0 : nil }
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
    var points = [Double](repeating: 0, count: count)
    var observed = points
    var whole = points
    for (index, component) in model.components.enumerated() {
      let earned = try earned(component, cancellation)
      for account in 0..<count {
        let weight = model.weight(index, in: standing.stages[account])
        whole[account] += weight
        guard let u = earned[account] else { continue }
        points[account] += weight * u
        observed[account] += weight
      }
    }
    var values = [Double?](repeating: nil, count: count)
    var coverages = [Double](repeating: 0, count: count)
    for account in 0..<count where whole[account] > 0 {
      coverages[account] = observed[account] / whole[account]
      if hasBegun[account], coverages[account] >= ScoreModel.leastCoverage {
        values[account] = 100 * points[account] / observed[account]
      }
    }
    return Scores(values: values, coverages: coverages)
  }
}

struct Scores: Sendable {
  /// 0 to 100; nil where too little can be observed.
  var values: [Double?]
  /// The share of all weight that can be observed.
  var coverages: [Double]
}
