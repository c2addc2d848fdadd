/// What is going on when the data ends, and who recommends the company to others.
extension SamplePlanner {
  /// Trouble before a renewal, absence, fresh tickets and steps back: the questions of a Monday.
  mutating func assignLateTrouble() {
    let horizon = CivilDate(year: 2026, month: 8, day: 28)
    var troubled = 0
    var absent = 0
    var back = 0
    var fresh = 0
    for index in plans.indices {
      let plan = plans[index]
      guard plan.isActiveCustomer, plan.story != .acme, !plan.isStalled else { continue }
      let isQuietlyHappy = plan.isSilentAdvocate || plan.incident == .handledWell
      if let renewal = plan.nextRenewal, renewal < horizon, troubled < 10,
        !isQuietlyHappy, plan.stage == .transform || index % 4 == 0
      {
        plans[index].isTroubled = true
        troubled += 1
      } else if plan.stage == .transform, plan.story != .distributor, absent < 11, index % 2 == 0 {
        plans[index].isAbsent = true
        absent += 1
      } else if plan.vertical == .retail, fresh < 9 {
        plans[index].hasFreshTicket = true
        fresh += 1
      } else if back < 7, index % 3 == 0, !isQuietlyHappy {
        if stepBack(index, number: back) { back += 1 }
      }
    }
  }

  /// Share to Transform, or Transform to Invest, within the last three months.
  private mutating func stepBack(_ index: Int, number: Int) -> Bool {
    guard let last = plans[index].visits.last else { return false }
    let at = SampleClock.morning(2026, 4, 8) + number * 11 * SampleClock.minutesPerDay + 613
    guard last.entered + SampleClock.minutes(days: 20) < at else { return false }
    switch last.stage {
    case .share:
      plans[index].enter(.transform, at: at, because: "champion has left")
    case .transform where plans[index].firstValue.map { $0 < at } ?? true:
      plans[index].enter(.invest, at: at, because: "new module, onboarding again")
      if number % 2 == 0 {
        plans[index].enter(.transform, at: at + 1440 * 9, because: "go-live of the new module")
      }
    default: return false
    }
    return true
  }

  /// Referrals by quota, half-year by half-year: stories 2, 3 and 7 are about their number.
  mutating func assignReferrals() {
    let borders = [
      SampleClock.begin + 1440 * 25, SampleClock.morning(2025, 7, 1),
      SampleStory.referralProgramme, SampleClock.end,
    ]
    for half in 0..<3 {
      let time = borders[half]..<borders[half + 1] - 1440 * 3
      let quota = SampleStory.referralsByHalfYear[half]
      let share = quota * [10, 60, 60][half] / 100
      let recovered = deal(Deal(share, time, after: .incident)) { $0.incident == .handledWell }
      deal(Deal(quota - recovered, time, after: .sharing, silentOneIn: 5)) { plan in
        plan.incident == .none && !plan.isSilentAdvocate && plan.story != .distributor
      }
      // Most of those of the boot camp within its first months.
      let coached =
        half < 2 ? time : SampleStory.bootCamp..<SampleClock.morning(2026, 5, 22)
      let coachedQuota = SampleStory.distributorReferralsByHalfYear[half]
      deal(Deal(coachedQuota, coached, after: .value, silentOneIn: 3)) { plan in
        plan.story == .distributor && !plan.isSilentAdvocate
      }
      deal(Deal(SampleStory.silentReferralsByHalfYear[half], time, after: .sharing)) {
        $0.isSilentAdvocate
      }
    }
  }

  /// So many referrals within a time.
  private struct Deal {
    enum Ready { case incident, value, sharing }

    var quota: Int
    var time: Range<Int>
    /// From when on somebody may recommend the company.
    var ready: Ready
    /// One in so many never does.
    var silentOneIn: Int

    init(_ quota: Int, _ time: Range<Int>, after ready: Ready, silentOneIn: Int = .max) {
      self.quota = quota
      self.time = time
      self.ready = ready
      self.silentOneIn = silentOneIn
    }

    /// When an account could recommend; nil where that is hardly ever.
    func time(of plan: AccountPlan) -> Range<Int>? {
      let since =
        switch ready {
        case .incident: plan.incidentAt + 1440 * 14
        case .value: plan.firstValue
        case .sharing: plan.entry(.share)
        }
      guard let since, let settled = plan.entry(.transform) ?? plan.entry(.share) else {
        return nil
      }
      let first = max(time.lowerBound, max(since, settled) + 1440)
      let last = min(time.upperBound, min(plan.end, plan.silentFrom) - 1440)
      return last - first > 1440 * 6 ? first..<last : nil
    }
  }

  /// Gives the referrals to those who can recommend in that time, one each in turn.
  @discardableResult
  private mutating func deal(_ deal: Deal, among isMeant: (AccountPlan) -> Bool) -> Int {
    var open: [(index: Int, time: Range<Int>)] = []
    for index in plans.indices where plans[index].isCustomer && plans[index].story != .acme {
      guard isMeant(plans[index]), let time = deal.time(of: plans[index]) else { continue }
      open.append((index, time))
    }
    let eager = open.enumerated().filter { $0.offset % deal.silentOneIn != deal.silentOneIn - 1 }
    let turn = eager.isEmpty ? open : eager.map(\.element)
    guard !turn.isEmpty else { return 0 }
    var random = SampleRandom(
      seed: seed, stream: 30_000 + deal.time.lowerBound % 5_000 + deal.quota)
    for place in 0..<deal.quota {
      let chosen = turn[place % turn.count]
      plans[chosen.index].referrals.append(
        random.between(chosen.time.lowerBound, chosen.time.upperBound))
    }
    return deal.quota
  }
}
