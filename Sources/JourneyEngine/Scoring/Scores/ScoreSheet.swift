/// What every score of a snapshot is computed from: the feeds of its events, and where each account
/// stands.
final class ScoreSheet: Sendable {
  let snapshot: Snapshot
  let signals: SignalFeeds?
  let use: FeatureUse?
  let forwardMoves: FeedEvents?
  let standing: StageStanding
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

  var accountCount: Int { snapshot.accounts.rowCount }
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
