/// When accounts were lost: every loss of theirs, for what a loss puts an end to.
struct AccountLosses: Sendable {
  private let sojourns: Sojourns?
  private let isLost: [Bool]
  private let lostAt: Column?
  private let lossTimes: [Int64]
  private let now: Int64

  init(_ snapshot: Snapshot) {
    sojourns = snapshot.visits?.sojourns
    isLost = DriftModel.losses(snapshot, VisitTimeline(snapshot))
    lostAt = snapshot.accounts.column("lost_at").flatMap { $0.type.isTime ? $0 : nil }
    lossTimes = lostAt?.asInstants(in: snapshot.zone) ?? []
    now = snapshot.now
  }

  /// Whether the account is lost now.
  func isLost(_ account: Int) -> Bool { isLost[account] }

  /// Whether it is lost now and nobody knows since when.
  func isUndated(_ account: Int) -> Bool {
    guard isLost[account], lostAt?.nulls.isUnknown(account) ?? true else { return false }
    return sojourns.map { $0.lostAt[account] == StageEntries.unknownTime } ?? true
  }

  /// The losses before now that have a date, ascending.
  func times(ofAccount account: Int) -> [Int64] {
    var times: [Int64] = []
    if let sojourns {
      if sojourns.lostBefore[account] != StageEntries.unknownTime {
        times.append(sojourns.lostBefore[account])
      }
      for place in sojourns.places(ofAccount: account)
      where sojourns.next[place] == sojourns.lostCode {
        times.append(sojourns.nextAt[place])
      }
    }
    // There are losses that no history tells.
    let isTold = sojourns.map { $0.lostAt[account] != StageEntries.unknownTime } ?? false
    if isLost[account], !isTold, let lostAt, !lostAt.nulls.isUnknown(account) {
      times.append(lossTimes[account])
    }
    return times.filter { $0 < now }.sorted()
  }
}
