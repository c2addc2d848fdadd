/// The sojourns as plain arrays, cut off at the snapshot's now: what begins later is not there,
/// what ends later is open.
package struct VisitTimeline: Sendable {
  package let now: Int64
  /// Sojourns of account row r are `offsets[r]..<offsets[r + 1]`; those that begin at now or later
  /// are among them and have stage `noStage`.
  package let offsets: [Int]
  package let entered: [Int64]
  /// When it ended, or now while it is open.
  package let end: [Int64]
  /// The stage's place in the model.
  package let stages: [UInt32]
  package let isOpen: [Bool]
  /// It ended in the loss of the account.
  package let isLost: [Bool]
  /// Entered from in front or anew: a forward signal.
  package let isForward: [Bool]

  package static let noStage = UInt32.max

  /// Nil without a stage history.
  package init?(_ snapshot: Snapshot) {
    guard let visits = snapshot.visits, let entered = visits.table.column("entered"),
      case .integers(let times) = entered.storage,
      case .codes(let stageCodes, let stageNames)? = visits.table.column("stage")?.storage
    else { return nil }
    let now = snapshot.now
    let count = visits.table.rowCount
    self.now = now
    offsets = visits.offsets
    self.entered = times
    let model = snapshot.stageModel
    let ordinals = VisitTimeline.translation(stageNames) { name in
      model.names.firstIndex(of: name).map(UInt32.init) ?? VisitTimeline.noStage
    }
    var stages = [UInt32](repeating: VisitTimeline.noStage, count: count)
    for row in 0..<count
    where times[row] < now && !entered.nulls.isUnknown(row) && stageCodes[row] < ordinals.count {
      stages[row] = ordinals[Int(stageCodes[row])]
    }
    var end = [Int64](repeating: now, count: count)
    var isOpen = [Bool](repeating: true, count: count)
    if let left = visits.table.column("left"), case .integers(let ends) = left.storage {
      for row in 0..<count where !left.nulls.isUnknown(row) && ends[row] < now {
        end[row] = ends[row]
        isOpen[row] = false
      }
    }
    var isLost = [Bool](repeating: false, count: count)
    if case .codes(let next, let names)? = visits.table.column("next")?.storage {
      let lost = VisitTimeline.translation(names) { $0 == "lost" && model.ordinal(of: $0) == nil }
      for row in 0..<count where !isOpen[row] && next[row] < lost.count {
        isLost[row] = lost[Int(next[row])]
      }
    }
    var isForward = [Bool](repeating: false, count: count)
    if case .codes(let moves, let names)? = visits.table.column("move")?.storage {
      let forward = VisitTimeline.translation(names) { $0 != StageMove.regress.name }
      for row in 0..<count where stages[row] != VisitTimeline.noStage && moves[row] < forward.count
      {
        isForward[row] = forward[Int(moves[row])]
      }
    }
    (self.stages, self.end, self.isOpen) = (stages, end, isOpen)
    (self.isLost, self.isForward) = (isLost, isForward)
  }

  private static func translation<Meaning>(
    _ dictionary: StringDictionary, _ meaning: (String) -> Meaning
  ) -> [Meaning] {
    (0..<UInt32(dictionary.count)).map { meaning(dictionary[$0]) }
  }

  package var accountCount: Int { max(0, offsets.count - 1) }

  /// The account's sojourns, by time of entry.
  package func places(ofAccount row: Int) -> Range<Int> {
    row + 1 < offsets.count ? offsets[row]..<offsets[row + 1] : 0..<0
  }

  /// It began before now, in a stage of the model.
  package func hasStage(_ visit: Int) -> Bool { stages[visit] != VisitTimeline.noStage }

  func isExit(_ visit: Int) -> Bool { hasStage(visit) && !isOpen[visit] }

  /// In microseconds; to now while open.
  package func length(_ visit: Int) -> Int64 { end[visit] - entered[visit] }

  /// The sojourn an account was in last, as far as is known at now.
  package func last(ofAccount row: Int) -> Int? {
    places(ofAccount: row).last(where: hasStage)
  }
}
