import JourneyEngine
import QueryLanguage
import Testing

@Suite struct CatalogAssemblyTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ sources: DataSource..., change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings(change))
  }

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

  // MARK: - Recognition

  @Test func recognisesAccountsAndEvents() throws {
    let result = try assemble(
      Fixtures.source("crm/events.csv", events), Fixtures.source("crm/accounts.csv", accounts))
    let snapshot = result.snapshot
    #expect(snapshot.accounts.names == ["id", "name", "started", "vertical"])
    #expect(snapshot.accounts.texts("account_id") == ["A1", "A2", "A3"])
    let log = try #require(snapshot.events)
    #expect(log.table.texts("account") == ["Acme", "Acme", "Bolt", "A9", "-"])
    #expect(log.table.texts("kind") == ["ticket", "login", "ticket", "login", "login"])
    #expect(log.offsets == [0, 2, 3, 3])
    #expect(log.accountRows == [0, 0, 1, EventLog.noAccount, EventLog.noAccount])
    #expect(PlainText.wall(snapshot.now, .utc) == "2026-02-06 00:00")
    #expect(snapshot.title == "events.csv, accounts.csv")
    #expect(
      result.report.lines().prefix(4) == [
        "crm/events.csv: events, 6 rows (account = account_id, at = ts, kind = type)",
        "  because account_id is the account's key; ts is a time; type is a kind of event",
        "crm/accounts.csv: accounts, 3 rows (id = account_id, name = account_name, started = created_at)",
        "  because account_id is another one on each of 3 rows; 1 other file refers to it",
      ])
    #expect(
      result.report.lines().last
        == "3 accounts, 5 events; now is 2026-02-06 00:00 (UTC), the first midnight after the newest event"
    )
  }

  @Test func anEventLogAloneMakesItsAccounts() throws {
    let result = try assemble(
      Fixtures.source(
        "log.csv",
        "Case ID,Activity,Complete Timestamp\nC2,a,2026-01-03\nC1,a,2026-01-01\nC2,b,2026-01-02\n"))
    #expect(result.snapshot.accounts.texts("id") == ["C2", "C1"])
    #expect(result.snapshot.accounts.names == ["id", "started"])
    #expect(
      result.snapshot.accounts.texts("started") == ["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"])
    #expect(result.snapshot.events?.table.texts("kind") == ["b", "a", "a"])
    #expect(
      result.report.notes.contains {
        $0.message.hasPrefix("no file has the accounts themselves: 2 accounts")
      })
  }

  @Test func aHistoryIsToldFromEventsAndOpportunities() throws {
    let history = """
      Id,OpportunityId,StageName,CreatedDate
      1,O1,Qualification,2026-01-01
      2,O1,Closed Won,2026-01-09
      3,O2,Qualification,2026-01-02
      4,O2,Proposal,2026-01-03
      5,O2,Closed Lost,2026-01-04
      """
    let opportunities = """
      OpportunityId,Name,Account,Amount
      O1,Big,Acme,10
      O2,Small,Acme,20
      """
    let result = try assemble(
      Fixtures.source("history.csv", history), Fixtures.source("opps.csv", opportunities))
    #expect(result.report.sources.map(\.role) == ["stages", "accounts"])
    #expect(result.snapshot.stageModel.names == ["Qualification", "Proposal", "Closed Won"])
    let accounts = result.snapshot.accounts
    #expect(accounts.texts("stage") == ["Closed Won", "lost"])
    #expect(accounts.texts("last_stage") == ["Closed Won", "Proposal"])
    #expect(accounts.texts("lost_at") == ["-", "2026-01-04T00:00:00Z"])
    #expect(
      result.report.notes.compactMap(\.hint).contains(
        "`stages Qualification -> Proposal -> `Closed Won`, lost when stage is `Closed Lost``"))
  }

  @Test func whatIsDeclaredIsNotJudged() throws {
    let result = try assemble(
      Fixtures.source("x.csv", accounts, role: .lookup("facts")),
      Fixtures.source("y.csv", "id,name\n1,One\n2,Two\n", role: .accounts))
    #expect(result.report.sources.map(\.role) == ["table", "accounts"])
    #expect(result.snapshot.tables["facts"]?.rowCount == 3)
    #expect(result.snapshot.accounts.texts("id") == ["1", "2"])
    #expect(result.snapshot.accounts.column("id")?.type == .text)
  }

  // MARK: - Names

  @Test func mappedColumnsKeepTheirOldNamesAsAliases() throws {
    let result = try assemble(
      Fixtures.source(
        "a.csv", "Ref,Firm,id,Industry\nr1,Acme,77,SaaS\n", role: .accounts,
        mappings: [
          .init("id", column: "ref"), .init("NAME", column: "Firm"),
          .init("vertical", column: "Industry"),
          .init("region", constant: "EU"),
        ]))
    let table = result.snapshot.accounts
    #expect(table.names == ["id", "name", "vertical", "region", "a.id"])
    #expect(table.texts("Ref") == ["r1"])
    #expect(table.texts("industry") == ["SaaS"])
    #expect(table.texts("region") == ["EU"])
    #expect(table.texts("a.id") == ["77"])
    #expect(
      result.report.notes.map(\.message).contains(
        "column `id` is called `a.id` here: `id` is column `Ref`"))
  }

  // MARK: - Joins

  @Test func joinsInAChainAndNameConflicts() throws {
    let result = try assemble(
      Fixtures.source(
        "p.csv", "id,account,size\n1,Acme,5\n2,acme,6\n3,,7\n4,Bolt,8\n", role: .accounts,
        joins: [
          Fixtures.join(
            "firms.csv", "account,size,region\nAcme,big,1\nBolt,small,2\n", on: "account"),
          Fixtures.join("regions.csv", "code,boss\n1,Kim\n2,Lee\n", on: "region", "code"),
        ]))
    let table = result.snapshot.accounts
    #expect(table.names == ["id", "account", "size", "firms.size", "region", "boss"])
    #expect(table.texts("firms.size") == ["big", "-", "-", "small"])
    #expect(table.texts("firms.region") == ["1", "-", "-", "2"])
    #expect(table.texts("boss") == ["Kim", "-", "-", "Lee"])
    #expect(table.texts("code") == table.texts("region"))
    let joins = result.report.sources[0].joins
    #expect(
      joins.map(\.line) == [
        "joined firms.csv on account: 2 rows matched, 1 not (1 key), 1 without a key",
        "joined regions.csv on region = code: 2 rows matched, 2 without a key",
      ])
    #expect(joins[0].mismatches.first?.near == "Acme")
    #expect(joins[0].renamed == ["firms.size"])
  }

  @Test func keysOfDifferentTypesCompareByTheirText() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,name\n1,Acme\n2,Bolt\n", role: .accounts),
      Fixtures.source(
        "e.csv", "account,at,kind\n1,2026-01-01,x\n2,2026-01-01,x\n02,2026-01-01,x\n",
        role: .events,
        textColumns: ["account"]))
    #expect(result.snapshot.events?.table.texts("account") == ["Acme", "Bolt", "02"])
    #expect(result.report.orphanEvents == 1)
  }

  // MARK: - Events

  @Test func severalFilesAreOneLog() throws {
    let result = try assemble(
      Fixtures.source("a.csv", accounts),
      Fixtures.source(
        "jan.csv", "account,at,kind,amount\nA1,2026-01-01 08:00:00,x,1\n", role: .events),
      Fixtures.source(
        "feb.csv", "account,at,kind,amount,note\nA1,2026-02-01,y,1.5,n\n", role: .events))
    let table = try #require(result.snapshot.events?.table)
    #expect(table.texts("amount") == ["1", "1.5"])
    #expect(table.texts("note") == ["-", "n"])
    #expect(table.texts("at") == ["2026-01-01T08:00:00Z", "2026-02-01T00:00:00Z"])
    let notes = result.report.notes.map(\.message)
    #expect(notes.contains("`amount` holds number and whole number, taken as number"))
    #expect(notes.contains("not every file has `note`; unknown where it is missing"))
  }

  @Test func aDateIsTheStartOfItsDayInTheZone() throws {
    let zone = try #require(CivilTimeZone(identifier: "Europe/Berlin"))
    let result = try assemble(
      Fixtures.source("a.csv", accounts),
      Fixtures.source("e.csv", "account,at,kind\nA1,2026-07-01,x\n", role: .events)
    ) { $0.zone = zone }
    #expect(result.snapshot.events?.table.texts("at") == ["2026-06-30T22:00:00Z"])
    #expect(PlainText.wall(result.snapshot.now, zone) == "2026-07-02 00:00")
  }

  @Test func kindsFromColumns() throws {
    let result = try assemble(
      Fixtures.source("a.csv", accounts),
      Fixtures.source(
        "o.csv",
        "order,customer,bought,at,sent\nO1,A1,2026-01-01,desk,2026-01-03\nO2,A2,2026-01-02,web,\nO3,A2,,web,\n",
        role: .events, mappings: [.init("account", column: "customer")],
        kindColumns: ["bought", "sent"]))
    let table = try #require(result.snapshot.events?.table)
    #expect(table.names == ["account", "at", "kind", "order", "bought", "o.at", "sent"])
    #expect(table.texts("sent") == ["2026-01-03", "2026-01-03", "-"])
    #expect(table.texts("kind") == ["bought", "sent", "bought"])
    #expect(table.texts("order") == ["O1", "O1", "O2"])
    #expect(table.texts("o.at") == ["desk", "desk", "web"])
    #expect(
      result.report.warnings.map(\.message) == [
        "1 row is no event: every column of `kind from columns` is blank there, the first in line 4"
      ])
  }

  @Test func countsSince1970AreTimes() throws {
    for (unit, scale) in [
      ("1767225600", 1), ("1767225600000", 1000), ("1767225600000000", 1_000_000),
    ] {
      let result = try assemble(
        Fixtures.source("a.csv", accounts),
        Fixtures.source("e.csv", "account,ts,kind\nA1,\(unit),x\n", role: .events))
      #expect(result.snapshot.events?.table.texts("at") == ["2026-01-01T00:00:00Z"], "\(scale)")
    }
  }
}
