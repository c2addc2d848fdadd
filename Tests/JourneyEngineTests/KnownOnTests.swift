import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// `known on D`: what was recorded after D is not there.
@Suite struct KnownOnTests {
  typealias Fixtures = CatalogFixtures

  private let events = """
    account,at,kind,recorded_at
    A,2026-01-01,login,2026-01-01
    A,2026-01-02,ticket,2026-01-20
    A,2026-01-03,login,
    B,2026-01-04,ticket,2026-01-04
    """
  private let history = """
    account,stage,entered,loaded_at
    A,Research,2026-01-01,2026-01-01
    A,Invest,2026-01-05,2026-01-15
    A,Research,2026-01-08,2026-01-09
    B,Invest,2026-01-03,2026-01-25
    """

  private func asking(
    _ events: String, _ history: String? = nil, mappings: [DataSource.Mapping] = [],
    _ declarations: String = ""
  ) throws -> Asking {
    var sources = [
      Fixtures.source("a.csv", "id,plan\nA,x\nB,y\n", role: .accounts),
      Fixtures.source("e.csv", events, role: .events, mappings: mappings),
    ]
    if let history { sources.append(Fixtures.source("h.csv", history, role: .stages)) }
    let settings = try Declared.settings(declarations) { $0.now = Fixtures.at("2026-02-01") }
    return Asking(try SourceAssembly.assemble(sources, settings: settings).snapshot)
  }

  private func texts(_ asking: Asking, _ column: String, _ sentence: String) throws -> [String] {
    try asking.column(column, of: sentence).map { $0.isUnknown ? "-" : PlainText.of($0) }
  }

  @Test func eventsRecordedLaterAreLeftOut() throws {
    let asking = try asking(events)
    let sentence = "events known on 2026-01-10 order by at show at, kind"
    #expect(try texts(asking, "kind", sentence) == ["login", "login", "ticket"])
    let table = try asking.table(sentence)
    #expect(table.footer.notes.contains("known on 2026-01-10: 1 event recorded later left out"))
    #expect(
      try texts(
        asking, "n", "accounts known on 2026-01-10 order by id show id, count of ticket called n")
        == ["0", "1"])
    // The day itself is known to its end.
    #expect(try asking.table("events known on 2026-01-20").rowCount == 4)
    #expect(try asking.table("events as of 2026-01-02 known on 2026-01-10").rowCount == 1)
    #expect(
      try texts(
        asking, "n",
        "events of (accounts where count of ticket = 0 known on 2026-01-10) show count called n"
      ) == ["3"])
  }

  @Test func stageEntriesToo() throws {
    let asking = try asking(events, history)
    let visits = "visits known on 2026-01-10 order by entered show account, stage"
    #expect(try texts(asking, "stage", visits) == ["Research"])
    #expect(
      try texts(asking, "stage", "accounts known on 2026-01-10 order by id show id, stage") == [
        "Research", "-",
      ])
    #expect(
      try texts(
        asking, "stage", "accounts as of 2026-01-06 known on 2026-01-16 order by id show id, stage")
        == ["Invest", "-"])
    #expect(
      try texts(
        asking, "stage", "accounts as of 2026-01-06 known on 2026-01-10 order by id show id, stage")
        == ["Research", "-"])
    #expect(
      try texts(asking, "stage", "accounts known on 2026-01-31 order by id show id, stage") == [
        "Research", "Invest",
      ])
    #expect(
      try texts(asking, "stage", "accounts as of 2026-01-06 order by id show id, stage") == [
        "Invest", "Invest",
      ])
  }

  @Test func withoutSuchAColumnThereIsAWayOut() throws {
    let plain = "account,at,kind,seen\nA,2026-01-01,login,2026-01-05\n"
    for sentence in [
      "events known on 2026-01-02", "accounts known on 2026-01-02",
      "events of (accounts known on 2026-01-02)",
    ] {
      let asking = try asking(plain)
      let diagnostics = QueryPipeline.prepare(try asking.query(sentence), in: asking.environment)
        .diagnostics
      #expect(diagnostics.map(\.code) == ["E0347"], "\(sentence)")
      #expect(diagnostics.first?.notes.first?.contains("with recorded = COLUMN") == true)
    }
    let mapped = try asking(plain, mappings: [.init("recorded", column: "seen")])
    #expect(try mapped.table("events known on 2026-01-02").rowCount == 0)
    #expect(try mapped.table("events known on 2026-01-05").rowCount == 1)
  }

  /// As if the rows recorded later had never been loaded.
  @Test(arguments: ["", "stage Research when login\nstage Invest when login -> ticket"])
  func aReferenceWithoutTheLateRows(_ rules: String) throws {
    var random = SeededGenerator(seed: 19)
    for round in 0..<30 {
      var events: [(late: Int, text: String)] = []
      var entries: [(late: Int, text: String)] = []
      func day(_ number: Int) -> String { "2026-01-\(number < 10 ? "0" : "")\(number)" }
      for place in 0..<Int.random(in: 2...25, using: &random) {
        let at = Int.random(in: 1...20, using: &random)
        let late = min(28, at + Int.random(in: 0...9, using: &random))
        let account = Bool.random(using: &random) ? "A" : "B"
        if rules.isEmpty, place % 2 == 0 {
          let stage = ["Research", "Invest", "Share", "lost"].randomElement(using: &random) ?? ""
          entries.append((late, "\(account),\(stage),\(day(at)),\(day(late))"))
        } else {
          let kind = Bool.random(using: &random) ? "login" : "ticket"
          events.append((late, "\(account),\(day(at)),\(kind),\(day(late))"))
        }
      }
      func asking(upTo limit: Int) throws -> Asking {
        let log = events.filter { $0.late <= limit }.map(\.text)
        let history = entries.filter { $0.late <= limit }.map(\.text)
        return try self.asking(
          "account,at,kind,recorded_at\nB,2025-01-01,login,2025-01-01\nB,2025-01-02,ticket,2025-01-02\n"
            + log.joined(separator: "\n") + "\n",
          rules.isEmpty
            ? "account,stage,entered,recorded_at\nB,Obstacle,2025-01-01,2025-01-01\n"
              + history.joined(separator: "\n") + "\n" : nil, rules)
      }
      let all = try asking(upTo: 31)
      for limit in [4, 9, 15, 22] {
        let past = try asking(upTo: limit)
        for clause in ["", "as of 2026-01-12"] {
          for sentence in [
            "events CLAUSE order by at, kind, account show account, at, kind",
            "accounts CLAUSE order by id show id, count of ticket called n",
          ]
            + (all.environment.hasVisits && past.environment.hasVisits
              ? [
                "visits CLAUSE order by account, entered show account, stage, entered, left, next",
                "accounts CLAUSE order by id show id, stage, lost, entered",
              ] : [])
          {
            let known = sentence.replacing("CLAUSE", with: "\(clause) known on \(day(limit))")
            let plain = sentence.replacing("CLAUSE", with: clause)
            #expect(
              try all.table(known).cells == past.table(plain).cells,
              "round \(round): \(known)\n\(events.map(\.text))\n\(entries.map(\.text))")
          }
        }
      }
    }
  }
}

extension BindingEnvironment {
  /// Whether stages may be asked about.
  fileprivate var hasVisits: Bool { !NameCatalog(self).fields(of: .visits).isEmpty }
}
