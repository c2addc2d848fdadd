/// What customers pay, and what changes it: the first contract and every change since add up to the
/// arr of the account, so that the revenue of any day can be told.
extension JourneyWriter {
  /// A larger or a smaller contract.
  struct RevenueChange {
    var minute: Int
    /// Whole units of money a year; below 0 for a downgrade.
    var amount: Int64
  }

  /// What the account pays a year at a moment.
  func revenue(at minute: Int) -> Int64 {
    changes.reduce(plan.firstRevenue) { $1.minute <= minute ? $0 + $1.amount : $0 }
  }

  /// Decides on the changes before anything is written that has to know the amounts.
  mutating func planRevenue() {
    changes = []
    for renewal in plan.renewals where random.chance(expansionChance(after: renewal)) {
      let share = plan.story == .distributor ? random.between(3, 9) : random.between(10, 35)
      change(renewal + JourneyWriter.days(random.between(8.0, 45)), percent: share)
    }
    if plan.story == .distributor, let value = plan.firstValue, isCoached(at: value) {
      // The next modules are agreed on while the first success is fresh.
      change(value + JourneyWriter.days(random.between(4.0, 15)), percent: random.between(4, 9))
      change(value + JourneyWriter.days(random.between(18.0, 40)), percent: random.between(4, 9))
    }
    if plan.incident == .beforeDowngrade {
      let minute = plan.incidentAt + JourneyWriter.days(random.between(26.0, 50))
      change(minute, percent: -random.between(10, 35))
    } else if !plan.isLost, plan.incident == .none, random.chance(0.07),
      let settled = plan.entry(.transform)
    {
      let minute = settled + JourneyWriter.days(random.between(60.0, 200))
      change(minute, percent: -random.between(5, 20))
    }
    changes.sort { $0.minute < $1.minute }
  }

  private func expansionChance(after renewal: Int) -> Double {
    if plan.story == .distributor { return renewal > SampleStory.bootCamp ? 1 : 0.9 }
    return plan.incident == .handledWell ? 0.65 : 0.55
  }

  private mutating func change(_ minute: Int, percent: Int) {
    guard minute < plan.end, minute < plan.silentFrom else { return }
    changes.append(
      RevenueChange(minute: minute, amount: plan.firstRevenue * Int64(percent) / 100))
  }

  mutating func writeMoney(signed: Int) {
    // Half a year at a time for the small ones, else a quarter.
    let months = plan.segment == .smb ? 6 : 3
    var minute = signed + 2900
    while minute < plan.end {
      let amount = revenue(at: minute) * Int64(100 * months) / 12
      add(.invoice, at: minute) { $0.amount = Int32(amount) }
      minute += JourneyWriter.days(30.4 * Double(months))
    }
    for renewal in plan.renewals {
      let amount = revenue(at: renewal) * 100
      add(.renewal, at: renewal, feeling: 15...60) { $0.amount = Int32(amount) }
    }
    for change in changes {
      let amount = abs(change.amount) * 100
      if change.amount > 0 {
        add(.expansion, at: change.minute, feeling: 20...70) { $0.amount = Int32(amount) }
      } else {
        add(.downgrade, at: change.minute, feeling: -50 ... -15) { $0.amount = Int32(amount) }
      }
    }
    writeFailedPayments()
  }

  /// Those who cannot pay any more: the bank says so before the contract ends.
  private mutating func writeFailedPayments() {
    guard plan.isLost, plan.leaving == .byNecessity, plan.cannotPay else { return }
    let amount = revenue(at: plan.silentFrom) * 100 / 12
    for attempt in 1...2 {
      let minute = plan.silentFrom - JourneyWriter.days(Double(attempt) * 5.5)
      guard minute > plan.signed ?? 0 else { continue }
      add(.paymentFailed, at: minute) { $0.amount = Int32(amount) }
    }
  }
}
