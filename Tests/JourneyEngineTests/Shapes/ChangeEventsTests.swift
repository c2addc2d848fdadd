import JourneyEngine
import TestSupport
import Testing

@Suite struct ChangeEventsTests {
  typealias Fixtures = CatalogFixtures

  private func log(
    _ text: String..., of columns: [String], by key: String,
    mappings: [DataSource.Mapping] = [], role: DataSource.Role = .events
  ) throws -> SourceAssembly.Result {
    let sources = text.enumerated().map { place, text in
      var source = Fixtures.source("week\(place + 1).csv", text, role: role, mappings: mappings)
      source.changes = DataSource.Changes(of: columns, by: key)
      return source
    }
    return try SourceAssembly.assemble(sources, settings: Fixtures.settings())
  }

  private func rows(_ result: SourceAssembly.Result) throws -> [[String]] {
    let table = try #require(result.snapshot.events?.table)
    let columns = ["account", "at", "kind", "from", "to"].map { table.texts($0) }
    return (0..<table.rowCount).map { row in columns.map { $0[row] } }
  }

  let cases = """
    case,org,modified,state,priority
    1,A,2026-01-01,New,3
    1,A,2026-01-02,New,2
    2,B,2026-01-02,New,
    1,A,2026-01-03,Open,2
    2,B,2026-01-05,,1
    2,B,2026-01-06,New,1
    1,A,,Closed,1
    ,A,2026-01-09,Closed,1
    """

  @Test func everyValueThatDiffersIsAnEvent() throws {
    let result = try log(
      cases, of: ["state", "priority"], by: "case",
      mappings: [.init("account", column: "org"), .init("at", column: "modified")])
    #expect(
      try rows(result) == [
        ["A", "2026-01-01T00:00:00Z", "state", "-", "New"],
        ["A", "2026-01-01T00:00:00Z", "priority", "-", "3"],
        ["A", "2026-01-02T00:00:00Z", "priority", "3", "2"],
        ["A", "2026-01-03T00:00:00Z", "state", "New", "Open"],
        ["B", "2026-01-02T00:00:00Z", "state", "-", "New"],
        ["B", "2026-01-05T00:00:00Z", "priority", "-", "1"],
      ])
    #expect(result.snapshot.events?.table.texts("case") == ["1", "1", "1", "1", "2", "2"])
    let source = try #require(result.report.sources.first)
    #expect(source.rowCount == 8)
    #expect(
      source.shape
        == "8 rows of 2 cases: changes, 3 of state, 3 of priority; 1 row changes nothing")
    #expect(
      result.report.warnings.map(\.message) == [
        "1 row has no time and is left out, the first in line 8",
        "1 row has no case and is left out, the first in line 9",
      ])
  }

  @Test func aCaseGoesOnFromFileToFile() throws {
    let result = try log(
      "case,at,state\n1,2026-01-01,New\n2,2026-01-01,New\n",
      "at,case,state\n2026-01-08,1,New\n2026-01-08,2,Done\n", of: ["state"], by: "case")
    #expect(
      try rows(result).map { "\($0[0]) \($0[3]) \($0[4])" } == ["1 - New", "2 - New", "2 New Done"])
  }

  @Test func oneTypeStaysAndSeveralAreText() throws {
    let text = "case,at,seats,size\n1,2026-01-01,3,2.5\n1,2026-01-02,4,2.5\n"
    let one = try log(text, of: ["seats"], by: "case")
    #expect(one.snapshot.events?.table.column("to")?.type == .integer)
    let both = try log(text, of: ["seats", "size"], by: "case")
    #expect(both.snapshot.events?.table.column("to")?.type == .number)
    #expect(both.snapshot.events?.table.texts("to") == ["3", "2.5", "4"])
  }

  @Test func aKindIsPutInFront() throws {
    let result = try log(
      cases, of: ["state"], by: "case", mappings: [.init("kind", constant: "ticket")])
    #expect(Set(try rows(result).map { $0[2] }) == ["ticket_state"])
    let error = #expect(throws: LoadError.self) {
      try log(cases, of: ["state"], by: "case", mappings: [.init("kind", column: "state")])
    }
    #expect(error?.hint?.contains("`kind = \"ticket\"`") == true)
    let missing = #expect(throws: LoadError.self) { try log(cases, of: ["stat"], by: "case") }
    #expect(missing?.message == "there is no column `stat` for `events from changes`")
    #expect(missing?.hint == "write `state`")
  }

  @Test func columnsCalledLikeTheEventsKeepTheirContent() throws {
    let result = try log(
      "case,at,state,from,kind\n1,2026-01-01,New,Rome,x\n", of: ["state"], by: "case",
      role: .recognised)
    let table = try #require(result.snapshot.events?.table)
    #expect(
      table.names == [
        "account", "at", "kind", "from", "to", "state", "week1.from", "week1.kind",
      ])
    #expect(table.texts("week1.from") == ["Rome"])
  }

  /// The naive way: each case's rows, sorted, walked by hand.
  @Test(arguments: 0..<Repetitions.count(40)) func agreesWithTheNaiveWay(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let rowCount = Int.random(in: 0...60, using: &random)
    let states = ["", "New", "Open", "new"]
    var cells: [[String]] = []
    for _ in 0..<rowCount {
      let day = Int.random(in: 1...9, using: &random)
      cells.append([
        Int.random(in: 0..<12, using: &random) == 0
          ? "" : "C\(Int.random(in: 1...5, using: &random))",
        Int.random(in: 0..<12, using: &random) == 0 ? "" : "2026-01-0\(day)",
        states.randomElement(using: &random) ?? "",
        ["", "1", "2"].randomElement(using: &random) ?? "",
      ])
    }
    let header = "case,at,state,level\n"
    let text = header + cells.map { $0.joined(separator: ",") + "\n" }.joined()
    let source = Fixtures.source(
      "x.csv", text, role: .events, textColumns: ["case", "state", "level"])
    guard source.table.column("at")?.type == .date else { return }
    var shaped = source
    shaped.changes = DataSource.Changes(of: ["state", "level"], by: "case")
    let result = try SourceAssembly.assemble([shaped], settings: Fixtures.settings())

    var expected: [(row: Int, line: String)] = []
    var reported = 0
    var unchanged = 0
    for name in Set(cells.map { $0[0] }) {
      let own = cells.indices.filter { cells[$0][0] == name && !cells[$0][1].isEmpty }
        .sorted { (cells[$0][1], $0) < (cells[$1][1], $1) }
      if name.isEmpty {
        reported += own.count
        continue
      }
      var state = ["", ""]
      for row in own {
        let before = expected.count
        for column in 0..<2 {
          let value = cells[row][column + 2]
          if value.isEmpty || value == state[column] { continue }
          let from = state[column].isEmpty ? "-" : state[column]
          let kind = ["state", "level"][column]
          expected.append(
            (row, "\(name) \(cells[row][1])T00:00:00Z \(kind) \(from) \(value)"))
          state[column] = value
        }
        if expected.count == before { unchanged += 1 }
      }
    }
    reported += cells.count { $0[1].isEmpty }
    #expect(
      try rows(result).map { $0.joined(separator: " ") }.sorted() == expected.map(\.line).sorted())
    let making = Set(expected.map(\.row)).count
    #expect(making + unchanged + reported == cells.count)
    let words = result.report.sources[0].shape ?? ""
    #expect(
      words.hasSuffix("\(PlainText.counted(unchanged, "row changes", "rows change")) nothing"))
  }
}
