/// When accounts were on their journey and when they were lost: all of it, not only how they stand
/// at the end, for an account that came back has been lost all the same.
///
/// An account may live several times: from its beginning to its first loss, and from each return to
/// the next loss. Whoever is lost at an instant was there until then, as `as of` has it.
struct ActiveLives: Sendable {
  private let beginnings: AccountBeginnings
  private let sojourns: Sojourns?
  private let accountCount: Int
  private let lost: Column?
  private let lostAt: Column?
  private let lossTimes: [Int64]

  /// How an account's last life ended, as its fields have it: there are losses that no history
  /// tells.
  private enum Ending {
    case open
    case at(Int64)
    case undated
  }

  init(_ snapshot: Snapshot) {
    beginnings = AccountBeginnings(snapshot)
    sojourns = snapshot.visits?.sojourns
    accountCount = snapshot.accounts.rowCount
    lost = snapshot.accounts.column("lost").flatMap { $0.type == .boolean ? $0 : nil }
    lostAt = snapshot.accounts.column("lost_at").flatMap { $0.type.isTime ? $0 : nil }
    lossTimes = lostAt?.asInstants(in: snapshot.zone) ?? []
  }

  // MARK: - Losses

  /// Whether each account was lost inside `[start, end)`; with `customer`, after it had reached
  /// that stage. Unknown where only a loss without a date could be it, or where nothing is known of
  /// the journey before the loss.
  func lost(from start: Int64?, to end: Int64?, reached customer: UInt32? = nil) -> Column {
    perAccount { row in
      var isUndecided = false
      for loss in losses(row) {
        if let loss, loss < start ?? .min || loss >= end ?? .max { continue }
        let isMeant = hasReached(customer, row, before: loss.map { $0 + 1 } ?? end)
        if isMeant == true, loss != nil { return .boolean(true) }
        if isMeant != false { isUndecided = true }
      }
      return isUndecided ? .unknown : .boolean(false)
    }
  }

  /// The times of an account's losses; nil for one without a date.
  func losses(_ row: Int) -> [Int64?] {
    var losses: [Int64?] = []
    if let sojourns {
      if sojourns.lostBefore[row] != StageEntries.unknownTime {
        losses.append(sojourns.lostBefore[row])
      }
      for place in sojourns.places(ofAccount: row) where sojourns.next[place] == sojourns.lostCode {
        losses.append(sojourns.nextAt[place])
      }
    }
    switch ending(row) {
    case .open: break
    case .at(let time): losses.append(time)
    case .undated: losses.append(nil)
    }
    return losses
  }

  /// When an account that is lost now was lost; nil where it is not, or nobody knows when.
  func lossTime(_ row: Int) -> Int64? {
    if case .at(let time) = ending(row) { return time }
    guard let sojourns, sojourns.lostAt[row] != StageEntries.unknownTime else { return nil }
    return sojourns.lostAt[row]
  }

  /// Nil when the account had been in no stage yet that is known.
  func hasReached(_ stage: UInt32?, _ row: Int, before end: Int64?) -> Bool? {
    guard let stage else { return true }
    guard let sojourns else { return nil }
    let places = sojourns.places(ofAccount: row)
      .prefix { sojourns.entered[$0] < end ?? .max }
    return places.isEmpty ? nil : places.contains { sojourns.stages[$0] >= stage }
  }

  // MARK: - Lives

  /// Whether each account was there at some instant of `[start, end)`. Unknown where that hangs on
  /// a loss without a date.
  func active(from start: Int64?, to end: Int64?) -> Column {
    perAccount { row in
      var begin = beginnings[row] ?? .min
      func overlaps(until loss: Int64) -> Bool { begin < end ?? .max && loss >= start ?? .min }
      var isGone = false
      if let sojourns {
        let early = sojourns.lostBefore[row]
        if early != StageEntries.unknownTime {
          if overlaps(until: early) { return .boolean(true) }
          isGone = true
        }
        for place in sojourns.places(ofAccount: row) {
          if isGone { begin = sojourns.entered[place] }
          isGone = sojourns.next[place] == sojourns.lostCode
          if isGone, overlaps(until: sojourns.nextAt[place]) { return .boolean(true) }
        }
      }
      if isGone { return .boolean(false) }
      switch ending(row) {
      case .open: return .boolean(overlaps(until: .max))
      case .at(let time): return .boolean(overlaps(until: time))
      case .undated:
        guard overlaps(until: .max) else { return .boolean(false) }
        return begin >= start ?? .min ? .boolean(true) : .unknown
      }
    }
  }

  private func ending(_ row: Int) -> Ending {
    guard let lost, lost[row] != .boolean(false) else { return .open }
    guard let lostAt, !lostAt.nulls.isUnknown(row) else { return .undated }
    return .at(lossTimes[row])
  }

  private func perAccount(_ value: (Int) -> Value) -> Column {
    var builder = ColumnBuilder(.boolean)
    for row in 0..<accountCount { builder.append(value(row)) }
    return builder.build()
  }
}

/// When accounts began: with their start, or with what they did or a loss before the first stage
/// that is known of them.
struct AccountBeginnings: Sendable {
  private let started: Column?
  private let times: [Int64]
  private let log: EventLog?
  private let losses: [Int64]?

  init(_ snapshot: Snapshot) {
    started = snapshot.accounts.column("started").flatMap { $0.type.isTime ? $0 : nil }
    times = started?.asInstants(in: snapshot.zone) ?? []
    log = started == nil ? nil : snapshot.events
    losses = started == nil ? nil : snapshot.visits?.sojourns.lostBefore
  }

  /// Nil for an account whose start is not known: it was always there.
  subscript(row: Int) -> Int64? {
    guard let started, !started.nulls.isUnknown(row) else { return nil }
    var begin = times[row]
    if let losses { begin = min(begin, losses[row]) }
    if let log, let first = log.places(ofAccount: row).first {
      begin = min(begin, log.times[first])
    }
    return begin
  }
}
