@testable import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

@Suite struct ValidateTests {
  private static let day = microsecondsPerDay
  private static let end = CatalogFixtures.at("2026-03-01")
  private static let months: [Int64] = (0..<12).map {
    CatalogFixtures.at("2025-\($0 < 9 ? "0" : "")\($0 + 1)-01")
  }

  // MARK: - The naive way

  private struct Observation {
    var account: Int
    var score: Double
    var isOutcome: Bool
  }

  private enum Outcome: CaseIterable {
    case lost, churned, referral, transform

    var word: String {
      switch self {
      case .lost: "lost"
      case .churned: "churned"
      case .referral: "referral"
      case .transform: "Transform"
      }
    }
  }

  private struct NaivePanel {
    var observations: [Observation] = []
    var withoutScore = 0
    var open = 0
  }

  /// Month by month and account by account, all rows looked through each time.
  private func naive(
    _ world: NaiveScores.World, _ score: String, _ outcome: Outcome, ahead: Int64
  ) -> NaivePanel {
    var panel = NaivePanel()
    for month in ValidateTests.months {
      let until = month + ahead * ValidateTests.day
      if until > ValidateTests.end {
        panel.open += 1
        continue
      }
      let then = world.naive(now: month)
      let all = world.naive(now: ValidateTests.end)
      for account in 0..<world.accounts {
        let entries = world.entries.filter { $0.account == account }
          .sorted { ($0.at, $0.stage) < ($1.at, $1.stage) }
        let events = world.events.filter { $0.account == account }
        // With a first stage it has begun, or with what was known of it before; without one it was
        // always there.
        let starts = entries.isEmpty ? nil : (entries.map(\.at) + events.map(\.at)).min()
        if let starts, starts >= month { continue }
        if entries.last(where: { $0.at < month })?.stage == 6 { continue }
        if outcome == .churned,
          !entries.contains(where: { $0.at < month && (3..<6).contains($0.stage) })
        {
          continue
        }
        let stays = all.stays.filter { $0.account == account }
        let times: [Int64] =
          switch outcome {
          case .lost, .churned:
            stays.filter { stay in
              entries.contains { $0.stage == 6 && $0.at == stay.end } && !stay.isOpen
                && !stays.contains { $0.entered == stay.end }
            }.map(\.end)
          case .referral: events.filter { $0.kind == "referral" }.map(\.at)
          case .transform: stays.filter { $0.stage == 4 }.map(\.entered)
          }
        guard let value = then.score(score, account) else {
          panel.withoutScore += 1
          continue
        }
        panel.observations.append(
          Observation(
            account: account, score: value,
            isOutcome: times.contains { $0 >= month && $0 <= until }))
      }
    }
    return panel
  }

  private func isClose(_ found: Value, _ wanted: Double?) -> Bool {
    guard let wanted else { return found.isUnknown }
    return found.double.map { abs($0 - wanted) < 1e-7 } ?? false
  }

  @Test func agreesWithTheNaiveWay() throws {
    var outcomes = 0
    for seed in 0..<Repetitions.count(24) where seed % 5 != 4 {
      let world = NaiveScores.World(seed: seed)
      let asking = Asking(try world.snapshot(now: ValidateTests.end))
      for outcome in Outcome.allCases {
        if outcome == .referral, !world.events.contains(where: { $0.kind == "referral" }) {
          continue
        }
        if !world.entries.contains(where: { $0.stage == 6 }),
          outcome == .churned || outcome == .lost
        {
          continue
        }
        for (score, ahead) in [("jfi", 90), ("momentum", 45)] as [(String, Int64)] {
          let panel = naive(world, score, outcome, ahead: ahead)
          let table = try asking.table(
            "validate \(score) of accounts against \(outcome.word) \(ahead) days ahead during 2025")
          let about = "\(score) against \(outcome.word), seed \(seed)"
          try compare(
            table, panel.observations, isWarning: { score == "jfi" ? $0 >= 50 : $0 < 50 }, about)
          outcomes += panel.observations.count(where: \.isOutcome)
          let notes = table.footer.notes
          #expect(
            notes.contains("left out: \(PlainText.count(panel.withoutScore)) without \(score)")
              == (panel.withoutScore > 0), "\(about): \(notes)")
          #expect(notes.contains { $0.hasSuffix("days are not over") } == (panel.open > 0))
        }
      }
    }
    #expect(outcomes > 100)
  }

  private func compare(
    _ table: ResultTable, _ observations: [Observation], isWarning: (Double) -> Bool,
    _ about: String
  ) throws {
    let naive = ScoreSeparationTests.Naive(
      scores: observations.map(\.score), isOutcome: observations.map(\.isOutcome),
      clusters: observations.map { UInt32($0.account) })
    let hits = observations.filter(\.isOutcome)
    let warned = observations.filter { isWarning($0.score) }
    let both = Double(warned.count(where: \.isOutcome))
    let all = try #require(table.cells.first)
    func cell(_ name: String, _ row: [Value]) throws -> Value {
      row[try #require(table.columns.firstIndex { $0.name == name })]
    }
    #expect(try cell("decile", all) == .text("all"))
    #expect(try cell("n", all) == .integer(Int64(observations.count)), "\(about)")
    #expect(try cell("outcomes", all) == .integer(Int64(hits.count)), "\(about)")
    let share = observations.isEmpty ? nil : Double(hits.count) / Double(observations.count)
    #expect(isClose(try cell("rate", all), share))
    #expect(isClose(try cell("auc", all), naive.area), "\(about)")
    let reach = naive.variance.map { 1.959963984540054 * $0.squareRoot() }
    let low = naive.area.flatMap { area in reach.map { max(0, area - $0) } }
    // A root makes much of rounding near nothing.
    if let low, let reach, reach > 1e-5 {
      #expect(isClose(try cell("auc_low", all), low), "\(about)")
    }
    #expect(isClose(try cell("precision", all), warned.isEmpty ? nil : both / Double(warned.count)))
    #expect(isClose(try cell("recall", all), hits.isEmpty ? nil : both / Double(hits.count)))
    // Tenths: where the middle one of the equal scores stands.
    var tenths: [Int: [Observation]] = [:]
    for one in observations {
      let lower = observations.count { $0.score < one.score - 1e-9 }
      let same = observations.count { abs($0.score - one.score) <= 1e-9 }
      tenths[(2 * lower + same - 1) * 10 / (2 * observations.count), default: []].append(one)
    }
    let rows = table.cells.dropFirst()
    #expect(rows.count == tenths.count, "\(about)")
    for (row, (tenth, inside)) in zip(rows, tenths.sorted(by: { $0.key < $1.key })) {
      #expect(try cell("decile", row) == .text("\(tenth + 1)"))
      #expect(try cell("n", row) == .integer(Int64(inside.count)))
      #expect(try cell("outcomes", row) == .integer(Int64(inside.count(where: \.isOutcome))))
      #expect(isClose(try cell("from", row), inside.map(\.score).min()))
      #expect(isClose(try cell("to", row), inside.map(\.score).max()))
    }
  }

  // MARK: - Nothing leaks

  /// Whatever happens after the beginning of the month changes no score; whatever happens after the
  /// lead time changes nothing at all.
  @Test func whatComesLaterIsNotInTheScores() throws {
    var compared = 0
    for seed in 0..<Repetitions.count(24) where seed % 5 != 4 {
      let world = NaiveScores.World(seed: seed)
      guard world.entries.contains(where: { $0.stage == 6 }) else { continue }
      let month = ValidateTests.months[4]
      let sentence = "validate jfi of accounts against lost 60 days ahead during 2025-05"
      let before = try Asking(try world.snapshot(now: ValidateTests.end)).table(sentence)
      for (from, sameOutcomes) in [(month, false), (month + 60 * ValidateTests.day + 1, true)] {
        var other = world
        other.events.removeAll { $0.at >= from && $0.account % 2 == 0 }
        for account in 0..<world.accounts where account % 3 == 0 {
          // Whole seconds, as the file has them.
          let at = (from / 1_000_000 + 1) * 1_000_000
          for _ in 0..<5 {
            var event = NaiveScores.Event(account: account, at: at, kind: "ticket")
            event.severity = "critical"
            other.events.append(event)
          }
          // Of whom nothing is known before, a loss is another story.
          if world.entries.contains(where: { $0.account == account && $0.at < month }) {
            other.entries.append((account, at, 6))
          }
        }
        let after = try Asking(try other.snapshot(now: ValidateTests.end)).table(sentence)
        for name in ["decile", "from", "to", "n"] + (sameOutcomes ? ["outcomes", "auc"] : []) {
          let columns = [before, after].map { table in
            table.columns.first { $0.name == name }.map { column in
              (0..<table.rowCount).map { column.column[$0] }
            }
          }
          #expect(columns[0] == columns[1], "\(name), seed \(seed)")
          compared += before.rowCount
        }
      }
    }
    #expect(compared > 100)
  }

  /// Tickets that come with the loss tell who was lost, to whoever looks afterwards: not to this.
  @Test func aLeakIsNotTakenForForesight() throws {
    var random = SeededGenerator(seed: 3)
    var (stages, events) = ("account,stage,entered\n", "account,at,kind,severity,sentiment,name\n")
    for account in 0..<80 {
      stages += "a\(account),Invest,2025-01-01\n"
      events += "a\(account),2025-01-05,feature_adopted,,0.1,x\n"
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        events +=
          "a\(account),2025-05-\(Int.random(in: 10...31, using: &random)),ticket,low,-0.2,\n"
      }
      guard account % 4 == 0 else { continue }
      stages += "a\(account),Lost,2025-06-20\n"
      for _ in 0..<6 { events += "a\(account),2025-06-19,ticket,critical,-1,\n" }
    }
    let accounts = "id\n" + (0..<80).map { "a\($0)\n" }.joined()
    let snapshot = try SourceAssembly.assemble(
      [
        CatalogFixtures.source("accounts.csv", accounts, role: .accounts),
        CatalogFixtures.source("stages.csv", stages, role: .stages),
        CatalogFixtures.source("events.csv", events, role: .events),
      ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-09-01") }
    ).snapshot
    let asking = Asking(snapshot)
    let table = try asking.table(
      "validate jfi of accounts against lost 30 days ahead during 2025-06 show n, outcomes, auc")
    #expect(Array(table.cells[0].dropFirst().prefix(2)) == [.integer(80), .integer(20)])
    let area = try #require(table.cells[0][3].double)
    #expect((0.3...0.7).contains(area), "\(area)")
    // Read a day before the loss it would have told all of them.
    let jfi = try #require(asking.environment.relations.defined.score(named: "jfi"))
    let late = try jfi.history(Cancellation()).scores(
      (0..<80).map {
        ScoreHistory.Question(account: $0, instant: CatalogFixtures.at("2025-06-20"))
      }, Cancellation())
    let seen = ScoreSeparation(
      late.map { $0 ?? 0 }, (0..<80).map { $0 % 4 == 0 }, clusters: (0..<80).map { UInt32($0) })
    #expect(seen.area == 1)
  }

  // MARK: - Columns of the data's own, and what is wrong

  @Test func aColumnIsReadWhereItsPastIsKnown() throws {
    func asking(_ history: String) throws -> Asking {
      Asking(
        try SourceAssembly.assemble(
          [
            CatalogFixtures.source(
              "accounts.csv", "id,health\na,9\nb,1\nc,5\n", role: .accounts),
            CatalogFixtures.source(
              "stages.csv", "account,stage,entered\(history)", role: .stages),
          ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-12-01") }
        ).snapshot)
    }
    // c has no change: what it is today says nothing of then.
    let known = try asking(
      ",health\na,Invest,2025-01-01,2\na,Share,2025-08-01,9\nb,Invest,2025-01-01,7\n"
        + "b,Lost,2025-07-01,1\nc,Invest,2025-01-01,\n")
    let table = try known.table(
      "validate health of accounts against lost 60 days ahead during 2025-06 show from, to, n, auc")
    #expect(
      table.cells[0] == [.text("all"), .number(2), .number(7), .integer(2), .number(1)])
    #expect(table.footer.notes.contains("left out: 1 without health"))
    let unknown = try asking("\na,Invest,2025-01-01\nb,Invest,2025-01-01\nb,Lost,2025-07-01\n")
    #expect(
      refusal(of: "validate health of accounts against lost", unknown)
        == ["how `health` was in the past is not known"])
  }

  private func refusal(of sentence: String, _ asking: Asking) -> [String] {
    do {
      _ = try asking.table(sentence)
      return []
    } catch let refused as Asking.Refused {
      return refused.reasons
    } catch {
      return ["\(error)"]
    }
  }

  @Test func whatIsWrongIsSaid() {
    let asking = Asking(Asking.sampleCompany)
    for (sentence, reasons) in [
      ("validate jfi of accounts", ["`validate` needs an outcome"]),
      ("validate jfi of accounts against (accounts lost)", ["`validate` needs an outcome"]),
      ("validate jfy of accounts against lost", ["no score is called `jfy`"]),
      ("validate vertical of accounts against lost", ["no score is called `vertical`"]),
      ("validate jfi of accounts against chruned", ["no event is called `chruned`"]),
      ("validate jfi of accounts against lost 0 days ahead", ["`0 days` is no time to look ahead"]),
      (
        "validate jfi of accounts against lost 200 years ahead",
        ["`200 years` is no time to look ahead"]
      ),
    ] {
      #expect(refusal(of: sentence, asking) == reasons, "\(sentence)")
    }
  }
}
