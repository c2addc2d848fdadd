import JourneyEngine
import TestSupport
import Testing

/// `lost`, `churned` and `active` with a period, of accounts that came back after a loss: as
/// populations and as conditions, against journeys gone through row by row.
@Suite struct ReturnTests {
  typealias Fixtures = CatalogFixtures

  /// What one account went through, the naive way.
  private struct Account {
    private struct State {
      var from: Int64
      var to: Int64
      var isLost: Bool
    }

    private var states: [State] = []
    private var losses: [(at: Int64, isCustomer: Bool?)] = []

    /// `first`: when something was heard of the account first.
    init(_ rows: [NaiveJourney.Row], lost: Int, first: Int64) {
      let ordered = rows.sorted { ($0.at, $0.stage) < ($1.at, $1.stage) }
      let isDated = rows.contains { $0.stage != lost }
      var state = State(from: isDated ? first : .min, to: .max, isLost: false)
      var isCustomer: Bool?
      for (place, row) in ordered.enumerated() {
        // What came before the first stage counts where something was heard before it.
        if place > 0 || isDated && first < row.at || !isDated || row.stage == lost {
          state.to = row.at
          states.append(state)
        }
        if row.stage == lost {
          if !state.isLost { losses.append((row.at, isCustomer)) }
        } else {
          isCustomer = isCustomer == true || row.stage >= 3
        }
        state = State(from: row.at, to: .max, isLost: row.stage == lost)
      }
      states.append(state)
    }

    /// nil: unknown.
    func answer(_ word: String, _ start: Int64?, _ end: Int64?, now: Int64) -> Bool? {
      let (start, end) = (start ?? .min, end ?? .max)
      if word == "active" {
        return start < now && states.contains { !$0.isLost && $0.from < end && $0.to >= start }
      }
      let inside = losses.filter { $0.at >= start && $0.at < end }
      if word == "lost" || inside.isEmpty { return !inside.isEmpty }
      if inside.contains(where: { $0.isCustomer == true }) { return true }
      return inside.contains { $0.isCustomer == nil } ? nil : false
    }
  }

  private struct Period {
    var words: String
    var start: Int64?
    var end: Int64?

    static func random(_ random: inout SeededGenerator) -> Period {
      let begin = CivilTimeZone.utc.dayNumber(of: Fixtures.at("2024-12-28"))
      let first = begin + Int.random(in: 0...400, using: &random)
      let last = first + Int.random(in: 0...60, using: &random)
      let date = CivilDate(dayNumber: first).description
      let start = CivilTimeZone.utc.startOfDay(first)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return Period(words: "since \(date)", start: start)
      case 1: return Period(words: "before \(date)", end: start)
      case 2:
        return Period(
          words: "during \(date)", start: start, end: CivilTimeZone.utc.startOfDay(first + 1))
      default:
        return Period(
          words: "between \(date) and \(CivilDate(dayNumber: last).description)", start: start,
          end: CivilTimeZone.utc.startOfDay(last + 1))
      }
    }
  }

  private func accounts(_ histories: RandomHistories, before instant: Int64) -> [Account] {
    histories.entries.indices.map { account in
      let rows = histories.entries[account].filter { $0.at < instant }
      let times = rows.map(\.at) + histories.events[account].map(\.at)
      return Account(rows, lost: RandomHistories.stages.count, first: times.min() ?? .max)
    }
  }

  @Test(arguments: 0..<12) func bothFormsSayWhatHappened(_ seed: Int) throws {
    let histories = RandomHistories(seed: UInt64(seed), accounts: 60, visits: 0...9, events: 0...4)
    let asking = Asking(try histories.snapshot())
    let naive = accounts(histories, before: histories.now)
    var random = SeededGenerator(seed: UInt64(seed) &+ 77)
    var found = 0
    for _ in 0..<25 {
      let period = Period.random(&random)
      for word in ["lost", "churned", "active"] {
        let expected = naive.map {
          $0.answer(word, period.start, period.end, now: histories.now)
        }
        func ids(_ answer: Bool?) -> [String] {
          naive.indices.filter { expected[$0] == answer }.map { "A\(10_000 + $0)" }
        }
        let words = "\(word) \(period.words)"
        let tail = "order by id show id"
        #expect(try asking.ids("accounts \(words) \(tail)") == ids(true), "\(seed): \(words)")
        #expect(try asking.ids("accounts where \(words) \(tail)") == ids(true), "\(seed): \(words)")
        #expect(
          try asking.ids("accounts where not \(words) \(tail)") == ids(false), "\(seed): \(words)")
        found += ids(true).count
      }
    }
    #expect(found > 100)
  }

  // MARK: - By hand

  private func asking(_ declarations: String = "", _ accounts: String) throws -> Asking {
    let settings = try Declared.settings(declarations) { $0.now = Fixtures.at("2026-01-01") }
    return Asking(
      try SourceAssembly.assemble(
        [
          Fixtures.source("a.csv", accounts, role: .accounts),
          Fixtures.source(
            "h.csv",
            """
            account,stage,entered
            Back,Invest,2025-01-01
            Back,Lost,2025-03-01
            Back,Invest,2025-06-01
            Stay,Invest,2025-01-01

            """, role: .stages),
        ], settings: settings
      ).snapshot)
  }

  @Test(arguments: [
    ("churned during 2025-03", ["Back"]), ("lost during 2025-03", ["Back"]),
    ("churned during 2025", ["Back"]), ("churned since 2025-02-01", ["Back"]),
    ("churned before 2025-03-01", []), ("lost since 2025-03-02", []),
    ("active during 2025-02", ["Back", "Stay"]), ("active during 2025-04", ["Stay"]),
    ("active between 2025-04-01 and 2025-06-01", ["Back", "Stay"]),
    ("active since 2025-12-01", ["Back", "Stay"]),
  ])
  func aReturn(_ words: String, _ expected: [String]) throws {
    let asking = try asking("", "id\nBack\nStay\n")
    #expect(try asking.ids("accounts \(words) order by id show id") == expected)
    #expect(try asking.ids("accounts where \(words) order by id show id") == expected)
    #expect(
      try asking.column("n", of: "accounts show count(\(words)) called n")
        == [.integer(Int64(expected.count))])
  }

  /// Back was lost again, nobody knows when.
  @Test func aLaterLossWithoutADate() throws {
    let asking = try asking(
      "stages Research -> Invest, lost when gone is yes", "id,gone\nBack,yes\nStay,no\n")
    for (words, yes, no) in [
      ("lost during 2025-03", ["Back"], ["Stay"]), ("lost during 2025-08", [], ["Stay"]),
      ("churned during 2025-08", [], ["Stay"]), ("active during 2025-04", ["Stay"], ["Back"]),
      ("active during 2025-08", ["Stay"], []), ("active during 2025-06", ["Back", "Stay"], []),
    ] {
      #expect(try asking.ids("accounts where \(words) order by id show id") == yes, "\(words)")
      #expect(try asking.ids("accounts where not \(words) order by id show id") == no, "\(words)")
    }
  }

  /// Without a history the accounts' own dates decide.
  @Test func datesOfTheAccountsAlone() throws {
    let settings = Fixtures.settings { $0.now = Fixtures.at("2026-01-01") }
    let asking = Asking(
      try SourceAssembly.assemble(
        [
          Fixtures.source(
            "a.csv", "id,started,lost_at\n1,2025-01-05,2025-03-01\n2,2025-02-01,\n3,2025-07-01,\n",
            role: .accounts)
        ], settings: settings
      ).snapshot)
    for (words, expected) in [
      ("lost during 2025-03", ["1"]), ("lost since 2025-03-02", []),
      ("active during 2025-04", ["2"]), ("active before 2025-02-01", ["1"]),
      ("active since 2025-03-01", ["1", "2", "3"]),
    ] {
      #expect(try asking.ids("accounts \(words) order by id show id") == expected, "\(words)")
      #expect(try asking.ids("accounts where \(words) order by id show id") == expected, "\(words)")
    }
  }
}
