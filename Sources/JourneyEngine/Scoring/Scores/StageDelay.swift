/// How long accounts have been in their stage, against what is usual there: 0 at a low quantile of
/// the stage's stays (p50), 1 from a high one on (p90), by Kaplan-Meier, from what was before the
/// instant. A quantile that is not reached counts as the longest stay seen.
struct StageDelay: Sendable {
  struct Range: Hashable, Sendable {
    var low: Int64
    var high: Int64

    /// Where both are the same it is a step. A high bound below the low one turns it round: then
    /// short stays count.
    func level(of dwell: Int64) -> Double {
      guard high != low else { return dwell > low ? 1 : 0 }
      return min(1, max(0, Double(dwell - low) / Double(high - low)))
    }
  }

  /// By stage; nil where nobody has been.
  let ranges: [Range?]
  /// Of each account; nil where it is in no stage.
  let levels: [Double?]

  init?(_ standing: StageStanding, stageCount: Int, low: Double, high: Double) {
    guard
      let ranges = StageDelay.ranges(standing, stageCount: stageCount, low: low, high: high)
    else { return nil }
    self.ranges = ranges
    levels = standing.stays.map { $0.flatMap { StageDelay.level($0, ranges) } }
  }

  /// What is usual in each stage; nil without a stage history.
  static func ranges(
    _ standing: StageStanding, stageCount: Int, low: Double, high: Double
  ) -> [Range?]? {
    guard let visits = standing.visits else { return nil }
    var durations = [CensoredDurations](repeating: CensoredDurations(), count: stageCount)
    for account in 0..<visits.accountCount {
      for visit in visits.places(ofAccount: account) where visits.hasStage(visit) {
        // Of one that was lost at an unknown time nobody knows how long it stayed.
        if standing.isLost[account] && visits.isOpen[visit] { continue }
        durations[Int(visits.stages[visit])]
          .append(visits.length(visit), isEvent: !visits.isOpen[visit])
      }
    }
    return durations.map { durations in
      let curve = SurvivalCurve(durations)
      guard let longest = curve.longest else { return nil }
      return Range(low: curve.quantile(low) ?? longest, high: curve.quantile(high) ?? longest)
    }
  }

  static func level(_ stay: StageStanding.Stay, _ ranges: [Range?]) -> Double? {
    ranges[Int(stay.stage)]?.level(of: stay.dwell)
  }
}

/// In which stage each account is at a snapshot's now, and since when.
struct StageStanding: Sendable {
  struct Stay: Hashable, Sendable {
    var stage: UInt32
    /// So far.
    var dwell: Int64
  }

  let visits: VisitTimeline?
  let isLost: [Bool]
  /// nil: in none.
  let stays: [Stay?]

  init(_ snapshot: Snapshot) {
    let visits = VisitTimeline(snapshot)
    let isLost = DriftModel.losses(snapshot, visits)
    self.visits = visits
    self.isLost = isLost
    stays = isLost.indices.map { account in
      isLost[account] ? nil : visits?.stay(ofAccount: account, at: snapshot.now)
    }
  }
}

extension VisitTimeline {
  /// Where an account was at an instant, now or before it; nil: in no stage.
  func stay(ofAccount row: Int, at instant: Int64) -> StageStanding.Stay? {
    let places = places(ofAccount: row)
    let visit = EventLog.firstPlace(in: entered, places, notBefore: instant) - 1
    guard visit >= places.lowerBound, isOpen[visit] || end[visit] >= instant else { return nil }
    return StageStanding.Stay(stage: stages[visit], dwell: instant - entered[visit])
  }
}
