/// Invest: the contract and the first weeks (stories 1, 2 and 4).
extension JourneyWriter {
  mutating func writeOnboarding() {
    var isFirst = plan.story != .carriedOver
    for (place, visit) in plan.visits.enumerated() {
      let next = place + 1 < plan.visits.count ? plan.visits[place + 1].entered : plan.end
      if visit.stage == .invest {
        if isFirst {
          writeFirstOnboarding(visit.entered, next - visit.entered)
        } else {
          writeSecondOnboarding(visit.entered, next - visit.entered)
        }
        isFirst = false
      } else if visit.stage == .transform, place > 0, plan.visits[place - 1].stage == .invest {
        add(.milestone, at: visit.entered) {
          $0.subject = UInt8(SampleSubject.goLive)
          $0.sentiment = 45
        }
      }
    }
    if let value = plan.firstValue { add(.firstValue, at: value, feeling: 40...90) }
  }

  private mutating func writeFirstOnboarding(_ signed: Int, _ length: Int) {
    let amount = plan.firstRevenue * 100
    add(.contractSigned, at: signed) { $0.amount = Int32(amount) }
    add(.kickoff, at: signed + min(length / 6, JourneyWriter.days(3)), feeling: 0...50)
    if !plan.isStalled {
      add(.integration, at: moment(signed, length, 250...420))
      let topic = subject(SampleSubject.firstTraining, SampleSubject.trainings.count)
      add(.training, at: moment(signed, length, 450...640)) { $0.subject = topic }
      if random.chance(0.5) {
        add(.training, at: moment(signed, length, 680...860)) { $0.subject = topic }
      }
    }
    let isEasy = plan.hasEasyOnboarding
    if plan.isStalled || random.chance(isEasy ? 0.12 : 0.42) {
      add(.onboardingDelay, at: moment(signed, length, 350...600), feeling: -60 ... -20)
    }
    writeFirstTickets(signed, isEasy: isEasy)
    writeBillingTrouble(signed, length)
    guard let value = plan.firstValue else { return }
    askAboutOnboarding(at: value + JourneyWriter.days(2), isEasy: isEasy)
  }

  /// Story 1: the surge of tickets in the first thirty days, about half of it since the redesign.
  private mutating func writeFirstTickets(_ signed: Int, isEasy: Bool) {
    var count = isEasy ? random.between(3, 4) : random.between(6, 8)
    if plan.isSilentAdvocate { count = isEasy ? 0 : 1 }
    // Those who stand still fall silent after a first question.
    if plan.isStalled { count = 1 }
    let last = plan.isStalled ? 9 * 1440 : isEasy ? 19 * 1440 : 22 * 1440
    for _ in 0..<count {
      addTicket(
        at: signed + random.between(1000, last), isMild: isEasy,
        feeling: isEasy ? -65...0 : -75 ... -10)
    }
  }

  private mutating func writeBillingTrouble(_ signed: Int, _ length: Int) {
    let isConvoluted = plan.vertical == .healthcare
    let disputes = isConvoluted ? random.between(2, 4) : random.chance(0.07) ? 1 : 0
    for _ in 0..<disputes {
      let amount = plan.firstRevenue * Int64(random.between(5, 20))
      let minute = moment(signed, length, 60...800)
      add(.billingDispute, at: minute, feeling: -85 ... -30) { $0.amount = Int32(amount) }
      if isConvoluted {
        addTicket(
          at: minute + 300, isMild: false, feeling: -80 ... -35,
          topic: SampleSubject.invoiceQuestion)
      }
    }
    if isConvoluted { add(.redline, at: moment(signed, length, 100...500), feeling: -75 ... -30) }
  }

  /// Effort, and what was promised against what was found.
  private mutating func askAboutOnboarding(at minute: Int, isEasy: Bool) {
    add(.surveySent, at: minute) {
      $0.subject = UInt8(SampleSubject.onboarding)
      $0.respondent = 1
    }
    guard random.chance(0.6) else { return }
    let ces = Int8(isEasy ? random.between(4, 7) : random.between(2, 6))
    let expectation = Int8(random.between(7, 9))
    let experience = expectation + Int8(isEasy ? random.between(-2, 1) : random.between(-4, 0))
    add(.survey, at: minute + random.between(200, 5000)) {
      $0.subject = UInt8(SampleSubject.onboarding)
      $0.ces = ces
      $0.expectation = expectation
      $0.experience = experience
      $0.respondent = 1
    }
  }

  /// A new module, or a new team.
  private mutating func writeSecondOnboarding(_ from: Int, _ length: Int) {
    add(.kickoff, at: moment(from, length, 40...120), feeling: -20...35)
    add(.integration, at: moment(from, length, 300...500))
    addTicket(at: moment(from, length, 200...700), isMild: false, feeling: -60 ... -10)
    add(.training, at: moment(from, length, 600...900)) {
      $0.subject = UInt8(SampleSubject.firstTraining)
    }
  }
}
