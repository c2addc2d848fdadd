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

  /// Referrals by quota, half-year by half-year: stories 3 and 7 are about their number.
  mutating func assignReferrals() {
    for half in 0..<3 {
      let from = [
        SampleClock.begin + 1440 * 25, SampleClock.morning(2025, 7, 1),
        SampleStory.referralProgramme,
      ][half]
      let to =
        [
          SampleClock.morning(2025, 7, 1), SampleStory.referralProgramme,
          SampleClock.end,
        ][half] - 1440 * 3
      let quota = SampleStory.referralsByHalfYear[half]
      let recovered = plans.indices.filter { plans[$0].incident == .handledWell }
      let share = quota * [10, 40, 40][half] / 100
      let placed = deal(share, among: recovered, from: from, to: to, needsShare: false, half: half)
      let others = plans.indices.filter { index in
        let plan = plans[index]
        return plan.incident == .none && !plan.isSilentAdvocate && plan.story != .distributor
      }
      _ = deal(quota - placed, among: others, from: from, to: to, needsShare: true, half: half)
      let coached = plans.indices.filter {
        plans[$0].story == .distributor && !plans[$0].isSilentAdvocate
      }
      _ = deal(
        SampleStory.distributorReferralsByHalfYear[half], among: coached,
        from: half == 2 ? SampleStory.bootCamp : from,
        to: half == 2 ? SampleClock.morning(2026, 5, 22) : to,
        needsShare: false, half: half)
      let silent = plans.indices.filter { plans[$0].isSilentAdvocate }
      _ = deal(
        SampleStory.silentReferralsByHalfYear[half], among: silent, from: from, to: to,
        needsShare: true, half: half)
    }
  }

  /// Gives `quota` referrals to the candidates who can recommend in that time, one each in turn.
  private mutating func deal(
    _ quota: Int, among candidates: [Int], from: Int, to: Int, needsShare: Bool, half: Int
  ) -> Int {
    var open: [(index: Int, from: Int, to: Int)] = []
    for index in candidates where plans[index].isCustomer && plans[index].story != .acme {
      let plan = plans[index]
      let ready =
        needsShare
        ? plan.entry(.share)
        : plan.incident == .none ? plan.firstValue : plan.incidentAt + 1440 * 14
      guard let ready, let transform = plan.entry(.transform) ?? plan.entry(.share) else {
        continue
      }
      let first = max(from, max(ready, transform) + 1440)
      let last = min(to, min(plan.end, plan.silentFrom) - 1440)
      if last - first > 1440 * 6 { open.append((index, first, last)) }
    }
    guard !open.isEmpty else { return 0 }
    var random = SampleRandom(seed: seed, stream: 30_000 + half * 100 + quota)
    // The first turn takes every second or so, so that not everyone recommends.
    let eager = needsShare ? open.enumerated().filter { $0.offset % 5 != 0 }.map(\.element) : open
    let turn = eager.isEmpty ? open : eager
    for place in 0..<quota {
      let chosen = turn[place % turn.count]
      plans[chosen.index].referrals.append(random.between(chosen.from, chosen.to))
    }
    return quota
  }
}
