/// The happenings that feed one component of a score, account by account in time order, each with
/// how much it says.
struct FeedEvents: Sendable {
  /// Those of account r are `offsets[r]..<offsets[r + 1]`.
  private(set) var offsets: [Int] = [0]
  private(set) var times: [Int64] = []
  /// Above 0.
  private(set) var amounts: [Double] = []
  /// Where each stands among the events of the log, or among the visits.
  private(set) var places: [UInt32] = []
  /// When the feed was first heard, if only to say nothing: before that it does not exist.
  private(set) var firstHeard = Int64.max

  var accountCount: Int { offsets.count - 1 }

  mutating func append(at time: Int64, _ amount: Double, place: Int) {
    times.append(time)
    amounts.append(amount)
    places.append(UInt32(place))
  }

  /// Call after the happenings of each account.
  mutating func endAccount() { offsets.append(times.count) }

  mutating func hear(at time: Int64) { firstHeard = min(firstHeard, time) }

  /// Whether the feed existed before an instant.
  func exists(before now: Int64) -> Bool { firstHeard < now }

  /// The account's happenings before an instant.
  func places(ofAccount row: Int, before now: Int64) -> Range<Int> {
    guard row < accountCount else { return 0..<0 }
    let all = offsets[row]..<offsets[row + 1]
    return all.lowerBound..<EventLog.firstPlace(in: times, all, notBefore: now)
  }

  /// sum of s 2^(-age / halfLife) at an instant, over what happened before it, or before `end`.
  func amount(
    ofAccount row: Int, at now: Int64, _ fading: ScoreComponentModel.Fading,
    before end: Int64? = nil
  ) -> Double {
    var amount = 0.0
    for place in places(ofAccount: row, before: end ?? now) {
      amount += amounts[place] * fading.rest(ofAge: now - times[place])
    }
    return amount
  }
}

extension FeedEvents {
  /// Sojourns that enter a later stage, 1 for each stage gained; nil without a stage history.
  static func forwardMoves(_ snapshot: Snapshot) -> FeedEvents? {
    guard let sojourns = snapshot.visits?.sojourns else { return nil }
    var feed = FeedEvents()
    for account in 0..<snapshot.accounts.rowCount {
      var before: UInt32?
      for place in sojourns.places(ofAccount: account) {
        let stage = sojourns.stages[place]
        feed.hear(at: sojourns.entered[place])
        switch sojourns.moves[place] {
        case .forward, .skip:
          let gained = before.map { Int(stage) - Int($0) } ?? 1
          if gained > 0 { feed.append(at: sojourns.entered[place], Double(gained), place: place) }
        case .enter, .regress: break
        }
        before = stage
      }
      feed.endAccount()
    }
    return feed
  }
}
