/// Who left and what they paid, of the customers that a period begins with.
extension MeasureContext {
  private static let year = 365.25 * Double(microsecondsPerDay)

  func churnTally(_ cancellation: Cancellation) throws(QueryFailure) -> MeasureTally {
    var tally = MeasureTally(accountCount: accountCount)
    let from = start ?? .min
    let base = CustomerBase(snapshot, from: from, to: end)
    let reasons = LossReasons(snapshot)
    tally.notes = base.notes
    for account in 0..<accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      guard let isThere = base.isThere[account] else {
        tally.leaveOut(account)
        continue
      }
      guard isThere else { continue }
      tally.add(to: .customers, of: account)
      let lost = base.lostAt[account]
      let lived = Double((lost ?? end) - from) / MeasureContext.year
      tally.add(lived, to: .customerYears, of: account)
      guard lost != nil else { continue }
      tally.add(to: .losses, of: account)
      switch reasons.will(account, from: from, to: end) {
      case .voluntary: tally.add(to: .voluntary, of: account)
      case .involuntary: tally.add(to: .involuntary, of: account)
      case .unknown: tally.add(to: .unexplained, of: account)
      }
    }
    return tally
  }

  func revenueTally(_ cancellation: Cancellation) throws(QueryFailure) -> MeasureTally {
    var tally = MeasureTally(accountCount: accountCount)
    let from = start ?? .min
    let base = CustomerBase(snapshot, from: from, to: end)
    tally.notes = base.notes
    guard let revenue = RecurringRevenue(snapshot, today: today) else { return tally }
    tally.notes.append(revenue.note)
    let movements = revenue.movements(from: from, to: end)
    var missing = 0
    for account in 0..<accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      guard let isThere = base.isThere[account] else {
        tally.leaveOut(account)
        continue
      }
      guard isThere else { continue }
      guard let movement = movements(account), movement.before > 0 else {
        missing += 1
        continue
      }
      tally.add(to: .payers, of: account)
      tally.add(movement.before, to: .revenue, of: account)
      if base.lostAt[account] != nil {
        tally.add(movement.before, to: .lostRevenue, of: account)
      } else {
        // Nobody loses more than there was.
        tally.add(min(movement.contraction, movement.before), to: .contraction, of: account)
        tally.add(movement.expansion, to: .expansion, of: account)
      }
    }
    if missing > 0 {
      tally.notes.append(
        "\(PlainText.counted(missing, "customer")) without a known revenue at the start left out of"
          + " the revenue")
    }
    return tally
  }
}
