import JourneyEngine
import QueryLanguage
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What goes wrong in exports: each has a message that names the file, the line and a way out.
@Suite struct CatalogBadInputTests {
  typealias Fixtures = CatalogFixtures

  private func failure(_ sources: DataSource...) -> LoadError? {
    do {
      _ = try SourceAssembly.assemble(sources, settings: Fixtures.settings())
      return nil
    } catch {
      return error
    }
  }

  private func warnings(_ sources: DataSource...) throws -> (
    result: SourceAssembly.Result, lines: [String]
  ) {
    let result = try SourceAssembly.assemble(sources, settings: Fixtures.settings())
    return (result, result.report.warnings.flatMap(\.lines))
  }

  let accounts = Fixtures.source("a.csv", "id,name\nA1,Acme\nA2,Bolt\n", role: .accounts)

  // MARK: - Accounts

  @Test func anIDThatStandsTwice() throws {
    let (result, lines) = try warnings(
      Fixtures.source(
        "a.csv", "id,name,owner\nA1,Acme,Kim\nA2,Bolt,Lee\nA1,Acme,Lee\nA2,Bolt,Lee\n",
        role: .accounts))
    #expect(result.snapshot.accounts.texts("id") == ["A1", "A2"])
    #expect(result.snapshot.accounts.texts("owner") == ["Lee", "Lee"])
    #expect(
      lines.first
        == "warning: a.csv:4: 1 row has an id that an earlier row has, with other values; the last one "
        + "holds. First: id `A1` in line 2 and line 4, `owner` is `Kim` and `Lee`")
    #expect(lines.contains { $0.contains("load events from \"a.csv\"") })
    #expect(
      result.report.notes.contains {
        $0.message == "1 row repeats another account exactly and counts once"
      })
  }

  @Test func aRowWithoutID() throws {
    let (result, lines) = try warnings(
      Fixtures.source("a.csv", "id,name\nA1,Acme\n,Bolt\n  ,Core\nA4,Dune\n", role: .accounts))
    #expect(result.snapshot.accounts.texts("name") == ["Acme", "Dune"])
    #expect(
      lines.first == "warning: a.csv:3: 2 rows have no id and are left out, the first in line 3")
  }

  @Test func noColumnForTheID() {
    let error = failure(Fixtures.source("a.csv", "colour,size\nred,3\nred,4\n", role: .accounts))
    #expect(error?.message == "cannot tell which column is the account's id")
    #expect(error?.hint == "add `with id = COLUMN`; its columns are colour, size")
  }

  @Test func aMappedColumnThatIsNotThere() {
    let error = failure(
      Fixtures.source(
        "a.csv", "Account ID,name\nA1,Acme\n", role: .accounts,
        mappings: [.init("id", column: "AccountID")]))
    #expect(error?.path == "a.csv")
    #expect(error?.line == 1)
    #expect(error?.message == "there is no column `AccountID` for `id`")
    #expect(error?.hint == "write `id = `Account ID``")
  }

  @Test func aRoleSaidTwice() {
    let error = failure(
      Fixtures.source(
        "a.csv", "x,y\n1,2\n", role: .accounts,
        mappings: [.init("id", column: "x"), .init("id", column: "y")]))
    #expect(error?.message == "`id` is said twice in `with`")
  }

  @Test func aRoleMisspelt() throws {
    let error = failure(
      accounts,
      Fixtures.source(
        "e.csv", "who,at,kind\nA1,2026-01-01,x\n", role: .events,
        mappings: [.init("acount", column: "who")]))
    #expect(error?.hint == "write `account = ...` instead of `acount = ...`")
    let result = try SourceAssembly.assemble(
      [
        Fixtures.source(
          "a.csv", "id,phases\nA1,Invest\n", role: .accounts,
          mappings: [.init("stag", column: "phases")])
      ], settings: Fixtures.settings())
    #expect(
      result.report.notes.map(\.message) == [
        "`stag` is taken for a new name; a standard one is `stage`"
      ])
  }

  @Test func filesFoldersAndPatterns() throws {
    var template = Array("/tmp/orbits-files-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let names = ["b.csv", "a.jsonl", "README.txt", "x[1].csv", "c.csv.gz"]
    for name in names { if let file = fopen("\(folder)/\(name)", "w") { fclose(file) } }
    defer {
      for name in names { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    func expand(_ paths: String...) throws(LoadError) -> [String] {
      try DataFiles.expand(paths).map { String($0.dropFirst(folder.count + 1)) }
    }
    #expect(try expand(folder) == ["a.jsonl", "b.csv", "c.csv.gz", "x[1].csv"])
    #expect(try expand("\(folder)/*.csv", "\(folder)/b.csv") == ["b.csv", "x[1].csv"])
    #expect(try expand("\(folder)/x[1].csv") == ["x[1].csv"])
    #expect(try expand("\(folder)/nothing.csv") == ["nothing.csv"])
    #expect(throws: LoadError.self) { try expand("\(folder)/*.tsv") }
  }

  // MARK: - Events

  @Test func eventsOfUnknownAccounts() throws {
    let (result, lines) = try warnings(
      accounts,
      Fixtures.source(
        "e.csv",
        "account,at,kind\nA1,2026-01-01,login\na-1,2026-01-02,login\na-1,2026-01-03,login\n"
          + ",2026-01-03,login\nZZ9,2026-01-03,login\n", role: .events))
    #expect(result.report.orphanEvents == 3)
    #expect(result.report.orphanKeys.first?.near == "A1")
    #expect(result.report.eventsWithoutKey == 1)
    #expect(result.snapshot.events?.table.rowCount == 5)
    #expect(
      lines.contains(
        "warning: e.csv:3: 3 events are of 2 accounts that the accounts do not have: kept, in no "
          + "account's journey; most often `a-1` (2 events, near: `A1`)"))
    #expect(lines.contains { $0.hasPrefix("warning: e.csv:5: 1 event names no account: kept") })
  }

  @Test func eventsWithoutTimeOrKind() throws {
    let (result, lines) = try warnings(
      accounts,
      Fixtures.source(
        "e.csv", "account,at,kind\nA1,,login\nA1,2026-01-02,\nA2,2026-01-02,login\n", role: .events)
    )
    #expect(result.snapshot.events?.table.texts("kind") == ["-", "login"])
    #expect(lines.contains("warning: e.csv:2: 1 row has no time and is left out: line 2"))
    #expect(
      lines.contains(
        "warning: e.csv:3: 1 event has no kind and is kept with kind unknown, the first in line 3"))
  }

  @Test func datesThatAreNotDates() {
    let error = failure(
      accounts,
      Fixtures.source(
        "e.csv", "account,at,kind\nA1,,login\nA1,yesterday,login\n", role: .events,
        mappings: [.init("at", column: "at")]))
    #expect(error?.path == "e.csv")
    #expect(error?.line == 3)
    #expect(error?.message == "column at for `at` holds text, not dates: `yesterday`")
    #expect(error?.hint == "say how its dates are written: `at = at in \"dd-MM-yyyy HH:mm\"`")
  }

  @Test func severalDatesToChooseFrom() {
    let error = failure(
      accounts,
      Fixtures.source(
        "e.csv", "account,ordered,delivered\nA1,2026-01-01,2026-01-05\n", role: .events))
    #expect(error?.message == "several columns could say when a row happened: ordered, delivered")
    #expect(error?.hint?.contains("`with kind from columns (ordered, delivered)`") == true)
  }

  @Test func kindColumnsThatAreNotThereOrNoDates() {
    let text = "account,ordered,note\nA1,2026-01-01,x\n"
    let missing = failure(
      accounts, Fixtures.source("e.csv", text, role: .events, kindColumns: ["orderd"]))
    #expect(missing?.message == "there is no column `orderd` for `kind from columns`")
    #expect(missing?.hint == "write `ordered`")
    let wrong = failure(
      accounts, Fixtures.source("e.csv", text, role: .events, kindColumns: ["note"]))
    #expect(wrong?.message == "column `note` for `kind from columns` holds text, not dates")
  }

  // MARK: - Stages

  @Test func stageEntriesThatCannotBeTaken() throws {
    let (result, lines) = try warnings(
      accounts,
      Fixtures.source(
        "h.csv",
        """
        account,stage,entered
        A1,Research,2026-01-01
        A1,Benchmrk,2026-01-02
        A1,,2026-01-03
        A9,Research,2026-01-03
        ,Research,2026-01-03
        A2,Invest,
        A2,Invest,2026-01-09
        """, role: .stages))
    #expect(result.snapshot.visits?.table.texts("stage") == ["Research", "Invest"])
    #expect(
      lines.contains {
        $0.contains(
          "h.csv:3: 2 stage entries with a stage that is not in the model are left out; most often `Benchmrk`, near: `Benchmark`"
        )
      })
    #expect(
      lines.contains {
        $0.hasPrefix(
          "warning: h.csv:5: 1 stage entry of 1 account that the accounts do not have is left out; most often `A9`"
        )
      })
    #expect(
      lines.contains(
        "warning: h.csv:6: 1 stage entry names no account and is left out, the first in line 6"))
    #expect(
      lines.contains(
        "warning: h.csv:7: 1 stage entry has no time and is left out, the first in line 7"))
  }

  // MARK: - Joins

  @Test func aJoinThatWouldMultiplyRows() {
    let error = failure(
      Fixtures.source(
        "p.csv", "id,account\n1,Acme\n2,Bolt\n", role: .accounts,
        joins: [Fixtures.join("a.csv", "account,sector\nAcme,x\nBolt,y\nAcme,z\n", on: "account")]))
    #expect(error?.path == "a.csv")
    #expect(error?.line == 4)
    #expect(
      error?.message
        == "key `Acme` stands in line 2 and line 4 with different `sector`, so a row of "
        + "p.csv would become two")
  }

  @Test func aJoinOnAColumnThatIsNotThere() {
    let text = "id,account\n1,Acme\n"
    let left = failure(
      Fixtures.source(
        "p.csv", text, role: .accounts,
        joins: [Fixtures.join("a.csv", "account,sector\nAcme,x\n", on: "acount")]))
    #expect(left?.path == "p.csv")
    #expect(left?.hint == "write `on account`")
    let right = failure(
      Fixtures.source(
        "p.csv", text, role: .accounts,
        joins: [Fixtures.join("a.csv", "name,sector\nAcme,x\n", on: "account")]))
    #expect(right?.path == "a.csv")
    #expect(
      right?.hint == "its columns are name, sector; two names are joined by `on LEFT = RIGHT`")
  }

  @Test func oneDateThatIsNone() {
    let error = failure(
      accounts,
      Fixtures.source(
        "e.csv", "account,at,kind\nA1,2026-01-01T00:00:00Z,x\nA1,not a date,x\n", role: .events,
        mappings: [.init("at", column: "at")]))
    #expect(error?.line == 3)
    #expect(error?.message == "`not a date` in column at for `at` is not a date")
    #expect(error?.hint?.contains("`at = at in") == true)
  }

  // MARK: - Everything

  @Test func nothingThatMakesAJourney() {
    let error = failure(Fixtures.source("x.csv", "colour,size\nred,3\nred,4\n"))
    #expect(error?.path == "x.csv")
    #expect(
      error?.message
        == "cannot tell whether its rows are accounts or events: none of its columns (colour, size)"
        + " is called like an account's key; no column holds dates")
    #expect(error?.hint?.contains("`load events from \"x.csv\" with account = COLUMN") == true)
    #expect(failure()?.message == "nothing was loaded")
  }

  @Test func emptyTables() throws {
    let empty = try SourceAssembly.assemble(
      [
        Fixtures.source("a.csv", "id,name\n", role: .accounts),
        Fixtures.source(
          "e.csv", "account,at,kind\n", role: .events,
          mappings: [.init("at", column: "at")]),
      ].filter { $0.name == "a.csv" }, settings: Fixtures.settings())
    #expect(empty.snapshot.accounts.rowCount == 0)
    #expect(PlainText.wall(empty.snapshot.now, .utc) == "2026-11-22 00:00")
    #expect(failure(Fixtures.source("a.csv", "")) != nil)
  }

  @Test func aFutureDateIsWarnedOf() throws {
    let (result, lines) = try warnings(
      accounts, Fixtures.source("e.csv", "account,at,kind\nA1,2062-01-01,login\n", role: .events))
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2062-01-02 00:00")
    #expect(lines.contains("warning: now is 2062-01-02 00:00, later than the clock"))
    #expect(lines.contains { $0.contains("`set now 2026-11-21`") })
  }

  @Test func loadSentencesWithMistakes() throws {
    func plan(_ sentence: String) throws(LoadError) -> [DataSource] {
      guard case .load(let load)? = Parser.parse(sentence).statements.first?.kind else { return [] }
      return try LoadPlan(load, folder: "/data", zone: .utc).sources {
        path, options throws(LoadError) in
        guard path == "/data/e.csv" else {
          throw LoadError(path: path, message: "cannot be opened")
        }
        return try FileReader.tables(
          bytes: Array("account,at,kind\n007,2026-01-01,x\n".utf8), path: path)
      }
    }
    do {
      _ = try plan(#"load events from "other.csv""#)
      Issue.record("a file that is not there was loaded")
    } catch { #expect(error.path == "/data/other.csv") }
    do {
      _ = try plan(#"load events from "e.csv" with kind = "x" in "dd-MM-yyyy""#)
      Issue.record("a layout of a text was taken")
    } catch { #expect(error.message.contains("no date layout")) }
    let sources = try plan(#"load events from "e.csv" with account = account, kind = "usage""#)
    #expect(sources.map(\.name) == ["e.csv"])
    let result = try SourceAssembly.assemble(sources, settings: Fixtures.settings())
    #expect(result.snapshot.accounts.texts("id") == ["007"])
    #expect(result.snapshot.events?.table.names == ["account", "at", "kind", "e.kind"])
  }
}
