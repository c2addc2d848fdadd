internal import QueryLanguage

/// The observations of a back-test: at the beginning of each month every account that was there
/// then, with its score of that instant and whether the outcome came within the lead time.
///
/// Leak-free by how it is made: the score is asked of `ScoreHistory`, which reads nothing from the
/// instant on; only the outcome looks at what came after it.
struct ValidationPanel: Sendable {
  private(set) var accounts: [UInt32] = []
  private(set) var groups: [UInt32] = []
  private(set) var scores: [Double] = []
  private(set) var isOutcome: [Bool] = []

  /// The instants that were looked at.
  private(set) var instants: [Int64] = []
  /// Those whose lead time is not over by now.
  private(set) var openInstants = 0
  /// Observations left out.
  private(set) var withoutScore = 0
  private(set) var undecided = 0
  private(set) var notes: [String] = []

  /// One account at one instant.
  private struct Candidate {
    var place: Int
    var isOutcome: Bool
  }

  init(
    _ input: AnalysisInput, _ past: PastScores, _ outcome: ValidationOutcome, _ lead: LeadTime,
    _ period: SentenceTime.Interval?
  ) throws(QueryFailure) {
    let snapshot = input.snapshot
    let lives = ActiveLives(snapshot)
    let happenings = try ValidationPanel.happenings(outcome, &notes, input.cancellation)
    for instant in ValidationPanel.months(period, snapshot) {
      try input.checkCancellation()
      let end = lead.end(from: instant, snapshot.zone)
      guard end <= snapshot.now else {
        openInstants += 1
        continue
      }
      instants.append(instant)
      // Whoever is lost at the instant was there until then.
      let isThere = lives.active(from: instant, to: instant)
      let comes = ValidationPanel.comes(outcome, lives, happenings, instant...end)
      let isMeant = ValidationPanel.isMeant(outcome, snapshot, before: instant)
      var candidates: [Candidate] = []
      for (place, account) in input.accounts.enumerated() {
        guard isMeant(Int(account)), isThere[Int(account)] != .boolean(false) else { continue }
        guard isThere[Int(account)] == .boolean(true), let isOutcome = comes(Int(account)) else {
          undecided += 1
          continue
        }
        candidates.append(Candidate(place: place, isOutcome: isOutcome))
      }
      let questions = candidates.map {
        ScoreHistory.Question(account: input.accounts[$0.place], instant: instant)
      }
      for (candidate, score) in zip(candidates, try past.values(questions, input.cancellation)) {
        guard let score, !score.isNaN else {
          withoutScore += 1
          continue
        }
        accounts.append(input.accounts[candidate.place])
        groups.append(input.groups[candidate.place])
        scores.append(score)
        isOutcome.append(candidate.isOutcome)
      }
    }
  }

  // MARK: - Instants

  /// The beginnings of months in a period, by now; of an open one from the first happening on.
  private static func months(_ period: SentenceTime.Interval?, _ snapshot: Snapshot) -> [Int64] {
    guard let start = period?.start ?? firstHappening(snapshot) else { return [] }
    let zone = snapshot.zone
    let end = min(period?.end ?? .max, snapshot.now)
    guard start < end else { return [] }
    var day = Calendar.firstDay(of: .month, holding: zone.dayNumber(of: start))
    var months: [Int64] = []
    while zone.startOfDay(day) < end {
      if zone.startOfDay(day) >= start { months.append(zone.startOfDay(day)) }
      day = Calendar.firstDay(day, advancedBy: 1, .month)
    }
    return months
  }

  private static func firstHappening(_ snapshot: Snapshot) -> Int64? {
    var first: Int64?
    func take(_ time: Int64) { first = min(first ?? time, time) }
    for account in 0..<snapshot.accounts.rowCount {
      if let log = snapshot.events, let place = log.places(ofAccount: account).first {
        take(log.times[place])
      }
      if let sojourns = snapshot.visits?.sojourns,
        let place = sojourns.places(ofAccount: account).first
      {
        take(sojourns.entered[place])
      }
    }
    return first
  }

  // MARK: - Outcomes

  private static func happenings(
    _ outcome: ValidationOutcome, _ notes: inout [String], _ cancellation: Cancellation
  ) throws(QueryFailure) -> [[Int64]] {
    guard case .event(let facts) = outcome else { return [] }
    let found = try facts.allTimes(cancellation)
    notes += found.notes
    return found.times
  }

  /// Only customers can churn.
  private static func isMeant(
    _ outcome: ValidationOutcome, _ snapshot: Snapshot, before instant: Int64
  ) -> (Int) -> Bool {
    guard case .churned(let customer) = outcome, let sojourns = snapshot.visits?.sojourns else {
      return { _ in true }
    }
    return { account in
      sojourns.places(ofAccount: account).contains {
        sojourns.entered[$0] < instant && sojourns.stages[$0] >= customer
      }
    }
  }

  /// Whether the outcome comes to an account within a time, its ends included; nil where nobody
  /// knows.
  private static func comes(
    _ outcome: ValidationOutcome, _ lives: ActiveLives, _ happenings: [[Int64]],
    _ window: ClosedRange<Int64>
  ) -> (Int) -> Bool? {
    let losses: Column
    switch outcome {
    case .lost: losses = lives.lost(from: window.lowerBound, to: window.upperBound + 1)
    case .churned(let customer):
      losses = lives.lost(
        from: window.lowerBound, to: window.upperBound + 1, reached: customer)
    case .event: return { account in happenings[account].contains(where: window.contains) }
    }
    return { account in
      switch losses[account] {
      case .boolean(let isLost): isLost
      default: nil
      }
    }
  }
}
