import TestSupport
import Testing

@testable import JourneyEngine

@Suite struct AccountIdentitiesTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ sources: DataSource..., change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings(change))
  }

  let accounts = """
    account_id,account_name,vertical
    A1,Acme Ltd.,SaaS
    A2,Müller GmbH,Telecom
    A3,Smith,SaaS
    A4,Smith,SaaS
    A5,Globex,X
    A6,A1,X
    """

  private func owners(_ result: SourceAssembly.Result) throws -> [String] {
    let log = try #require(result.snapshot.events)
    let ids = result.snapshot.accounts.texts("id")
    let keys = log.table.texts("n")
    return (0..<log.table.rowCount).map { row in
      let owner = log.accountRows[row]
      return keys[row] + ":" + (owner == EventLog.noAccount ? "-" : ids[Int(owner)])
    }.sorted()
  }

  @Test func keysFindAccountsByIdThenByName() throws {
    let events = """
      company,at,kind,n
      A1,2026-01-01,x,1
      Globex,2026-01-01,x,2
      ACME LIMITED,2026-01-01,x,3
      MUELLER,2026-01-01,x,4
      Smith,2026-01-01,x,5
      Nobody,2026-01-01,x,6
      ,2026-01-01,x,7
      """
    let result = try assemble(
      Fixtures.source("a.csv", accounts), Fixtures.source("e.csv", events, role: .events))
    #expect(try owners(result) == ["1:A1", "2:A5", "3:A1", "4:A2", "5:-", "6:-", "7:-"])
    #expect(
      result.report.notes.filter { $0.source == "e.csv" }.map(\.message) == [
        "1 event names no account: kept, in no account's journey, the first in line 8",
        "1 event is of 1 account that the accounts do not have: kept, in no account's journey; "
          + "most often `Nobody` (1 event)",
        "1 event joined by name, not by id (1 name): `Globex` is `A5`",
        "2 events joined by a name that differs in case, punctuation or legal form (2 names): "
          + "`ACME LIMITED` is `Acme Ltd.`; `MUELLER` is `Müller GmbH`",
        "1 event of 1 name that several accounts have: in no account's journey; `Smith` may be "
          + "`A3`, `A4`",
      ])
    #expect(result.report.orphanEvents == 2)
    let exact = try assemble(
      Fixtures.source("a.csv", accounts), Fixtures.source("e.csv", events, role: .events)
    ) { $0.names = .exact }
    #expect(try owners(exact) == ["1:A1", "2:A5", "3:-", "4:-", "5:-", "6:-", "7:-"])
  }

  @Test func aliasesSayWhoIsMeant() throws {
    let aliases = "alias,account\nSmith,A4\nThe Big One,globex\nOld,Gone\nTwo,A1\nTwo,A2\n,A1\n"
    let events =
      "company,at,kind,n\nSmith,2026-01-01,x,1\nThe Big One,2026-01-01,x,2\nTwo,2026-01-01,x,3\n"
    let result = try assemble(
      Fixtures.source("a.csv", accounts), Fixtures.source("names.csv", aliases),
      Fixtures.source("e.csv", events, role: .events))
    #expect(result.report.sources.map(\.role) == ["accounts", "aliases", "events"])
    #expect(try owners(result) == ["1:A4", "2:A5", "3:-"])
    #expect(
      result.report.warnings.filter { $0.source == "names.csv" }.map(\.message) == [
        "1 row lacks the alias or the account and says nothing, the first in line 7",
        "1 alias stands for several accounts and is not used: `Two`",
        "1 account that aliases stand for is not among the accounts: `Gone`",
      ])
  }

  @Test func aliasesMakeDerivedAccountsOne() throws {
    let result = try assemble(
      Fixtures.source("n.csv", "alias,account\nACME,Acme\nB,A\nA,B\n", role: .aliases),
      Fixtures.source(
        "e.csv", "account,at,kind,n\nACME,2026-01-01,x,1\nAcme,2026-01-02,x,2\nB,2026-01-02,x,3\n",
        role: .events))
    #expect(result.snapshot.accounts.texts("id") == ["Acme", "A"])
    #expect(try owners(result) == ["1:Acme", "2:Acme", "3:A"])
  }

  @Test func aStageHistoryFindsAccountsByNameToo() throws {
    let result = try assemble(
      Fixtures.source("a.csv", accounts),
      Fixtures.source(
        "h.csv", "company,stage,entered\nACME LTD,Research,2026-01-01\nGlobex,Share,2026-01-02\n",
        role: .stages))
    #expect(result.snapshot.accounts.texts("stage").prefix(1) == ["Research"])
    #expect(result.report.notes.contains { $0.message.hasPrefix("1 stage entry joined by a name") })
  }

  @Test func namesAreRecognisedAsKeys() throws {
    let result = try assemble(
      Fixtures.source("a.csv", accounts),
      Fixtures.source(
        "e.csv",
        "user,company,ts,type\nu1,ACME LTD,2026-01-01,x\nu2,Globex,2026-01-01,x\nu3,Globex,2026-01-01,x\n"
      ))
    #expect(result.report.sources[1].role == "events")
    #expect(result.report.sources[1].mappings.first?.origin == "company")
  }

  @Test func accountsThatLookAlikeAreToldNotMerged() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,name\n1,Acme Ltd.\n2,ACME LTD\n3,Bolt\n", role: .accounts))
    #expect(result.snapshot.accounts.rowCount == 3)
    #expect(
      result.report.notes.map(\.message).contains(
        "1 name is had by several accounts but for case and punctuation; each counts on its own: "
          + "`1` (Acme Ltd.), `2` (ACME LTD)"))
  }

  /// The naive way: every account is asked by a definition of its own.
  @Test(arguments: 0..<Repetitions.count(40)) func agreesWithTheNaiveWay(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let words = ["acme", "Bolt", "ACME", "Bolt.", "core", "Acme-core", "Bolt & Core", "acme core"]
    let forms = ["", " Ltd", " LIMITED", " Inc.", ", inc", " GmbH", " gmbh & Co. KG"]
    func name() -> String {
      (words.randomElement(using: &random) ?? "") + (forms.randomElement(using: &random) ?? "")
    }
    var ids = ColumnBuilder(.text)
    var names = ColumnBuilder(.text)
    var called: [String] = []
    for row in 0..<Int.random(in: 1...12, using: &random) {
      called.append(Int.random(in: 0..<9, using: &random) == 0 ? "" : name())
      ids.append(.text("id\(row)"))
      names.append(called[row].isEmpty ? .unknown : .text(called[row]))
    }
    var notes: [LoadReport.Note] = []
    let draft = try AccountsAssembly(
      table: Table(
        [Table.Field("id", ids.build()), Table.Field("name", names.build())],
        rowCount: called.count),
      places: RowPlaces(), finder: ColumnFinder(), settings: Fixtures.settings()
    ).draft(notes: &notes)
    let matching = seed % 3 == 0 ? NameMatching.exact : .normalised
    let identities = AccountIdentities(
      draft, aliases: nil, settings: Fixtures.settings { $0.names = matching })

    func parts(_ text: String) -> (base: String, forms: [String]) {
      var text = text.lowercased()
      for (from, to) in [("&", " and "), (".", ""), (",", " "), ("-", " ")] {
        text = text.replacing(from, with: to)
      }
      var words = text.split(separator: " ").map(String.init)
      var forms: [String] = []
      let known = [
        "ltd": "ltd", "limited": "ltd", "inc": "inc", "gmbh": "gmbh", "kg": "kg", "co": "co",
      ]
      while words.count > 1, let last = words.last, known[last] != nil || last == "and" {
        if let form = known[last] { forms.insert(form, at: 0) }
        words.removeLast()
      }
      return (words.joined(separator: " "), forms)
    }
    for key in (0..<60).map({ _ in name() }) + ["id0", "id99", "acm", ""] {
      let own = parts(key)
      let rows = called.indices.filter { !called[$0].isEmpty }
      let tiers: [[Int]] = [
        called.indices.filter { "id\($0)" == key }, rows.filter { called[$0] == key },
        matching == .exact
          ? []
          : rows.filter {
            parts(called[$0]).base == own.base && parts(called[$0]).forms == own.forms
          },
        matching == .exact
          ? []
          : rows.filter {
            let other = parts(called[$0])
            return other.base == own.base
              && (other.forms.starts(with: own.forms) || own.forms.starts(with: other.forms))
          },
      ]
      let found = tiers.first { !$0.isEmpty } ?? []
      var texts = TextHeap()
      texts.append(key)
      let matches = identities.matches(KeyColumn(codes: [0], texts: texts))
      #expect(
        matches.rows[0] == (found.count == 1 ? UInt32(found[0]) : KeyIndex.noRow),
        "\(key) among \(called)")
      #expect((matches.ways[0] == .several) == (found.count > 1))
    }
  }
}
