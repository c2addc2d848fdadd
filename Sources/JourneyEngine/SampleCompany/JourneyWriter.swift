/// Writes the events of one account, following its plan. The parts: the way to the contract, onboarding,
/// life as a customer, incidents, surveys, and Acme Ltd.
struct JourneyWriter {
  let plan: AccountPlan
  var random: SampleRandom
  private(set) var events: [SampleEvent] = []
  /// Nothing is written outside these minutes.
  private let first: Int
  private let end: Int

  /// All events of an account in the order of time.
  static func events(of plan: AccountPlan, seed: UInt64) -> [SampleEvent] {
    var writer = JourneyWriter(plan: plan, seed: seed)
    if plan.story == .acme {
      writer.writeAcme()
    } else {
      writer.writeApproach()
      writer.writeOnboarding()
      writer.writeCustomerLife()
    }
    return writer.events.sorted { ($0.minute, $0.sequence) < ($1.minute, $1.sequence) }
  }

  private init(plan: AccountPlan, seed: UInt64) {
    self.plan = plan
    random = SampleRandom(seed: seed, stream: 40_000 + plan.stream)
    first = plan.started
    end = min(plan.end, plan.silentFrom)
    events.reserveCapacity(plan.isCustomer ? 128 : 24)
  }

  /// Adds an event if the account is there to cause it.
  mutating func add(
    _ kind: SampleKind, at minute: Int, _ detail: (inout SampleEvent) -> Void = { _ in }
  ) {
    guard minute >= first, minute < end else { return }
    var event = SampleEvent(kind, at: minute, sequence: events.count)
    detail(&event)
    events.append(event)
  }

  /// Adds an event with a feeling between two hundredths.
  mutating func add(_ kind: SampleKind, at minute: Int, feeling: ClosedRange<Int>) {
    let sentiment = Int8(random.between(feeling.lowerBound, feeling.upperBound))
    add(kind, at: minute) { $0.sentiment = sentiment }
  }

  /// A moment in a part of a time span, in thousandths of it.
  mutating func moment(_ from: Int, _ length: Int, _ part: ClosedRange<Int>) -> Int {
    from + length * random.between(part.lowerBound, part.upperBound) / 1000
  }

  static func days(_ count: Double) -> Int { SampleClock.minutes(days: count) }

  mutating func subject(_ first: Int, _ count: Int) -> UInt8 { UInt8(first + random.below(count)) }

  // MARK: - Tickets, which occur everywhere

  /// A ticket and, unless it is still open, its solution; now and then a survey about it.
  mutating func addTicket(at minute: Int, isMild: Bool, feeling: ClosedRange<Int>) {
    let severity: SampleSeverity = random.chance(isMild ? 0.65 : 0.35) ? .low : .medium
    let hours = severity == .low ? random.between(2.0, 30) : random.between(5.0, 70)
    let isFirstContact = random.chance(plan.vertical == .telecom ? 0.58 : 0.74)
    let sentiment = Int8(random.between(feeling.lowerBound, feeling.upperBound))
    let topic = subject(SampleSubject.firstTopic, SampleSubject.ticketTopics.count)
    let channel = [SampleChannel.portal, .email, .chat, .phone][random.below(4)]
    add(.ticket, at: minute) {
      $0.severity = severity.rawValue
      $0.sentiment = sentiment
      $0.subject = topic
      $0.channel = channel.rawValue
      $0.isFirstContact = isFirstContact ? 1 : 0
    }
    guard random.chance(0.95) else { return }
    let solved = minute + Int(hours * (isFirstContact ? 20 : 60))
    add(.ticketResolved, at: solved) {
      $0.subject = topic
      $0.channel = channel.rawValue
    }
    if random.chance(0.33) { askSatisfaction(at: solved + 70, isPleased: random.chance(0.82)) }
  }

  /// The satisfaction survey after a ticket: asked, and answered by a good half.
  mutating func askSatisfaction(at minute: Int, isPleased: Bool) {
    let person = UInt8(random.between(1, 3))
    add(.surveySent, at: minute) {
      $0.subject = UInt8(SampleSubject.csat)
      $0.respondent = person
    }
    guard random.chance(0.56) else { return }
    let score = Int8(isPleased ? random.between(4, 5) : random.between(1, 3))
    add(.survey, at: minute + random.between(30, 2800)) {
      $0.subject = UInt8(SampleSubject.csat)
      $0.csat = score
      $0.respondent = person
    }
  }
}
