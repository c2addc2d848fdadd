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
        == ["Smith (a2)", "Smith"])
  }

  @Test func accountsWithoutNamesAreTheirIDs() throws {
    #expect(
      try labels("id,plan\na1,x\na2,x\n", "account,at,kind\na2,2026-01-01,x\na1,2026-01-02,x\n")
        == ["a1", "a2"])
  }
}
