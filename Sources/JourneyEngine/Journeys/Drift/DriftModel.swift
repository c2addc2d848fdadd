/// How every account stands at a snapshot's now, from nothing but what was before it: how long it
/// has been in its stage, how long it has given no sign of moving, and what is usual there.
package struct DriftModel: Sendable {
  package let now: Int64
  package let stageModel: StageModel
  package let settings: DriftSettings
  /// For each account; unknown without a stage history.
  package let states: [DriftState]
  /// The stage's place in the model; `noStage` for the lost and where it is unknown.
  package let stages: [UInt32]
  /// D: how long in the stage, in microseconds; nil where there is no stage.
  package let dwells: [Int64?]
  /// F: how long since the last forward signal, in microseconds; nil where there never was one.
  package let silences: [Int64?]
  /// Those for all accounts, stage by stage in the model's order, then those of the segments that
  /// have their own.
  package let thresholds: [DriftThresholds]

  let visits: VisitTimeline?
  let signals: ForwardSignals
  let pools: SegmentPools?

  /// From which there is nowhere to drift.
  var lastStage: UInt32 { UInt32(max(1, stageModel.names.count) - 1) }

  package static let noStage = VisitTimeline.noStage
  package static let noSegment = UInt32.max

  /// `segments`: a code for each account, `noSegment` where it is unknown.
  package init(
    _ snapshot: Snapshot, segments: [UInt32]? = nil, settings: DriftSettings = .init()
  ) {
    self.init(snapshot, segments: segments, meanings: nil, settings: settings) {}
  }

  /// `meanings`: of the snapshot's events, where they are known already. `checking`: asked between
  /// the parts of the work, and throws to stop it.
  init<Stop: Error>(
    _ snapshot: Snapshot, segments: [UInt32]? = nil, meanings: EventMeanings?,
    settings: DriftSettings = .init(), checking check: () throws(Stop) -> Void
  ) throws(Stop) {
    try check()
    now = snapshot.now
    stageModel = snapshot.stageModel
    self.settings = settings
    let visits = VisitTimeline(snapshot)
    self.visits = visits
    try check()
    let signals = ForwardSignals(
      snapshot, meanings ?? snapshot.events.map { EventMeanings($0) }, visits)
    self.signals = signals
    try check()
    let count = snapshot.accounts.rowCount
    let isLost = DriftModel.losses(snapshot, visits)
    let stageCount = stageModel.names.count
    let pools = visits.map {
      SegmentPools(
        $0, stageCount: stageCount, segments: segments, minimumExits: max(1, settings.minimumExits))
    }
    self.pools = pools
    var contents = pools.map { DriftPools($0, settings: settings) }
    var silences = [Int64?](repeating: nil, count: count)
    for account in 0..<count {
      if account & 0x3FFF == 0 { try check() }
      silences[account] = signals.times(ofAccount: account).last.map { snapshot.now - $0 }
      guard let visits else { continue }
      contents?.addSojourns(visits, account: account, isLost: isLost[account])
      contents?.addGaps(visits, account: account, signals)
    }
    self.silences = silences
    thresholds = try contents?.thresholds(checking: check) ?? []
    (states, stages, dwells) = DriftModel.standing(
      visits, isLost, silences, thresholds, pools, lastStage: UInt32(max(1, stageCount) - 1))
  }

  private static func standing(
    _ visits: VisitTimeline?, _ isLost: [Bool], _ silences: [Int64?],
    _ thresholds: [DriftThresholds], _ pools: SegmentPools?, lastStage: UInt32
  ) -> ([DriftState], [UInt32], [Int64?]) {
    var states = isLost.map { $0 ? DriftState.lost : .unknown }
    var stages = [UInt32](repeating: noStage, count: isLost.count)
    var dwells = [Int64?](repeating: nil, count: isLost.count)
    guard let visits, let pools else { return (states, stages, dwells) }
    for account in states.indices where !isLost[account] {
      // Whoever has left a stage and entered no other is in none.
      guard let visit = visits.last(ofAccount: account), visits.isOpen[visit] else { continue }
      let stage = visits.stages[visit]
      stages[account] = stage
      dwells[account] = visits.length(visit)
      states[account] = DriftState(
        dwell: visits.length(visit), silence: silences[account],
        thresholds[pools.pool(stage: stage, account: account)], isLastStage: stage == lastStage)
    }
    return (states, stages, dwells)
  }

  /// Lost by the history, or by the account's own word where that tells no later date.
  static func losses(_ snapshot: Snapshot, _ visits: VisitTimeline?) -> [Bool] {
    let accounts = snapshot.accounts
    var isLost = [Bool](repeating: false, count: accounts.rowCount)
    if let flags = accounts.column("lost"), case .booleans(let values) = flags.storage {
      for row in isLost.indices where !flags.nulls.isUnknown(row) { isLost[row] = values[row] != 0 }
    }
    if let column = accounts.column("lost_at"), column.type.isTime {
      let times = column.asInstants(in: snapshot.zone)
      for row in isLost.indices where !column.nulls.isUnknown(row) && times[row] >= snapshot.now {
        isLost[row] = false
      }
    }
    guard let visits else { return isLost }
    for row in isLost.indices {
      if let visit = visits.last(ofAccount: row), visits.isLost[visit] { isLost[row] = true }
    }
    return isLost
  }

  /// What the account was measured by; nil where it is in no stage.
  package func thresholds(ofAccount row: Int) -> DriftThresholds? {
    guard stages[row] != DriftModel.noStage, let pools else { return nil }
    return thresholds[pools.pool(stage: stages[row], account: row)]
  }

  /// The stage the account is to enter next; nil in the last one, and where it is in none.
  package func nextStage(ofAccount row: Int) -> UInt32? {
    let stage = stages[row]
    return stage != DriftModel.noStage && Int(stage) + 1 < stageModel.names.count
      ? stage + 1 : nil
  }

  /// `Invest -> Transform`
  package func zone(ofAccount row: Int) -> String? {
    nextStage(ofAccount: row).map { zone(from: $0 - 1) }
  }

  /// The zone that begins with a stage, which is not the last one.
  package func zone(from stage: UInt32) -> String {
    "\(stageModel.names[Int(stage)]) -> \(stageModel.names[Int(stage) + 1])"
  }
}
