/// The lengths of sojourns and the gaps between forward signals that thresholds are drawn from.
struct DriftPools {
  private let settings: DriftSettings
  private let map: SegmentPools
  /// By pool; a common one holds what no segment's pool does.
  private var durations: [CensoredDurations]
  private var gaps: [[Double]]

  init(_ map: SegmentPools, settings: DriftSettings) {
    self.map = map
    self.settings = settings
    durations = [CensoredDurations](repeating: CensoredDurations(), count: map.pools.count)
    gaps = [[Double]](repeating: [], count: map.pools.count)
  }

  /// Adds an account's sojourns. Completed ones are exits, those that ended in a loss as well: how
  /// long the account stayed is known then, wherever it went. (That differs from the time from A to
  /// B, where a loss competes: there the question is who arrives.) Open ones are censored at now;
  /// one whose account was lost at an unknown time has no length at all.
  mutating func addSojourns(_ visits: VisitTimeline, account: Int, isLost: Bool) {
    for visit in visits.places(ofAccount: account) where visits.hasStage(visit) {
      if isLost && visits.isOpen[visit] { continue }
      durations[map.pool(stage: visits.stages[visit], account: account)]
        .append(visits.length(visit), isEvent: !visits.isOpen[visit])
    }
  }

  /// Adds the gaps between an account's forward signals, each to the stage in which all of it was
  /// spent: it begins in the sojourn and is over when that ends. The move that ends a sojourn
  /// closes its last gap; what lasts beyond belongs to no stage.
  mutating func addGaps(_ visits: VisitTimeline, account: Int, _ signals: ForwardSignals) {
    var signal = signals.offsets[account]
    let end = signals.offsets[account + 1]
    for visit in visits.places(ofAccount: account) where visits.hasStage(visit) {
      let pool = map.pool(stage: visits.stages[visit], account: account)
      while signal < end, signals.times[signal] < visits.entered[visit] { signal += 1 }
      while signal + 1 < end, signals.times[signal + 1] <= visits.end[visit] {
        gaps[pool].append(Double(signals.times[signal + 1] - signals.times[signal]))
        signal += 1
      }
    }
  }

  /// One for each pool, in their order.
  mutating func thresholds<Stop: Error>(
    checking check: () throws(Stop) -> Void
  ) throws(Stop) -> [DriftThresholds] {
    var found: [DriftThresholds] = []
    for (place, pool) in map.pools.enumerated() {
      try check()
      if let segment = pool.segment {
        found.append(
          thresholds(pool.stage, .segment(segment), durations[place], &gaps[place]))
      } else {
        found.append(commonThresholds(place))
      }
    }
    return found
  }

  /// Those of all accounts: the common pool and the segments' together.
  private mutating func commonThresholds(_ stage: Int) -> DriftThresholds {
    var durations = durations[stage]
    // Taken out, so that finding a quantile, which rearranges them, need not copy millions.
    var gaps: [Double] = []
    swap(&gaps, &self.gaps[stage])
    for (place, pool) in map.pools.enumerated()
    where pool.segment != nil && pool.stage == UInt32(stage) {
      durations.append(contentsOf: self.durations[place])
      gaps += self.gaps[place]
    }
    return thresholds(UInt32(stage), .all, durations, &gaps)
  }

  private func thresholds(
    _ stage: UInt32, _ source: DriftThresholds.Source, _ durations: CensoredDurations,
    _ gaps: inout [Double]
  ) -> DriftThresholds {
    let isEnough = durations.events >= settings.minimumExits && durations.events > 0
    let curve = SurvivalCurve(isEnough ? durations : CensoredDurations())
    let quantile = { (p: Double) in isEnough ? curve.quantile(p) : settings.limit }
    let gap = Quantile.linear(&gaps, 0.9).map { Int64($0.rounded()) }
    return DriftThresholds(
      stage: stage, source: isEnough ? source : .limit, exits: durations.events,
      open: durations.count - durations.events, p50: quantile(0.5), p75: quantile(0.75),
      p90: quantile(0.9), silence: max(settings.shortestSilence, gap ?? 0), gapP90: gap,
      gaps: gaps.count)
  }
}
