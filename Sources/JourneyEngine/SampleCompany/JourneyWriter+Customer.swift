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
    writeAdoption(from: firstAdoption(settled: settled), until: until)
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

  /// One team after the other takes up one feature after the other, some with a word about it.
  private mutating func writeAdoption(from: Int, until: Int) {
    var minute = from
    var feature = random.below(SampleSubject.features.count)
    while minute < until {
      let place = UInt8(SampleSubject.firstFeature + feature)
      if random.chance(isSharing(at: minute) ? 0.12 : 0.35) {
        add(.featureAdopted, at: minute, feeling: 5...65) { $0.subject = place }
      } else {
        add(.featureAdopted, at: minute) { $0.subject = place }
      }
      feature = (feature + random.between(1, 4)) % SampleSubject.features.count
      minute += JourneyWriter.days(adoptionGap(at: minute) * random.between(0.6, 1.4))
    }
  }

  /// Where onboarding is easy, the first features are in use before go-live.
  private mutating func firstAdoption(settled: Int) -> Int {
    guard let signed = plan.signed, plan.story != .carriedOver, !plan.isStalled else {
      return settled + random.between(800, 9000)
    }
    return signed + (settled - signed) * random.between(15, 40)
      / (plan.hasEasyOnboarding ? 100 : 55)
  }

  /// Days until something is taken up again: quickly at first, hardly ever by those who will go
  /// without a word.
  private func adoptionGap(at minute: Int) -> Double {
    if isCoached(at: minute) { return 2.0 }
    let isNew = minute < (plan.signed ?? 0) + JourneyWriter.days(30)
    if isNew, plan.hasEasyOnboarding, !plan.isStalled { return 3.4 }
    let isFading = plan.isLost && minute > plan.silentFrom - JourneyWriter.days(80)
    return (isSharing(at: minute) ? 9.0 : 7.0) / plan.eagerness * (isFading ? 2.5 : 1)
  }

  private func isSharing(at minute: Int) -> Bool { plan.entry(.share).map { $0 < minute } ?? false }

  /// The customers of the distributor since its people have been to the boot camp (story 2).
  func isCoached(at minute: Int) -> Bool {
    plan.story == .distributor && minute >= SampleStory.bootCamp
  }

  /// Everyday tickets; rare in Education (story 3), and those who go quietly have stopped asking.
  private mutating func writeTickets(from: Int) {
    let usualDays =
      switch plan.vertical {
      case .education: 190.0
      case .telecom: 36.0
      default: 48.0
      }
    let meanDays = usualDays / plan.clumsiness
    var minute = from + JourneyWriter.days(random.between(0, meanDays))
    while minute < plan.end {
      addTicket(at: minute, isMild: true, feeling: isSharing(at: minute) ? -65...0 : -50...15)
      minute += JourneyWriter.days(random.between(0.3, 1.7) * meanDays)
    }
  }

  private mutating func writeFeelings(from: Int) {
    var minute = from
    while minute < plan.end {
      var gap = isCoached(at: minute) ? random.between(6.0, 12) : random.between(45.0, 110)
      if plan.story == .distributor { gap *= 0.62 } else if isSharing(at: minute) { gap *= 1.9 }
      minute += JourneyWriter.days(gap / plan.eagerness)
      add(.praise, at: minute, feeling: isSharing(at: minute) ? 10...50 : 45...90)
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
    for referral in plan.referrals { add(.referral, at: referral, feeling: 20...65) }
    guard let share = plan.entry(.share) else { return }
    var minute = share + JourneyWriter.days(random.between(2.0, 30))
    while minute < plan.end {
      let isWilling = !plan.isSilentAdvocate || minute > SampleStory.referralProgramme
      if !isWilling || random.chance(0.4) {
        // Asked for a favour, and nobody says thank you.
        add(.advocacyRequest, at: minute, feeling: -45...0)
      } else {
        let kinds: [SampleKind] = [.review, .review, .caseStudy, .talk]
        add(kinds[random.below(kinds.count)], at: minute, feeling: 15...70)
      }
      minute += JourneyWriter.days(random.between(35.0, 100))
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
