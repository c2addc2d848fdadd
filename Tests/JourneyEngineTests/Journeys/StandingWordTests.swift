import JourneyEngine
import QueryLanguage
import Testing

/// `lost`, `churned` and `active` inside expressions: `accounts where churned during 2026-Q1`.
@Suite struct StandingWordTests {
  typealias Fixtures = CatalogFixtures

  private let company = Asking(Asking.sampleCompany)

  private func asking(_ declarations: String = "", _ sources: DataSource...) throws -> Asking {
    Asking(
      try SourceAssembly.assemble(sources, settings: Declared.settings(declarations)).snapshot)
  }

  // MARK: - What they mean

  @Test(arguments: [
    ("churned", "reached Invest where lost_at is known"), ("lost", "where lost_at is known"),
    ("active", "where lost_at is unknown"), ("not active", "where lost_at is known"),
    ("churned is no and lost", "never Invest or Transform or Share where lost_at is known"),
    ("churned and arr > 10_000", "reached Invest where lost_at is known and arr > 10_000"),
    (
      "churned during 2026-Q1",
      "reached Invest where lost_at >= 2026-01-01 and lost_at < 2026-04-01"
    ),
    (
      "churned between 2026-01-01 and 2026-03-31",
      "reached Invest where lost_at >= 2026-01-01 and lost_at < 2026-04-01"
    ),
    ("lost in last 30 days", "where lost_at >= 2026-06-01"),
    ("lost since 2026-05-01", "where lost_at >= 2026-05-01"),
    ("lost before 2025-07-01", "where lost_at < 2025-07-01"),
    (
      "active during 2026-Q1",
      "where started < 2026-04-01 and (lost_at is unknown or lost_at >= 2026-01-01)"
    ),
  ])
  func saysWhatTheDatesSay(_ condition: String, _ other: String) throws {
    let found = try company.ids("accounts where \(condition) order by id show id")
    #expect(try company.ids("accounts \(other) order by id show id") == found)
    #expect(!found.isEmpty && found.count < 326)
  }

  @Test(arguments: 0..<6) func isThePopulationOfTheName(_ seed: Int) throws {
    let asking = Asking(try RandomJourneys(seed: UInt64(seed), accounts: 80).snapshot())
    for word in ["lost", "churned", "active"] {
      for time in ["", " as of 2026-02-10"] {
        let population = try asking.ids("accounts \(word)\(time) show id")
        #expect(try asking.ids("accounts where \(word)\(time) show id") == population)
        let rest = try asking.ids("accounts where not \(word)\(time) show id")
        let undecided = try asking.ids("accounts where \(word) is unknown\(time) show id")
        let all = try asking.ids("accounts\(time) show id")
        #expect(Set(population + rest + undecided) == Set(all))
        #expect(population.count + rest.count + undecided.count == all.count)
      }
    }
  }

  /// A period behind the word is a comparison: fields are those of today.
  @Test func nothingIsRewound() throws {
    let table = try company.table("accounts where churned during 2025 show stage, lost_at")
    #expect(table.footer.notes.isEmpty)
    #expect(Set(table.columns[0].column.texts) == ["lost"])
    let then = try company.ids("accounts where churned during 2025 as of 2025-03-31 show id")
    let early = try company.ids("accounts where churned before 2025-04-01 show id")
    #expect(then == early && !then.isEmpty)
  }

  @Test func nobodyKnowsWhoWillBeThere() throws {
    #expect(try company.ids("accounts where active during 2027 show id").isEmpty)
    #expect(try company.ids("accounts where lost during 2027 show id").isEmpty)
  }

  // MARK: - Where they stand

  @Test func groupsCountThem() throws {
    let churned = try company.ids("accounts churned show id").count
    for sentence in [
      "accounts show count(churned) called n", "accounts churned by partner show count called n",
      "accounts by last_stage show churned called n",
      "accounts by partner show count(churned during 2020 or churned since 2021) called n",
      "count of (accounts where churned) | show count called n",
    ] {
      let counts = try company.column("n", of: sentence)
      let total = counts.reduce(0) { sum, value in
        if case .integer(let count) = value { sum + Int(count) } else { sum }
      }
      #expect(total == churned, "\(sentence)")
    }
    let shares = try company.column("s", of: "accounts by churned show share(lost) called s")
    #expect(shares.last == .number(1))
  }

  @Test func eventsAndVisitsReachTheAccount() throws {
    for rows in ["events", "visits"] {
      let expected = try company.column("n", of: "\(rows) of accounts churned show count called n")
      for word in ["churned", "account.churned", "account.churned before 2030"] {
        #expect(
          try company.column("n", of: "\(rows) where \(word) show count called n") == expected,
          "\(rows) where \(word)")
      }
    }
  }

  @Test func aColumnOfTheDataGoesFirst() throws {
    let own = try asking(
      "",
      Fixtures.source(
        "a.csv", "id,churned,active\n1,2026-01-05,true\n2,2026-02-05,false\n3,,true\n",
        role: .accounts),
      Fixtures.source(
        "h.csv", "account,stage,entered\n1,Invest,2026-01-01\n1,Lost,2026-03-01\n", role: .stages))
    #expect(try own.ids("accounts where churned during 2026-02 show id") == ["2"])
    #expect(try own.ids("accounts where active show id") == ["1", "3"])
    #expect(try own.ids("accounts where lost show id") == ["1"])
  }

  @Test func completionOffersThem() throws {
    let fields = NameCatalog(company.environment).fields(of: .accounts).map(\.text)
    for word in ["lost", "churned", "active"] { #expect(fields.count { $0 == word } == 1) }
    let plain = try asking("", Fixtures.source("a.csv", "id,seats\n1,2\n", role: .accounts))
    #expect(!NameCatalog(plain.environment).fields(of: .accounts).map(\.text).contains("churned"))
  }

  // MARK: - What is not known

  /// Of who is lost without a date nobody knows in which period.
  @Test func aLossWithoutADate() throws {
    let undated = try asking(
      "", Fixtures.source("a.csv", "id,stage\n1,Lost\n2,Invest\n", role: .accounts))
    #expect(try undated.ids("accounts where lost show id") == ["1"])
    #expect(try undated.ids("accounts where lost during 2026 show id").isEmpty)
    #expect(try undated.ids("accounts where not lost during 2026 show id") == ["2"])
    #expect(try undated.ids("accounts where active since 2026-01-01 show id") == ["2"])
  }

  @Test(arguments: [
    ("", "id,seats\n1,2\n", "accounts where churned", "no losses are loaded"),
    ("", "id,seats\n1,2\n", "accounts where lost during 2026", "no losses are loaded"),
    ("", "id,seats\n1,2\n", "accounts show active", "no losses are loaded"),
    ("", "id,stage\n1,Lost\n2,Invest\n", "accounts where churned", "no stage histories are loaded"),
    (
      "stages A -> B", "id,stage\n1,Lost\n2,A\n", "accounts where churned",
      "no customers are loaded"
    ),
  ])
  func asThePopulationSays(
    _ declarations: String, _ accounts: String, _ sentence: String, _ reason: String
  ) throws {
    let asking = try asking(declarations, Fixtures.source("a.csv", accounts, role: .accounts))
    let refused = #expect(throws: Asking.Refused.self) { try asking.table(sentence) }
    #expect(refused?.reasons == [reason])
  }

  @Test func theNearestIsOffered() throws {
    let query = try company.query("accounts where churnd")
    let fixes = QueryPipeline.prepare(query, in: company.environment).diagnostics.flatMap(\.fixIts)
    #expect(fixes.map(\.message) == ["write `churned`"])
  }
}
