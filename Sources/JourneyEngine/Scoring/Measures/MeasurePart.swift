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

  /// Parts that are counted together.
  var family: MeasureFamily {
    switch self {
    case .promoters, .detractors, .npsAnswers: .survey(.nps)
    case .satisfied, .csatAnswers: .survey(.csat)
    case .effort, .easy, .cesAnswers: .survey(.ces)
    case .asked, .answered: .response
    case .contacts, .firstContacts, .firstLevelContacts, .firstLevelFirstContacts: .contacts
    case .gap, .gapSquared, .gapPairs: .perception
    }
  }

  /// Counts are whole numbers.
  var type: ValueType {
    switch self {
    case .effort, .gap, .gapSquared: .number
    default: .integer
    }
  }
}

/// What one pass over the accounts counts.
enum MeasureFamily: Hashable, Sendable {
  case survey(SurveyQuestion)
  case response, contacts, perception

  func tally(
    _ context: MeasureContext, _ cancellation: Cancellation
  ) throws(QueryFailure) -> MeasureTally {
    switch self {
    case .survey(let question): try context.surveyTally(question, cancellation)
    case .response: try context.responseTally(cancellation)
    case .contacts: try context.contactTally(cancellation)
    case .perception: try context.perceptionTally(cancellation)
    }
  }
}

/// The data and the time that measures of a group speak of.
struct MeasureContext: Sendable {
  let snapshot: Snapshot
  let feeds: ScoreFeeds
  /// Answers and events inside `[start, end)`; nil: from the beginning.
  let start: Int64?

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

  init(accountCount: Int) { self.accountCount = accountCount }

  mutating func add(_ value: Double = 1, to part: MeasurePart, of account: Int) {
    counts[part, default: [Double](repeating: 0, count: accountCount)][account] += value
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
