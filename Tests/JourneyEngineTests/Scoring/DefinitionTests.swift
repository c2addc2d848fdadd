@testable import JourneyEngine
import TestSupport
import Testing

@Suite struct DefinitionTests {
  private static let end = CatalogFixtures.at("2026-03-01")

  private func naive(_ world: NaiveScores.World, now: Int64) -> NaiveScores {
    NaiveScores(world.events, world.entries, accounts: world.accounts, now: now)
  }

  /// Worlds that know the words of the random definitions: a kind, a column, a stage.
  private func worlds(_ count: Int) -> [(seed: Int, world: NaiveScores.World)] {
    (0..<count).map { ($0, NaiveScores.World(seed: $0)) }.filter {
      !$0.1.events.isEmpty && !$0.1.entries.isEmpty
    }
  }

  /// nil where a sentence names what the world has not: a kind in a level, a severity.
  private func asking(
    _ snapshot: Snapshot, _ definition: NaiveDefinition, of world: NaiveScores.World
  ) throws -> Asking? {
    do {
      return try Asking(snapshot, defining: definition.sentence)
    } catch let refused as Asking.Refused {
      for reason in refused.reasons {
        switch reason {
        case "no event is called `ticket`":
          #expect(!world.events.contains { $0.kind == "ticket" })
        case "no `severity` is `high`":
          #expect(!world.events.contains { $0.severity == "high" })
        default: Issue.record("\(reason)\n\(definition.sentence)")
        }
      }
      return nil
    }
  }

  private func isClose(_ found: Value, _ wanted: Double?) -> Bool {
    guard let wanted else { return found.isUnknown }
    return found.double.map { abs($0 - wanted) < 1e-9 } ?? false
  }

  @Test func ownScoresAgreeWithTheNaiveWay() throws {
    var random = SeededGenerator(seed: 77)
    var (known, unknown) = (0, 0)
    for (seed, world) in worlds(Repetitions.count(60)) {
      let snapshot = try world.snapshot(now: DefinitionTests.end)
      let definition = NaiveDefinition(using: &random)
      guard let asking = try asking(snapshot, definition, of: world) else { continue }
      for (clause, now) in [
        ("", DefinitionTests.end), (" as of 2025-08-31", CatalogFixtures.at("2025-09-01")),
      ] {
        let naive = naive(world, now: now)
        for row in try asking.table("accounts\(clause) order by id show id, own").cells {
          guard case .text(let id) = row[0], let account = Int(id.dropFirst()) else { continue }
          let wanted = definition.score(naive, account)
          if wanted == nil { unknown += 1 } else { known += 1 }
          #expect(
            isClose(row[1], wanted),
            "\(id)\(clause), seed \(seed): \(row[1]), not \(String(describing: wanted))\n\(definition.sentence)"
          )
        }
      }
    }
    #expect(known > 100 && unknown > 20, "\(known) known, \(unknown) unknown")
  }

  @Test func contributionsAndChangesSum() throws {
    var random = SeededGenerator(seed: 78)
    var changes = 0
    for (seed, world) in worlds(Repetitions.count(40)) {
      let snapshot = try world.snapshot(now: DefinitionTests.end)
      let definition = NaiveDefinition(using: &random)
      guard let asking = try asking(snapshot, definition, of: world) else { continue }
      for score in ["own", "jfi", "momentum"] {
        let now = try values("accounts show name, \(score)", asking)
        let then = try values("accounts as of 2025-08-31 show name, \(score)", asking)
        let change = try values(
          "accounts show name, change of \(score) since 2025-09-01", asking)
        let why = try sums("why \(score) of accounts", asking)
        let whySince = try sums("why \(score) of accounts since 2025-09-01", asking)
        for (name, value) in now {
          #expect(abs((value ?? 0) - why[name, default: 0]) < 1e-9, "\(score), seed \(seed)")
          guard let value, let before = then[name] ?? nil else {
            #expect(change[name] == .some(nil), "\(score) of \(name), seed \(seed)")
            continue
          }
          changes += 1
          let difference = value - before
          let asked = try #require(change[name] ?? nil)
          #expect(abs(asked - difference) < 1e-9)
          #expect(
            abs(whySince[name, default: 0] - difference) < 1e-9,
            "\(score) of \(name), seed \(seed)\n\(definition.sentence)")
        }
      }
    }
    #expect(changes > 100, "\(changes)")
  }

  private func values(_ sentence: String, _ asking: Asking) throws -> [Value: Double?] {
    var values: [Value: Double?] = [:]
    for row in try asking.table(sentence).cells { values[row[0]] = .some(row[1].double) }
    return values
  }

  private func sums(_ sentence: String, _ asking: Asking) throws -> [Value: Double] {
    let table = try asking.table(sentence)
    let names = try #require(table.columns.first { $0.name == "account" }?.column)
    let parts = try #require(table.columns.first { $0.name == "contribution" }?.column)
    var sums: [Value: Double] = [:]
    for row in 0..<table.rowCount { sums[names[row], default: 0] += parts[row].double ?? 0 }
    return sums
  }

  // MARK: - What definitions mean

  private func company(_ events: String, accounts: String = "id,arr\na,10\nb,20\n") throws
    -> Snapshot
  {
    try SourceAssembly.assemble(
      [
        CatalogFixtures.source("accounts.csv", accounts, role: .accounts),
        CatalogFixtures.source(
          "stages.csv", "account,stage,entered\na,Invest,2025-01-01\nb,Invest,2025-02-01\n",
          role: .stages),
        CatalogFixtures.source("events.csv", events, role: .events),
      ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-07-01") }
    ).snapshot
  }

  private static let events =
    "account,at,kind,score\na,2025-06-01,thumb,5\na,2025-06-01,thumb,1\nb,2025-06-01,ticket,\n"

  @Test func declaredSignalsAreHeard() throws {
    let snapshot = try company(DefinitionTests.events)
    let own = "define own\n  p: sum of points of praise weight 1\n"
    func scores(_ text: String) throws -> [Value] {
      try Asking(snapshot, defining: text).column("own", of: "accounts order by id show own")
    }
    // Nobody praises: the feed is not there.
    #expect(try scores(own) == [.unknown, .unknown])
    #expect(try scores(own + "\nsignal praise = thumb") == [.number(75), .number(0)])
    #expect(try scores(own + "\nsignal praise = thumb[score > 3]") == [.number(50), .number(0)])
    // A ticket that is called praise is no ticket any more.
    let jfi = "define own\n  t: sum of points of ticket weight 1\n"
    #expect(try scores(jfi) == [.number(0), .number(50)])
    #expect(try scores(jfi + "\nsignal praise = ticket or thumb") == [.unknown, .unknown])
  }

  @Test func fieldsAndScoresRestOnEachOther() throws {
    let snapshot = try company(DefinitionTests.events)
    let asking = try Asking(
      snapshot,
      defining: """
        define twice = 2 * part + arr
        define part = own / 2
        define own
          t: count of ticket weight 1
        define arr = arr * 100
        """)
    #expect(
      try asking.table("accounts order by id show arr, own, part, twice").cells == [
        [.integer(1000), .number(0), .number(0), .number(1000)],
        [.integer(2000), .number(50), .number(25), .number(2050)],
      ])
    #expect(
      try asking.ids("accounts where twice > 1500 as of 2025-06-30") == ["b"])
    #expect(
      try asking.column("account.part", of: "events where kind is ticket show account.part") == [
        .number(25)
      ])
    // Before the ticket there was none to feel.
    #expect(
      try asking.column("own", of: "accounts as of 2025-05-31 order by id show own")
        == [.unknown, .unknown])
  }

  @Test func inItsOwnDefinitionANameIsWhatItWas() throws {
    let snapshot = try company(DefinitionTests.events)
    let plain = try Asking(snapshot).column("jfi", of: "accounts order by id show jfi")
    let asking = try Asking(snapshot, defining: "define jfi = jfi * 10")
    let found = try asking.column("jfi", of: "accounts order by id show jfi")
    #expect(found.map { $0.double } == plain.map { $0.double.map { $0 * 10 } })
  }

  @Test(arguments: [
    ("define a = b\ndefine b = a", "the definition of `b` leads back to itself"),
    ("define stage = 1", "`stage` is the name of something else"),
    (
      "define s\n  t: count of ticket weight 0",
      "the weight of `t` is 0, and has to be above 0"
    ),
    (
      "define s\n  t: count of ticket weight 1 half-life 0 days",
      "the half-life of `t` is not above 0"
    ),
    (
      "define s\n  t: count of ticket weight 1 half-point 0",
      "the half-point of `t` is not above 0"
    ),
    (
      "define s\n  t: level of arr from 0 to 1 weight 1 half-life 3 days",
      "`t` is a level, and does not fade"
    ),
    (
      "define s\n  t: count of ticket weight 1\n  t: count of thumb weight 1",
      "the component `t` stands twice in the score"
    ),
    (
      "define s\n  t: count of ticket weight 1\n  in Invest: u weight 3",
      "the score has no component `u`"
    ),
    (
      "define s\n  t: count of ticket weight 1\n  in Invest: t weight 0", "in Invest nothing counts"
    ),
    (
      "define s\n  t: max of score of thumb weight 1",
      "a component counts or sums events, `max` does neither"
    ),
    (
      "define s\n  t: count of ticket during 2025 weight 1",
      "`t` counts in a period that is no `in last N days`"
    ),
    (
      "define s\n  t: sum of points of thumb weight 1",
      "`thumb` is no signal, and has no points"
    ),
    (
      "define s\n  t: level of arr from 5 to 5 weight 1",
      "a level from and to the same number says nothing"
    ),
    (
      "define s\n  t: level of arr from 5 days to 9 weight 1",
      "a level is measured here by a number"
    ),
    ("define s\n  t: level of arrr from 5 to 9 weight 1", "accounts have no field `arrr`"),
    (
      "define s\n  t: count of ticket weight 1\n  in Invst: t weight 3",
      "no stage is called `Invst`"
    ),
  ])
  func whatIsWrongIsSaid(_ text: String, _ message: String) throws {
    let snapshot = try company(DefinitionTests.events)
    do {
      _ = try Asking(snapshot, defining: text)
      Issue.record("taken: \(text)")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons.contains(message), "\(refused.reasons)")
    }
  }

  @Test func whatIsNotThereIsLeftOutAndSaid() throws {
    let snapshot = try company(DefinitionTests.events)
    let asking = try Asking(
      snapshot,
      defining: "define own\n  t: count of ticket weight 60\n  r: count of riot weight 40")
    #expect(
      try asking.column("own", of: "accounts order by id show own") == [.number(0), .number(50)])
    let why = try asking.table("why own of \"b\"")
    #expect(
      why.footer.notes.first == "own is 50, from 60 % of its weight: nothing tells of r")
    #expect(try #require(why.cells.last).contains(.text("no event is called riot")))
  }
}
