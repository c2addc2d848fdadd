/// What will become of one account, decided before any of its events is written.
struct AccountPlan {
  /// A sojourn begins; the stage `lost` ends the journey.
  struct Visit {
    var stage: SampleStage
    var entered: Int
    var reason: StaticString
  }

  enum Incident { case none, handledWell, handledBadly, beforeDowngrade }

  /// How an account goes: without a word, after a complaint, or because it must.
  enum Leaving { case staying, quietly, loudly, byNecessity }

  let story: SampleStory
  /// Place among the accounts of the same story.
  let member: Int
  /// The number its random stream is derived from.
  let stream: Int

  var vertical: SampleVertical
  var segment = SampleSegment.smb
  var region = 0
  /// nil: a direct customer.
  var partner: Int?
  var owner = 0
  var isReactive = true
  /// Of the first contract, or what a deal is about: whole units of money a year.
  var firstRevenue: Int64 = 0
  /// Months between renewals.
  var term = 12

  var visits: [Visit] = []
  /// When the contract was signed; nil before Invest. For accounts taken over from the former CRM
  /// the beginning of the term that was running then.
  var signed: Int?
  var firstValue: Int?
  /// When it was lost, else the end of the simulation.
  var end = SampleClock.end
  var leaving = Leaving.staying
  /// Left by necessity, and that is money.
  var cannotPay = false
  /// Nothing is heard of the account between this minute and its loss.
  var silentFrom = Int.max

  var incident = Incident.none
  var incidentAt = 0
  var renewals: [Int] = []
  var referrals: [Int] = []
  /// The next renewal after the end of the simulation.
  var nextRenewal: CivilDate?

  /// How readily it takes up what is new, and how easily it runs into trouble; 1 is usual.
  var eagerness = 1.0
  var clumsiness = 1.0
  /// Place among the customers of its vertical, which spreads their opinions evenly.
  var placeAmongCustomers = 0
  /// Many tickets in the last month and nothing new adopted.
  var isTroubled = false
  /// No login in the last weeks.
  var isAbsent = false
  /// A ticket in the last week of all.
  var hasFreshTicket = false
  /// Stands still in its present or former Invest.
  var isStalled = false
  /// A deal in Benchmark that meets one objection after the other.
  var isContested = false

  init(story: SampleStory, member: Int, stream: Int, vertical: SampleVertical) {
    self.story = story
    self.member = member
    self.stream = stream
    self.vertical = vertical
  }

  var isLost: Bool { visits.last?.stage == .lost }
  var started: Int { visits.first?.entered ?? 0 }
  var stage: SampleStage { visits.last?.stage ?? .obstacle }
  var isCustomer: Bool { signed != nil }
  /// Active to the end, and paying.
  var isActiveCustomer: Bool { isCustomer && !isLost }
  /// Goes without ever having filed a ticket: all who go quietly, and most of those who have to.
  var isMute: Bool { leaving == .quietly || (leaving == .byNecessity && stream % 4 != 0) }
  var isSilentAdvocate: Bool { vertical == .education }

  /// When the account first entered a stage.
  func entry(_ stage: SampleStage) -> Int? { visits.first { $0.stage == stage }?.entered }

  /// The accounts whose onboarding the redesign of October 2025 (or, at the distributor, the boot
  /// camp) has made easier.
  var hasEasyOnboarding: Bool {
    guard let signed else { return false }
    return story == .distributor
      ? signed >= SampleStory.bootCamp : signed >= SampleStory.onboardingRedesign
  }
}
