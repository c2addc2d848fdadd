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

  @Test func completionKnowsTheName() throws {
    let catalog = NameCatalog(try asking("event first_value = milestone").environment)
    #expect(catalog.kinds.map(\.text) == ["first_value", "milestone", "ticket"])
  }
}
