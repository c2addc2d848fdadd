/// The journey of Acme Ltd, event by event.
extension JourneyWriter {
  mutating func writeAcme() {
    writeAcmeApproach()
    writeAcmeOnboarding()
    writeAcmeUse()
    writeAcmeIncident()
    writeAcmeAdvocacy()
  }

  /// A moment of a day, a little away from the full hour.
  private mutating func on(_ year: Int, _ month: Int, _ day: Int) -> Int {
    SampleClock.midday(year, month, day) + random.between(-240, 240)
  }

  private mutating func feel(
    _ kind: SampleKind, _ minute: Int, _ sentiment: Int8, _ subject: Int? = nil
  ) {
    add(kind, at: minute) {
      $0.sentiment = sentiment
      if let subject { $0.subject = UInt8(subject) }
    }
  }

  private mutating func writeAcmeApproach() {
    add(.searchVisit, at: plan.started)
    feel(.enquiry, on(2025, 2, 5), -60, SampleSubject.urgentEnquiry)
    add(.contentRead, at: on(2025, 2, 10)) { $0.subject = 1 }
    feel(.webinar, on(2025, 2, 14), 25)
    add(.guideDownloaded, at: on(2025, 2, 21)) { $0.subject = 3 }
    feel(.demoViewed, on(2025, 2, 26), 35)
    add(.rfi, at: on(2025, 3, 10))
    feel(.demo, on(2025, 3, 20), 60)
    feel(.referenceCall, on(2025, 3, 27), 55)
    add(.roiCalculator, at: on(2025, 4, 1))
    add(.proposal, at: on(2025, 4, 9)) { $0.amount = 84_000_00 }
    feel(.objection, on(2025, 4, 16), -30)
    feel(.redline, on(2025, 4, 24), -25, SampleSubject.firstContractTopic + 1)
  }

  private mutating func writeAcmeOnboarding() {
    add(.contractSigned, at: plan.signed ?? 0) { $0.amount = 84_000_00 }
    feel(.kickoff, on(2025, 5, 8), 20)
    feel(.onboardingDelay, on(2025, 5, 13), -55)
    add(.integration, at: on(2025, 5, 15))
    for day in [12, 16, 21] { ticket(on(2025, 5, day), .medium, -50, hoursToSolve: 30) }
    add(.training, at: on(2025, 5, 22)) { $0.subject = UInt8(SampleSubject.firstTraining + 1) }
    feel(.milestone, plan.entry(.transform) ?? 0, 45, SampleSubject.goLive)
    feel(.firstValue, plan.firstValue ?? 0, 75)
    add(.surveySent, at: on(2025, 6, 3)) {
      $0.subject = UInt8(SampleSubject.onboarding)
      $0.respondent = 1
    }
    add(.survey, at: on(2025, 6, 4)) {
      $0.subject = UInt8(SampleSubject.onboarding)
      $0.ces = 3
      $0.expectation = 9
      $0.experience = 6
      $0.respondent = 1
    }
  }

  private mutating func ticket(
    _ minute: Int, _ severity: SampleSeverity, _ sentiment: Int8, hoursToSolve hours: Int
  ) {
    let topic = subject(SampleSubject.firstTopic, SampleSubject.ticketTopics.count)
    add(.ticket, at: minute) {
      $0.severity = severity.rawValue
      $0.sentiment = sentiment
      $0.subject = topic
      $0.isFirstContact = hours < 12 ? 1 : 0
    }
    add(.ticketResolved, at: minute + hours * 60) { $0.subject = topic }
  }

  private mutating func writeAcmeUse() {
    var minute = on(2025, 5, 20)
    while minute < SampleClock.end {
      add(.login, at: minute)
      minute += random.between(4 * 1440, 9 * 1440)
    }
    minute = on(2025, 6, 10)
    var feature = 0
    // Nothing new is adopted after the champion has left in May 2026, but for one feature.
    while minute < SampleClock.morning(2026, 5, 12) {
      let place = UInt8(SampleSubject.firstFeature + feature % SampleSubject.features.count)
      if feature % 2 == 0 {
        add(.featureAdopted, at: minute, feeling: 20...60) { $0.subject = place }
      } else {
        add(.featureAdopted, at: minute) { $0.subject = place }
      }
      feature += 5
      minute += random.between(4 * 1440, 11 * 1440)
    }
    add(.featureAdopted, at: on(2026, 6, 16)) { $0.subject = UInt8(SampleSubject.firstFeature + 2) }
    feel(.milestone, on(2025, 7, 15), 50, SampleSubject.firstMilestone + 1)
    feel(.milestone, on(2025, 11, 20), 55, SampleSubject.firstMilestone + 2)
    for (month, day) in [(5, 7), (8, 6), (11, 5)] {
      add(.invoice, at: on(2025, month, day)) { $0.amount = 21_000_00 }
    }
    for (month, day) in [(2, 4), (5, 7)] {
      add(.invoice, at: on(2026, month, day)) { $0.amount = 24_000_00 }
    }
    for (year, month, score) in [(2025, 8, 6), (2025, 11, 8), (2026, 2, 9), (2026, 5, 9)] {
      let sent = on(year, month, 14)
      add(.surveySent, at: sent) {
        $0.subject = UInt8(SampleSubject.nps)
        $0.respondent = 1
      }
      add(.survey, at: sent + 1700) {
        $0.subject = UInt8(SampleSubject.nps)
        $0.nps = Int8(score)
        $0.respondent = 1
      }
    }
  }

  /// An outage in the busiest week of the quarter, solved the same day, with an apology and a plan.
  private mutating func writeAcmeIncident() {
    let at = plan.incidentAt
    add(.outage, at: at - 50) {
      $0.severity = SampleSeverity.critical.rawValue
      $0.handling = SampleHandling.well.rawValue
    }
    let topic = UInt8(SampleSubject.firstTopic + 6)
    add(.ticket, at: at) {
      $0.severity = SampleSeverity.critical.rawValue
      $0.sentiment = -85
      $0.subject = topic
      $0.channel = SampleChannel.phone.rawValue
      $0.handling = SampleHandling.well.rawValue
      $0.isFirstContact = 1
    }
    add(.escalation, at: at + 70) {
      $0.severity = SampleSeverity.high.rawValue
      $0.sentiment = -60
      $0.handling = SampleHandling.well.rawValue
    }
    add(.ticketResolved, at: at + 290) {
      $0.subject = topic
      $0.sentiment = 35
      $0.handling = SampleHandling.well.rawValue
    }
    feel(.praise, at + 2 * 1440, 80)
    add(.surveySent, at: at + 1000) {
      $0.subject = UInt8(SampleSubject.csat)
      $0.respondent = 2
    }
    add(.survey, at: at + 1500) {
      $0.subject = UInt8(SampleSubject.csat)
      $0.csat = 5
      $0.respondent = 2
    }
  }

  private mutating func writeAcmeAdvocacy() {
    let expanded = on(2025, 12, 9)
    changes = [RevenueChange(minute: expanded, amount: 12_000)]
    add(.expansion, at: expanded) { $0.amount = 12_000_00 }
    feel(.praise, on(2026, 1, 14), 70)
    feel(.review, on(2026, 2, 10), 80)
    feel(.referral, on(2026, 3, 11), 75)
    add(.renewal, at: on(2026, 4, 28)) { $0.amount = 96_000_00 }
    feel(.caseStudy, on(2026, 5, 6), 60)
    ticket(on(2026, 5, 27), .medium, -40, hoursToSolve: 50)
    ticket(on(2026, 6, 9), .medium, -55, hoursToSolve: 44)
    add(.escalation, at: on(2026, 6, 12), feeling: -65 ... -60) {
      $0.severity = SampleSeverity.medium.rawValue
    }
    ticket(on(2026, 6, 17), .medium, -60, hoursToSolve: 52)
    ticket(on(2026, 6, 22), .low, -35, hoursToSolve: 6)
    feel(.complaint, on(2026, 6, 25), -70)
  }
}
