/// The stages each account passes through, and when.
extension SamplePlanner {
  /// Days in a stage on the way to a contract.
  private static let daysBeforeContract: [SampleStage: QuantileCurve] = [
    .obstacle: QuantileCurve(4, 10, 17, 27, 40, 60),
    .research: QuantileCurve(5, 12, 19, 30, 44, 65),
    .benchmark: QuantileCurve(8, 15, 23, 35, 50, 75),
  ]

  func planJourney(
    _ plan: inout AccountPlan, placeInVertical place: Int, _ random: inout SampleRandom
  ) {
    switch plan.story {
    case .acme: plan.becomeAcme()
    case .carriedOver: planCarriedOver(&plan, &random)
    case .early, .late: planOnboarding(&plan, placeInVertical: place, &random)
    case .distributor: planDistributor(&plan, &random)
    case .prospects: planProspect(&plan, placeInVertical: place, &random)
    case .lostDeals: planLostDeal(&plan, &random)
    }
  }

  // MARK: - Before the contract

  /// The sojourns before Invest with their lengths in minutes.
  private func approach(
    _ plan: AccountPlan, pace: Double, _ random: inout SampleRandom
  ) -> [(stage: SampleStage, length: Int)] {
    func length(_ stage: SampleStage) -> Int {
      var days = (SamplePlanner.daysBeforeContract[stage] ?? QuantileCurve(1, 1, 1, 1, 1, 1))[
        random.unit()]
      days *= pace * (plan.isReactive ? 0.57 : 1.5)
      if stage == .benchmark && plan.vertical == .healthcare { days *= 1.4 }
      return SampleClock.minutes(days: days)
    }
    var sojourns = [(SampleStage.obstacle, length(.obstacle)), (.research, length(.research))]
    let route = random.unit()
    // Some come with their research done; some jump from the pain to the short list.
    if route < 0.12 { sojourns.removeFirst() } else if route < 0.22 { sojourns.removeLast() }
    sojourns.append((.benchmark, length(.benchmark)))
    if route > 0.9 {
      sojourns.append((.research, length(.research) / 2))
      sojourns.append((.benchmark, length(.benchmark)))
    }
    return sojourns
  }

  /// Lays sojourns one after the other; returns where the last one ends.
  private func lay(
    _ sojourns: [(stage: SampleStage, length: Int)], from start: Int, onto plan: inout AccountPlan
  ) -> Int {
    var at = start
    var reached = -1
    for (stage, length) in sojourns {
      let isBack = Int(stage.rawValue) < reached
      plan.enter(stage, at: at, because: AccountPlan.reason(entering: stage, isBack: isBack))
      reached = max(reached, Int(stage.rawValue))
      at += length
    }
    return at
  }

  /// The same way, so that it ends with the contract; shortened where the data does not reach back.
  private func lay(
    _ sojourns: [(stage: SampleStage, length: Int)], until signed: Int, onto plan: inout AccountPlan
  ) {
    var kept = sojourns
    let earliest = SampleClock.begin + 60 + plan.stream * 13
    while kept.count > 1, signed - kept.reduce(0, { $0 + $1.length }) < earliest {
      kept.removeFirst()
    }
    let total = kept.reduce(0) { $0 + $1.length }
    _ = lay(kept, from: max(earliest, signed - total), onto: &plan)
  }

  // MARK: - Stories 1, 3, 4, 6, 7

  private func planOnboarding(
    _ plan: inout AccountPlan, placeInVertical place: Int, _ random: inout SampleRandom
  ) {
    let isEarly = plan.story == .early
    let when = spread(plan, Spread.when)
    let isQuarterCohort = plan.vertical == .saas && place < 14
    let signed: Int
    if isQuarterCohort {
      let year = isEarly ? 2025 : 2026
      let start = SampleClock.morning(year, 1, 3) + SampleClock.minutes(days: 78 * when)
      signed = lay(approach(plan, pace: 0.8, &random), from: start, onto: &plan)
    } else {
      let from = isEarly ? SampleClock.morning(2025, 1, 24) : SampleStory.onboardingRedesign
      let to = isEarly ? SampleStory.onboardingRedesign - 200 : SampleClock.morning(2026, 6, 10)
      // Every fifth of the late ones has signed in the last weeks and is being onboarded now.
      let isRecent = !isEarly && plan.member % 5 == 3
      let start = isRecent ? SampleClock.morning(2026, 6, 11) : from
      signed = start + Int(Double((isRecent ? SampleClock.end - 900 : to) - start) * when)
      lay(approach(plan, pace: 1, &random), until: signed, onto: &plan)
    }
    let curve = isEarly ? SampleStory.slowValue : SampleStory.quickValue
    var daysToValue = curve[spread(plan, Spread.timeToValue)]
    // Those who stand still at the end of March 2026, and now.
    let stalledInMarch = SampleClock.morning(2026, 1, 25)..<SampleClock.morning(2026, 3, 4)
    let stalledNow = SampleClock.morning(2026, 5, 4)..<SampleClock.morning(2026, 5, 31)
    if !isEarly, plan.member % 5 < 3, stalledInMarch.contains(signed) {
      stall(&plan)
      daysToValue =
        Double(SampleClock.morning(2026, 4, 9) - signed) / 1440 + random.between(0.0, 20)
    } else if !isEarly, plan.member % 3 != 0, stalledNow.contains(signed) {
      stall(&plan)
      daysToValue = 200
    }
    onboard(&plan, signed: signed, daysToValue: daysToValue, &random)
    live(&plan, &random)
    loseEarly(&plan, placeInVertical: place, &random)
  }

  /// Two in three come from the partner who answers nobody.
  private func stall(_ plan: inout AccountPlan) {
    plan.isStalled = true
    if plan.member % 4 != 1 { plan.partner = SampleVocabulary.slowPartner }
  }

  /// Story 1 and 6: within 90 days of the contract, one in four or one in fifteen.
  private func loseEarly(
    _ plan: inout AccountPlan, placeInVertical place: Int, _ random: inout SampleRandom
  ) {
    guard let signed = plan.signed, plan.vertical != .education else { return }
    let part = plan.story == .early ? 0.265 : 0.08
    let phase = Double(plan.vertical.rawValue) * 0.37
    guard Spread.unit(place, step: Spread.when, offset: phase) < part else { return }
    let days = spread(plan, Spread.later)
    // Half of them before they have seen any value.
    if days < 0.5 {
      plan.firstValue = nil
      plan.visits.removeAll { $0.stage > .invest }
    }
    let at = signed + SampleClock.minutes(days: 24 + 62 * days)
    if at < SampleClock.end { plan.lose(at: at, nil, random: &random) }
  }

  /// Contract, go-live and first value.
  private func onboard(
    _ plan: inout AccountPlan, signed: Int, daysToValue: Double, _ random: inout SampleRandom
  ) {
    guard signed < SampleClock.end else { return }
    plan.signed = signed
    plan.enter(.invest, at: signed, because: "contract signed")
    let wait = min(daysToValue * 0.4, random.between(0.6, 3.4))
    let goLive = signed + SampleClock.minutes(days: daysToValue - wait)
    let value = signed + SampleClock.minutes(days: daysToValue)
    if goLive < SampleClock.end { plan.enter(.transform, at: goLive, because: "go-live") }
    if value < SampleClock.end { plan.firstValue = value }
  }

  /// From Transform on: some become advocates, some start over, some fall back.
  private func live(_ plan: inout AccountPlan, _ random: inout SampleRandom) {
    guard let transform = plan.entry(.transform) else { return }
    let fate = random.unit()
    let share = transform + SampleClock.minutes(days: random.between(70.0, 230))
    if fate < 0.58 {
      plan.enter(.share, at: share, because: "recommended us")
      if fate < 0.05 {
        plan.enter(.transform, at: share + 1440 * 60, because: "new team, new questions")
      }
    } else if fate > 0.94 {
      plan.enter(.invest, at: share, because: "new module, onboarding again")
      plan.enter(.transform, at: share + 1440 * 22, because: "go-live of the new module")
    }
  }

  private func planCarriedOver(_ plan: inout AccountPlan, _ random: inout SampleRandom) {
    let start = SampleClock.begin + 30 + Int(spread(plan, Spread.place) * 20 * 1440)
    let stage: SampleStage = plan.member % 3 == 1 ? .share : .transform
    plan.enter(stage, at: start, because: "taken over from the former CRM")
    let age = 30 + 320 * spread(plan, Spread.when)
    plan.signed = start - SampleClock.minutes(days: age)
    if stage == .transform { live(&plan, &random) }
  }

  // MARK: - Story 2

  /// Thirty-four before the boot camp, who pay for three months at a time: the terms of thirty end
  /// in the three months before it, those of thirty in the three months after it. Then nineteen
  /// since, and one on its way.
  private func planDistributor(_ plan: inout AccountPlan, _ random: inout SampleRandom) {
    let when = spread(plan, Spread.when)
    let place = spread(plan, Spread.timeToValue)
    func day(_ from: Int, _ to: Int) -> Int { from + Int(Double(to - from) * when) }
    let signed: Int
    var days = SampleStory.slowValue[place] + 0.4
    // The coached are through with their prospects in half the time.
    var pace = 1.0
    switch plan.member {
    case 0..<30: signed = day(SampleClock.morning(2025, 8, 8), SampleClock.morning(2025, 9, 30))
    case 30..<34: signed = day(SampleClock.morning(2025, 11, 8), SampleClock.morning(2026, 1, 15))
    case 34..<53:
      signed = day(SampleClock.morning(2026, 2, 5), SampleClock.morning(2026, 4, 10))
      days = SampleStory.coachedValue[place]
      pace = 0.38
    default:
      let start = SampleClock.morning(2026, 4, 10) + Int(when * 50 * 1440)
      _ = lay(approach(plan, pace: 2.5, &random), from: start, onto: &plan)
      plan.cut(at: SampleClock.end)
      return
    }
    lay(approach(plan, pace: pace, &random), until: signed, onto: &plan)
    onboard(&plan, signed: signed, daysToValue: days, &random)
    guard let value = plan.firstValue else { return }
    if plan.member >= 34, plan.member % 4 != 0 {
      let share = value + SampleClock.minutes(days: random.between(18.0, 40))
      plan.enter(.share, at: share, because: "recommended us")
    } else if plan.member < 30, plan.member % 5 != 2 {
      // Soon after the renewal that follows the boot camp, which belongs to Transform.
      var due = CivilDate(dayNumber: SampleClock.dayNumber(signed))
      var dueAt = signed
      while dueAt < SampleStory.bootCamp + 1440 * 4 {
        due = due.adding(months: plan.term)
        dueAt = SampleClock.midday(due.year, due.month, due.day)
      }
      plan.enter(.share, at: dueAt + 1440 * random.between(1, 9), because: "recommended us")
    }
  }

  // MARK: - Without a contract

  private func planProspect(
    _ plan: inout AccountPlan, placeInVertical place: Int, _ random: inout SampleRandom
  ) {
    let when = spread(plan, Spread.when)
    var sojourns: [(stage: SampleStage, length: Int)] = []
    let stage: SampleStage
    switch plan.member % 10 {
    case 0, 5: stage = .obstacle
    case 1, 4, 7: stage = .research
    default: stage = .benchmark
    }
    if stage != .obstacle {
      sojourns = approach(plan, pace: 1, &random).filter { $0.stage < stage }
      if sojourns.isEmpty { sojourns = [(.obstacle, 1440 * 9)] }
      if sojourns.count > 2 { sojourns.removeLast(sojourns.count - 2) }
    }
    var open =
      stage == .obstacle ? 4 + when * 60 : stage == .research ? 5 + when * 70 : 6 + when * 78
    open *= plan.isReactive ? 0.8 : 1.15
    plan.isContested = stage == .benchmark && (plan.vertical == .healthcare || plan.member % 4 == 2)
    // It is pain that makes a trial go badly.
    if plan.isContested { plan.isReactive = true }
    sojourns.append((stage, SampleClock.minutes(days: plan.isContested ? 62 + when * 70 : open)))
    // A step back this quarter: the short list is thrown open again.
    if stage == .benchmark, plan.member % 20 == 3 {
      sojourns = [
        (.research, 1440 * 25), (.benchmark, 1440 * 33), (.research, 1440 * 12),
        (.benchmark, 1440 * 16),
      ]
    } else if stage == .research, plan.member % 20 == 7 {
      sojourns = [(.research, 1440 * 20), (.benchmark, 1440 * 30), (.research, 1440 * (9 + place))]
    }
    let total = sojourns.reduce(0) { $0 + $1.length }
    _ = lay(sojourns, from: SampleClock.end - total, onto: &plan)
  }

  private func planLostDeal(_ plan: inout AccountPlan, _ random: inout SampleRandom) {
    let start = SampleClock.minutes(days: 100 + 390 * spread(plan, Spread.when))
    var sojourns = approach(plan, pace: 0.9, &random)
    switch plan.member % 6 {
    case 0: sojourns = Array(sojourns.prefix(1))
    case 1, 4: sojourns.append((.research, 1440 * random.between(10, 30)))
    default: break
    }
    var end = lay(sojourns, from: start, onto: &plan)
    end = min(end, SampleClock.end - 1440 * random.between(2, 12))
    plan.cut(at: end - 600)
    let reasons: [StaticString] = [
      "chose a competitor", "no budget this year", "no answer for weeks", "project stopped",
    ]
    plan.end = end
    let quiet = SampleClock.minutes(days: random.between(3.0, 12))
    plan.silentFrom = end - min(quiet, (end - plan.started) / 2)
    plan.visits.append(
      AccountPlan.Visit(stage: .lost, entered: end, reason: reasons[random.below(reasons.count)]))
  }
}
