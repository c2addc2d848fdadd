/// The friction and momentum figures that the company's CRM is supposed to have computed: weighted
/// recent events, each worth half after its half-life. They are columns of the accounts, ready-
/// made.
struct SampleScores {
  /// 0...100 with one decimal, in tenths; nil when the account is too young to be scored.
  private(set) var friction: Int?
  private(set) var momentum: Int?

  init(_ plan: AccountPlan, _ events: ArraySlice<SampleEvent>) {
    let now = min(plan.end, SampleClock.end)
    guard now - plan.started > SampleClock.minutes(days: 15) else { return }
    var tickets = 0.0
    var dislike = 0.0
    var progress = 0.0
    var adoptedLately = 0
    let horizon = now - SampleClock.minutes(days: 400)
    for event in events where event.minute > horizon {
      let days = (now - event.minute) / SampleClock.minutesPerDay
      tickets += SampleScores.friction(of: event) * SampleScores.fast[days]
      if event.sentiment != SampleEvent.noFeeling, event.sentiment < 0 {
        dislike -= Double(event.sentiment) / 100 * SampleScores.medium[days]
      }
      progress += SampleScores.progress(of: event) * SampleScores.medium[days]
      if event.kind == .featureAdopted, days < 30 { adoptedLately += 1 }
    }
    for visit in plan.visits.dropFirst() where visit.stage != .lost && visit.entered > horizon {
      progress += 1.5 * SampleScores.medium[(now - visit.entered) / SampleScores.minutesPerDay]
    }
    let stage = plan.visits.last { $0.stage != .lost }
    let typical = SampleScores.typicalDays[Int(stage?.stage.rawValue ?? 0)]
    let dwell = Double(now - (stage?.entered ?? now)) / Double(SampleScores.minutesPerDay)
    let delay = min(1, max(0, (dwell - typical.0) / (typical.1 - typical.0)))
    var weighted =
      38 * SampleScores.saturated(tickets, half: 2.2)
      + 30 * SampleScores.saturated(dislike, half: 1.1) + 17 * delay
    var weights = 85.0
    if plan.isCustomer {
      weighted += 15 * (1 - min(1, Double(adoptedLately) / 2))
      weights += 15
    }
    friction = Int((1000 * weighted / weights).rounded())
    momentum = Int((1000 * SampleScores.saturated(progress, half: 3.9)).rounded())
  }

  private static func friction(of event: SampleEvent) -> Double {
    switch event.kind {
    case .ticket: [0.5, 1, 2, 3][min(3, Int(event.severity))]
    case .objection, .redline, .onboardingDelay: 1
    case .complaint, .escalation, .billingDispute, .outage: 2
    default: 0
    }
  }

  private static func progress(of event: SampleEvent) -> Double {
    switch event.kind {
    case .featureAdopted, .training, .integration, .demo, .proposal, .praise: 1
    case .firstValue, .milestone, .review, .caseStudy, .talk: 1.5
    case .renewal, .expansion, .referral, .contractSigned: 2
    case .login: 0.12
    case .guideDownloaded, .demoViewed, .rfi, .webinar, .referenceCall, .roiCalculator: 0.7
    case .contentRead, .searchVisit: 0.3
    default: 0
    }
  }

  private static func saturated(_ amount: Double, half: Double) -> Double {
    amount / (amount + half)
  }

  private static let minutesPerDay = SampleClock.minutesPerDay
  /// Days that are usual, and long, in each stage.
  private static let typicalDays: [(Double, Double)] = [
    (17, 50), (20, 60), (28, 80), (9, 24), (150, 420), (200, 600),
  ]
  /// What is left after so many days, with half-lives of 21 and 45 days: products, no powers, so
  /// that the last digit is the same everywhere.
  private static let fast = decay(perDay: 0.967_531_7)
  private static let medium = decay(perDay: 0.984_714_5)

  private static func decay(perDay: Double) -> [Double] {
    var left = 1.0
    return (0...401).map { _ in
      defer { left *= perDay }
      return left
    }
  }
}
