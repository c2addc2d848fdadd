/// A stage entered, or the loss, as a happening of its account.
struct StageEntry: Sendable {
  var account: Int
  var time: Int64
  /// The visit that begins; nil for a loss.
  var visit: Int?
  /// Which of the matched stages it is: the bit of its place in the list.
  var mask: UInt64
  /// Its place among all entries and losses of the account.
  var ordinal: Int

  /// The entries of such stages that have happened, account by account, in order.
  static func all(
    _ stages: [BoundMatcher.Stage], in data: JourneyData, _ cancellation: Cancellation
  ) throws(QueryFailure) -> [StageEntry] {
    guard let sojourns = data.snapshot.visits?.sojourns, !stages.isEmpty else { return [] }
    var masksOfStage = [UInt64](repeating: 0, count: Int(sojourns.lostCode) + 1)
    for (bit, stage) in stages.enumerated() where Int(stage.ordinal) < masksOfStage.count {
      masksOfStage[Int(stage.ordinal)] |= 1 << UInt64(bit)
    }
    let refused = try refusedBits(stages, sojourns, data, cancellation)
    let lossMask = masksOfStage[Int(sojourns.lostCode)]
    // A loss before any visit meets no condition on one.
    let plain = stages.indices.reduce(UInt64(0)) {
      stages[$1].conditions.isEmpty ? $0 | 1 << UInt64($1) : $0
    }
    var entries: [StageEntry] = []
    for account in 0..<(sojourns.offsets.count - 1) {
      var ordinal = 0
      func add(_ mask: UInt64, at time: Int64, visit: Int?) {
        if mask != 0 {
          entries.append(
            StageEntry(account: account, time: time, visit: visit, mask: mask, ordinal: ordinal))
        }
        ordinal += 1
      }
      if sojourns.lostBefore[account] != StageEntries.unknownTime {
        add(lossMask & plain, at: sojourns.lostBefore[account], visit: nil)
      }
      for place in sojourns.places(ofAccount: account) {
        let mask = masksOfStage[Int(sojourns.stages[place])] & ~(refused?[place] ?? 0)
        add(mask, at: sojourns.entered[place], visit: place)
        if sojourns.next[place] == sojourns.lostCode {
          add(lossMask & ~(refused?[place] ?? 0), at: sojourns.nextAt[place], visit: nil)
        }
      }
    }
    return entries
  }

  /// For each visit the stages whose conditions it does not meet; nil when there are no conditions.
  private static func refusedBits(
    _ stages: [BoundMatcher.Stage], _ sojourns: Sojourns, _ data: JourneyData,
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> [UInt64]? {
    guard let relation = data.visits,
      stages.contains(where: { !$0.conditions.isEmpty })
    else { return nil }
    let evaluator = try data.evaluator(
      stages.flatMap(\.conditions), over: relation, cancellation)
    var refused = [UInt64](repeating: 0, count: sojourns.count)
    for (bit, stage) in stages.enumerated() {
      guard let condition = BoundExpression.all(stage.conditions) else { continue }
      // The condition of a loss is of the visit that it ends.
      let codes = stage.ordinal == sojourns.lostCode ? sojourns.next : sojourns.stages
      let rows = (0..<UInt32(sojourns.count)).filter { codes[Int($0)] == stage.ordinal }
      var (kept, undecided): ([UInt32], [UInt32]) = ([], [])
      evaluator.filter(condition, rows: rows, kept: &kept, undecided: &undecided)
      for row in rows { refused[Int(row)] |= 1 << UInt64(bit) }
      for row in kept { refused[Int(row)] &= ~(1 << UInt64(bit)) }
    }
    return refused
  }
}
