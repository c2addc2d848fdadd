/// Plans and events, written into tables.
struct SampleTables {
  private let plans: [AccountPlan]
  private var scores: [SampleScores] = []
  private var events: [SampleEvent] = []
  private var eventAccounts: [UInt32] = []
  private let ids: [String]

  init(plans: [AccountPlan], seed: UInt64) {
    self.plans = plans
    ids = plans.indices.map { place in
      let digits = String(place + 1)
      return "A-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    events.reserveCapacity(18_000)
    eventAccounts.reserveCapacity(18_000)
    scores.reserveCapacity(plans.count)
    for (row, plan) in plans.enumerated() {
      let journey = JourneyWriter.events(of: plan, seed: seed)
      scores.append(SampleScores(plan, journey))
      events.append(contentsOf: journey)
      eventAccounts.append(contentsOf: repeatElement(UInt32(row), count: journey.count))
    }
  }

  // MARK: - accounts.csv

  func accounts(nameStart: Int) -> Table {
    var names = SampleNames(start: nameStart)
    let titles = plans.map { $0.story == .acme ? "Acme Ltd" : names.next($0.vertical) }
    func words(_ list: [String], _ place: (AccountPlan) -> Int?) -> Column {
      SampleColumns.words(plans.map { place($0).map(UInt8.init) ?? SampleEvent.none }, list)
    }
    func days(_ day: (AccountPlan) -> Int?) -> Column {
      SampleColumns.integers(.date, plans.map { day($0).map(Int64.init) ?? .min })
    }
    let fields = [
      Table.Field("id", SampleColumns.texts(ids)),
      Table.Field("name", SampleColumns.texts(titles)),
      Table.Field("vertical", words(SampleVocabulary.verticals) { Int($0.vertical.rawValue) }),
      Table.Field("segment", words(SampleVocabulary.segments) { Int($0.segment.rawValue) }),
      Table.Field("region", words(SampleVocabulary.regions) { $0.region }),
      Table.Field("partner", words(SampleVocabulary.partners) { $0.partner }),
      Table.Field("owner", words(SampleVocabulary.owners) { $0.owner }),
      Table.Field("mindset", words(SampleVocabulary.mindsets) { $0.isReactive ? 0 : 1 }),
      Table.Field(
        "arr", SampleColumns.integers(.money(scale: 2), plans.map { $0.yearlyRevenue * 100 })),
      Table.Field("started", days { SampleClock.dayNumber($0.started) }),
      Table.Field("renewal_date", days { $0.nextRenewal?.dayNumber }),
      Table.Field(
        "term_months", SampleColumns.integers(.integer, plans.map { $0.isCustomer ? Int64($0.term) : .min })),
      Table.Field("outcome", words(SampleVocabulary.outcomes) { SampleTables.outcome($0) }),
      Table.Field("lost_on", days { $0.isLost ? SampleClock.dayNumber($0.end) : nil }),
      Table.Field("churn_type", words(SampleVocabulary.churnTypes) { SampleTables.churnType($0) }),
      Table.Field("jfi", SampleColumns.decimals(scores.map { $0.friction ?? .min }, scale: 10)),
      Table.Field("momentum", SampleColumns.decimals(scores.map { $0.momentum ?? .min }, scale: 10)),
    ]
    return Table(fields, rowCount: plans.count)
  }

  /// renewed, churned, not won; unknown while it is open.
  private static func outcome(_ plan: AccountPlan) -> Int? {
    if plan.isLost { return plan.isCustomer ? 1 : 2 }
    return plan.renewals.isEmpty ? nil : 0
  }

  /// Of customers who left: of their own will, or not; unknown where nobody has asked.
  private static func churnType(_ plan: AccountPlan) -> Int? {
    guard plan.isLost, plan.isCustomer else { return nil }
    switch plan.leaving {
    case .byNecessity: return 1
    case .quietly where plan.stream % 5 == 0: return nil
    default: return 0
    }
  }

  // MARK: - events.csv

  func eventTable() -> Table {
    func words(_ list: [String], _ place: (SampleEvent) -> UInt8) -> Column {
      SampleColumns.words(events.map(place), list)
    }
    func scores(_ score: (SampleEvent) -> Int8) -> Column {
      SampleColumns.integers(.integer, events.map { score($0) < 0 ? .min : Int64(score($0)) })
    }
    let fields = [
      Table.Field("account", accountKeys(eventAccounts)),
      Table.Field(
        "at", SampleColumns.integers(.instant, events.map { SampleClock.instant($0.minute) })),
      Table.Field("kind", words(SampleKind.allCases.map(\.text)) { $0.kind.rawValue }),
      Table.Field("name", words(SampleSubject.texts) { $0.subject }),
      Table.Field("department", words(SampleVocabulary.departments) { $0.department }),
      Table.Field("channel", words(SampleVocabulary.channels) { $0.channel }),
      Table.Field("severity", words(SampleVocabulary.severities) { $0.severity }),
      Table.Field(
        "sentiment",
        SampleColumns.decimals(
          events.map { $0.sentiment == .min ? .min : Int($0.sentiment) }, scale: 100)),
      Table.Field("amount", SampleColumns.integers(.money(scale: 2), events.map(\.amount))),
      Table.Field("resolved_first_contact", SampleColumns.booleans(events.map(\.isFirstContact))),
      Table.Field("handled", words(SampleVocabulary.handled) { $0.handling }),
      Table.Field("respondent", respondents()),
      Table.Field("nps_score", scores { $0.nps }),
      Table.Field("csat_score", scores { $0.csat }),
      Table.Field("ces_score", scores { $0.ces }),
      Table.Field("expectation_score", scores { $0.expectation }),
      Table.Field("experience_score", scores { $0.experience }),
    ]
    return Table(fields, rowCount: events.count)
  }

  /// Account ids as the keys of another table; every account has a row or more there, in order.
  private func accountKeys(_ rows: [UInt32]) -> Column {
    Column(.text, .codes(rows, StringDictionary(ids)), nulls: NullMask(count: rows.count))
  }

  /// The person asked: the account's id and a number.
  private func respondents() -> Column {
    var nulls = NullMask(count: events.count)
    var codes = [UInt32](repeating: StringDictionary.unknownCode, count: events.count)
    var codeOf = [UInt32](repeating: .max, count: plans.count * 4)
    var people: [String] = []
    for (row, event) in events.enumerated() {
      guard event.respondent > 0 else {
        nulls.setUnknown(row)
        continue
      }
      let account = Int(eventAccounts[row])
      let place = account * 4 + Int(event.respondent & 3)
      if codeOf[place] == .max {
        codeOf[place] = UInt32(people.count)
        people.append("\(ids[account])/\(event.respondent)")
      }
      codes[row] = codeOf[place]
    }
    return Column(.text, .codes(codes, StringDictionary(people)), nulls: nulls)
  }

  // MARK: - stage_history.csv

  func stageHistory() -> Table {
    var rows: [UInt32] = []
    var stages: [UInt8] = []
    var entered: [Int64] = []
    var reasons = ColumnBuilder(.text)
    for (row, plan) in plans.enumerated() {
      for visit in plan.visits {
        rows.append(UInt32(row))
        stages.append(visit.stage.rawValue)
        entered.append(SampleClock.instant(visit.entered))
        reasons.append(.text(visit.reason.description))
      }
    }
    return Table(
      [
        Table.Field("account", accountKeys(rows)),
        Table.Field("stage", SampleColumns.words(stages, SampleVocabulary.stages)),
        Table.Field("entered", SampleColumns.integers(.instant, entered)),
        Table.Field("reason", reasons.build()),
      ], rowCount: rows.count)
  }
}
