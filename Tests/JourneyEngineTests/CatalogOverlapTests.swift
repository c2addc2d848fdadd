import JourneyEngine
import TestSupport
import Testing

/// Exports that overlap, and data that cannot quite be.
@Suite struct CatalogOverlapTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ sources: DataSource..., change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings(change))
  }

  private func messages(_ result: SourceAssembly.Result) -> [String] {
    result.report.notes.map(\.message)
  }

  let first =
    "account,ts,type,n\nA,2026-01-01,x,1\nA,2026-01-02,x,2\nA,2026-01-02,x,2\nB,2026-01-03,x,3\n"
  let second = "account,ts,type,n\nA,2026-01-02,x,2\nB,2026-01-03,x,4\nB,2026-01-09,x,5\n"

  @Test func repetitionsAreCountedByFiles() throws {
    for role in [DataSource.Role.recognised, .events] {
      let result = try assemble(
        Fixtures.source("w1.csv", first, role: role), Fixtures.source("w2.csv", second, role: role))
      #expect(
        messages(result).contains(
          "2 events are like another one in every column (1 in w1.csv, 1 in w1.csv and w2.csv): "
            + "kept; the first is `x` of `A` at 2026-01-02T00:00:00Z"))
      #expect(
        messages(result).contains(
          "1 event has the account, time and kind of one in another file, with other values: all are "
            + "kept; the first is `x` of `B` at 2026-01-03T00:00:00Z"))
      let note = result.report.notes.first { $0.message.contains("like another one") }
      #expect(note?.source == "w1.csv")
      #expect(result.snapshot.events?.table.rowCount == 7)
      let dropped = try assemble(
        Fixtures.source("w1.csv", first, role: role), Fixtures.source("w2.csv", second, role: role)
      ) { $0.dropsDuplicates = true }
      #expect(dropped.snapshot.events?.table.texts("n") == ["1", "2", "3", "4", "5"])
    }
  }

  @Test func filesOfOneNameAreOneKind() throws {
    let kinds = { (names: [String]) in
      let result = try SourceAssembly.assemble(
        names.map { Fixtures.source($0, "account_id,ts,n\nA,2026-01-01,1\nA,2026-01-02,2\n") }
          + [Fixtures.source("a.csv", "id,name\nA,x\n", role: .accounts)],
        settings: Fixtures.settings())
      return Set(result.snapshot.events?.table.texts("kind") ?? [])
    }
    #expect(try kinds(["usage-2026-01.csv", "usage-2026-02.csv"]) == ["usage"])
    #expect(try kinds(["login.csv", "logout.csv"]) == ["login", "logout"])
  }

  @Test func timesThatCannotBeAreTold() throws {
    let result = try assemble(
      Fixtures.source(
        "e.csv", "account,at,kind\nA,1913-01-01,x\nA,2026-01-01,x\nA,2926-01-01,x\n", role: .events)
    )
    #expect(
      messages(result).filter { $0.contains("kept: for instance") } == [
        "1 event lies before 1970, and is kept: for instance at 1913-01-01 00:00 in line 2",
        "1 event lies after today, and is kept: for instance at 2926-01-01 00:00 in line 4",
      ])
    #expect(result.snapshot.events?.table.rowCount == 3)
  }

  @Test func tenThousandKindsAreTold() throws {
    let rows = (0..<10_000).map { "A,2026-01-01,k\($0)\n" }.joined()
    let result = try assemble(
      Fixtures.source("e.csv", "account,at,kind\n" + rows, role: .events))
    #expect(
      messages(result).contains {
        $0.hasPrefix("there are 10,000 kinds of event, for instance `k0`")
      })
  }

  @Test func lengthsBelowZeroAreTold() throws {
    let result = try assemble(
      Fixtures.source(
        "e.csv", "account,at,kind,duration_secs\nA,2026-01-01,x,5\nA,2026-01-02,x,-7\n",
        role: .events))
    #expect(
      messages(result).contains("`duration_secs` is below zero in 1 row, the first in line 3: -7"))
  }

  @Test func accountsWithoutEventsAreCounted() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,name\nA,x\nB,y\nC,z\n", role: .accounts),
      Fixtures.source("e.csv", "account,at,kind\nA,2026-01-01,x\n", role: .events))
    #expect(messages(result).contains("2 of 3 accounts have no event"))
  }

  @Test func aMillionOrphansAreOneSentence() throws {
    let rows = (0..<20_000).map { "X\($0),2026-01-01,x\n" }.joined()
    let result = try assemble(
      Fixtures.source("a.csv", "id,name\nA,x\n", role: .accounts),
      Fixtures.source("e.csv", "account,at,kind\n" + rows, role: .events))
    #expect(result.report.orphanEvents == 20_000)
    #expect(result.report.warnings.count == 1)
  }

  // MARK: - Recognition

  @Test func oneRowOfAccountTimeAndKindIsAnEvent() throws {
    for header in ["account,at,kind", "customer_id,timestamp,event_name", "case,ts,activity"] {
      let result = try assemble(Fixtures.source("x.csv", header + "\nA,2026-01-01,login\n"))
      #expect(result.report.sources[0].role == "events")
      #expect(result.snapshot.events?.table.rowCount == 1)
    }
    let accounts = try assemble(
      Fixtures.source("x.csv", "account_id,created_at,type\nA,2026-01-01,partner\n"))
    #expect(accounts.report.sources[0].role == "accounts")
  }

  // MARK: - Ways to the accounts

  private let accounts = "account_id,name\nA1,x\nA2,y\n"
  private let usage =
    "subscription_id,date,event\nS1,2026-01-01,x\nS2,2026-01-02,x\nS1,2026-01-03,x\n"

  @Test func threeHopsLeadToTheAccounts() throws {
    let result = try assemble(
      Fixtures.source("usage.csv", usage),
      Fixtures.source("accounts.csv", accounts),
      Fixtures.source(
        "subs.csv", "subscription_id,contract_id\nS1,C1\nS2,C2\n"),
      Fixtures.source("contracts.csv", "contract_id,account_id\nC1,A2\nC2,A1\n"))
    #expect(result.report.sources[0].role == "events")
    #expect(result.snapshot.events?.table.texts("account") == ["x", "y", "y"])
    #expect(
      result.report.sources[0].reasons.first
        == "subscription_id leads to the accounts by way of subs.csv, then contracts.csv")
  }

  @Test func ofTwoWaysTheShorterIsTaken() throws {
    let result = try assemble(
      Fixtures.source(
        "usage.csv",
        "ticket_id,subscription_id,date,event\nT1,S1,2026-01-01,x\nT2,S2,2026-01-02,x\nT1,S1,2026-01-03,x\n"
      ),
      Fixtures.source("accounts.csv", accounts),
      Fixtures.source("tickets.csv", "ticket_id,contract_id\nT1,C1\nT2,C2\n"),
      Fixtures.source("contracts.csv", "contract_id,account_id\nC1,A1\nC2,A1\n"),
      Fixtures.source("subs.csv", "subscription_id,account_id\nS1,A2\nS2,A1\n"))
    #expect(result.snapshot.events?.table.texts("account") == ["x", "y", "y"])
    #expect(result.report.sources[0].joins.map(\.file) == ["subs.csv"])
  }

  @Test func circlesEnd() throws {
    let result = try assemble(
      Fixtures.source("usage.csv", usage),
      Fixtures.source("accounts.csv", accounts),
      Fixtures.source("subs.csv", "subscription_id,contract_id\nS1,C1\nS2,C2\n"),
      Fixtures.source("contracts.csv", "contract_id,subscription_id\nC1,S1\nC2,S2\n"))
    #expect(result.snapshot.accounts.rowCount == 2)
    #expect(result.snapshot.events.map { $0.offsets.last == 0 } ?? true)
  }
}
