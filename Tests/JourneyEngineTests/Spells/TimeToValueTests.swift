import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// `time from A to B` and `ttv` on a few journeys that can be gone through by hand; now is
/// 2025-05-01.
@Suite struct TimeToValueTests {
  private static let stages = """
    account,stage,entered
    quick,Benchmark,2025-01-01
    quick,Invest,2025-01-11
    slow,Invest,2025-01-01
    gone,Invest,2025-01-01
    gone,Lost,2025-01-21
    waiting,Invest,2025-04-19
    early,Research,2025-04-01
    back,Invest,2025-01-01
    back,Lost,2025-01-05
    back,Invest,2025-02-01

    """

  private static func events(_ kind: String) -> String {
    """
    account,at,kind,grade
    quick,2025-01-05,\(kind),1
    quick,2025-01-11,contract,0
    quick,2025-01-16,\(kind),1
    slow,2025-02-10,\(kind),1
    slow,2025-02-10,login,0
    gone,2025-02-01,\(kind),1
    early,2025-04-02,\(kind),1
    back,2025-02-03,\(kind),1

    """
  }

  private func asking(
    _ kind: String = "first_value", stages: String = stages, events: String? = nil
  ) throws -> Asking {
    let rows = events ?? TimeToValueTests.events(kind)
    return try Asking(
      SourceAssembly.assemble(
        [
          CatalogFixtures.source("stages.csv", stages, role: .stages),
          CatalogFixtures.source("events.csv", rows, role: .events),
        ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-05-01") }
      ).snapshot)
  }

  private func days(_ count: Double) -> Value {
    .duration(Int64(count * Double(microsecondsPerDay)))
  }

  /// quick after 5 days, slow after 40; gone and back (the first time) are lost, waiting is open.
  @Test func countsAndQuantiles() throws {
    let table = try asking().table("time from Invest to first_value of accounts")
    #expect(
      table.columns.map(\.name) == ["n", "reached", "open", "lost", "p50", "p90", "low", "high"])
    #expect(
      table.cells[0].prefix(6) == [
        .integer(5), .integer(2), .integer(1), .integer(2), days(40), .unknown,
      ])
    // By hand: back is lost on day 4, S = 4/5; quick comes on day 5, F = 1/5 and S = 3/5;
    // waiting is censored on day 12; gone is lost on day 20, S = 3/10; slow comes on day 40,
    // F = 1/2.
    let more = try asking().table("time from Invest to first_value of accounts show p20, p50, p51")
    #expect(more.cells == [[days(5), days(40), .unknown]])
    #expect(more.footer.notes.contains { $0.hasPrefix("not reached so far: p51") })
    #expect(more.footer.notes.contains { $0.contains("Aalen-Johansen") })
    #expect(more.footer.notes.contains { $0.hasPrefix("fewer than 10 starts") })
  }

  @Test func completedOnlyIsTheNaiveNumber() throws {
    let table = try asking().table(
      "time from Invest to first_value of accounts completed only show n, p50, avg, low")
    #expect(table.cells == [[.integer(5), days(22.5), days(22.5), .unknown]])
    #expect(table.footer.notes.contains { $0.hasPrefix("completed only:") })
  }

  @Test func aPeriodSelectsStarts() throws {
    let asking = try asking()
    let words = "time from Invest to first_value of accounts"
    let shown = "show n, reached, open, lost"
    #expect(
      try asking.table("\(words) during 2025-02 \(shown)").cells == [
        // Only the return of back; it comes to its value two days later.
        [.integer(1), .integer(1), .integer(0), .integer(0)]
      ])
    #expect(
      try asking.table("\(words) during 2025-01 as of 2025-01-31 \(shown)").cells == [
        [.integer(4), .integer(1), .integer(1), .integer(2)]
      ])
  }

  @Test func ofOneAccountItTellsEachStart() throws {
    let asking = try asking()
    func told(_ sentence: String) throws -> [[Value]] {
      try asking.table(sentence + " show account, days, status").cells
    }
    #expect(
      try told("time from Invest to first_value of \"quick\"") == [
        [.text("quick"), .number(5), .text("reached")]
      ])
    #expect(
      try told("time from Invest to first_value of \"waiting\"") == [
        [.text("waiting"), .number(12), .text("not yet (open 12 days)")]
      ])
    #expect(
      try told("time from each Invest to first_value of \"back\"") == [
        [.text("back"), .number(4), .text("lost after 4 days")],
        [.text("back"), .number(2), .text("reached")],
      ])
    #expect(try told("time from Invest to first_value of \"early\"").isEmpty)
  }

  @Test func groupsAreCompared() throws {
    let stages = (0..<40).map { "a\($0),Invest,2025-01-01" }
    let lost = [39, 38, 19].map { "a\($0),Lost,2025-02-01" }
    let events = (0..<36).filter { $0 != 19 }.map { number in
      let day = number < 20 ? 2 + number % 9 : 20 + number % 9
      return "a\(number),2025-01-\(day < 10 ? "0" : "")\(day),first_value,\(number < 20 ? 1 : 0)"
    }
    let rows = "account,stage,entered\n" + (stages + lost).joined(separator: "\n") + "\n"
    let asking = try asking(
      stages: rows, events: "account,at,kind,grade\n" + events.joined(separator: "\n") + "\n")
    let words = "time from Invest to first_value of accounts by max of grade of first_value = 1"
    let table = try asking.table(words)
    #expect(table.rowCount >= 2)
    #expect(table.footer.notes.contains { $0 == "the groups differ: p < 0.0001 (Gray's test)" })
  }

  /// Of events of one instant either may have come first, and the footer says where that matters;
  /// that a stage is entered before the events of its instant is a rule, and it says that too.
  @Test func whatComesAtOneInstant() throws {
    let asking = try asking()
    let tied = try asking.table("time from login to first_value of accounts show n, reached")
    #expect(tied.cells[0][0] == .integer(1))
    #expect(
      tied.footer.notes.contains("the order of events at the same time decides for 1 account"))
    let after = try asking.table("time from contract to Invest of accounts show n, reached")
    #expect(after.cells == [[.integer(1), .integer(0)]])
    #expect(after.footer.notes.contains { $0.hasPrefix("Invest at the very time of 1 start:") })
    let before = try asking.table("time from Invest to contract of accounts show reached, p20")
    #expect(before.cells == [[.integer(1), days(0)]])
    #expect(!before.footer.notes.contains { $0.contains("same time") || $0.contains("very time") })
  }

  // MARK: - ttv

  private static let values = [
    "quick": 5.0, "slow": 40, "gone": nil, "waiting": nil, "early": nil, "back": nil,
  ]

  @Test(arguments: [
    "first_value", "First Value", "first-value reached", "milestone", "go_live", "WentLive",
  ]) func ttvFindsTheFirstValue(_ kind: String) throws {
    let table = try asking(kind).table("accounts show id, ttv")
    for row in table.cells {
      guard case .text(let id) = row[0] else { continue }
      let expected = try #require(TimeToValueTests.values[id])
      #expect(row[1] == expected.map(days) ?? .unknown, "\(id)")
    }
    let named = kind.lowercased() == "first_value"
    #expect(named != table.footer.notes.contains { $0.hasPrefix("first value: ") })
  }

  /// A milestone that was missed is no value, and one that is named wins over all kinds.
  @Test func whatIsDeclaredWins() throws {
    let missed = try asking("milestone_missed")
    #expect(throws: Asking.Refused.self) { try missed.table("accounts show ttv") }
    var declared = missed
    let definition = EventMatcher(
      Name("milestone_missed", span: SourceSpan(0, 0)), span: SourceSpan(0, 0))
    declared.environment.namedEvents["first_value"] = [definition]
    let cells = try declared.table("accounts where ttv > 6 days show id, ttv").cells
    #expect(cells == [[.text("slow"), days(40)]])
  }

  /// How long it has been, for those who may still come to it: neither the lost nor those who have
  /// not become customers.
  @Test func whoIsStillWaiting() throws {
    let table = try asking().table("accounts order by id show id, ttv")
    let waiting = try #require(table.columns[1].waiting)
    for (row, cells) in table.cells.enumerated() {
      #expect(waiting[row] == (cells[0] == .text("waiting") ? days(12) : .unknown))
    }
    let past = try asking().table("accounts as of 2025-01-03 order by id show id, ttv")
    let then = try #require(past.columns[1].waiting)
    let ids = past.cells.map { $0[0] }
    #expect(ids.contains(.text("gone")) && ids.contains(.text("slow")))
    for (row, id) in ids.enumerated() {
      let isCustomer = [.text("slow"), .text("gone"), .text("back")].contains(id)
      // The day counts to its end.
      #expect(then[row] == (isCustomer ? days(3) : .unknown), "\(id)")
    }
  }

  @Test func averagesSayWhomTheyLeaveOut() throws {
    let table = try asking().table("accounts show count, median ttv, max ttv")
    #expect(table.cells == [[.integer(6), days(22.5), days(40)]])
    #expect(
      table.footer.notes.contains {
        $0.hasPrefix("median ttv:") && $0.contains("`median time from Invest to first_value`")
      })
    #expect(!table.footer.notes.contains { $0.hasPrefix("max ttv:") })
  }

  /// As a measure of groups it is the number of the head, whoever asks.
  @Test(arguments: 0..<3) func asAMeasureItIsTheNumberOfTheHead(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 200)
    let asking = try Asking(journeys.snapshot())
    let head = try asking.table(
      "time from Invest to first_value of accounts by colour show p50, p90, avg")
    let measure = "time from Invest to first_value"
    let measures = try asking.table(
      "accounts by colour show median \(measure), p90 \(measure), avg \(measure)")
    #expect(head.cells == measures.cells)
    let whole = try asking.table("time from Invest to first_value of accounts show p50").cells
    #expect(try asking.table("median \(measure) of accounts").cells == whole)
    let one = try asking.column(
      "x", of: "accounts top 1 show median \(measure) of accounts called x")
    #expect(one == whole[0])
  }

  @Test(arguments: [
    ("accounts show count, time from Invest to first_value", "a group needs one value"),
    ("accounts show max time from Invest to first_value", "does not go with `time from`"),
    ("accounts show p90 time from each Invest to first_value", "does not go with one value"),
    ("accounts where p90 time from Invest to first_value > 3 days", "one at a time"),
    ("events by kind show p90 time from Invest to first_value", "a group needs one value"),
    ("time from Invest to first_valu of accounts", "no event is called"),
    ("time from Onboarding to first_value of accounts", "no event is called"),
    ("time from Invest to first_value of events", "does not go with events"),
  ]) func whatCannotBeAskedIsSaid(_ sentence: String, _ reason: String) throws {
    let asking = try asking()
    do {
      _ = try asking.table(sentence)
      Issue.record("answered: \(sentence)")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons.contains { $0.contains(reason) }, "\(refused)")
    }
  }

  /// A loss that nobody has dated is left out, unless the value came.
  @Test func lossesWithoutADate() throws {
    let accounts = """
      id,lost
      quick,true
      slow,false
      gone,true
      waiting,true

      """
    let snapshot = try SourceAssembly.assemble(
      [
        CatalogFixtures.source("accounts.csv", accounts, role: .accounts),
        CatalogFixtures.source("stages.csv", TimeToValueTests.stages, role: .stages),
        CatalogFixtures.source(
          "events.csv", TimeToValueTests.events("first_value"), role: .events),
      ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-05-01") }
    ).snapshot
    let isLost = try Asking(snapshot).ids("accounts lost order by id show id")
    #expect(isLost.contains("waiting"))
    let table = try Asking(snapshot).table(
      "time from Invest to first_value of (accounts where id = \"waiting\") show n, open, lost")
    #expect(table.cells == [[.integer(0), .integer(0), .integer(0)]])
    #expect(
      table.footer.notes.contains {
        $0 == "left out: 1 start of a lost account that nobody has dated the loss of"
      })
    let quick = try Asking(snapshot).table(
      "time from Invest to first_value of (accounts where id = \"quick\") show n, reached")
    #expect(quick.cells == [[.integer(1), .integer(1)]])
  }
}
