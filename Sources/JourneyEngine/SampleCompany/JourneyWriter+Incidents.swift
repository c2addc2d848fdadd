/// Serious incidents (story 7), tickets before a downgrade, and the quarterly survey.
extension JourneyWriter {
  mutating func writeIncident() {
    let at = plan.incidentAt
    switch plan.incident {
    case .none: break
    case .handledWell:
      let severity: SampleSeverity = plan.member % 9 == 0 ? .critical : .high
      addIncident(
        at: at, severity: severity, handling: .well, hours: random.between(2.0, 7),
        solvedFeeling: 20...60)
      add(.praise, at: at + JourneyWriter.days(random.between(1.0, 4)), feeling: 55...95)
      askSatisfaction(at: at + 900, isPleased: true)
    case .handledBadly:
      let severity: SampleSeverity = plan.member % 3 == 0 ? .critical : .high
      addIncident(
        at: at, severity: severity, handling: .badly, hours: random.between(60.0, 150),
        solvedFeeling: -80 ... -40)
      let followUp = at + JourneyWriter.days(random.between(12.0, 18))
      addIncident(
        at: followUp, severity: severity, handling: .badly, hours: random.between(60.0, 140),
        solvedFeeling: -80 ... -40)
      add(.escalation, at: at + JourneyWriter.days(2)) {
        $0.severity = SampleSeverity.high.rawValue
        $0.sentiment = -80
        $0.handling = SampleHandling.badly.rawValue
      }
    case .beforeDowngrade: writeDowngrade(at)
    }
  }

  private mutating func addIncident(
    at minute: Int, severity: SampleSeverity, handling: SampleHandling, hours: Double,
    solvedFeeling: ClosedRange<Int>
  ) {
    let isOutage = handling == .well && plan.member % 4 == 1
    if isOutage {
      add(.outage, at: minute - 45) {
        $0.severity = SampleSeverity.medium.rawValue
        $0.handling = handling.rawValue
      }
    }
    let topic = subject(SampleSubject.firstTopic, SampleSubject.ticketTopics.count)
    add(.ticket, at: minute) {
      $0.severity = severity.rawValue
      $0.sentiment = -70
      $0.subject = topic
      $0.handling = handling.rawValue
      $0.channel = SampleChannel.phone.rawValue
      $0.isFirstContact = handling == .well ? 1 : 0
    }
    let sentiment = Int8(random.between(solvedFeeling.lowerBound, solvedFeeling.upperBound))
    add(.ticketResolved, at: minute + Int(hours * 60)) {
      $0.subject = topic
      $0.sentiment = sentiment
      $0.handling = handling.rawValue
    }
  }

  /// Two serious tickets; a smaller contract follows within two months (`planRevenue`).
  private mutating func writeDowngrade(_ at: Int) {
    for (place, day) in [0.0, random.between(6.0, 20)].enumerated() {
      addIncident(
        at: at + JourneyWriter.days(day) + place, severity: .high, handling: .badly,
        hours: random.between(50.0, 120), solvedFeeling: -60 ... -10)
    }
  }

  // MARK: - Surveys

  /// A person at every account is asked once a quarter, three since 2026.
  mutating func writeQuarterlySurveys(from: Int) {
    for quarter in 0..<6 {
      let sent = SampleClock.minutes(days: 40 + 91.2 * Double(quarter) + random.between(0.0, 9))
      guard sent >= from else { continue }
      for person in UInt8(1)...(quarter < 4 ? 1 : 3) {
        add(.surveySent, at: sent + Int(person)) {
          $0.subject = UInt8(SampleSubject.nps)
          $0.respondent = person
        }
        guard random.chance(plan.vertical == .publicSector ? 0.42 : 0.51) else { continue }
        let score = recommendation()
        add(.survey, at: sent + random.between(300, 9 * 1440)) {
          $0.subject = UInt8(SampleSubject.nps)
          $0.nps = score
          $0.respondent = person
        }
      }
    }
  }

  /// 0 to 10, so that the verticals stand above, at and below their industries.
  private mutating func recommendation() -> Int8 {
    var target: Double =
      switch plan.vertical {
      case .saas: 0.5
      case .telecom: 0.32
      case .healthcare: 0.2
      case .retail: 0.50
      case .fintech: 0.38
      case .education: 0.55
      case .hospitality: 0.55
      case .publicSector: 0.5
      }
    if plan.isTroubled || plan.incident == .handledBadly { target -= 0.6 }
    if plan.incident == .handledWell { target += 0.2 }
    let promoters = (0.7 + target) / 2
    // People of one account think much alike.
    let mood = Spread.unit(plan.placeAmongCustomers, step: Spread.mood, offset: 0.3)
    let shaken = abs(mood + random.between(-0.14, 0.14))
    let draw = shaken > 1 ? 2 - shaken : shaken
    if draw < promoters { return Int8(random.between(9, 10)) }
    if draw < promoters + 0.3 { return Int8(random.between(7, 8)) }
    return Int8(random.between(2, 6))
  }
}
