import JourneyEngine
import Testing

/// Ids of Salesforce in two lengths, in a join.
@Suite struct SalesforceJoinTests {
  @Test func aJoinByTheOtherLengthIsSaid() throws {
    let join = CatalogFixtures.join(
      "owners.csv", "account,region\n001D000000IqhSLIAZ,North\n001D000000IqhSlIAZ,South\nx,West\n",
      on: "account")
    let events = CatalogFixtures.source(
      "calls.csv",
      "account,at,kind\n001D000000IqhSL,2026-01-05,call\n001D000000IqhSL,2026-01-06,call\n"
        + "001D000000IqhSlIAZ,2026-01-07,call\n001D000000Iqhxx,2026-01-08,call\n",
      role: .events, joins: [join])
    let result = try SourceAssembly.assemble([events], settings: CatalogFixtures.settings())
    let found = try #require(result.report.sources.first?.joins.first)
    #expect(found.matchedRows == 3)
    #expect(found.otherLengthRows == 2)
    #expect(
      found.line == "joined owners.csv on account: 3 rows matched (2 by the other length of a "
        + "Salesforce id), 1 not (1 key)")
    #expect(
      result.report.notes.contains {
        $0.source == "calls.csv"
          && $0.message
            == "2 rows joined to owners.csv by a Salesforce id that one file writes with 15 characters "
            + "and the other with 18: `001D000000IqhSL` is `001D000000IqhSLIAZ`"
      })
  }

  @Test func equalIDsAreNoNews() throws {
    let join = CatalogFixtures.join(
      "owners.csv", "account,region\n001D000000IqhSLIAZ,North\n", on: "account")
    let events = CatalogFixtures.source(
      "calls.csv", "account,at,kind\n001D000000IqhSLIAZ,2026-01-05,call\n", role: .events,
      joins: [join])
    let result = try SourceAssembly.assemble([events], settings: CatalogFixtures.settings())
    #expect(result.report.sources.first?.joins.first?.otherLengthRows == 0)
    #expect(!result.report.notes.contains { $0.message.contains("Salesforce") })
  }
}
