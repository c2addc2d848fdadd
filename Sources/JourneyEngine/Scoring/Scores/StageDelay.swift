/// How long accounts have been in their stage, against what is usual there: 0 at a low quantile of
/// the stage's stays (p50), 1 from a high one on (p90), by Kaplan-Meier, from what was before the
/// instant. A quantile that is not reached counts as the longest stay seen.
struct StageDelay: Sendable {
  struct Range: Hashable, Sendable {
    var low: Int64
    var high: Int64

    /// Where both are the same it is a step.
    func level(of dwell: Int64) -> Double {
      guard high > low else { return dwell > low ? 1 : 0 }
      return min(1, max(0, Double(dwell - low) / Double(high - low)))
    }
  }

  /// By stage; nil where nobody has been.
  let ranges: [Range?]
  /// Of each account; nil where it is in no stage.
  let levels: [Double?]

  init?(_ snapshot: Snapshot, _ standing: StageStanding, low: Double, high: Double) {
    guard let visits = standing.visits else { return nil }
    var durations = [CensoredDurations](
      repeating: CensoredDurations(), count: snapshot.stageModel.names.count)
    for account in 0..<visits.accountCount {
      for visit in visits.places(ofAccount: account) where visits.hasStage(visit) {
        // Of one that was lost at an unknown time nobody knows how long it stayed.
        if standing.isLost[account] && visits.isOpen[visit] { continue }
        durations[Int(visits.stages[visit])]
          .append(visits.length(visit), isEvent: !visits.isOpen[visit])
      }
    }
    let ranges = durations.map { durations -> Range? in
      let curve = SurvivalCurve(durations)
      guard let longest = curve.longest else { return nil }
      return Range(low: curve.quantile(low) ?? longest, high: curve.quantile(high) ?? longest)
    }
    self.ranges = ranges
    levels = standing.stages.indices.map { account in
      guard let stage = standing.stages[account], let dwell = standing.dwells[account] else {
        return nil
      }
      return ranges[Int(stage)]?.level(of: dwell)
    }
  }
}

/// In which stage each account is at a snapshot's now, and since when.
struct StageStanding: Sendable {
  let visits: VisitTimeline?
  let isLost: [Bool]
  /// nil: in none.
  let stages: [UInt32?]
  let dwells: [Int64?]

  init(_ snapshot: Snapshot) {
    let visits = VisitTimeline(snapshot)
    let isLost = DriftModel.losses(snapshot, visits)
    self.visits = visits
    self.isLost = isLost
    var stages = [UInt32?](repeating: nil, count: isLost.count)
    var dwells = [Int64?](repeating: nil, count: isLost.count)
    if let visits {
      for account in isLost.indices where !isLost[account] {
        guard let visit = visits.last(ofAccount: account), visits.isOpen[visit] else { continue }
        stages[account] = visits.stages[visit]
        dwells[account] = visits.length(visit)
      }
    }
    (self.stages, self.dwells) = (stages, dwells)
  }
}
