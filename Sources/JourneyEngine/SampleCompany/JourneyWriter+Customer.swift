/// Transform and Share: life as a customer (stories 2, 3, 6 and 7).
extension JourneyWriter {
  mutating func writeCustomerLife() {
    guard let signed = plan.signed else { return }
    let settled = plan.entry(.transform) ?? plan.entry(.share) ?? plan.end
    let from = plan.isStalled ? settled : max(signed + JourneyWriter.days(2), plan.started)
    writeUsage(from: from, settled: settled)
    writeTickets(from: max(settled, signed + JourneyWriter.days(31)))
    writeFeelings(from: settled + JourneyWriter.days(10))
    writeMoney(signed: signed)
    writeIncident()
    writeAdvocacy()
    writeQuarterlySurveys(from: settled + JourneyWriter.days(20))
    if plan.isTroubled { writeTrouble() }
    if plan.hasFreshTicket {
      let last = SampleClock.end - random.between(300, 6 * 1440)
      addTicket(at: last, isMild: true, feeling: -50...0)
    }
  }

  /// Logins every week or so; features one after the other.
  private mutating func writeUsage(from: Int, settled: Int) {
    var until = plan.end
    if plan.isAbsent { until = SampleClock.end - JourneyWriter.days(random.between(17.0, 38)) }
    var minute = from
    while minute < until {
      add(.login, at: minute)
      minute += random.between(10 * 1440 + 720, 13 * 1440)
    }
    if plan.isTroubled || plan.isAbsent {
      until = SampleClock.end - JourneyWriter.days(random.between(33.0, 70))
    }
    minute = settled + random.between(800, 9000)
    let coached = plan.story == .distributor && plan.hasEasyOnboarding
    var feature = random.below(SampleSubject.features.count)
    while minute < until {
      let place = UInt8(SampleSubject.firstFeature + feature)
      add(.featureAdopted, at: minute) { $0.subject = place }
      feature = (feature + random.between(1, 4)) % SampleSubject.features.count
      let isSharing = plan.entry(.share).map { $0 < minute } ?? false
      let gap = coached ? 6.0 : (isSharing ? 30.0 : 24.0) / plan.eagerness
      minute += JourneyWriter.days(gap * random.between(0.6, 1.4))
    }
    minute = settled + JourneyWriter.days(random.between(25.0, 60))
    for milestone in 1..<SampleSubject.milestones.count where minute < until && random.chance(0.5) {
      let place = UInt8(SampleSubject.firstMilestone + milestone)
      add(.milestone, at: minute) {
        $0.subject = place
        $0.sentiment = 40
      }
      minute += JourneyWriter.days(random.between(40.0, 120))
    }
  }

  /// Everyday tickets; rare in Education (story 3), and those who go quietly have stopped asking.
  private mutating func writeTickets(from: Int) {
    let usualDays =
      switch plan.vertical {
      case .education: 190.0
      case .telecom: 62.0
      default: 92.0
      }
    let meanDays = usualDays / plan.clumsiness
    var minute = from + JourneyWriter.days(random.between(0, meanDays))
    while minute < plan.end {
      addTicket(at: minute, isMild: true, feeling: -50...15)
      minute += JourneyWriter.days(random.between(0.3, 1.7) * meanDays)
    }
  }

  private mutating func writeFeelings(from: Int) {
    let coached = plan.story == .distributor && plan.hasEasyOnboarding
    var minute = from
    while minute < plan.end {
      let gap = coached ? random.between(18.0, 34) : random.between(55.0, 140) / plan.eagerness
      minute += JourneyWriter.days(gap)
      add(.praise, at: minute, feeling: 45...90)
    }
    // Those who speak up stay: story 6.
    let complains = plan.isLost ? plan.leaving == .loudly : random.chance(0.3)
    guard complains else { return }
    let last = plan.isLost ? plan.silentFrom : plan.end
    let length = last - from
    guard length > 0 else {
      add(.complaint, at: last - 400, feeling: -90 ... -50)
      return
    }
    add(
      .complaint, at: plan.isLost ? last - 400 : moment(from, length, 100...900),
      feeling: -90 ... -50)
  }

  /// Recommendations, reviews, case studies, talks; Education is asked in vain until the programme.
  private mutating func writeAdvocacy() {
    for referral in plan.referrals { add(.referral, at: referral, feeling: 40...90) }
    guard let share = plan.entry(.share) else { return }
    var minute = share + JourneyWriter.days(random.between(2.0, 30))
    while minute < plan.end {
      let isWilling = !plan.isSilentAdvocate || minute > SampleStory.referralProgramme
      if !isWilling || random.chance(0.3) {
        add(.advocacyRequest, at: minute)
      } else {
        let kinds: [SampleKind] = [.review, .review, .caseStudy, .talk]
        add(kinds[random.below(kinds.count)], at: minute, feeling: 30...90)
      }
      minute += JourneyWriter.days(random.between(50.0, 140))
    }
  }

  /// The last four weeks of an account whose renewal is at risk.
  private mutating func writeTrouble() {
    let from = SampleClock.end - JourneyWriter.days(27)
    let length = SampleClock.end - from
    let count = random.between(4, 6)
    for ticket in 0..<count {
      addTicket(
        at: from + length * (2 * ticket + 1) / (2 * count + 1), isMild: false, feeling: -90 ... -45)
    }
    if random.chance(0.5) {
      add(.complaint, at: moment(from, length, 300...900), feeling: -95 ... -60)
    }
  }
}
