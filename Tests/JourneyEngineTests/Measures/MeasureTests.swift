@testable import JourneyEngine
import TestSupport
import Testing

@Suite struct MeasureTests {
  private static let now = CatalogFixtures.at("2026-03-01")
  private static let names = [
    "nps", "nps_se", "nps_n", "csat", "ces", "ces_easy", "response_rate", "perception_gap",
    "perception_gap_low", "perception_gap_high", "fcr", "fcr_net", "churn", "churn_voluntary",
    "churn_involuntary", "churn_unknown", "churn_n", "retention", "grr", "nrr", "revenue_n", "clv",
    "clv_horizon",
  ]

  private struct Asked {
    var clause: String
    var start: String?
    var end = "2026-03-01"
    /// Where customers are followed from without a start.
    var before: String
    var hasPeriod = true
  }

  private static let periods = [
    Asked(clause: "", before: "2025-03-01", hasPeriod: false),
    Asked(clause: "as of 2025-09-30", end: "2025-10-01", before: "2024-10-01", hasPeriod: false),
    Asked(clause: "during 2025-Q3", start: "2025-07-01", end: "2025-10-01", before: "2024-10-01"),
    Asked(clause: "since 2025-11-01", start: "2025-11-01", before: "2025-03-01"),
    Asked(clause: "before 2025-06-01", end: "2025-06-01", before: "2024-06-01"),
  ]

  private func isClose(_ found: Value, _ wanted: Double?) -> Bool {
    guard let wanted else { return found.isUnknown }
    return found.double.map { abs($0 - wanted) < 1e-9 * max(1, abs(wanted)) } ?? false
  }

  @Test func agreeWithTheNaiveWay() throws {
    var known: [String: Int] = [:]
    for seed in 0..<Repetitions.count(40) {
      let world = MeasureWorld(seed: seed)
      // A column without a single cell tells nothing, and then there is nothing to ask for.
      guard !world.events.isEmpty, world.revenues.contains(where: { $0 != nil }) else { continue }
      var asking = Asking(try world.snapshot(now: MeasureTests.now))
      asking.environment.parameters["gross_margin"] = .value(.number(0.8), .number)
      for asked in MeasureTests.periods {
        let end = CatalogFixtures.at(asked.end)
        let naive = NaiveMeasures(
          world, from: asked.start.map { CatalogFixtures.at($0) }, to: end,
          customersFrom: CatalogFixtures.at(asked.before))
        let table = try asking.table(
          "\(MeasureTests.names.joined(separator: ", ")) of accounts \(asked.clause) by team")
        var teams: Set<String> = []
        for row in table.cells {
          guard case .text(let team) = row[0] else { continue }
          teams.insert(team)
          let accounts = naive.population(
            (0..<world.accounts).filter { world.teams[$0] == team }, hasPeriod: asked.hasPeriod,
            isPast: end < MeasureTests.now || asked.hasPeriod)
          for (place, name) in MeasureTests.names.enumerated() {
            let wanted = naive.measure(name, accounts)
            if wanted != nil { known[name, default: 0] += 1 }
            #expect(
              isClose(row[place + 1], wanted),
              "\(name) of \(team) \(asked.clause), seed \(seed): \(row[place + 1]), not \(String(describing: wanted))"
            )
          }
        }
        let wanted = naive.population(
          Array(0..<world.accounts), hasPeriod: asked.hasPeriod,
          isPast: end < MeasureTests.now || asked.hasPeriod)
        #expect(teams == Set(wanted.map { world.teams[$0] }), "\(asked.clause), seed \(seed)")
      }
    }
    #expect(MeasureTests.names.allSatisfy { known[$0, default: 0] > 20 }, "\(known)")
  }

  @Test func partsOfChurnSumToIt() throws {
    let asking = Asking(Asking.sampleCompany)
    let rows = try asking.table(
      "churn, churn_voluntary, churn_involuntary, churn_unknown, retention of accounts during 2026-Q2"
        + " by vertical"
    ).cells
    for row in rows where !row[1].isUnknown {
      let parts = row[2...4].compactMap(\.double).reduce(0, +)
      #expect(abs(parts - (row[1].double ?? -1)) < 1e-12)
      #expect(abs((row[5].double ?? -1) + (row[1].double ?? -1) - 1) < 1e-12)
    }
    #expect(!rows.isEmpty)
  }

  @Test func ofAHandfulOfAnswers() throws {
    let answers =
      "account,at,kind,nps_score,respondent\n"
      + "a,2025-01-01,survey,10,p\na,2025-02-01,survey,3,p\na,2025-02-02,survey,9,q\n"
      + "b,2025-02-03,survey,8,r\nb,2025-03-01,survey,0,r\n"
    let asking = Asking(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source("accounts.csv", "id,name\na,A\nb,B\nc,C\n", role: .accounts),
          CatalogFixtures.source("events.csv", answers, role: .events),
        ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-04-01") }
      ).snapshot)
    // p detracts by now, q promotes, r detracts.
    #expect(try asking.table("nps of accounts").cells[0][0].double == 100.0 * (1 - 2) / 3)
    // In February r was passive.
    #expect(try asking.table("nps of accounts during 2025-02").cells[0][0].double == 0)
    #expect(try asking.table("nps of accounts during 2025-01").cells[0][0].double == 100)
    #expect(try asking.table("nps of accounts during 2024").cells[0][0].isUnknown)
    let groups = try asking.table("accounts by nps_group show count")
    #expect(
      groups.cells == [
        [.text("detractor"), .integer(1)], [.text("promoter"), .integer(1)],
        [.text("silent"), .integer(1)],
      ])
    #expect(try asking.table("accounts where nps_score = 0").rowCount == 1)
    #expect(
      try asking.table("nps, response_rate of accounts by nps_group").columns.map(\.name)
        == ["nps_group", "nps", "response_rate", "nps_se", "nps_n", "response_n"])
  }

  @Test func theScaleIsToldByTheAnswers() throws {
    func csat(_ answers: [Int]) throws -> (Double?, [String]) {
      let rows = answers.enumerated().map { "a\($0.offset),2025-01-01,csat,\($0.element)\n" }
      let accounts = answers.indices.map { "a\($0)\n" }
      let asking = Asking(
        try SourceAssembly.assemble(
          [
            CatalogFixtures.source("accounts.csv", "id\n" + accounts.joined(), role: .accounts),
            CatalogFixtures.source(
              "events.csv", "account,at,kind,score\n" + rows.joined(), role: .events),
          ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-04-01") }
        ).snapshot)
      let table = try asking.table("csat of accounts")
      return (table.cells[0][0].double, table.footer.notes)
    }
    let five = try csat([5, 4, 3, 1])
    #expect(five.0 == 0.5)
    #expect(five.1.isEmpty)
    let seven = try csat([7, 6, 5, 4])
    #expect(seven.0 == 0.5)
    #expect(
      seven.1 == ["csat: the answers are on a scale of 1-7, of which 6 and more count as satisfied"]
    )
    #expect(try csat([90, 80, 79, 10]).0 == 0.5)
  }

  @Test func aColumnOfTheAccountsAnswersForThem() throws {
    let asking = Asking(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source(
            "accounts.csv", "id,name,nps\na,A,10\nb,B,9\nc,C,2\nd,D,\n", role: .accounts)
        ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-04-01") }
      ).snapshot)
    let table = try asking.table("nps of accounts")
    #expect(table.cells[0][0].double == 100.0 / 3)
    #expect(table.footer.notes == ["nps is of the accounts' own `nps`, one answer each"])
  }

  @Test(arguments: [
    (
      "accounts where nps > 50",
      "`nps` measures a group of accounts, but here stands one of the accounts at a time"
    ),
    (
      "accounts show name, churn",
      "`churn` measures a group of accounts, but here stands one of the accounts at a time"
    ),
    ("events by kind show nps", "`nps` does not go with events"),
  ])
  func oneInTheOthersPlaceIsSaid(_ sentence: String, _ reason: String) throws {
    do {
      _ = try Asking(Asking.sampleCompany).table(sentence)
      Issue.record("\(sentence) was answered")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons == [reason])
    }
  }

  @Test func withoutRevenueThereIsNoRetainedRevenue() throws {
    let asking = Asking(
      try SourceAssembly.assemble(
        [CatalogFixtures.source("accounts.csv", "id\na\n", role: .accounts)],
        settings: CatalogFixtures.settings()
      ).snapshot)
    do {
      _ = try asking.table("nrr of accounts")
      Issue.record("nothing tells the revenue")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons == ["`nrr` needs to know what customers pay, and nothing tells it"])
    }
  }

  @Test(arguments: [
    ("payment failed", LossReasons.Will.involuntary), ("Card expired", .involuntary),
    ("Customer went bankrupt", .involuntary), ("non-payment", .involuntary),
    ("acquired by Globex", .involuntary), ("voluntary", .voluntary), ("pricing", .voluntary),
    ("unknown", .unknown), ("N/A", .unknown), ("  ", .unknown), ("involuntary", .involuntary),
  ])
  func reasonsTellTheWill(_ reason: String, _ will: LossReasons.Will) {
    #expect(LossReasons.will(of: reason) == will)
  }

  @Test func everyMeasureIsExplained() {
    for measure in GroupMeasure.all {
      #expect(measure.meaning.hasSuffix("."), "\(measure.name)")
      for companion in measure.companions { #expect(GroupMeasure.named(companion) != nil) }
    }
    #expect(Set(GroupMeasure.all.map(\.name)).count == GroupMeasure.all.count)
  }
}
