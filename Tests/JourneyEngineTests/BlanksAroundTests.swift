import JourneyEngine
import TestSupport
import Testing

/// Texts with blanks before or behind them.
@Suite struct BlanksAroundTests {
  typealias Fixtures = CatalogFixtures

  private func load(_ accounts: String, _ events: String? = nil) throws -> SourceAssembly.Result {
    var sources = [Fixtures.source("accounts.csv", accounts, role: .accounts)]
    if let events { sources.append(Fixtures.source("events.csv", events, role: .events)) }
    return try SourceAssembly.assemble(sources, settings: Fixtures.settings())
  }

  private let accounts =
    "id,name,vertical\n1, a ,SaaS\n2,b, SaaS\n3,c,Retail\n4,Birch & Co ,\tRetail\n"

  @Test func theyAreToldOnce() throws {
    let notes = try load(accounts).report.notes.filter { $0.message.contains("blanks around") }
    #expect(
      notes.map(\.message) == [
        "name has 2 texts with blanks around them, the first ` a ` in line 2; vertical has 2"
      ])
    #expect(notes.first?.line == 2)
    #expect(
      notes.first?.hint
        == "`is` finds them where no text is exactly the word, `=` never: take the blanks out in the "
        + "file, or compare `trim(name)`")
    let plain = try load("id,name\n1,a b\n2,b\n")
    #expect(!plain.report.notes.contains { $0.message.contains("blanks around") })
  }

  @Test func kindsAreToldAndCommentsAreNot() throws {
    let result = try load(
      "id,name\nA,a\n",
      "account,at,kind,comment\nA,2026-01-01,signup ,fine \nA,2026-01-02,signup, good\n")
    #expect(
      result.report.notes.map(\.message).filter { $0.contains("blanks around") } == [
        "kind has 1 text with blanks around it, the first `signup ` in line 2"
      ])
    let asking = Asking(result.snapshot)
    #expect(try asking.table("events where kind is signup").rowCount == 1)
    #expect(try asking.table("events where kind is Signup").rowCount == 2)
    #expect(try asking.table("accounts matching Signup").rowCount == 1)
  }

  /// Exactly so first, else without regard to capital letters and blanks around.
  @Test func wordsBehindIsFindThem() throws {
    let asking = Asking(try load(accounts).snapshot)
    #expect(try asking.ids("accounts where name is a") == ["1"])
    #expect(try asking.ids("accounts where name is `birch & co`") == ["4"])
    #expect(try asking.ids("accounts where vertical is saas").sorted() == ["1", "2"])
    #expect(try asking.ids("accounts where vertical is SaaS") == ["1"])
    #expect(try asking.ids("accounts where name is not a").sorted() == ["2", "3", "4"])
    #expect(throws: Asking.Refused.self) { try asking.ids("accounts where name is ab") }
    #expect(try asking.ids("accounts where trim(name) = \"a\"") == ["1"])
  }

  @Test(arguments: 0..<Repetitions.count(60)) func anyBlanksAreIgnored(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let blanks = ["", " ", "  ", "\t", "\u{A0}"]
    let names = (0..<30).map { place in
      blanks.randomElement(using: &random)! + "n\(place)x" + blanks.randomElement(using: &random)!
    }
    let rows = names.enumerated().map { "\($0.offset),\($0.element)\n" }
    let result = try load("id,name\n" + rows.joined())
    let asking = Asking(result.snapshot)
    let count = names.count { $0.first == "n" && $0.last == "x" }
    let told = result.report.notes.first { $0.message.contains("blanks around") }?.message
    #expect(told?.hasPrefix("name has \(30 - count) text") ?? (count == 30))
    let place = Int.random(in: 0..<30, using: &random)
    #expect(try asking.ids("accounts where name is n\(place)X") == ["\(place)"])
  }
}
