import JourneyEngine
import TestSupport
import Testing

@Suite struct PeriodEventsTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ text: String, by key: String? = nil, name: String = "subscriptions.csv",
    mappings: [DataSource.Mapping] = [], change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    var source = Fixtures.source(name, text, role: .events, mappings: mappings)
    source.periods = DataSource.Periods(from: "start", to: "end", by: key)
    return try SourceAssembly.assemble([source], settings: Fixtures.settings(change))
  }

  private func rows(_ result: SourceAssembly.Result, _ names: [String]) throws -> [String] {
    let table = try #require(result.snapshot.events?.table)
    let columns = names.map { table.texts($0) }
    return (0..<table.rowCount).map { row in
      columns.map { $0[row].replacing("T00:00:00Z", with: "") }.joined(separator: " ")
    }
  }

  let contracts = """
    account,contract_id,start,end,plan,mrr
    A,c1,2025-01-01,2025-06-30,Basic,10
    A,c1,2025-07-01,2025-12-31,Basic,10
    A,c1,2026-01-01,2026-03-01,Pro,25
    B,c2,2025-01-01,,Basic,10
    B,c2,2025-05-01,2025-08-01,Pro,10
    B,c2,2025-10-01,2099-01-01,Pro,10
    """

  @Test func periodsStartChangeRenewAndEnd() throws {
    let result = try assemble(contracts, by: "contract_id")
    #expect(
      try rows(
        result, ["account", "at", "kind", "changed", "previous_plan", "previous_mrr", "mrr"])
        == [
          "A 2025-01-01 contract_started - - - 10",
          "A 2025-07-01 contract_renewed - - - 10",
          "A 2026-01-01 contract_changed plan, mrr Basic 10 25",
          "A 2026-03-01 contract_ended - - - 25",
          "B 2025-01-01 contract_started - - - 10",
          "B 2025-05-01 contract_changed plan Basic - 10",
          "B 2025-08-01 contract_ended - - - 10",
          "B 2025-10-01 contract_started - - - 10",
        ])
    #expect(
      result.report.sources[0].shape
        == "6 rows of 2 contract_id: contract_started 3, changed 2, renewed 1, ended 2; 0 open, "
        + "1 end lies after now")
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2026-03-02 00:00")
  }

  @Test func whatIsCalledWhat() throws {
    let text = "account,start,end\nA,2025-01-01,2025-02-01\n"
    let kinds = { (name: String, mappings: [DataSource.Mapping]) in
      try rows(try assemble(text, name: name, mappings: mappings), ["kind"])[0]
    }
    #expect(try kinds("crm/raven_subscriptions.csv", []) == "subscription_started")
    #expect(try kinds("policies.csv", []) == "policy_started")
    #expect(try kinds("x.csv", [.init("kind", constant: "lease")]) == "lease_started")
  }

  @Test func datesThatCannotBeAreReported() throws {
    let result = try assemble(
      """
      account,start,end
      A,2025-03-01,2025-01-01
      A,,2025-01-01
      A,2099-01-01,
      ,2025-05-01,2025-06-01
      """)
    #expect(
      try rows(result, ["account", "at", "kind"]) == [
        "A 2025-03-01 subscription_started", "- 2025-05-01 subscription_started",
        "- 2025-06-01 subscription_ended",
      ])
    #expect(
      result.report.warnings.map(\.message).filter { $0.contains("row") }
        == [
          "1 row has no start and is left out, the first in line 3",
          "1 row starts after now and is no event yet, the first in line 4",
          "1 row has no account and stands for itself, the first in line 5",
          "1 row ends before it starts: `end` is not believed, the first in line 2",
        ].map { $0.replacing("`end`", with: "end") })
  }

  @Test func setNowDecidesWhatHasHappened() throws {
    let result = try assemble(contracts, by: "contract_id") { $0.now = Fixtures.at("2025-06-01") }
    #expect(
      try rows(result, ["at", "kind"]) == [
        "2025-01-01 contract_started", "2025-01-01 contract_started", "2025-05-01 contract_changed",
      ])
  }

  @Test func whatEndsMustBeATime() {
    let error = #expect(throws: LoadError.self) {
      try assemble("account,start,end\nA,2025-01-01,soon\n")
    }
    #expect(error?.message == "column `end` for `events from periods` holds text, not dates")
  }

  /// The naive way, date by date as numbers.
  @Test(arguments: 0..<Repetitions.count(60)) func agreesWithTheNaiveWay(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    struct Row {
      var key: String
      var start: Int?
      var end: Int?
      var plan: String
      var seats: String
    }
    let rows = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      Row(
        key: ["k1", "k2", "k3", ""].randomElement(using: &random) ?? "",
        start: Int.random(in: 0..<10, using: &random) == 0
          ? nil : Int.random(in: 1...40, using: &random),
        end: Int.random(in: 0..<3, using: &random) == 0
          ? nil : Int.random(in: 1...50, using: &random),
        plan: ["Basic", "Pro", ""].randomElement(using: &random) ?? "",
        seats: ["1", "2"].randomElement(using: &random) ?? "")
    }
    func date(_ day: Int?) -> String {
      day.map { CivilDate(dayNumber: 20_000 + $0).description } ?? ""
    }
    let text =
      "account,key,start,end,plan,seats\n"
      + rows.map { "A,\($0.key),\(date($0.start)),\(date($0.end)),\($0.plan),\($0.seats)\n" }
      .joined()
    let nowDay = 45
    guard rows.contains(where: { $0.start != nil }), rows.contains(where: { $0.end != nil }) else {
      return
    }
    let result = try assemble(text, by: "key", mappings: [.init("kind", constant: "s")]) {
      $0.now = Int64(20_000 + nowDay) * microsecondsPerDay
    }

    var expected: [String] = []
    func event(_ row: Int, _ kind: String, _ day: Int, _ changed: [String] = []) {
      expected.append(
        "\(date(day)) s_\(kind) \(rows[row].plan.isEmpty ? "-" : rows[row].plan) "
          + (changed.isEmpty ? "-" : changed.joined(separator: ", ")))
    }
    func believed(_ row: Int) -> Int {
      guard let end = rows[row].end, let start = rows[row].start, end >= start else { return .max }
      return end
    }
    for key in ["k1", "k2", "k3"] {
      let own = rows.indices.filter { rows[$0].key == key && rows[$0].start ?? .max < nowDay }
        .sorted { (rows[$0].start ?? 0, $0) < (rows[$1].start ?? 0, $1) }
      var plan = ""
      var seats = ""
      for (place, row) in own.enumerated() {
        let start = rows[row].start ?? 0
        let goesOn =
          place > 0 && (believed(own[place - 1]) == .max || start <= believed(own[place - 1]) + 1)
        if goesOn {
          var changed: [String] = []
          if !rows[row].plan.isEmpty && rows[row].plan != plan { changed.append("plan") }
          if rows[row].seats != seats { changed.append("seats") }
          if !changed.isEmpty {
            event(row, "changed", start, changed)
          } else if believed(own[place - 1]) <= start {
            event(row, "renewed", start)
          }
        } else {
          if place > 0, believed(own[place - 1]) < nowDay {
            event(own[place - 1], "ended", believed(own[place - 1]))
          }
          plan = ""
          event(row, "started", start)
        }
        if !rows[row].plan.isEmpty { plan = rows[row].plan }
        seats = rows[row].seats
      }
      if let last = own.last, believed(last) < nowDay { event(last, "ended", believed(last)) }
    }
    for row in rows.indices where rows[row].key.isEmpty && rows[row].start ?? .max < nowDay {
      event(row, "started", rows[row].start ?? 0)
      if believed(row) < nowDay { event(row, "ended", believed(row)) }
    }
    let table = try #require(result.snapshot.events?.table)
    let names =
      table.names.contains("changed") ? ["at", "kind", "plan", "changed"] : ["at", "kind", "plan"]
    let found = try self.rows(result, names).map { names.count == 4 ? $0 : $0 + " -" }
    #expect(found.sorted() == expected.sorted())
  }
}
