/// A stage entered, or the journey's end: one row of a stage history.
package struct StageEntries: Sendable {
  /// The account's row; rows of no account are left out by whoever makes the entries.
  package var accountRows: [UInt32] = []
  package var times: [Int64] = []
  /// A stage's ordinal in the model; the number of stages means lost.
  package var stages: [UInt32] = []
  /// When the stage was left, where the history says so; `unknownTime` elsewhere. Empty: nowhere.
  package var left: [Int64] = []
  /// The row of the history's table, for its own attributes; `KeyIndex.noRow` for entries from
  /// elsewhere.
  package var sourceRows: [UInt32] = []
  /// When each entry was recorded, where the data says so; `alwaysKnown` elsewhere. Empty: nowhere.
  package private(set) var recorded: [Int64] = []

  package static let alwaysKnown = Int64.min
  package static let unknownTime = Int64.max

  package init() {}

  package var count: Int { times.count }

  package mutating func append(
    account: UInt32, stage: UInt32, at time: Int64, left leaving: Int64 = StageEntries.unknownTime,
    sourceRow: UInt32 = KeyIndex.noRow, recorded recording: Int64 = StageEntries.alwaysKnown
  ) {
    if leaving != StageEntries.unknownTime && left.isEmpty {
      left = [Int64](repeating: StageEntries.unknownTime, count: times.count)
    }
    accountRows.append(account)
    times.append(time)
    stages.append(stage)
    sourceRows.append(sourceRow)
    if !left.isEmpty || leaving != StageEntries.unknownTime { left.append(leaving) }
    if recording != StageEntries.alwaysKnown || !recorded.isEmpty {
      while recorded.count < times.count { recorded.append(StageEntries.alwaysKnown) }
      recorded[times.count - 1] = recording
    }
  }

  /// The entries that had been recorded before an instant.
  func known(before instant: Int64) -> StageEntries {
    guard recorded.contains(where: { $0 >= instant }) else { return self }
    var known = StageEntries()
    for entry in times.indices where entry >= recorded.count || recorded[entry] < instant {
      known.append(
        account: accountRows[entry], stage: stages[entry], at: times[entry],
        left: left.isEmpty ? StageEntries.unknownTime : left[entry],
        sourceRow: sourceRows[entry],
        recorded: entry < recorded.count ? recorded[entry] : StageEntries.alwaysKnown)
    }
    return known
  }
}

/// How a stage was entered.
package enum StageMove: UInt8, Sendable, CaseIterable {
  /// The first stage, the first one after a loss, or the same one again after a gap.
  case enter
  case forward
  /// Two or more stages on.
  case skip
  case regress

  package var name: String {
    switch self {
    case .enter: "enter"
    case .forward: "forward"
    case .skip: "skip"
    case .regress: "regress"
    }
  }
}

/// The sojourns of all accounts, in account-major order, and where each account stands at the end.
///
/// Entries are taken in total order (time, then stage ordinal with the loss last, then place in the
/// source). Consecutive entries of the same stage are one sojourn; an entry of another stage ends
/// it; a loss ends it with next = lost. An account that comes back after a loss enters anew.
package struct Sojourns: Sendable {
  package private(set) var accountRows: [UInt32] = []
  package private(set) var stages: [UInt32] = []
  package private(set) var entered: [Int64] = []
  /// `StageEntries.unknownTime` while open.
  package private(set) var left: [Int64] = []
  /// The stage entered next, the number of stages for lost, `nothing` otherwise.
  package private(set) var next: [UInt32] = []
  /// When `next` happened, which is later than `left` where the stage was left for nowhere at
  /// first; `StageEntries.unknownTime` while nothing is next.
  package private(set) var nextAt: [Int64] = []
  package private(set) var moves: [StageMove] = []
  package private(set) var sourceRows: [UInt32] = []
  package private(set) var offsets: [Int]
  /// When each account was lost, for those that are lost at the end; else
  /// `StageEntries.unknownTime`.
  package private(set) var lostAt: [Int64]
  /// When each account was lost before its first sojourn; else `StageEntries.unknownTime`.
  package private(set) var lostBefore: [Int64]
  /// The number of stages, which stands for lost.
  package let lostCode: UInt32
  /// Sojourns said to have been left before they were entered; the word about leaving is not
  /// believed.
  package private(set) var contradictions = 0

  package static let nothing = UInt32.max

  package init(_ entries: StageEntries, accountCount: Int, stageCount: Int) {
    let ranks = AccountOrder.TieRank(
      codes: entries.stages, rankOfCode: (0...UInt32(stageCount)).map { $0 })
    let order = AccountOrder(
      accountRows: entries.accountRows, accountCount: accountCount, times: entries.times,
      ranks: ranks,
      dropped: NullMask(count: entries.count))
    lostAt = [Int64](repeating: StageEntries.unknownTime, count: accountCount)
    lostBefore = lostAt
    lostCode = UInt32(stageCount)
    var starts = [0]
    starts.reserveCapacity(accountCount + 1)
    offsets = []
    for account in 0..<accountCount {
      let places = order.offsets[account]..<order.offsets[account + 1]
      walk(account, order.rows[places], entries, lost: UInt32(stageCount))
      starts.append(stages.count)
    }
    offsets = starts
  }

  package var count: Int { stages.count }

  private mutating func walk(
    _ account: Int, _ rows: ArraySlice<UInt32>, _ entries: StageEntries, lost: UInt32
  ) {
    let first = stages.count
    for row in rows.lazy.map(Int.init) {
      let time = entries.times[row]
      let stage = entries.stages[row]
      let leaving = believable(entries, row)
      let isOpen = stages.count > first && next[stages.count - 1] == Sojourns.nothing
      if stage == lost {
        if isOpen { close(at: time, next: lost) }
        if lostAt[account] == StageEntries.unknownTime { lostAt[account] = time }
        if stages.count == first { lostBefore[account] = min(lostBefore[account], time) }
        continue
      }
      let last = stages.count - 1
      if isOpen && stages[last] == stage && (left[last] >= time) {
        // Still there. A word about leaving holds from the latest entry.
        left[last] = leaving
        continue
      }
      let wasLost = lostAt[account] != StageEntries.unknownTime
      let move =
        stages.count == first || wasLost ? StageMove.enter : Sojourns.move(stages[last], stage)
      if isOpen { close(at: time, next: stage) }
      lostAt[account] = StageEntries.unknownTime
      accountRows.append(UInt32(account))
      stages.append(stage)
      entered.append(time)
      left.append(leaving)
      next.append(Sojourns.nothing)
      nextAt.append(StageEntries.unknownTime)
      moves.append(move)
      sourceRows.append(entries.sourceRows[row])
    }
  }

  /// When the entry says its stage was left, unless that is before it was entered.
  private mutating func believable(_ entries: StageEntries, _ row: Int) -> Int64 {
    guard !entries.left.isEmpty else { return StageEntries.unknownTime }
    let leaving = entries.left[row]
    guard leaving < entries.times[row] else { return leaving }
    contradictions += 1
    return StageEntries.unknownTime
  }

  private mutating func close(at time: Int64, next stage: UInt32) {
    left[left.count - 1] = min(left[left.count - 1], time)
    next[next.count - 1] = stage
    nextAt[nextAt.count - 1] = time
  }

  private static func move(_ from: UInt32, _ to: UInt32) -> StageMove {
    if to == from { return .enter }
    if to < from { return .regress }
    return to - from == 1 ? .forward : .skip
  }
}

extension Sojourns {
  /// The sojourns as they were known at an instant: what happened at it or after it has not
  /// happened yet. Also the row of this table that each of them comes from.
  ///
  /// Built from what lies before the instant alone, so that no answer `as of` a date knows what
  /// came after it.
  package func rewound(to instant: Int64) -> (sojourns: Sojourns, rows: [UInt32]) {
    let unknown = StageEntries.unknownTime
    var past = Sojourns(StageEntries(), accountCount: 0, stageCount: Int(lostCode))
    var starts = [0]
    starts.reserveCapacity(offsets.count)
    past.lostAt.reserveCapacity(offsets.count)
    var rows: [UInt32] = []
    rows.reserveCapacity(count)
    for account in 0..<(offsets.count - 1) {
      let end = end(ofAccount: account, before: instant)
      rows.append(contentsOf: UInt32(offsets[account])..<UInt32(end))
      starts.append(rows.count)
      past.lostAt.append(lostAt(account, before: instant))
    }
    past.offsets = starts
    past.lostBefore = lostBefore.map { $0 < instant ? $0 : unknown }
    let places = rows.lazy.map(Int.init)
    past.accountRows = places.map { accountRows[$0] }
    past.stages = places.map { stages[$0] }
    past.entered = places.map { entered[$0] }
    past.left = places.map { left[$0] < instant ? left[$0] : unknown }
    past.next = places.map { nextAt[$0] < instant ? next[$0] : Sojourns.nothing }
    past.nextAt = places.map { nextAt[$0] < instant ? nextAt[$0] : unknown }
    past.moves = places.map { moves[$0] }
    past.sourceRows = places.map { sourceRows[$0] }
    return (past, rows)
  }

  /// Where an account's sojourns end that have begun before an instant.
  func end(ofAccount row: Int, before instant: Int64) -> Int {
    EventLog.firstPlace(in: entered, places(ofAccount: row), notBefore: instant)
  }

  /// When an account was lost, of those that were lost at an instant: in its last sojourn before
  /// it, or before any; else `StageEntries.unknownTime`.
  func lostAt(_ account: Int, before instant: Int64) -> Int64 {
    let end = end(ofAccount: account, before: instant)
    if end == offsets[account] {
      return lostBefore[account] < instant ? lostBefore[account] : StageEntries.unknownTime
    }
    let isLost = next[end - 1] == lostCode && nextAt[end - 1] < instant
    return isLost ? nextAt[end - 1] : StageEntries.unknownTime
  }

  /// The sojourns of one account, in order.
  package func places(ofAccount row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// Whether the account is still in that stage.
  package func isOpen(_ place: Int) -> Bool { left[place] == StageEntries.unknownTime }
}
