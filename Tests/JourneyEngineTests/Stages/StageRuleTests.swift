import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// `stage Invest when contract_signed`: the fourth way of knowing a stage history.
@Suite struct StageRuleTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ declarations: String, _ sources: DataSource...,
    change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Declared.settings(declarations, change))
  }

  private let events = """
    account,at,kind,level,name
    A,2026-01-01,demo,1,
    A,2026-01-05,contract_signed,,
    A,2026-01-07,ticket,3,
    A,2026-01-09,ticket_resolved,,
    A,2026-02-01,milestone,,go-live
    B,2026-01-03,demo,1,
    B,2026-01-04,ticket,1,
    B,2026-01-30,ticket_resolved,,
    B,2026-03-01,subscription_cancelled,,
    C,2026-01-03,login,,
    """

  private var log: DataSource { Fixtures.source("e.csv", events, role: .events) }

  @Test func eachMatchingEventEntersTheStage() throws {
    let result = try assemble(
      """
      stage Benchmark when demo
      stage Invest when contract_signed
      stage lost when subscription_cancelled
      """, log)
    #expect(
      result.visitRows == [
        "A Benchmark 2026-01-01 2026-01-05", "A Invest 2026-01-05 -",
        "B Benchmark 2026-01-03 2026-03-01",
      ])
    #expect(result.snapshot.accounts.texts("stage") == ["Invest", "lost", "-"])
    #expect(result.snapshot.visits?.table.texts("move") == ["enter", "forward", "enter"])
    #expect(result.hasNote("`stage Benchmark when demo`: 2 stage entries"))
  }

  @Test func aRuleOfSeveralStepsEntersAtItsEnd() throws {
    let result = try assemble(
      """
      stage Invest when demo
      stage Transform when ticket -> ticket_resolved within 10 days
      """, log)
    #expect(
      result.visitRows == [
        "A Invest 2026-01-01 2026-01-09", "A Transform 2026-01-09 -", "B Invest 2026-01-03 -",
      ])
  }

  @Test(arguments: [
    ("stage Transform when ticket[level > 2]", ["A Transform 2026-01-07 -"]),
    (
      "let least = 2\nstage Transform when ticket[level > $least]", ["A Transform 2026-01-07 -"]
    ),
    (
      "event hard = ticket[level > $least]\nstage Transform when hard\nlet least = 0",
      ["A Transform 2026-01-07 -", "B Transform 2026-01-04 -"]
    ),
    ("stage Transform when milestone[name is \"go-live\"]", ["A Transform 2026-02-01 -"]),
    (
      "event won = contract_signed or milestone\nstage Transform when won",
      ["A Transform 2026-01-05 -"]
    ),
    (
      "stage Transform when demo -> ticket without contract_signed between demo and ticket",
      ["B Transform 2026-01-04 -"]
    ),
    ("stage Transform when login followed by nothing for 30 days", ["C Transform 2026-02-02 -"]),
    ("stage Transform when demo => ticket", ["B Transform 2026-01-04 -"]),
    (
      "stage Transform when ticket or ticket_resolved 2 times",
      ["A Transform 2026-01-09 -", "B Transform 2026-01-30 -"]
    ),
    ("stage Transform when demo in 2026-01-03", ["B Transform 2026-01-03 -"]),
    (
      "stage Transform when demo -> ticket_resolved within 1 months",
      ["A Transform 2026-01-09 -", "B Transform 2026-01-30 -"]
    ),
  ])
  func patternsOfRules(_ rules: String, _ expected: [String]) throws {
    #expect(try assemble(rules, log).visitRows == expected)
  }

  @Test func anUnknownKindIsAWarningAndTheOthersHold() throws {
    let result = try assemble(
      "stage Invest when contract_singed or contract_signed\nstage Share when referal", log)
    #expect(result.visitRows == ["A Invest 2026-01-05 -"])
    let warnings = result.report.warnings.flatMap(\.lines)
    #expect(
      warnings.contains {
        $0.contains("no event is called `contract_singed` so far")
      })
    #expect(warnings.contains("  write `contract_signed`"))
    #expect(warnings.contains { $0.contains("no event is called `referal` so far") })
  }

  @Test func whoseStagesTheRulesName() throws {
    let own = try assemble("stage Trial when demo\nstage Paying when contract_signed", log)
    #expect(own.snapshot.stageModel.names == ["Trial", "Paying"])
    let orbits = try assemble("stage Invst when demo\nstage Invest when contract_signed", log)
    #expect(orbits.snapshot.stageModel == .orbits)
    #expect(
      orbits.hasNote("the model has no stage `Invst`, near: `Invest`"), "\(orbits.messages)")
    let settings = try Declared.settings("stages Trial -> Paying")
    #expect(
      try Declared.complaints("stage Payin when demo", in: settings)
        == ["no stage is called `Payin`; write `Paying`"])
    #expect(try Declared.complaints("stage lost when demo", in: settings).isEmpty)
  }

  @Test func betterSourcesHold() throws {
    let rule = "stage Share when demo"
    let history = Fixtures.source(
      "h.csv", "account,stage,entered\nA,Invest,2026-01-02\n", role: .stages)
    let withHistory = try assemble(rule, log, history)
    #expect(withHistory.visitRows == ["A Invest 2026-01-02 -"])
    #expect(
      withHistory.hasNote(
        "the rule `stage Share when demo` is not used: a stage history is loaded"))
    let column = try assemble(
      rule,
      Fixtures.source(
        "e.csv", "account,at,kind,stage\nA,2026-01-01,demo,Research\n", role: .events))
    #expect(column.visitRows == ["A Research 2026-01-01 -"])
    #expect(column.hasNote("is not used: the events have a stage"))
    let alone = try assemble(rule, Fixtures.source("a.csv", "id,plan\nA,x\n", role: .accounts))
    #expect(alone.hasNote("is not used: no events are loaded"))
  }

  @Test func theAccountsOwnStageHoldsWhereRulesSeeNothing() throws {
    let accounts = Fixtures.source(
      "a.csv", "id,stage\nA,Research\nC,Research\n", role: .accounts)
    let result = try assemble("stage Invest when contract_signed", accounts, log)
    #expect(result.snapshot.accounts.texts("stage") == ["Invest", "Research"])
  }

  /// Rules of two steps against the plainest search, on random journeys.
  @Test func aReferenceThatTriesEveryPair() throws {
    var random = SeededGenerator(seed: 41)
    for _ in 0..<60 {
      var rows: [(account: String, hour: Int, kind: String)] = []
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        rows.append(
          (
            ["A", "B", "C"].randomElement(using: &random) ?? "A",
            Int.random(in: 0...200, using: &random),
            ["x", "y", "z"].randomElement(using: &random) ?? "x"
          ))
      }
      let text = rows.map { row in
        let day = row.hour / 24 + 1
        let hour = row.hour % 24
        return "\(row.account),2026-01-0\(day) \(hour < 10 ? "0" : "")\(hour):00,\(row.kind)"
      }
      let result = try assemble(
        "stage Share when x -> y within 30 hours",
        Fixtures.source(
          "e.csv",
          "account,at,kind\nQ,2025-01-01 00:00,x\nQ,2025-01-01 00:00,y\n"
            + text.joined(separator: "\n") + "\n", role: .events))
      var expected: [String: Int] = [:]
      for account in ["A", "B", "C"] {
        // At equal times the order of the file holds.
        let own = rows.enumerated().filter { $0.element.account == account }
          .sorted { ($0.element.hour, $0.offset) < ($1.element.hour, $1.offset) }.map(\.element)
        let end = own.indices.first { end in
          own[end].kind == "y"
            && own[..<end].contains { $0.kind == "x" && own[end].hour - $0.hour <= 30 }
        }
        if let end { expected[account] = own[end].hour }
      }
      let table = try #require(result.snapshot.visits?.table)
      var found: [String: Int] = [:]
      for (row, account) in table.texts("account").enumerated() where account != "Q" {
        guard case .instant(let at)? = table.column("entered")?[row] else { continue }
        found[account] = Int((at - Fixtures.at("2026-01-01")) / 3_600_000_000)
      }
      #expect(found == expected)
    }
  }
}
