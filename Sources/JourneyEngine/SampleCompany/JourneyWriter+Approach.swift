/// Obstacle, Research and Benchmark: the way to the contract (stories 4 and 5).
extension JourneyWriter {
  mutating func writeApproach() {
    guard plan.story != .carriedOver else { return }
    writeEntry()
    for (place, visit) in plan.visits.enumerated() {
      let next = place + 1 < plan.visits.count ? plan.visits[place + 1].entered : plan.end
      let length = next - visit.entered
      switch visit.stage {
      case .obstacle: writeObstacle(visit.entered, length)
      case .research: writeResearch(visit.entered, length)
      case .benchmark:
        let isFirst = plan.visits[..<place].allSatisfy { $0.stage != .benchmark }
        writeBenchmark(visit.entered, length, isFirst: isFirst)
      default: break
      }
    }
  }

  /// Story 5: who wants to be rid of a pain calls at once and is upset; who chases growth asks
  /// calmly.
  private mutating func writeEntry() {
    let start = plan.started
    if random.chance(0.6) { add(.searchVisit, at: start) } else { read(.contentRead, at: start) }
    let calls = plan.isReactive ? random.between(3, 5) : random.below(2)
    for call in 0..<calls {
      let minute = start + 90 + call * random.between(1200, 4200)
      let sentiment = Int8(plan.isReactive ? -random.between(35, 90) : random.between(5, 50))
      let topic = plan.isReactive ? SampleSubject.urgentEnquiry : SampleSubject.calmEnquiry
      let channel: SampleChannel = plan.isReactive ? .phone : .email
      add(.enquiry, at: minute) {
        $0.sentiment = sentiment
        $0.subject = UInt8(topic)
        $0.channel = channel.rawValue
      }
    }
  }

  private mutating func writeObstacle(_ from: Int, _ length: Int) {
    let count = min(4, 1 + length / JourneyWriter.days(12))
    for _ in 0..<count {
      let minute = moment(from, length, 30...960)
      switch random.below(5) {
      case 0: add(.webinar, at: minute, feeling: 5...45)
      case 1: add(.searchVisit, at: minute)
      default: read(.contentRead, at: minute)
      }
    }
    if random.chance(0.05) { add(.unsubscribe, at: moment(from, length, 700...950)) }
  }

  private mutating func writeResearch(_ from: Int, _ length: Int) {
    let count = min(7, 3 + length / JourneyWriter.days(11))
    for _ in 0..<count {
      let minute = moment(from, length, 20...940)
      switch random.below(7) {
      case 0, 1: read(.guideDownloaded, at: minute)
      case 2: add(.demoViewed, at: minute, feeling: plan.isReactive ? 20...75 : 5...45)
      case 3: add(.webinar, at: minute, feeling: plan.isReactive ? 15...70 : 0...45)
      case 4: add(.searchVisit, at: minute)
      // Whoever has been disappointed before finds the answers unclear.
      default: read(.contentRead, at: minute, feeling: plan.isReactive ? -60 ... -10 : nil)
      }
    }
    if random.chance(0.4) { add(.rfi, at: moment(from, length, 500...950)) }
    // Whoever is in a hurry waits for no answer.
    if plan.isReactive {
      add(.enquiry, at: moment(from, length, 200...700), feeling: -80 ... -35) {
        $0.subject = UInt8(SampleSubject.secondEnquiry)
      }
    }
  }

  private mutating func read(
    _ kind: SampleKind, at minute: Int, feeling: ClosedRange<Int>? = nil
  ) {
    let content = subject(0, SampleSubject.contents.count)
    if let feeling {
      add(kind, at: minute, feeling: feeling) { $0.subject = content }
    } else {
      add(kind, at: minute) { $0.subject = content }
    }
  }

  private mutating func writeBenchmark(_ from: Int, _ length: Int, isFirst: Bool) {
    let demo = moment(from, length, 40...110)
    // Whoever needs a way out is soon taken with it; whoever plans ahead keeps calm.
    add(.demo, at: demo, feeling: plan.isReactive ? 40...90 : 20...60)
    let isSwift = random.chance(0.45)
    if !isSwift {
      if random.chance(0.7) {
        add(.referenceCall, at: moment(from, length, 180...330), feeling: 30...80)
      }
      if random.chance(0.6) {
        add(.roiCalculator, at: moment(from, length, 150...360), feeling: 15...60)
      }
    }
    // Every now and then the proposal is on the table in the same minute.
    let proposal = isSwift && random.chance(0.1) ? demo : moment(from, length, 380...460)
    let amount = plan.firstRevenue * 100
    // A slow deal has not come that far.
    if isFirst || random.chance(0.5) {
      add(.proposal, at: proposal, feeling: 10...60) { $0.amount = Int32(amount) }
    }
    if isSwift && random.chance(0.5) {
      add(.roiCalculator, at: moment(from, length, 500...620), feeling: 15...60)
    }
    if random.chance(0.07) {
      add(.escalation, at: moment(from, length, 520...800)) {
        $0.severity = SampleSeverity.medium.rawValue
        $0.sentiment = -40
      }
    }
    let objections = plan.isContested ? 4 : random.chance(0.3) ? 1 : 0
    for _ in 0..<objections {
      add(.objection, at: moment(from, length, 500...970), feeling: -55 ... -15)
    }
    writeLegal(from, length)
    if plan.isContested { writeContested() }
  }

  /// Story 4: in Healthcare the contract goes back and forth between the lawyers.
  private mutating func writeLegal(_ from: Int, _ length: Int) {
    let isConvoluted = plan.vertical == .healthcare
    let redlines = isConvoluted ? random.between(3, 4) : random.chance(0.15) ? 1 : 0
    for _ in 0..<redlines {
      let topic = subject(SampleSubject.firstContractTopic, SampleSubject.contractTopics.count)
      let minute = moment(from, length, (isConvoluted ? 300 : 560)...985)
      add(.redline, at: minute, feeling: isConvoluted ? -90 ... -50 : -50 ... -30) {
        $0.subject = topic
      }
      // And they call to ask what the clause is to mean.
      if isConvoluted {
        addTicket(
          at: minute + 400, isMild: false, feeling: -80 ... -40,
          topic: SampleSubject.contractQuestion)
      }
    }
  }

  /// A trial that goes badly while the deal is open.
  private mutating func writeContested() {
    guard plan.stage == .benchmark, let entered = plan.visits.last?.entered else { return }
    let from = max(entered, SampleClock.end - JourneyWriter.days(34))
    let length = SampleClock.end - from
    let count = random.between(7, 11)
    for ticket in 0..<count {
      addTicket(
        at: from + length * (ticket * 2 + 1) / (2 * count + 1), isMild: false, feeling: -90 ... -45)
    }
    for _ in 0..<2 { add(.complaint, at: moment(from, length, 400...950), feeling: -90 ... -60) }
    add(.escalation, at: moment(from, length, 600...950), feeling: -80 ... -40) {
      $0.severity = SampleSeverity.medium.rawValue
    }
  }
}
