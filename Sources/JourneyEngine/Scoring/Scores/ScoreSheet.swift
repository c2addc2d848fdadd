/// What every score of a snapshot is computed from: the feeds of its events, and where each account
/// stands.
final class ScoreSheet: Sendable {
  let snapshot: Snapshot
  let signals: SignalFeeds?
  let forwardMoves: FeedEvents?
  let standing: StageStanding
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
    gap = FeatureGap(snapshot, standing, use)
    hasBegun = (0..<snapshot.accounts.rowCount).map { account in
      if let visits = standing.visits, visits.last(ofAccount: account) != nil { return true }
      guard let log = snapshot.events else { return false }
      let places = log.places(ofAccount: account)
      return !places.isEmpty && log.times[places.lowerBound] < snapshot.now
    }
  }

  var accountCount: Int { snapshot.accounts.rowCount }
}

struct Scores: Sendable {
  /// 0 to 100; nil where too little can be observed.
  var values: [Double?]
  /// The share of all weight that can be observed.
  var coverages: [Double]
}
