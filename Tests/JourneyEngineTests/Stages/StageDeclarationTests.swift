import JourneyEngine
import QueryLanguage
import Testing

/// `stages A = Obstacle -> B, lost when CONDITION`.
@Suite struct StageDeclarationTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ declarations: String, _ sources: DataSource...
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Declared.settings(declarations))
  }

  // MARK: - What stages stand for

  @Test(arguments: [
    ("stages Awareness = Obstacle -> Deal = Invest -> Loyalty = Share", "Deal"),
    ("stages Research -> Invest -> Live", "Invest"),
    ("stages Prospecting -> Engaging -> Won", "Won"),
    ("stages Lead -> `Closed Won` -> Onboarding", "Closed Won"),
    ("stages Lead -> Trial = Transform -> Won", "Trial"),
    ("stages Lead -> `Active lead` -> Quote", nil),
    ("stages Awareness = Obstacle -> Quote = Benchmark -> Service", "Service"),
    ("stages Only", nil),
  ])
  func whereAccountsBecomeCustomers(_ text: String, _ expected: String?) throws {
    let model = try #require(try Declared.settings(text).stages)
    #expect(model.customerStage.map { model.names[$0] } == expected)
  }

  @Test func whatTheChainSays() throws {
    let model = try Declared.settings("stages Awareness = Obstacle -> research -> Loyalty = Share")
      .stages
    #expect(model?.chain == "Awareness = Obstacle -> research -> Loyalty = Share")
    #expect(model?.orbitOrdinals == [0, 1, 5])
    #expect(StageModel.orbits.orbitOrdinals == [0, 1, 2, 3, 4, 5])
  }

  @Test func describeShowsWhatTheStagesStandFor() throws {
    let result = try assemble(
      "stages Awareness = Obstacle -> Deal = Invest",
      Fixtures.source("a.csv", "id,stage\n1,Deal\n", role: .accounts))
    let table = try Description.table(of: [], in: BindingEnvironment(snapshot: result.snapshot))
    #expect(table.footer.notes.contains("stages: Awareness = Obstacle -> Deal = Invest"))
    #expect(table.footer.notes.contains("customers: from Deal on"))
  }

  @Test func whatCannotBeDeclared() throws {
    #expect(
      try Declared.complaints("stages A = Obstacl -> B")
        == ["no stage is called `Obstacl`; write `Obstacle`"])
    #expect(
      try Declared.complaints("stages Won -> Lead -> won")
        == ["the stage `won` stands twice in the model"])
    #expect(try Declared.complaints("stages Only").isEmpty)
  }

  @Test func aModelOfOneStage() throws {
    let result = try assemble(
      "stages Only, lost when stage is Gone",
      Fixtures.source(
        "h.csv", "account,stage,entered\nA,Only,2026-01-01\nA,Gone,2026-01-03\nB,Only,2026-01-02\n",
        role: .stages))
    #expect(result.visitRows == ["A Only 2026-01-01 2026-01-03", "B Only 2026-01-02 -"])
    #expect(result.snapshot.accounts.texts("stage") == ["lost", "Only"])
  }

  // MARK: - lost when

  private let accounts = """
    id,stage,status,closed_date,seats
    1,Lead,open,,5
    2,Won,cancelled,2026-02-01,0
    3,Won,cancelled,,0
    4,Lead,,,7
    5,Dropped,open,2026-01-05,
    """

  private func standing(_ declaration: String) throws -> SourceAssembly.Result {
    let history = "account,stage,entered\n1,Lead,2026-01-01\n2,Won,2026-01-02\n3,Won,2026-01-03\n"
    return try SourceAssembly.assemble(
      [
        Fixtures.source("a.csv", accounts, role: .accounts),
        Fixtures.source("h.csv", history, role: .stages),
      ],
      settings: Declared.settings(declaration) { $0.now = Fixtures.at("2026-03-01") })
  }

  @Test func aConditionSaysWhoIsLost() throws {
    let result = try standing(
      "stages Lead -> Won, lost when stage is Dropped or status is cancelled")
    #expect(
      result.snapshot.accounts.texts("stage") == ["Lead", "lost", "lost", "Lead", "lost"])
    #expect(
      result.snapshot.accounts.texts("lost_at")
        == ["-", "2026-02-01T00:00:00Z", "-", "-", "2026-01-05T00:00:00Z"])
    #expect(
      result.hasNote(
        "`lost when status is cancelled`: 2 accounts; nothing says when 1 of them was lost"),
      "\(result.messages)")
    #expect(result.hasNote("status is unknown for 1 account: not taken for lost"))
    // Who was lost at a time that nobody knows is in the past neither lost nor kept.
    let asking = Asking(result.snapshot)
    #expect(
      try asking.column("lost", of: "accounts as of 2026-02-10 order by id show id, lost")
        == [.boolean(false), .boolean(true), .unknown, .boolean(false), .boolean(true)])
  }

  @Test func numbersAndEventsMaySayItToo() throws {
    let result = try assemble(
      "stages Lead -> Won, lost when seats = 0 or count of churn > 0",
      Fixtures.source("a.csv", accounts, role: .accounts),
      Fixtures.source(
        "e.csv", "account,at,kind\n1,2026-01-03,churn\n4,2026-01-03,login\n", role: .events))
    #expect(result.snapshot.accounts.texts("lost") == ["true", "true", "true", "false", "true"])
  }

  @Test func aNameThatIsWrongStopsTheLoad() throws {
    let error = #expect(throws: LoadError.self) {
      try standing("stages Lead -> Won, lost when statu is cancelled")
    }
    #expect(error?.message == "`lost when statu is cancelled`: accounts have no field `statu`")
    #expect(error?.hint == "write `status`")
  }

  @Test func aValueThatNoAccountHasIsAWarning() throws {
    let result = try standing("stages Lead -> Won -> Dropped, lost when status is canceled")
    #expect(result.hasNote("no `status` is `canceled` so far"))
    #expect(result.snapshot.accounts.texts("stage") == ["Lead", "Won", "Won", "Lead", "Dropped"])
  }
}
