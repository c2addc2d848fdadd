/// Decides for each account who it is and how its journey goes.
struct SamplePlanner {
  let seed: UInt64
  /// Shifts the spread numbers, so that another seed tells the same stories about other days.
  private let offset: Double
  var plans: [AccountPlan] = []

  /// The whole company in the order in which the accounts began, which is the order of their ids.
  static func plans(seed: UInt64) -> [AccountPlan] {
    var planner = SamplePlanner(seed: seed)
    planner.enrol()
    planner.assignIncidents()
    planner.assignRenewals()
    planner.assignNecessity()
    planner.assignLateTrouble()
    planner.assignReferrals()
    let order = planner.plans.indices.sorted { left, right in
      (planner.plans[left].started, left) < (planner.plans[right].started, right)
    }
    var customers = [Int](repeating: 0, count: SampleVocabulary.verticals.count)
    return order.map { index in
      var plan = planner.plans[index]
      if plan.isCustomer {
        plan.placeAmongCustomers = customers[Int(plan.vertical.rawValue)]
        customers[Int(plan.vertical.rawValue)] += 1
      }
      return plan
    }
  }

  private init(seed: UInt64) {
    self.seed = seed
    var random = SampleRandom(seed: seed)
    offset = random.unit()
  }

  // MARK: - Who they are

  private mutating func enrol() {
    plans.reserveCapacity(352)
    for story in SampleStory.allCases {
      let verticals = SamplePlanner.interleave(story.members)
      // Place within the vertical, for the cohorts that begin in a first quarter.
      var seen = [Int](repeating: 0, count: story.members.count)
      for (member, vertical) in verticals.enumerated() {
        var plan = AccountPlan(
          story: story, member: member, stream: plans.count, vertical: vertical)
        var random = SampleRandom(seed: seed, stream: plan.stream)
        describe(&plan, &random)
        let place = seen[Int(vertical.rawValue)]
        seen[Int(vertical.rawValue)] += 1
        planJourney(&plan, placeInVertical: place, &random)
        plans.append(plan)
      }
    }
  }

  /// Spreads the verticals evenly through a story: whoever is next furthest behind its share.
  private static func interleave(_ counts: [Int]) -> [SampleVertical] {
    let total = counts.reduce(0, +)
    var taken = [Int](repeating: 0, count: counts.count)
    var order: [SampleVertical] = []
    for place in 0..<total {
      var best = 0
      var bestLag = Int.min
      for index in counts.indices where taken[index] < counts[index] {
        let lag = (place + 1) * counts[index] - taken[index] * total
        if lag > bestLag { (best, bestLag) = (index, lag) }
      }
      taken[best] += 1
      if let vertical = SampleVertical(rawValue: UInt8(best)) { order.append(vertical) }
    }
    return order
  }

  private func describe(_ plan: inout AccountPlan, _ random: inout SampleRandom) {
    let size = spread(plan, Spread.size)
    let isLarge = plan.vertical == .telecom || plan.vertical == .publicSector
    let limits = isLarge ? (0.2, 0.6) : (0.42, 0.8)
    plan.segment = size < limits.0 ? .smb : size < limits.1 ? .midMarket : .enterprise
    let hundreds =
      switch plan.segment {
      case .smb: random.between(60, 240)
      case .midMarket: random.between(250, 900)
      case .enterprise: random.between(900, 4200)
      }
    plan.firstRevenue = Int64(hundreds) * 100
    plan.term = plan.story == .distributor ? 3 : plan.segment == .smb ? 6 : 12
    plan.region = [0, 0, 0, 1, 1, 1, 2, 2, 3][random.below(9)]
    plan.owner = random.below(SampleVocabulary.owners.count)
    plan.eagerness =
      switch plan.story {
      case .distributor: random.between(1.75, 2.15)
      // The silent ones of story 3 use the product steadily.
      default:
        plan.isSilentAdvocate
          ? random.between(1.6, 2)
          : random.between(plan.vertical == .healthcare ? 0.6 : 0.2, 1.5)
      }
    plan.clumsiness = random.chance(0.12) ? 3 : random.between(0.5, 1.5)
    plan.isReactive = spread(plan, Spread.mindset) < 0.5
    if plan.story == .distributor {
      plan.partner = 0
    } else if random.chance(0.3) {
      plan.partner = random.between(1, SampleVocabulary.partners.count - 1)
    }
  }

  func spread(_ plan: AccountPlan, _ step: Double) -> Double {
    Spread.unit(plan.member, step: step, offset: offset)
  }

  // MARK: - What befalls them

  /// Story 7, and the downgrades after two serious tickets.
  private mutating func assignIncidents() {
    let eligible = plans.indices.filter { index in
      let plan = plans[index]
      guard plan.story == .carriedOver || plan.story == .early || plan.story == .late,
        plan.vertical != .education, plan.vertical != .healthcare, !plan.isLost, !plan.isStalled,
        let from = plan.entry(.transform)
      else { return false }
      return plan.end - from > SampleClock.minutes(days: 90)
    }
    for (place, index) in eligible.enumerated() {
      if isPicked(place, quota: 52, of: eligible.count) {
        let number = (place + 1) * 52 / eligible.count - 1
        plans[index].incident =
          [
            .handledWell, .handledBadly, .handledWell, .beforeDowngrade, .handledWell,
            .handledBadly,
            .handledWell,
          ][number % 7]
      }
      // Whoever pays for half a year at a time soon shows what the solution was worth.
      if plans[index].incident == .handledWell { plans[index].term = 6 }
      var random = SampleRandom(seed: seed, stream: 10_000 + plans[index].stream)
      let from = plans[index].entry(.transform) ?? 0
      let latest = min(from + SampleClock.minutes(days: 200), SampleClock.end) - from
      plans[index].incidentAt =
        from + SampleClock.minutes(days: 45)
        + Int(Double(latest - SampleClock.minutes(days: 86)) * random.between(0.05, 0.85))
      guard plans[index].incident == .handledBadly, place % 5 < 3 else { continue }
      // One in three of these says so; the others are silent for a while.
      let isLoud = place % 5 == 0
      let days = isLoud ? random.between(30.0, 55) : random.between(75.0, 100)
      plans[index].lose(
        at: plans[index].incidentAt + SampleClock.minutes(days: days),
        isLoud ? .loudly : .quietly, random: &random)
    }
  }

  /// Walks through the ends of the terms of every customer; some do not renew and are lost.
  private mutating func assignRenewals() {
    var undecided = 0
    for index in plans.indices {
      var plan = plans[index]
      guard let signed = plan.signed else { continue }
      var random = SampleRandom(seed: seed, stream: 20_000 + plan.stream)
      let first = CivilDate(dayNumber: SampleClock.dayNumber(signed))
      var terms = 1
      while true {
        let due = first.adding(months: plan.term * terms)
        let dueAt = SampleClock.midday(due.year, due.month, due.day)
        if dueAt >= SampleClock.end {
          plan.nextRenewal = plan.isLost ? nil : due
          break
        }
        if dueAt >= plan.end { break }
        if dueAt > max(plan.started, SampleClock.begin) {
          let fails = renewalFails(plan, dueAt: dueAt, terms: terms, undecided: &undecided)
          if fails {
            plan.lose(at: dueAt + random.between(200, 4000), nil, random: &random)
            break
          }
          plan.renewals.append(dueAt - random.between(60, 2600))
        }
        terms += 1
      }
      plans[index] = plan
    }
  }

  /// Three in ten of those who churn do not want to.
  private mutating func assignNecessity() {
    let quiet = plans.indices.filter { index in
      let plan = plans[index]
      return plan.isLost && plan.isCustomer && plan.leaving == .quietly && plan.incident == .none
    }
    var number = 0
    for (place, index) in quiet.enumerated() where isPicked(place, quota: 4, of: 11) {
      plans[index].forceOut(number: number)
      number += 1
    }
  }

  private func renewalFails(
    _ plan: AccountPlan, dueAt: Int, terms: Int, undecided: inout Int
  ) -> Bool {
    if plan.story == .acme || plan.isSilentAdvocate { return false }
    if plan.story == .distributor {
      // Four of the thirty whose term ends in the three months before the boot camp.
      return dueAt < SampleStory.bootCamp && dueAt >= SampleClock.morning(2025, 11, 3)
        && plan.member % 7 == 5
    }
    let isAfterIncident = dueAt > plan.incidentAt
    switch plan.incident {
    case .handledWell where isAfterIncident: return false
    case .handledBadly where isAfterIncident: return plan.member % 3 != 0
    case .none:
      undecided += 1
      // Those who had a hard start leave later on, whatever has become better since.
      return undecided % (dueAt < SampleStory.referralProgramme ? 6 : 4) == 1
    default: return false
    }
  }
}
