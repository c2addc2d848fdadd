/// The customers that a period begins with, and which of them were lost in it. Whoever joins later
/// is not among them (SEMANTICS, Retention, churn, revenue).
struct CustomerBase: Sendable {
  /// Active at the start and a customer before it; nil where a loss without a date leaves it open.
  private(set) var isThere: [Bool?]
  /// When each of them was first lost in the period; nil: not.
  private(set) var lostAt: [Int64?]
  private(set) var notes: [String] = []

  init(_ snapshot: Snapshot, from start: Int64, to end: Int64) {
    let count = snapshot.accounts.rowCount
    let lives = ActiveLives(snapshot)
    let active = lives.active(from: start, to: start)
    var customer: UInt32?
    if snapshot.visits == nil {
      notes.append("without a stage history every account counts as a customer")
    } else if let stage = snapshot.stageModel.customerStage {
      customer = UInt32(stage)
    } else {
      notes.append("no stage says where accounts become customers: all of them count")
    }
    var isThere = [Bool?](repeating: false, count: count)
    var lostAt = [Int64?](repeating: nil, count: count)
    var undated = 0
    for account in 0..<count {
      // Of an account in no stage that is known nobody knows that it was a customer.
      guard customer == nil || lives.hasReached(customer, account, before: start) == true else {
        continue
      }
      switch active[account] {
      case .boolean(true): isThere[account] = true
      case .boolean(false): continue
      default:
        isThere[account] = nil
        undated += 1
        continue
      }
      lostAt[account] = lives.losses(account).compactMap(\.self)
        .filter { $0 >= start && $0 < end }.min()
    }
    (self.isThere, self.lostAt) = (isThere, lostAt)
    if undated > 0 {
      notes.append(
        "\(PlainText.counted(undated, "account")) lost nobody knows when: left out of the customers"
      )
    }
  }
}
