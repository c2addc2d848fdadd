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
    guard let sojourns = snapshot.visits?.sojourns else { return nil }
    let now = snapshot.now
    self.now = now
    offsets = sojourns.offsets
    entered = sojourns.entered
    let places = 0..<sojourns.count
    stages = places.map { sojourns.entered[$0] < now ? sojourns.stages[$0] : VisitTimeline.noStage }
    end = sojourns.left.map { min($0, now) }
    isOpen = sojourns.left.map { $0 >= now }
    isLost = places.map { sojourns.left[$0] < now && sojourns.next[$0] == sojourns.lostCode }
    isForward = places.map { sojourns.entered[$0] < now && sojourns.moves[$0] != .regress }
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
