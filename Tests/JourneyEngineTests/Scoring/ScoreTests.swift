@testable import JourneyEngine
import TestSupport
import Testing

@Suite struct ScoreTests {
  private static let scores = ["jfi", "momentum", "advocacy"]
  private static let end = CatalogFixtures.at("2026-03-01")

  private func naive(_ world: NaiveScores.World, now: Int64) -> NaiveScores {
    NaiveScores(world.events, world.entries, accounts: world.accounts, now: now)
  }

  private func isClose(_ found: Value, _ wanted: Double?) -> Bool {
    guard let wanted else { return found.isUnknown }
    return found.double.map { abs($0 - wanted) < 1e-9 } ?? false
  }

  @Test func agreeWithTheNaiveWay() throws {
    var known: [String: Int] = [:]
    var unknown = known
    for seed in 0..<Repetitions.count(60) {
      let world = NaiveScores.World(seed: seed)
      guard !world.events.isEmpty || !world.entries.isEmpty else { continue }
      let asking = Asking(try world.snapshot(now: ScoreTests.end))
      for (clause, now) in [
        ("", ScoreTests.end), (" as of 2025-07-31", CatalogFixtures.at("2025-08-01")),
        (" as of 2025-02-10", CatalogFixtures.at("2025-02-11")),
      ] {
        let naive = naive(world, now: now)
        let table = try asking.table(
          "accounts\(clause) order by id show id, \(ScoreTests.scores.joined(separator: ", "))")
        for row in table.cells {
          guard case .text(let id) = row[0], let account = Int(id.dropFirst()) else { continue }
          for (place, score) in ScoreTests.scores.enumerated() {
            let wanted = naive.score(score, account)
            #expect(
              isClose(row[place + 1], wanted),
              "\(score) of \(id)\(clause), seed \(seed): \(row[place + 1]), not \(String(describing: wanted))"
            )
            if wanted == nil {
              unknown[score, default: 0] += 1
            } else {
              known[score, default: 0] += 1
            }
          }
        }
      }
    }
    // Both happened, often.
    #expect(ScoreTests.scores.allSatisfy { known[$0, default: 0] > 50 }, "\(known)")
    #expect(ScoreTests.scores.allSatisfy { unknown[$0, default: 0] > 50 }, "\(unknown)")
  }

  @Test func contributionsSumToTheScore() throws {
    for seed in 0..<Repetitions.count(40) {
      let world = NaiveScores.World(seed: seed)
      guard !world.events.isEmpty else { continue }
      let asking = Asking(try world.snapshot(now: ScoreTests.end))
      for score in ScoreTests.scores {
        var values: [Value: Value] = [:]
        for row in try asking.table("accounts show name, \(score)").cells {
          values[row[0]] = row[1]
        }
        var sums: [Value: Double] = [:]
        let why = try asking.table("why \(score) of accounts")
        let names = try #require(why.columns.first { $0.name == "account" }?.column)
        let parts = try #require(why.columns.first { $0.name == "contribution" }?.column)
        for row in 0..<why.rowCount { sums[names[row], default: 0] += parts[row].double ?? 0 }
        for (name, value) in values {
          #expect(
            abs((value.double ?? 0) - sums[name, default: 0]) < 1e-9,
            "\(score) of \(name), seed \(seed)")
        }
      }
    }
  }

  /// More tickets, more friction; more adoption, more momentum; and nothing of it before it
  /// happens.
  @Test func moreOfItNeverScoresLess() throws {
    let stages = "account,stage,entered\na,Invest,2025-01-01\nb,Invest,2025-02-01\n"
    func scores(_ kind: String, _ count: Int, _ score: String, at: String) throws -> Double {
      var events =
        "account,at,kind,name,sentiment\nb,2025-03-01,ticket,,-0.5\nb,2025-03-01,feature_adopted,x,0.5\n"
      for day in 1...max(1, count) where count > 0 {
        events += "a,2025-05-\(day < 10 ? "0" : "")\(day),\(kind),,\n"
      }
      let asking = Asking(
        try SourceAssembly.assemble(
          [
            CatalogFixtures.source("accounts.csv", "id\na\nb\n", role: .accounts),
            CatalogFixtures.source("stages.csv", stages, role: .stages),
            CatalogFixtures.source("events.csv", events, role: .events),
          ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-07-01") }
        ).snapshot)
      return try #require(
        try asking.table("accounts as of \(at) where id is a show \(score)").cells[0][0].double)
    }
    for (kind, score) in [("ticket", "jfi"), ("feature_adopted", "momentum")] {
      var last = -1.0
      for count in [0, 1, 2, 5, 20] {
        let now = try scores(kind, count, score, at: "2025-06-01")
        #expect(now > last, "\(count) times \(kind)")
        last = now
      }
      let before = try scores(kind, 20, score, at: "2025-04-30")
      #expect(try before == scores(kind, 0, score, at: "2025-04-30"))
    }
  }

  @Test func aColumnOfTheDataIsUsedAsItIs() throws {
    let asking = Asking(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source(
            "accounts.csv", "id,name,jfi\na,Acme,12.5\nb,Bex,\n", role: .accounts),
          CatalogFixtures.source(
            "events.csv", "account,at,kind\na,2025-01-01,ticket\n", role: .events),
        ], settings: CatalogFixtures.settings()
      ).snapshot)
    #expect(try asking.column("jfi", of: "accounts show jfi") == [.number(12.5), .unknown])
    let why = try asking.table("why jfi of \"Acme\"")
    #expect(
      why.cells == [[.text("jfi"), .number(12.5), .text("a column of the data, used as it came")]])
  }

  @Test func whatCannotBeObservedIsSaid() throws {
    let asking = Asking(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source("accounts.csv", "id,name\na,Acme\nb,Bex\n", role: .accounts),
          CatalogFixtures.source(
            "events.csv", "account,at,kind\na,2025-01-01,ticket\n", role: .events),
        ], settings: CatalogFixtures.settings()
      ).snapshot)
    // Of four parts only tickets are told: 30 of 100.
    #expect(try asking.column("jfi", of: "accounts show jfi") == [.unknown, .unknown])
    let why = try asking.table("why jfi of \"Acme\"")
    #expect(
      why.footer.notes.contains(
        "jfi is unknown: the data tells 30 % of what it is made of, and half is needed"))
    #expect(
      try asking.table("why jfi of \"Bex\"").footer.notes.contains(
        "jfi is unknown: nothing has happened to this account yet"))
    do {
      _ = try asking.table("why jfy of \"Acme\"")
      Issue.record("`jfy` is no score")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons == ["no score is called `jfy`"])
    }
  }
}
