/// A number of each account that measures of a group add up: NPS is 100 x (promoters - detractors)
/// / answers, each summed over the group's accounts.
enum MeasurePart: String, Hashable, Sendable, CaseIterable {
  // Surveys
  case promoters, detractors, npsAnswers
  case satisfied, csatAnswers
  case effort, easy, cesAnswers
  case asked, answered
  // Service
  case contacts, firstContacts, firstLevelContacts, firstLevelFirstContacts
  // What was promised against what was delivered
  case gap, gapSquared, gapPairs
  // Customers and what they pay
  case customers, losses, voluntary, involuntary, unexplained, customerYears
  case payers, revenue, lostRevenue, contraction, expansion

  /// Parts that are counted together.
  var family: MeasureFamily {
    switch self {
    case .promoters, .detractors, .npsAnswers: .survey(.nps)
    case .satisfied, .csatAnswers: .survey(.csat)
    case .effort, .easy, .cesAnswers: .survey(.ces)
    case .asked, .answered: .response
    case .contacts, .firstContacts, .firstLevelContacts, .firstLevelFirstContacts: .contacts
    case .gap, .gapSquared, .gapPairs: .perception
    case .customers, .losses, .voluntary, .involuntary, .unexplained, .customerYears: .churn
    case .payers, .revenue, .lostRevenue, .contraction, .expansion: .revenue
    }
  }

  /// Counts are whole numbers.
  var type: ValueType {
    switch self {
    case .effort, .gap, .gapSquared, .customerYears: .number
    case .revenue, .lostRevenue, .contraction, .expansion: .number
    default: .integer
    }
  }
}

/// What one pass over the accounts counts.
enum MeasureFamily: Hashable, Sendable {
  case survey(SurveyQuestion)
  case response, contacts, perception, churn, revenue

  /// Whether it looks from the start of a period to its end.
  var needsPeriod: Bool { self == .churn || self == .revenue }

  func tally(
    _ context: MeasureContext, _ cancellation: Cancellation
  ) throws(QueryFailure) -> MeasureTally {
    switch self {
    case .survey(let question): try context.surveyTally(question, cancellation)
    case .response: try context.responseTally(cancellation)
    case .contacts: try context.contactTally(cancellation)
    case .perception: try context.perceptionTally(cancellation)
    case .churn: try context.churnTally(cancellation)
    case .revenue: try context.revenueTally(cancellation)
    }
  }
}

/// The data and the time that measures of a group speak of.
struct MeasureContext: Sendable {
  let snapshot: Snapshot
  let feeds: ScoreFeeds
  /// Answers and events inside `[start, end)`; nil: from the beginning.
  let start: Int64?
  /// The now of the data, which may be later: what their columns without a history are as of.
  let today: Int64

  var end: Int64 { snapshot.now }
  var accountCount: Int { snapshot.accounts.rowCount }

  func surveys(_ cancellation: Cancellation) throws(QueryFailure) -> SurveyFeeds? {
    try feeds.surveys?.value(cancellation)
  }
}

/// The parts of every account, and what is to be said of them below the answer.
struct MeasureTally: Sendable {
  private let accountCount: Int
  private var counts: [MeasurePart: [Double]] = [:]
  /// Accounts of which nothing is known.
  private var unknown: Set<Int> = []
  var notes: [String] = []
  /// What is to be said only of some parts.
  private var partNotes: [MeasurePart: String] = [:]

  init(accountCount: Int) { self.accountCount = accountCount }

  mutating func add(_ value: Double = 1, to part: MeasurePart, of account: Int) {
    counts[part, default: [Double](repeating: 0, count: accountCount)][account] += value
  }

  mutating func note(_ text: String, of parts: MeasurePart...) {
    for part in parts { partNotes[part] = text }
  }

  func notes(of part: MeasurePart) -> [String] {
    notes + (partNotes[part].map { [$0] } ?? [])
  }

  mutating func leaveOut(_ account: Int) { unknown.insert(account) }

  func column(_ part: MeasurePart) -> Column {
    let values = counts[part] ?? [Double](repeating: 0, count: accountCount)
    var nulls = NullMask(count: accountCount)
    for account in unknown { nulls.setUnknown(account) }
    return part.type == .integer
      ? Column(.integer, .integers(values.map { Int64($0) }), nulls: nulls)
      : Column(.number, .doubles(values), nulls: nulls)
  }
}
