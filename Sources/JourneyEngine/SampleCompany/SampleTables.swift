/// Plans and events, written into tables.
struct SampleTables {
  private let plans: [AccountPlan]
  private let ids: [String]
  private let events: [SampleEvent]
  /// Events of account r are `offsets[r]..<offsets[r + 1]`.
  private let offsets: [Int]
  private let revenues: [Int64]

  init(seed: UInt64) {
    let plans = SamplePlanner.plans(seed: seed)
    let (events, offsets, revenues) = JourneyWriter.write(plans, seed: seed)
    self.plans = plans
    self.events = events
    self.offsets = offsets
    self.revenues = revenues
    ids = plans.indices.map { place in
      let digits = String(place + 1)
      return "A-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }

  // MARK: - accounts.csv

  func accounts(nameStart: Int) -> Table {
    let count = plans.count
    var names = SampleNames(start: nameStart)
    let titles: [(name: String, region: Int?)] = plans.map { plan in
      plan.story == .acme ? ("Acme Ltd", nil) : names.next(plan.vertical)
    }
    let regions = SampleColumns.words(count, SampleVocabulary.regions) { row in
      UInt8(titles[row].region ?? plans[row].region)
    }
    func words(_ list: [String], _ place: (AccountPlan) -> Int?) -> Column {
      SampleColumns.words(count, list) { place(plans[$0]).map(UInt8.init) ?? SampleEvent.none }
    }
    func days(_ day: (AccountPlan) -> Int?) -> Column {
      SampleColumns.integers(.date, count) { day(plans[$0]).map(Int64.init) }
    }
    func rating(_ name: String, _ rating: (SampleVocabulary.Charter) -> Int64) -> Table.Field {
      let column = SampleColumns.integers(.integer, count) { row in
        plans[row].partner.map { rating(SampleVocabulary.charters[$0]) }
      }
      return Table.Field(name, column)
    }
    let fields = [
      Table.Field("id", SampleColumns.texts(ids)),
      Table.Field("name", SampleColumns.texts(titles.map(\.name))),
      Table.Field("vertical", words(SampleVocabulary.verticals) { Int($0.vertical.rawValue) }),
      Table.Field("segment", words(SampleVocabulary.segments) { Int($0.segment.rawValue) }),
      Table.Field("region", regions),
      Table.Field("partner", words(SampleVocabulary.partners) { $0.partner }),
      rating("partner_alignment") { $0.alignment },
      rating("partner_feedback") { $0.feedback },
      rating("partner_responsiveness") { $0.responsiveness },
      Table.Field("owner", words(SampleVocabulary.owners) { $0.owner }),
      Table.Field("mindset", words(SampleVocabulary.mindsets) { $0.isReactive ? 0 : 1 }),
      Table.Field(
        "arr", SampleColumns.integers(.money(scale: 2), count) { revenues[$0] * 100 }),
      Table.Field("started", days { SampleClock.dayNumber($0.started) }),
      Table.Field("renewal_date", days { $0.nextRenewal?.dayNumber }),
      Table.Field(
        "term_months",
        SampleColumns.integers(.integer, count) { row in
          plans[row].isCustomer ? Int64(plans[row].term) : nil
        }),
      Table.Field("outcome", words(SampleVocabulary.outcomes) { SampleTables.outcome($0) }),
      Table.Field("lost_on", days { $0.isLost ? SampleClock.dayNumber($0.end) : nil }),
      Table.Field("churn_type", words(SampleVocabulary.churnTypes) { SampleTables.churnType($0) }),
    ]
    return Table(fields, rowCount: count)
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
    let events = events
    let count = events.count
    @inline(__always)
    func words(_ list: [String], _ place: (SampleEvent) -> UInt8) -> Column {
      SampleColumns.words(count, list) { place(events[$0]) }
    }
    @inline(__always)
    func scores(_ score: (SampleEvent) -> Int8) -> Column {
      SampleColumns.integers(.integer, count) { row in
        let value = score(events[row])
        return value < 0 ? nil : Int64(value)
      }
    }
    let sentiment = SampleColumns.decimals(count) { row in
      let value = events[row].sentiment
      return value == SampleEvent.noFeeling ? nil : Double(value) / 100
    }
    let amount = SampleColumns.integers(.money(scale: 2), count) { row in
      let value = events[row].amount
      return value == SampleEvent.noAmount ? nil : Int64(value)
    }
    let fields = [
      Table.Field("account", accountKeys(offsets)),
      Table.Field(
        "at", SampleColumns.integers(.instant, count) { SampleClock.instant(events[$0].minute) }),
      Table.Field("kind", words(SampleKind.texts) { $0.kind.rawValue }),
      Table.Field("name", words(SampleSubject.texts) { $0.subject }),
      Table.Field("department", words(SampleVocabulary.departments) { $0.department }),
      Table.Field("channel", words(SampleVocabulary.channels) { $0.channel }),
      Table.Field("severity", words(SampleVocabulary.severities) { $0.severity }),
      Table.Field("sentiment", sentiment),
      Table.Field("amount", amount),
      Table.Field(
        "resolved_first_contact", SampleColumns.booleans(count) { events[$0].isFirstContact }),
      Table.Field("handled", words(SampleVocabulary.handled) { $0.handling }),
      Table.Field("respondent", respondents()),
      Table.Field("nps_score", scores { $0.nps }),
      Table.Field("csat_score", scores { $0.csat }),
      Table.Field("ces_score", scores { $0.ces }),
      Table.Field("expectation_score", scores { $0.expectation }),
      Table.Field("experience_score", scores { $0.experience }),
    ]
    return Table(fields, rowCount: count)
  }

  /// Account ids as the keys of another table in which every account has a row or more, in order.
  private func accountKeys(_ offsets: [Int]) -> Column {
    let count = offsets.last ?? 0
    var codes: [UInt32] = []
    codes.reserveCapacity(count)
    for account in plans.indices {
      let rows = offsets[account + 1] - offsets[account]
      codes.append(contentsOf: repeatElement(UInt32(account), count: rows))
    }
    return Column(.text, .codes(codes, StringDictionary(ids)), nulls: NullMask(count: count))
  }

  /// The person asked: the account's id and a number.
  private func respondents() -> Column {
    var nulls = NullMask(count: events.count)
    var codes = [UInt32](repeating: StringDictionary.unknownCode, count: events.count)
    var people: [String] = []
    for account in plans.indices {
      // The codes of up to three people of this account, once they have appeared.
      var known: [UInt32?] = [nil, nil, nil, nil]
      for row in offsets[account]..<offsets[account + 1] {
        let person = Int(events[row].respondent & 3)
        if person == 0 {
          nulls.setUnknown(row)
        } else if let code = known[person] {
          codes[row] = code
        } else {
          codes[row] = UInt32(people.count)
          known[person] = codes[row]
          people.append("\(ids[account])/\(person)")
        }
      }
    }
    return Column(.text, .codes(codes, StringDictionary(people)), nulls: nulls)
  }

  // MARK: - stage_history.csv

  func stageHistory() -> Table {
    var offsets = [0]
    var visits: [AccountPlan.Visit] = []
    var reasons = ColumnBuilder(.text)
    for plan in plans {
      visits += plan.visits
      offsets.append(visits.count)
      for visit in plan.visits { reasons.append(.text(visit.reason.description)) }
    }
    let count = visits.count
    return Table(
      [
        Table.Field("account", accountKeys(offsets)),
        Table.Field(
          "stage",
          SampleColumns.words(count, SampleVocabulary.stages) { visits[$0].stage.rawValue }),
        Table.Field(
          "entered",
          SampleColumns.integers(.instant, count) { SampleClock.instant(visits[$0].entered) }),
        Table.Field("reason", reasons.build()),
      ], rowCount: count)
  }
}
