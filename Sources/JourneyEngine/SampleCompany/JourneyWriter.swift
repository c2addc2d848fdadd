/// Writes the events of all accounts, one after the other, following their plans. The parts: the
/// way to the contract, onboarding, life as a customer, incidents, surveys, and Acme Ltd.
struct JourneyWriter {
  /// The account at hand, and the chance it is given.
  private(set) var plan: AccountPlan
  var random: SampleRandom
  private(set) var events: [SampleEvent] = []
  /// Where the events of the account at hand begin.
  private var base = 0
  /// Of the contract of the account at hand, in the order of time.
  var changes: [RevenueChange] = []

  /// Events by account in the order of `plans`, by time within an account; those of account r are
  /// `offsets[r]..<offsets[r + 1]`. And what each pays a year in the end.
  static func write(
    _ plans: [AccountPlan], seed: UInt64
  ) -> (events: [SampleEvent], offsets: [Int], revenues: [Int64]) {
    guard let first = plans.first else { return ([], [0], []) }
    var writer = JourneyWriter(first)
    var offsets = [0]
    offsets.reserveCapacity(plans.count + 1)
    var revenues: [Int64] = []
    for plan in plans {
      writer.write(plan, seed: seed)
      offsets.append(writer.events.count)
      revenues.append(writer.revenue(at: plan.end))
    }
    return (writer.events, offsets, revenues)
  }

  private init(_ plan: AccountPlan) {
    self.plan = plan
    random = SampleRandom(seed: 0)
    events.reserveCapacity(32_000)
  }

  private mutating func write(_ plan: AccountPlan, seed: UInt64) {
    self.plan = plan
    random = SampleRandom(seed: seed, stream: 40_000 + plan.stream)
    base = events.count
    if plan.story == .acme {
      writeAcme()
    } else {
      planRevenue()
      writeApproach()
      writeOnboarding()
      writeCustomerLife()
    }
    let start = base
    events.withUnsafeMutableBufferPointer { all in
      var own = UnsafeMutableBufferPointer(rebasing: all[start...])
      own.sort { $0.order < $1.order }
    }
  }

  /// Adds an event if the account is there to cause it.
  @inline(__always)
  mutating func add(
    _ kind: SampleKind, at minute: Int, _ detail: (inout SampleEvent) -> Void = { _ in }
  ) {
    guard minute >= plan.started, minute < plan.end, minute < plan.silentFrom else { return }
    var event = SampleEvent(kind, at: minute, sequence: events.count - base)
    detail(&event)
    events.append(event)
  }

  /// Adds an event with a feeling between two hundredths.
  mutating func add(
    _ kind: SampleKind, at minute: Int, feeling: ClosedRange<Int>,
    _ detail: (inout SampleEvent) -> Void = { _ in }
  ) {
    let sentiment = Int8(random.between(feeling.lowerBound, feeling.upperBound))
    add(kind, at: minute) {
      $0.sentiment = sentiment
      detail(&$0)
    }
  }

  /// A moment in a part of a time span, in thousandths of it.
  mutating func moment(_ from: Int, _ length: Int, _ part: ClosedRange<Int>) -> Int {
    from + length * random.between(part.lowerBound, part.upperBound) / 1000
  }

  static func days(_ count: Double) -> Int { SampleClock.minutes(days: count) }

  mutating func subject(_ first: Int, _ count: Int) -> UInt8 { UInt8(first + random.below(count)) }

  // MARK: - Tickets, which occur everywhere

  /// A ticket and, unless it is still open, its solution; now and then a survey about it. Those who
  /// will go without a word never file one (story 6).
  mutating func addTicket(
    at minute: Int, isMild: Bool, feeling: ClosedRange<Int>, topic chosen: Int? = nil
  ) {
    if plan.isMute { return }
    let severity: SampleSeverity = random.chance(isMild ? 0.65 : 0.35) ? .low : .medium
    let hours = severity == .low ? random.between(2.0, 30) : random.between(5.0, 70)
    let isFirstContact = random.chance(plan.vertical == .telecom ? 0.61 : 0.77)
    let sentiment = Int8(random.between(feeling.lowerBound, feeling.upperBound))
    let topic =
      chosen.map { UInt8($0) }
      ?? subject(SampleSubject.firstTopic, SampleSubject.ticketTopics.count)
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
    if random.chance(0.27) { askSatisfaction(at: solved + 70, isPleased: random.chance(0.82)) }
  }

  /// The satisfaction survey after a ticket: asked, and answered by a good half.
  mutating func askSatisfaction(at minute: Int, isPleased: Bool) {
    let person = UInt8(random.between(1, 3))
    add(.surveySent, at: minute) {
      $0.subject = UInt8(SampleSubject.csat)
      $0.respondent = person
    }
    guard random.chance(0.36) else { return }
    let score = Int8(isPleased ? random.between(4, 5) : random.between(1, 3))
    add(.survey, at: minute + random.between(30, 2800)) {
      $0.subject = UInt8(SampleSubject.csat)
      $0.csat = score
      $0.respondent = person
    }
  }
}
