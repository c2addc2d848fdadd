import JourneyEngine
import Testing

/// Cells of HubSpot that name several companies: `123;456`.
@Suite struct FirstAssociationTests {
  private let companies = """
    Record ID,Company name,Company owner,Create Date,City,Industry
    101,Acme Ltd,Dana,2026-01-05 09:00,Leeds,Media
    102,Birch & Co,Dana,2026-01-06 09:00,Leeds,Media

    """

  private func load(_ name: String, _ text: String) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(
      [CatalogFixtures.source("companies.csv", companies), CatalogFixtures.source(name, text)],
      settings: CatalogFixtures.settings())
  }

  @Test func aRowBelongsToTheFirst() throws {
    let result = try load(
      "deals.csv",
      """
      Record ID,Deal Name,Deal Stage,Pipeline,Close Date,Create Date,Associated Company IDs
      1,One,Closed won,Sales,2026-01-22 11:00,2026-01-17 09:00,101
      2,Two,Closed won,Sales,2026-01-23 11:00,2026-01-18 09:00,102;101
      3,Three,Closed won,Sales,2026-01-24 11:00,2026-01-19 09:00,101; 102

      """)
    #expect(result.report.orphanEvents == 0)
    let events = try #require(result.snapshot.events?.table)
    // A key shows the account's name.
    #expect(
      events.texts("Associated Company IDs").sorted() == [
        "Acme Ltd", "Acme Ltd", "Acme Ltd", "Acme Ltd", "Birch & Co", "Birch & Co",
      ])
    #expect(Set(events.texts("all Associated Company IDs")) == ["101", "102;101", "101; 102"])
    let note = try #require(result.report.notes.first { $0.message.contains("name several") })
    #expect(
      note.message == "2 rows name several in `Associated Company IDs`, the first `102;101`: each "
        + "belongs to the first of its own, here `102`")
    #expect(note.source == "deals.csv")
    #expect(note.line == 3)
  }

  @Test func namesOfTicketsToo() throws {
    let result = try load(
      "tickets.csv",
      """
      Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Priority,Source,Associated Company
      9,Help,Support,New,2026-02-04 12:00,LOW,EMAIL,Birch & Co;Acme Ltd

      """)
    #expect(result.report.orphanEvents == 0)
    #expect(result.report.notes.contains { $0.message.hasPrefix("1 row names several in") })
  }

  @Test func oneCompanyARowIsNoNews() throws {
    let result = try load(
      "deals.csv",
      """
      Record ID,Deal Name,Deal Stage,Pipeline,Close Date,Create Date,Associated Company IDs
      1,One,Closed won,Sales,2026-01-22 11:00,2026-01-17 09:00,101

      """)
    #expect(!result.report.notes.contains { $0.message.contains("several in") })
    #expect(result.snapshot.events?.table.names.contains("all Associated Company IDs") == false)
  }
}
