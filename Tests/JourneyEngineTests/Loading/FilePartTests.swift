import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// Which tables of a file of several a `load` takes.
@Suite struct FilePartTests {
  private let log = xes(
    """
    <trace><string key="concept:name" value="A"/><string key="city" value="Bonn"/>
      <event><string key="concept:name" value="go"/><string key="customer" value="X"/>
      <date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event></trace>
    <trace><string key="concept:name" value="B"/></trace>
    """)

  private func sources(
    _ text: String, reading bytes: [UInt8]
  ) throws(LoadError) -> [DataSource] {
    guard case .load(let load)? = Parser.parse(text).statements.first?.kind else { return [] }
    return try LoadPlan(load, folder: "", zone: .utc).sources { path, options throws(LoadError) in
      try FileReader.tables(bytes: bytes, path: path, options: options)
    }
  }

  private func error(_ text: String, reading bytes: [UInt8]) -> LoadError? {
    do throws(LoadError) {
      _ = try sources(text, reading: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func eventsBringTheirCases() throws {
    let found = try sources("load events from \"log.xes\"", reading: Array(log.utf8))
    #expect(found.map(\.name) == ["log.xes:events", "log.xes:cases"])
    #expect(found.map(\.role) == [.events, .accounts])
    #expect(found[0].mappings.contains(DataSource.Mapping("at", column: "time:timestamp")))
    #expect(found[1].mappings == [DataSource.Mapping("id", column: "case")])
    #expect(found[1].stem == "cases")
  }

  @Test func anotherAccountLeavesTheCasesOut() throws {
    let found = try sources(
      "load events from \"log.xes\" with account = customer", reading: Array(log.utf8))
    #expect(found.map(\.role) == [.events])
    let same = try sources(
      "load events from \"log.xes\" with account = `case:concept:name`, town = city",
      reading: Array(log.utf8))
    #expect(same.map(\.role) == [.events, .accounts])
    #expect(same[1].mappings.contains(DataSource.Mapping("town", column: "city")))
    #expect(!same[0].mappings.contains { $0.role == "town" })
  }

  @Test func otherRolesTakeWhatFitsThem() throws {
    let bytes = Array(log.utf8)
    #expect(
      try sources("load accounts from \"log.xes\"", reading: bytes).map(\.role) == [.accounts])
    let all = try sources("load from \"log.xes\"", reading: bytes)
    #expect(Set(all.map(\.role)) == [.accounts, .events])
    let named = try sources(
      "load table t from \"log.xes\" reading table \"cases\"", reading: bytes)
    #expect(named.map(\.name) == ["log.xes:cases"])
    let several = try #require(error("load table t from \"log.xes\"", reading: bytes))
    #expect(several.hint == "say which one: `reading table \"cases\"`")
  }

  @Test func ofSeveralSheetsOneIsNamed() throws {
    var book = WorkbookText(sheet([["!id", "!b"], ["1", "2"]]))
    book.sheets.append(("Orders", "visible", sheet([["!id", "!p"], ["3", "4"]])))
    let several = try #require(error("load accounts from \"b.xlsx\"", reading: book.bytes()))
    #expect(several.message == "holds several sheets: \"Sheet1\", \"Orders\"")
    #expect(several.hint == "say which one: `reading sheet \"Sheet1\"`")
    let one = try sources(
      "load accounts from \"b.xlsx\" reading sheet \"Orders\"", reading: book.bytes())
    #expect(one.map(\.name) == ["b.xlsx:Orders"])
    #expect(one[0].stem == "Orders")
    #expect(one[0].lines.place(ofRow: 0)?.line == 2)
  }

  @Test func alikeSheetsAreOneTable() throws {
    var book = WorkbookText(sheet([["!account", "!at", "!kind"], ["!a", "44197#1", "!go"]]))
    book.formats = [14]
    book.sheets[0].name = "Jan"
    book.sheets.append(
      ("Feb", "visible", sheet([["!account", "!at", "!kind"], ["!a", "44230#1", "!stop"]])))
    let files = try FileReader.tables(bytes: book.bytes(), path: "b.xlsx")
    var sources = try DataSource.recognising(files, name: "b.xlsx")
    for place in sources.indices { sources[place].role = .events }
    let result = try SourceAssembly.assemble(sources, settings: AssemblySettings(wallClock: 0))
    #expect(result.snapshot.events?.table.rowCount == 2)
    #expect(result.report.sources.map(\.name) == ["b.xlsx:Jan", "b.xlsx:Feb"])
  }
}
