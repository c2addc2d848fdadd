import JourneyEngine
import Testing

@Suite struct CatalogAssemblyTests {
  let accounts = """
    account_id,account_name,vertical,created_at
    A1,Acme,SaaS,2026-01-05
    A2,Bolt,Telecom,2026-01-06
    A3,Core,SaaS,2026-01-07
    """
  let events = """
    account_id,ts,type,severity
    A2,2026-02-03 10:00:00,ticket,high
    A1,2026-02-02 09:00:00,login,
    A9,2026-02-02 08:00:00,login,
    A1,2026-02-01 09:00:00,ticket,low
    ,2026-02-05 08:00:00,login,
    A1,,login,
    """

  @Test func recognisesAccountsAndEvents() throws {
    let result = try SourceAssembly.assemble(
      [
        CatalogFixtures.source("crm/events.csv", events),
        CatalogFixtures.source("crm/accounts.csv", accounts),
      ], settings: CatalogFixtures.settings())
    let snapshot = result.snapshot
    #expect(snapshot.accounts.names == ["id", "name", "started", "vertical"])
    #expect(snapshot.accounts.texts("account_id") == ["A1", "A2", "A3"])
    let log = try #require(snapshot.events)
    #expect(log.table.texts("account") == ["Acme", "Acme", "Bolt", "A9", "-"])
    #expect(log.table.texts("kind") == ["ticket", "login", "ticket", "login", "login"])
    #expect(log.offsets == [0, 2, 3, 3])
    #expect(log.accountRows == [0, 0, 1, EventLog.noAccount, EventLog.noAccount])
    #expect(PlainText.wall(snapshot.now, .utc) == "2026-02-06 00:00")
    #expect(result.report.orphanEvents == 1)
    #expect(result.report.eventsWithoutKey == 1)
    for note in result.report.notes { print(note) }
    let postings = try #require(log.postings(ofKind: "login"))
    #expect(postings.events == [1, 3, 4])
    #expect(postings.offsets == [0, 1, 1, 1])
  }
}
