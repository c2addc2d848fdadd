import JourneyEngine
import Testing

/// `as of T` knows nothing of what came at T or later.
@Suite struct AsOfTests {
  /// Sentences whose answer as of T has to be the one from data that ends at T.
  static let sentences = [
    "accounts AS show id, stage, last_stage, lost, lost_at, entered, started, dwell",
    "accounts AS by stage show count, median dwell",
    "accounts in Invest, Transform AS show id",
    "accounts lost AS show id, lost_at",
    "accounts active AS show id",
    "accounts churned AS show id",
    "accounts where churned AS show id, active",
    "accounts where active since 2026-02-01 AS show id",
    "visits where lost before 2026-03-01 AS show account, stage, entered",
    "accounts visited Benchmark AS show id",
    "accounts reached Invest AS show id, time in Invest",
    "accounts where time in Research > 10 days AS show id, time in Research",
    "accounts AS show id, count of ticket, count of ticket in last 30 days, last login",
    "accounts AS show id, sum of points of ticket, max of points of praise, first demo",
    "accounts where count of login = 0 AS show id",
    "accounts matching ticket -> praise within 20 days AS show id, first match, matches",
    "accounts matching login 2 times => demo AS show id",
    "accounts never ticket in last 40 days AS show id",
    "accounts matching Benchmark -> Invest AS show id, first match",
    "accounts matching praise followed by nothing for 10 days AS show id",
    "events where kind is ticket AS show account, at, kind, points",
    "visits AS show account, stage, entered, left, days, next, move, open",
    "visits in Invest AS by move show count, median days",
  ]

  @Test(arguments: 0..<12) func isTheAnswerOfThatDay(_ seed: Int) throws {
    let journeys = RandomJourneys(seed: UInt64(seed), accounts: 60)
    let today = Asking(try journeys.snapshot())
    for day in [3, 25, 60, 99] {
      let cut = Asking(try journeys.snapshot(now: day * 24, cut: true))
      let past = "as of \(CivilDate(dayNumber: 20_454 + day - 1).description)"
      for sentence in AsOfTests.sentences {
        let now = sentence.replacing(" AS", with: "")
        let then = sentence.replacing("AS", with: past)
        guard let expected = try outcome(now, cut) else { continue }
        #expect(try outcome(then, today) == expected, "seed \(seed): \(then)")
      }
    }
  }

  @Test(arguments: 0..<4) func isWhatSetNowSays(_ seed: Int) throws {
    let journeys = RandomJourneys(seed: UInt64(seed), accounts: 60)
    let today = Asking(try journeys.snapshot())
    let then = Asking(try journeys.snapshot(now: 40 * 24))
    let past = "as of \(CivilDate(dayNumber: 20_454 + 39).description)"
    for sentence in AsOfTests.sentences where sentence.hasPrefix("accounts where") {
      // `set now` keeps accounts that had not begun; `as of` does not count them.
      let begun = sentence.replacing(" AS", with: " and started is known AS")
      let expected = try #require(try outcome(begun.replacing(" AS", with: ""), then))
      #expect(
        try outcome(begun.replacing("AS", with: past), today) == expected,
        "seed \(seed): \(sentence)")
    }
  }

  /// Rows as text, sorted; nil where a kind of event has not happened yet and is no name that day.
  private func outcome(_ sentence: String, _ asking: Asking) throws -> [String]? {
    do {
      let table = try asking.table(sentence)
      return [table.columns.map(\.name).joined(separator: "|")]
        + table.cells.map { row in row.map { "\($0)" }.joined(separator: "|") }.sorted()
    } catch {
      let notYet = ["no event is called", "no `kind` is"]
      guard notYet.contains(where: "\(error)".contains) else { throw error }
      return nil
    }
  }

  @Test func aBareDateMeansItsEnd() throws {
    let company = Asking(Asking.sampleCompany)
    let day = try company.ids("accounts in Invest as of 2026-03-31")
    #expect(try company.ids("accounts in Invest as of 2026-04-01T00:00Z") == day)
    #expect(!day.isEmpty)
  }

  @Test func whatHasNoHistoryIsNamed() throws {
    let company = Asking(Asking.sampleCompany)
    let table = try company.table("accounts in Invest as of 2026-03-31 show name, arr, dwell")
    #expect(table.footer.notes.contains("as they are today, having no history: arr"))
  }

  @Test func thePopulationsOwnTimeIsItsOwn() throws {
    let company = Asking(Asking.sampleCompany)
    let then = try company.ids("accounts in Invest as of 2026-03-31")
    let now = try company.table("(accounts in Invest as of 2026-03-31) show id, stage")
    #expect(now.rowCount == then.count)
    #expect(Set(now.columns[1].column.texts).count > 1, "they have moved on since")
  }
}

extension Column {
  /// Its texts, unknown cells as `-`.
  var texts: [String] {
    (0..<count).map { row in if case .text(let text) = self[row] { text } else { "-" } }
  }
}

extension AsOfTests {
  @Test func aPeriodThatEndsLaterDoesNotLeadForwards() throws {
    let company = Asking(Asking.sampleCompany)
    let cut = try company.table(
      "accounts in Invest during 2026-Q1 as of 2026-01-31 show id, stage, dwell")
    let until = try company.table(
      "accounts in Invest between 2026-01-01 and 2026-01-31 show id, stage, dwell")
    #expect(cut.cells == until.cells)
  }

  @Test func thoseAreCutToo() throws {
    var company = Asking(Asking.sampleCompany)
    let tickets = try company.answer("events where kind is ticket")
    company.environment.remember(tickets.continuation)
    #expect(
      try company.column("count", of: "those as of 2026-03-31 show count")
        == company.column("count", of: "events where kind is ticket as of 2026-03-31 show count"))
  }

  @Test func nowItselfIsATimeLikeAnyOther() throws {
    let journeys = RandomJourneys(seed: 5, accounts: 60)
    let early = Asking(try journeys.snapshot(now: 40 * 24))
    let late = Asking(try journeys.snapshot())
    let day = "as of \(CivilDate(dayNumber: 20_454 + 39).description)"
    let sentence = "events \(day) show count"
    #expect(try early.table(sentence).cells == late.table(sentence).cells)
  }

  @Test func aPeriodHasToEndAfterItBegins() throws {
    #expect(throws: Asking.Refused.self) {
      try Asking(Asking.sampleCompany).table(
        "accounts between 2025-06-01 and 2025-05-01 show count")
    }
  }
}
