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
    _ stages: [BoundMatcher.Stage], in environment: BindingEnvironment
  ) -> [StageEntry] {
    guard let sojourns = environment.snapshot.visits?.sojourns, !stages.isEmpty else { return [] }
    var masksOfStage = [UInt64](repeating: 0, count: Int(sojourns.lostCode) + 1)
    for (bit, stage) in stages.enumerated() where Int(stage.ordinal) < masksOfStage.count {
      masksOfStage[Int(stage.ordinal)] |= 1 << UInt64(bit)
    }
    let refused = refusedBits(stages, sojourns, environment)
    let lossMask = masksOfStage[Int(sojourns.lostCode)]
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
        add(lossMask, at: sojourns.lostBefore[account], visit: nil)
      }
      for place in sojourns.places(ofAccount: account) {
        let mask = masksOfStage[Int(sojourns.stages[place])] & ~(refused?[place] ?? 0)
        add(mask, at: sojourns.entered[place], visit: place)
        if sojourns.next[place] == sojourns.lostCode {
          add(lossMask, at: sojourns.nextAt[place], visit: nil)
        }
      }
    }
    return entries
  }

  /// For each visit the stages whose conditions it does not meet; nil when there are no conditions.
  private static func refusedBits(
    _ stages: [BoundMatcher.Stage], _ sojourns: Sojourns, _ environment: BindingEnvironment
  ) -> [UInt64]? {
    guard let relation = environment.relations.visits,
      stages.contains(where: { !$0.conditions.isEmpty })
    else { return nil }
    let evaluator = ExpressionEvaluator(relation: relation, zone: environment.snapshot.zone)
    var refused = [UInt64](repeating: 0, count: sojourns.count)
    for (bit, stage) in stages.enumerated() {
      guard let condition = BoundExpression.all(stage.conditions) else { continue }
      let rows = (0..<UInt32(sojourns.count)).filter { sojourns.stages[Int($0)] == stage.ordinal }
      var (kept, undecided): ([UInt32], [UInt32]) = ([], [])
      evaluator.filter(condition, rows: rows, kept: &kept, undecided: &undecided)
      for row in rows { refused[Int(row)] |= 1 << UInt64(bit) }
      for row in kept { refused[Int(row)] &= ~(1 << UInt64(bit)) }
    }
    return refused
  }
}
