/// Which sojourns are looked at together: those of a stage, or those of one segment in it when the
/// segment has exits enough there.
struct SegmentPools: Sendable {
  struct Pool: Sendable {
    let stage: UInt32
    /// Nil for the stage's common pool.
    let segment: UInt32?
  }

  /// The common pools in the model's order, then those of segments.
  private(set) var pools: [Pool]
  private let segments: [UInt32]
  private let segmentCount: Int
  /// For stage * segmentCount + segment its pool; the common one's number is the stage's.
  private var poolOf: [Int] = []

  /// `segments`: a code for each account, `DriftModel.noSegment` where unknown.
  init(_ visits: VisitTimeline, stageCount: Int, segments: [UInt32]?, minimumExits: Int) {
    self.segments = segments ?? []
    segmentCount = self.segments.reduce(0) { count, code in
      code == DriftModel.noSegment ? count : max(count, Int(code) + 1)
    }
    pools = (0..<stageCount).map { Pool(stage: UInt32($0), segment: nil) }
    guard segmentCount > 0 else { return }
    var exits = [Int](repeating: 0, count: stageCount * segmentCount)
    for account in 0..<visits.accountCount {
      guard let segment = segment(of: account) else { continue }
      for visit in visits.places(ofAccount: account) where visits.isExit(visit) {
        exits[Int(visits.stages[visit]) * segmentCount + segment] += 1
      }
    }
    poolOf = exits.indices.map { [segmentCount] in $0 / segmentCount }
    for (place, count) in exits.enumerated() where count >= minimumExits {
      poolOf[place] = pools.count
      pools.append(
        Pool(stage: UInt32(place / segmentCount), segment: UInt32(place % segmentCount)))
    }
  }

  private func segment(of account: Int) -> Int? {
    guard account < segments.count, segments[account] != DriftModel.noSegment else { return nil }
    return Int(segments[account])
  }

  /// Which pool, and so which thresholds, hold for an account in a stage.
  func pool(stage: UInt32, account: Int) -> Int {
    guard let segment = segment(of: account) else { return Int(stage) }
    return poolOf[Int(stage) * segmentCount + segment]
  }
}
