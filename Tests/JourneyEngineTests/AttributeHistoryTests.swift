import JourneyEngine
import TestSupport
import Testing

/// Attributes of accounts whose changes are known, as of an earlier day.
@Suite struct AttributeHistoryTests {
  typealias Fixtures = CatalogFixtures

  private let accounts = """
    id,started,owner,plan,seats
    A,2025-01-01,Kim,gold,9
    B,2025-01-01,Lee,silver,4
    C,2025-01-01,Max,gold,1
    """

  private func asking(_ sources: DataSource...) throws -> Asking {
    let own = Fixtures.source("a.csv", accounts, role: .accounts)
    return Asking(
      try SourceAssembly.assemble([own] + sources, settings: Fixtures.settings()).snapshot)
  }

  private func values(_ asking: Asking, _ field: String, _ day: String) throws -> [String] {
    try asking.column("v", of: "accounts as of \(day) order by id show id, \(field) called v")
      .map { $0.isUnknown ? "-" : PlainText.of($0) }
  }

  @Test func theStageHistoryKnowsThem() throws {
    let asking = try asking(
      Fixtures.source(
        "h.csv",
        """
        account,stage,entered,owner,seats
        A,Research,2026-01-01,Ann,2
        A,Research,2026-01-05,Bob,
        A,Invest,2026-01-10,Kim,9
        B,Research,2026-01-03,Lee,4
        """, role: .stages))
    #expect(try values(asking, "owner", "2025-12-31") == ["-", "-", "Max"])
    #expect(try values(asking, "owner", "2026-01-01") == ["Ann", "-", "Max"])
    #expect(try values(asking, "owner", "2026-01-07") == ["Bob", "Lee", "Max"])
    // A blank cell says nothing: the value before it holds.
    #expect(try values(asking, "seats", "2026-01-07") == ["2", "4", "1"])
    #expect(try values(asking, "plan", "2026-01-07") == ["gold", "silver", "gold"])
    let table = try asking.table("accounts as of 2026-01-07 show id, owner, plan")
    #expect(table.footer.notes.contains("as they are today, having no history: plan"))
    #expect(
      table.footer.notes.contains(
        "owner as it is today for 1 account of which no change is known"))
  }

  @Test func changesThatAreEvents() throws {
    let asking = try asking(
      Fixtures.source(
        "e.csv",
        """
        account,at,kind,from,to
        A,2026-01-05,owner,Ann,Bob
        A,2026-01-09,Owner,Bob,Kim
        B,2026-01-06,owner,,Lee
        A,2026-01-06,seats,3,9
        A,2026-01-07,colour,red,blue
        """, role: .events))
    #expect(try values(asking, "owner", "2026-01-01") == ["Ann", "-", "Max"])
    #expect(try values(asking, "owner", "2026-01-05") == ["Bob", "-", "Max"])
    #expect(try values(asking, "owner", "2026-01-06") == ["Bob", "Lee", "Max"])
    #expect(try values(asking, "owner", "2026-01-08") == ["Bob", "Lee", "Max"])
    #expect(try values(asking, "seats", "2026-01-05") == ["3", "4", "1"])
    #expect(
      try asking.column("n", of: "accounts as of 2026-01-06 where owner is Bob show count called n")
        == [.integer(1)])
    #expect(
      try asking.column(
        "v", of: "events as of 2026-01-06 order by at show account.owner called v"
      ).map(PlainText.of) == ["Bob", "Bob", "Lee"])
  }

  @Test func rowsOfCasesMakeTheChanges() throws {
    var source = Fixtures.source(
      "states.csv",
      "account,at,owner,plan\nA,2026-01-01,Ann,basic\nA,2026-01-03,Ann,gold\nA,2026-01-08,Kim,gold\n",
      role: .events)
    source.changes = DataSource.Changes(of: ["owner", "plan"], by: "account")
    let asking = try asking(source)
    #expect(try values(asking, "plan", "2026-01-02") == ["basic", "silver", "gold"])
    #expect(try values(asking, "plan", "2026-01-03") == ["gold", "silver", "gold"])
    #expect(try values(asking, "owner", "2026-01-07") == ["Ann", "Lee", "Max"])
  }

  @Test func valuesOfAnotherTypeMakeNoHistory() throws {
    let asking = try asking(
      Fixtures.source(
        "e.csv", "account,at,kind,from,to\nA,2026-01-05,seats,few,many\n", role: .events))
    #expect(try values(asking, "seats", "2026-01-01") == ["9", "4", "1"])
  }

  /// Against a walk over all rows.
  @Test func aReferenceOfRandomChanges() throws {
    var random = SeededGenerator(seed: 7)
    for round in 0..<40 {
      var rows: [(account: String, day: Int, from: String, to: String)] = []
      for _ in 0..<Int.random(in: 1...25, using: &random) {
        let owners = ["", "Ann", "Bob", "Kim"]
        rows.append(
          (
            ["A", "B", "C"].randomElement(using: &random) ?? "A",
            Int.random(in: 1...9, using: &random), owners.randomElement(using: &random) ?? "",
            owners.randomElement(using: &random) ?? ""
          ))
      }
      let text = rows.map { "\($0.account),2026-01-0\($0.day),owner,\($0.from),\($0.to)" }
      let asking = try asking(
        Fixtures.source(
          "e.csv",
          "account,at,kind,from,to\n" + text.joined(separator: "\n")
            + "\nA,2026-02-01,login,x,y\n", role: .events))
      for day in 0...9 {
        let expected = ["A", "B", "C"].enumerated().map { place, account -> String in
          let changes = rows.enumerated()
            .filter { $0.element.account == account && !$0.element.to.isEmpty }
            .sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
          if let last = changes.last(where: { $0.day <= day }) { return last.to }
          guard let first = changes.first else { return ["Kim", "Lee", "Max"][place] }
          return first.from.isEmpty ? "-" : first.from
        }
        let asked = day == 0 ? "2025-12-31" : "2026-01-0\(day)"
        #expect(try values(asking, "owner", asked) == expected, "round \(round), day \(day)")
      }
    }
  }
}
