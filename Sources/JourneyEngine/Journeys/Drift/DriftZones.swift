/// What drifting costs, zone by zone (a stage and the next one), and group by group where asked.
package struct DriftZones: Sendable {
  /// Who of some accounts was lost.
  package struct Losses: Hashable, Sendable {
    package var accounts = 0
    package var lost = 0
    /// Nil of nobody.
    package var rate: Double? { accounts == 0 ? nil : Double(lost) / Double(accounts) }

    init() {}
  }

  /// A zone, in one group.
  package struct Zone: Sendable {
    package var from: UInt32
    package var to: UInt32
    package var group: UInt32
    /// In stage `from` now.
    package var accounts = 0
    package var drifting = 0
    /// The sum of the money column over the drifting; unknown where none of them tells.
    package var money = Value.unknown
    /// The sum over the drifting of how much longer than the stage's p50 they have been there,
    /// in days.
    package var excessDays = 0.0
    /// All who were ever in stage `from` before now, by whether they drifted there at some time:
    /// lost means that this sojourn or a later one ended in the loss. An association: drifting need
    /// not be why they left.
    package var drifted = Losses()
    package var others = Losses()

    package var share: Double? { accounts == 0 ? nil : Double(drifting) / Double(accounts) }
  }

  /// By group, then in the order of the model.
  package private(set) var zones: [Zone]
  private let zoneCount: Int

  /// `groups`: a code below `groupCount` for each account; any other leaves it out.
  package init(
    _ model: DriftModel, money: Column? = nil, groups: [UInt32]? = nil, groupCount: Int = 1
  ) {
    self.init(model, money: money, groups: groups, groupCount: groupCount) {}
  }

  /// `checking`: asked between the parts of the work, and throws to stop it.
  init<Stop: Error>(
    _ model: DriftModel, money: Column? = nil, groups: [UInt32]? = nil, groupCount: Int = 1,
    checking check: () throws(Stop) -> Void
  ) throws(Stop) {
    zoneCount = max(0, model.stageModel.names.count - 1)
    zones = (0..<UInt32(groupCount)).flatMap { [zoneCount] group in
      (0..<UInt32(zoneCount)).map { Zone(from: $0, to: $0 + 1, group: group) }
    }
    let codes = groups ?? [UInt32](repeating: 0, count: model.states.count)
    let history = try DriftHistory(model, checking: check)
    var sums = [ColumnSum](repeating: ColumnSum(), count: zones.count)
    var excess = [Int128](repeating: 0, count: zones.count)
    var walk = LossWalk(zoneCount: zoneCount)
    for account in model.states.indices where account < codes.count && codes[account] < groupCount {
      if account & 0x3FFF == 0 { try check() }
      let first = Int(codes[account]) * zoneCount
      walk.follow(account, model, history, into: &zones, first: first)
      guard let next = model.nextStage(ofAccount: account) else { continue }
      let place = first + Int(next) - 1
      zones[place].accounts += 1
      guard model.states[account] == .drifting else { continue }
      zones[place].drifting += 1
      if let money { sums[place].add(money, account) }
      // Whoever drifts is past q75, so the median was reached.
      let p50 = model.thresholds(ofAccount: account)?.p50
      if let dwell = model.dwells[account], let p50 { excess[place] += Int128(dwell - p50) }
    }
    for place in zones.indices {
      if let money { zones[place].money = sums[place].value(of: money) }
      zones[place].excessDays = Double(excess[place]) / Double(microsecondsPerDay)
    }
  }

  /// The zone that begins with a stage, which is not the last one.
  package func zone(from stage: Int, group: Int = 0) -> Zone { zones[group * zoneCount + stage] }
}

/// Follows one account after the other through its sojourns, to see where it drifted and whether
/// it was lost afterwards.
private struct LossWalk {
  /// For each zone the account's first sojourn in its stage, and the first that drifted.
  private var first: [Int]
  private var drifted: [Int]
  private static let never = Int.max

  init(zoneCount: Int) {
    first = [Int](repeating: LossWalk.never, count: zoneCount)
    drifted = first
  }

  mutating func follow(
    _ account: Int, _ model: DriftModel, _ history: DriftHistory,
    into zones: inout [DriftZones.Zone],
    first firstZone: Int
  ) {
    guard let visits = model.visits else { return }
    var lastLoss = -1
    for visit in visits.places(ofAccount: account) where visits.hasStage(visit) {
      if visits.isLost[visit] || model.states[account] == .lost { lastLoss = visit }
      let stage = Int(visits.stages[visit])
      guard stage < first.count else { continue }
      first[stage] = min(first[stage], visit)
      if history.hasDrifted[visit] { drifted[stage] = min(drifted[stage], visit) }
    }
    for visit in visits.places(ofAccount: account) where visits.hasStage(visit) {
      let stage = Int(visits.stages[visit])
      // Each stage once, at the sojourn that was remembered.
      guard stage < first.count, first[stage] == visit else { continue }
      if drifted[stage] == LossWalk.never {
        zones[firstZone + stage].others.count(lost: lastLoss >= visit)
      } else {
        zones[firstZone + stage].drifted.count(lost: lastLoss >= drifted[stage])
      }
      first[stage] = LossWalk.never
      drifted[stage] = LossWalk.never
    }
  }
}

extension DriftZones.Losses {
  fileprivate mutating func count(lost: Bool) {
    accounts += 1
    self.lost += lost ? 1 : 0
  }
}
