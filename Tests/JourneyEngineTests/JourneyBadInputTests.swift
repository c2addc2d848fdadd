import JourneyEngine
import Testing

/// Journeys that cannot quite be: counted, told, and nothing of them lost.
@Suite struct JourneyBadInputTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ sources: DataSource..., change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings(change))
  }

  @Test func anEndBeforeItsStart() throws {
    let result = try assemble(
      Fixtures.source(
        "h.csv",
        "account,stage,entered,left\nA,Research,2026-01-05,2026-01-02\nA,Invest,2026-01-09,\n",
        role: .stages))
    #expect(result.visitRows == ["A Research 2026-01-05 2026-01-09", "A Invest 2026-01-09 -"])
    #expect(
      result.report.warnings.contains {
        $0.message.hasPrefix("1 stage entry says that the stage was left before it was entered")
      })
  }

  @Test func eventsBeforeAnyStageAndOfTheFarFuture() throws {
    let result = try assemble(
      Fixtures.source(
        "h.csv", "account,stage,entered\nA,Research,2026-01-05\n", role: .stages),
      Fixtures.source(
        "e.csv",
        "account,at,kind\nA,2026-01-01,login\nA,2026-01-02,login\nA,2026-01-06,login\n"
          + "A,2099-01-01,login\nB,2026-01-01,login\n", role: .events))
    #expect(
      result.hasNote(
        "2 events of 1 account lie before the first stage that is known of the account"))
    #expect(
      result.report.warnings.contains {
        $0.message.hasPrefix("1 event lies after today, and is kept")
      })
    #expect(result.snapshot.events?.table.rowCount == 5)
  }

  @Test func whatLiesAfterNowIsInNoJourneyAndAmongTheEvents() throws {
    let result = try assemble(
      Fixtures.source(
        "e.csv",
        "account,at,kind\nA,2026-01-01,login\nA,2026-03-01,login\nB,2026-03-02,login\n",
        role: .events)
    ) { $0.now = Fixtures.at("2026-02-01") }
    let asking = Asking(result.snapshot)
    #expect(try asking.table("events").rowCount == 3)
    #expect(
      try asking.column("n", of: "accounts order by id show id, count of login called n")
        == [.integer(1), .integer(0)])
    #expect(result.snapshot.accounts.texts("started") == ["2026-01-01T00:00:00Z", "-"])
    #expect(result.hasNote("2 events lie after now"))
    // Looking back from there changes nothing of it.
    #expect(try asking.table("events as of 2026-01-15").rowCount == 1)
  }

  @Test func accountsWithoutEvents() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,plan\nA,x\nB,y\nC,z\n", role: .accounts),
      Fixtures.source("e.csv", "account,at,kind\nA,2026-01-01,login\n", role: .events))
    #expect(result.hasNote("2 of 3 accounts have no event"))
    #expect(
      try Asking(result.snapshot).column("n", of: "accounts show id, count of login called n")
        == [.integer(1), .integer(0), .integer(0)])
  }

  @Test func sourcesThatContradictEachOther() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,stage\nA,Share\nB,Invest\n", role: .accounts),
      Fixtures.source(
        "h.csv",
        "account,old_stage,stage,entered\nA,,Research,2026-01-01\nA,Benchmark,Invest,2026-01-05\n"
          + "B,,Invest,2026-01-02\n", role: .stages))
    #expect(result.snapshot.accounts.texts("stage") == ["Invest", "Invest"])
    #expect(
      result.report.warnings.contains {
        $0.message.hasPrefix("the stage column of 1 account says another stage")
      })
    #expect(
      result.report.warnings.contains {
        $0.message.contains("leaves another stage than the row before entered") && $0.line == 3
      })
  }

  /// Linear in the number of kinds: ten times as many may not take a hundred times as long.
  @Test func tenThousandKinds() throws {
    let clock = ContinuousClock()
    func time(kinds: Int) throws -> Duration {
      let rows = (0..<50_000).map { "A\($0 % 100),2026-01-01,kind_\($0 % kinds)" }
      let source = Fixtures.source(
        "e.csv", "account,at,kind\n" + rows.joined(separator: "\n") + "\n", role: .events)
      return try clock.measure {
        let settings = try Declared.settings("stage Invest when kind_7 -> kind_8")
        let result = try SourceAssembly.assemble([source], settings: settings)
        #expect(kinds < 2000 || result.hasNote("there are 10,000 kinds of event"))
        let asking = Asking(result.snapshot)
        #expect(
          try asking.column("n", of: "accounts where id is A7 show id, count of kind_7 called n")
            == [.integer(Int64(50_000 / kinds))])
        _ = try? asking.table("accounts show id, count of kind_x")
      }
    }
    _ = try time(kinds: 1000)
    let few = try time(kinds: 1000)
    let many = try time(kinds: 10_000)
    print("1,000 kinds \(few), 10,000 kinds \(many)")
    #expect(many < few * 20 + .milliseconds(500))
  }

  @Test func aMillionEventsOfOneAccount() throws {
    let clock = ContinuousClock()
    func table(_ count: Int) -> DataSource {
      let start = Fixtures.at("2026-01-01")
      let names = StringDictionary(["login", "ticket", "resolved"])
      let columns = [
        Table.Field(
          "account",
          Column(
            .text, .codes([UInt32](repeating: 0, count: count), StringDictionary(["A"])),
            nulls: NullMask(count: count))),
        Table.Field(
          "at",
          Column(
            .instant,
            .integers((0..<count).map { start + Int64(($0 &* 7919) % count) * 1_000_000 }),
            nulls: NullMask(count: count))),
        Table.Field(
          "kind",
          Column(
            .text, .codes((0..<count).map { UInt32($0 % 3) }, names), nulls: NullMask(count: count))
        ),
      ]
      return DataSource("e.csv", Table(columns, rowCount: count), role: .events)
    }
    func time(_ count: Int) throws -> Duration {
      let source = table(count)
      let settings = try Declared.settings(
        "stage Invest when login\nstage Transform when ticket -> resolved within 1 hour")
      return try clock.measure {
        let result = try SourceAssembly.assemble([source], settings: settings)
        #expect(result.snapshot.events?.table.rowCount == count)
        #expect((result.snapshot.visits?.table.rowCount ?? 0) > 1000)
        let asking = Asking(result.snapshot)
        _ = try asking.table("accounts as of 2026-01-02 show id, stage, count of ticket")
        _ = try asking.table("visits by stage show count, median days")
      }
    }
    _ = try time(50_000)
    let few = try time(100_000)
    let many = try time(1_000_000)
    print("100,000 events \(few), 1,000,000 events \(many)")
    #expect(many < few * 30 + .seconds(1))
  }
}
