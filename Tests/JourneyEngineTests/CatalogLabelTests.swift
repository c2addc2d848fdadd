import JourneyEngine
import QueryLanguage
import Testing

/// What accounts are called in events and visits, and files that belong together.
@Suite struct CatalogLabelTests {
  typealias Fixtures = CatalogFixtures

  private func labels(_ accounts: String, _ events: String) throws -> [String] {
    let result = try SourceAssembly.assemble(
      [
        Fixtures.source("a.csv", accounts, role: .accounts),
        Fixtures.source("e.csv", events, role: .events),
      ], settings: Fixtures.settings())
    return try #require(result.snapshot.events).table.texts("account")
  }

  @Test func accountsOfOneNameHaveLabelsOfTheirOwn() throws {
    let events = "account,at,kind\na1,2026-01-01,x\na2,2026-01-02,x\na3,2026-01-03,x\n"
    #expect(
      try labels("id,name\na1,Smith\na2,Smith\na3,\n", events) == [
        "Smith (a1)", "Smith (a2)", "a3",
      ])
    #expect(
      try labels("id,name\na1,Acme\na2,Bolt\na3,Core\n", events) == ["Acme", "Bolt", "Core"])
    // A name that is the id of another account, and one that another label would be.
    #expect(
      try labels("id,name\na1,a3\na2,Bolt\na3,\n", events) == ["a3 (a1)", "Bolt", "a3"])
    #expect(
      try labels("id,name\na1,Smith\na2,Smith\na3,Smith (a2)\n", events) == [
        "Smith (a1)", "Smith (a2) (a2)", "Smith (a2)",
      ])
    #expect(
      try labels(
        "id,name\na1,Zoo\na2,Smith\n", "account,at,kind\na2,2026-01-01,x\nSmith,2026-01-02,x\n")
        == ["Smith", "Smith"])
    // A key that may be either of two accounts stays by itself.
    #expect(
      try labels(
        "id,name\na1,Smith\na2,Smith\n",
        "account,at,kind\na2,2026-01-01,x\nSmith,2026-01-02,x\n")
        == ["Smith (a2)", "Smith"])
  }

  @Test func accountsWithoutNamesAreTheirIDs() throws {
    #expect(
      try labels("id,plan\na1,x\na2,x\n", "account,at,kind\na2,2026-01-01,x\na1,2026-01-02,x\n")
        == ["a1", "a2"])
  }

  // MARK: - Files of the same columns

  @Test func filesOfTheSameColumnsAreOneTable() throws {
    let result = try SourceAssembly.assemble(
      [
        Fixtures.source("x1.csv", "id,name\na1,Smith\na2,Bolt\n"),
        Fixtures.source("x2.csv", "name,id\nCore,a3\nDune,\n"),
        Fixtures.source("w1.csv", "account,at,kind\na1,2026-01-01,x\na1,2026-01-02,x\n"),
        Fixtures.source("w2.csv", "account,at,kind\na3,2026-01-03,y\na3,,y\n"),
      ], settings: Fixtures.settings())
    #expect(result.snapshot.accounts.texts("id") == ["a1", "a2", "a3"])
    #expect(result.snapshot.events?.table.texts("account") == ["Smith", "Smith", "Core"])
    let lines = result.report.lines()
    #expect(lines.contains("x2.csv: accounts, read with x1.csv, 2 rows"))
    #expect(lines.contains("w2.csv: events, read with w1.csv, 2 rows"))
    #expect(lines.contains { $0.hasPrefix("warning: x2.csv:3: 1 row has no id") })
    #expect(lines.contains { $0.hasPrefix("warning: w2.csv:3: 1 row has no time") })
  }

  @Test func eventsWithoutKindAreOfTheKindTheirFileIsCalled() throws {
    let result = try SourceAssembly.assemble(
      [
        Fixtures.source("accounts.csv", "id,name\na1,Smith\na2,Bolt\n"),
        Fixtures.source("logins.csv", "account,at\na1,2026-01-01\na1,2026-01-02\n"),
        Fixtures.source("exports.csv", "account,at\na2,2026-01-03\n"),
        Fixtures.source("plans.csv", "id,name\np1,Basic\n"),
      ], settings: Fixtures.settings())
    #expect(result.snapshot.events?.table.texts("kind") == ["logins", "logins", "exports"])
    #expect(result.snapshot.accounts.rowCount == 2)
    #expect(result.snapshot.tables["plans"]?.rowCount == 1)
    #expect(result.report.notes.contains { $0.message.contains("not called accounts") })
  }
}
