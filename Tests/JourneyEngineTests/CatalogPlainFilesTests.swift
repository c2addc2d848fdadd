import JourneyEngine
import Testing

/// Files as people have them, loaded without a word about what they are.
@Suite struct CatalogPlainFilesTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(_ sources: DataSource...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings())
  }

  private func failure(_ name: String, _ text: String) -> LoadError? {
    do throws(LoadError) {
      _ = try SourceAssembly.assemble(
        [Fixtures.source(name, text)], settings: Fixtures.settings())
      return nil
    } catch {
      return error
    }
  }

  private func texts(_ result: SourceAssembly.Result, _ column: String) -> [String] {
    result.snapshot.events?.table.texts(column) ?? []
  }

  @Test func aRowWithoutATimeMakesNoAccount() throws {
    let result = try assemble(
      Fixtures.source(
        "t.csv", "Kunde,Datum,n\nK1,2026-01-02,3\nK2,2026-01-03,4\n40 Tickets,,\n", role: .events,
        mappings: [.init("account", column: "Kunde"), .init("at", column: "Datum")]))
    #expect(result.snapshot.accounts.texts("id") == ["K1", "K2"])
  }

  @Test(arguments: [
    "invoice,account,date,amount\n1,A,2026-01-02,3\n2,B,2026-01-03,4\n3,A,2026-01-04,4\n",
    "order_id,customer_id,created_at,total\n1,A,2026-01-02,3\n2,B,2026-01-03,4\n",
    "id,customer_id,created_at,total\n1,A,2026-01-02,3\n2,B,2026-01-03,4\n3,A,2026-01-04,4\n",
    "response_id,email,score,created\n1,A,9,2026-01-02\n2,B,3,2026-01-03\n",
    "customer,day\nA,2026-01-02\nB,2026-01-03\nA,2026-01-04\n",
  ])
  func rowsOfOneKindAreEvents(_ text: String) throws {
    let result = try assemble(Fixtures.source("sale.csv", text))
    #expect(result.snapshot.accounts.texts("id") == ["A", "B"])
    #expect(Set(texts(result, "kind")) == ["sale"])
    #expect(result.report.notes.contains { $0.message.contains("each is a `sale`") })
  }

  @Test func peopleWithANameAreAccounts() throws {
    let result = try assemble(
      Fixtures.source(
        "c.csv", "id,name,customer_id,created_at\n1,x,A,2026-01-02\n2,y,A,2026-01-03\n"))
    #expect(result.snapshot.accounts.texts("id") == ["1", "2"])
    #expect(result.snapshot.events == nil)
  }

  @Test func aSaidKindSaysEvents() throws {
    let result = try assemble(
      Fixtures.source(
        "o.csv", "customer_id,created_at\nA,2026-01-02\nB,2026-01-03\n",
        mappings: [.init("kind", constant: "order")]))
    #expect(texts(result, "kind") == ["order", "order"])
  }

  @Test func whatIsUndecidedIsTold() {
    let odd = failure("o.csv", "account,at\nA,2026-01-02\nB,2026-01-03\nA,12.13.2026\n")
    #expect(odd?.line == 4)
    #expect(odd?.message.contains("`12.13.2026` in column at for `at` is not a date") == true)
    #expect(odd?.hint?.contains("with account = account, at = at`") == true)
    #expect(failure("h.csv", "account,at,kind\n")?.message == "it has a header and no rows")
  }

  @Test func theDateThatIsNoneIsNamedWhateverTheLayout() {
    let rows = "A,01.02.2026,x\nA,13.02.2026,x\nB,soon,x\nB,14.02.2026,x\nB,?,x\n"
    let odd = failure("o.csv", "account,ordered,kind\n" + rows)
    #expect(odd?.line == 4)
    #expect(
      odd?.message.hasSuffix(
        "`soon` in column ordered for `at` is not a date like the others (dd.MM.yyyy)") == true)
    #expect(odd?.hint?.contains("`reading missing \"soon\"`") == true)
    #expect(odd?.hint?.contains("`at = ordered in \"dd.MM.yyyy\"`") == true)
    let open = failure("o.csv", "account,at,kind\nA,1/2/2026,x\nA,3/4/2026,x\nB,soon,x\n")
    #expect(open?.hint?.contains("in \"d/M/yyyy\"` or `at = at in \"M/d/yyyy\"`") == true)
  }

  @Test func aDateIsNeverCalledNone() {
    let mixed = failure("o.csv", "account,at,kind\nA,2026-01-02,x\nA,soon,x\nB,later,x\n")
    #expect(mixed?.message.hasSuffix("column at holds text: `soon` on line 3 is no date") == true)
  }

  @Test func severalDatesAreNotLostInTheAdvice() {
    let wide = failure(
      "w.csv", "customer,ordered,shipped\nA,2026-01-02,2026-01-03\nA,2026-02-02,\n")
    #expect(
      wide?.hint?.hasPrefix(
        "say it: `load events from \"w.csv\" with account = customer, "
          + "kind from columns (ordered, shipped)`") == true)
    let lasting = failure(
      "s.csv",
      "customer,subscription,plan,start_date,end_date\nA,S1,x,2026-01-02,2026-01-03\n"
        + "A,S2,x,2026-02-02,\n")
    #expect(
      lasting?.hint?.contains("events from periods (start_date, end_date) by subscription`") == true
    )
  }

  @Test func namesAreQuotedAsASentenceTakesThem() {
    let odd = failure("w.csv", "customer,2026,a`b,_x9\nA,2026-01-02,2026-01-03,2026-01-04\nA,,,\n")
    #expect(odd?.hint?.contains("kind from columns (`2026`, `a``b`, _x9)`") == true)
  }

  @Test func tablesAndAliasesMayComeFirst() throws {
    let result = try assemble(
      Fixtures.source("p.csv", "sku,price\na,2\n", role: .lookup("p")))
    #expect(result.snapshot.accounts.rowCount == 0)
    #expect(result.snapshot.tables["p"]?.rowCount == 1)
    #expect(result.report.notes.contains { $0.message == "no accounts are loaded yet" })
    let aliases = try assemble(
      Fixtures.source("a.csv", "alias,account\nx,A\n", role: .aliases))
    #expect(aliases.snapshot.accounts.rowCount == 0)
  }

  @Test(arguments: ["name", "company"])
  func addressesThatOthersReferToAreTheID(_ name: String) throws {
    let result = try assemble(
      Fixtures.source("a.csv", "email,\(name)\na@x.de,Ann\nb@x.de,Bob\n"),
      Fixtures.source(
        "e.csv",
        "email,at,kind\na@x.de,2026-01-02,visit\na@x.de,2026-01-03,visit\nb@x.de,2026-01-03,buy\n"))
    #expect(result.snapshot.accounts.texts("id") == ["a@x.de", "b@x.de"])
    #expect(result.report.orphanEvents == 0)
  }

  @Test(arguments: [
    ("00001,00002", "1,2", "leading zeros"), ("1,2", "00001,00002", "leading zeros"),
    ("a1,b2", "A1,B2", "capital letters"), ("x1.0,x2.0", "x1,x2", "a `.0` at the end"),
  ])
  func keysOfAnotherForm(_ there: String, _ here: String, _ words: String) throws {
    let keys = there.split(separator: ",")
    let events = here.split(separator: ",")
    func source(_ name: String) -> DataSource {
      Fixtures.source(
        name, "account,at,kind\n" + events.map { "\($0),2026-01-02,x\n" }.joined(), role: .events,
        textColumns: ["account"])
    }
    let result = try assemble(
      Fixtures.source(
        "a.csv", "id,owner\n" + keys.map { "\($0),K\n" }.joined(), role: .accounts,
        textColumns: ["id"]),
      source("e.csv"), source("f.csv"))
    let warning = result.report.warnings.first { $0.message.contains("do not have") }
    if result.report.orphanEvents > 0 {
      #expect(warning?.hint?.hasPrefix("they are the same but for \(words): ") == true)
      #expect(warning?.message.contains("they are in e.csv, f.csv") == true)
    } else {
      #expect(words == "capital letters")
    }
  }

  @Test func anIDThatNearlyNeverRepeats() throws {
    let rows = (1...40).map { "\($0),n\($0)\n" }.joined() + "40,other\n"
    let result = try assemble(Fixtures.source("a.csv", "id,title\n" + rows))
    #expect(result.report.sources[0].reasons == ["id is another one on nearly each of 41 rows"])
  }

  @Test func aDateColumnOfEventsWithABadCell() {
    do throws(LoadError) {
      var source = Fixtures.source(
        "c.csv", "customer_id,sent\nA,2026-01-02\nB,tbd\nB,2026-01-04\n", role: .events)
      source.kindColumns = ["sent"]
      _ = try SourceAssembly.assemble([source], settings: Fixtures.settings())
      Issue.record("it was read")
    } catch {
      #expect(error.line == 3)
      #expect(error.message.contains("`tbd`"))
      #expect(error.hint?.contains("`reading missing \"tbd\"`") == true)
    }
  }

  @Test func nowIsAfterTheLastSnapshotThatChangedNothing() throws {
    var source = Fixtures.source(
      "s.csv", "case,at,state\n1,2026-01-01,open\n1,2026-02-01,closed\n1,2026-03-01,closed\n",
      role: .events)
    source.changes = DataSource.Changes(of: ["state"], by: "case")
    let result = try assemble(source)
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2026-03-02 00:00")
  }
}
