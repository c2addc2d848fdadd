import JourneyEngine
import QueryLanguage
import Testing

/// `event first_value = milestone[name is "go-live"]`.
@Suite struct NamedEventTests {
  typealias Fixtures = CatalogFixtures

  private let events = """
    account,at,kind,name
    A,2026-01-01,milestone,go-live
    A,2026-01-02,milestone,party
    A,2026-01-03,ticket,
    B,2026-01-04,milestone,party
    """

  private func asking(_ declarations: String) throws -> Asking {
    let settings = try Declared.settings(declarations)
    let result = try SourceAssembly.assemble(
      [Fixtures.source("e.csv", events, role: .events)], settings: settings)
    var asking = Asking(result.snapshot)
    asking.environment.namedEvents = settings.namedEvents.definitions
    return asking
  }

  private func counts(_ declarations: String, _ name: String) throws -> [Value] {
    try asking(declarations).column(
      "n", of: "accounts order by id show id, count of \(name) called n")
  }

  @Test func itStandsForWhatItSays() throws {
    let first = "event first_value = milestone[name is \"go-live\"]"
    #expect(try counts(first, "first_value") == [.integer(1), .integer(0)])
    #expect(try counts(first, "First_Value") == [.integer(1), .integer(0)])
    let either = first + "\nevent anything = first_value or ticket"
    #expect(try counts(either, "anything") == [.integer(2), .integer(0)])
    #expect(
      try counts(either, "anything[kind is ticket]") == [.integer(1), .integer(0)])
    let narrowed = "event milestone = milestone[name is party]"
    #expect(try counts(narrowed, "milestone") == [.integer(1), .integer(1)])
  }

  @Test func theLatestDefinitionHolds() throws {
    var asking = try asking("event x = ticket")
    let sentence = "accounts order by id show id, count of x called n"
    #expect(try asking.column("n", of: sentence) == [.integer(1), .integer(0)])
    var events = NamedEvents()
    for statement in try Declared.statements("event x = milestone") {
      if case .event(let name, let matchers) = statement.kind {
        events.declare(name, as: matchers)
      }
    }
    asking.environment.namedEvents = events.definitions
    #expect(try asking.column("n", of: sentence) == [.integer(2), .integer(1)])
  }

  @Test func circles() throws {
    let settings = try Declared.settings("event a = b\nevent b = c or ticket")
    #expect(
      try Declared.complaints("event c = a", in: settings)
        == ["the event `c` is defined by itself"])
    #expect(try Declared.complaints("event c = milestone", in: settings).isEmpty)
    #expect(try Declared.complaints("event d = a", in: settings).isEmpty)
    let refused = #expect(throws: Asking.Refused.self) {
      try counts("event lonely = lonely", "lonely")
    }
    #expect(refused?.reasons == ["the event `lonely` is defined by itself"])
  }

  @Test func anUnknownKindIsToldWhereTheNameIsUsed() throws {
    let asking = try asking("event x = milestne")
    let sentence = "accounts show count of x"
    let diagnostics = QueryPipeline.prepare(try asking.query(sentence), in: asking.environment)
      .diagnostics
    #expect(diagnostics.map(\.message) == ["no event is called `milestne`"])
    #expect(diagnostics.first?.notes == ["in `event x = ...`: write `milestone`"])
    let span = try #require(diagnostics.first?.span)
    let place = Array(sentence.utf8)[span.lowerBound..<span.upperBound]
    #expect(String(decoding: place, as: UTF8.self) == "x")
  }

  @Test(arguments: [
    ("kind is first_value", [1]), ("kind is First_Value", [1]),
    ("kind in (first_value, ticket)", [1, 3]), ("kind not in (first_value, ticket)", [2, 4]),
    ("kind is not first_value", [2, 3, 4]), ("kind is either", [1, 3]),
    ("kind is either and kind is not ticket", [1]), ("kind is seen", [1, 2, 4]),
    ("kind is \"seen\"", []), ("kind in (party, \"ticket\")", [2, 3, 4]),
  ])
  func itIsAKind(_ condition: String, _ days: [Int]) throws {
    let asking = try asking(
      """
      event first_value = milestone[name is "go-live"]
      event either = first_value or ticket
      event party = milestone[name is party]
      event seen = milestone
      """)
    let found = try asking.column("d", of: "events where \(condition) order by at show at called d")
    #expect(found == days.map { .instant(Fixtures.at("2026-01-0\($0)")) })
    #expect(
      try asking.column("n", of: "events show count(\(condition)) called n")
        == [.integer(Int64(days.count))])
  }

  /// As in a pattern; in quotes the kind itself is meant.
  @Test func itGoesBeforeAKindOfItsName() throws {
    let asking = try asking("event ticket = ticket[name is \"x\"] or milestone")
    let counts = try asking.table(
      "events show count(kind is ticket) called event, count(kind is \"ticket\") called kind")
    #expect(counts.cells == [[.integer(3), .integer(1)]])
  }

  /// Where the condition is unknown, so is whether it is the event.
  @Test func anUnknownAttributeLeavesItOpen() throws {
    let asking = try asking("event x = ticket[name is party] or milestone")
    let rows = try asking.table("events where kind is not x show at")
    #expect(rows.rowCount == 0)
    #expect(rows.footer.unknowns.map(\.count) == [1])
  }

  @Test(arguments: [
    ("kind is first_valu", "no `kind` is `first_valu`; write `first_value`"),
    ("kind is odd", "no event is called `milestne`"),
    ("kind is entry", "`kind is` needs a kind of event, not a stage"),
  ])
  func whatIsNoKind(_ condition: String, _ reason: String) throws {
    let settings = try Declared.settings(
      "event first_value = milestone\nevent odd = milestne\nevent entry = Invest")
    let result = try SourceAssembly.assemble(
      [
        Fixtures.source("e.csv", events, role: .events),
        Fixtures.source("h.csv", "account,stage,entered\nA,Invest,2026-01-01\n", role: .stages),
      ], settings: settings)
    var asking = Asking(result.snapshot)
    asking.environment.namedEvents = settings.namedEvents.definitions
    let query = try asking.query("events where \(condition)")
    let told = QueryPipeline.prepare(query, in: asking.environment).diagnostics
    #expect(
      told.map { ([$0.message] + $0.fixIts.map(\.message)).joined(separator: "; ") } == [reason])
  }

  @Test func completionKnowsTheName() throws {
    let catalog = NameCatalog(try asking("event first_value = milestone").environment)
    #expect(catalog.kinds.map(\.text) == ["first_value", "milestone", "ticket"])
    #expect(catalog.values(of: ["kind"], in: .events) == catalog.kinds)
  }
}
