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

  @Test(arguments: [
    "let gone = \"cancelled\"\nstages Lead -> Won, lost when stage is Dropped or status is $gone",
    "let gone = \"Dropped\"\nstages Lead -> Won, lost when status is cancelled or stage is $gone",
    "stages Lead -> Won, lost when stage in (Dropped, $gone) or status = $other\n"
      + "let other = \"cancelled\"\nlet gone = \"Gone\"",
  ])
  func parametersReachTheConditions(_ declarations: String) throws {
    let result = try standing(declarations)
    #expect(
      result.snapshot.accounts.texts("stage") == ["Lead", "lost", "lost", "Lead", "lost"],
      "\(result.messages)")
  }

  @Test func aParameterWithoutAValueIsSaid() throws {
    let error = #expect(throws: LoadError.self) {
      try standing("stages Lead -> Won, lost when status is $gone")
    }
    #expect(
      error?.message == "`lost when status is $gone`: the parameter `$gone` has no value")
    #expect(error?.hint?.contains("let gone = ...") == true)
    let rule = try assemble(
      "stages Lead -> Won\nstage Won when signed[amount > $floor]",
      Fixtures.source("e.csv", "account,at,kind,amount\n1,2026-01-03,signed,5\n", role: .events))
    #expect(
      rule.hasNote("`stage Won when signed[amount > $floor]`: the parameter `$floor` has no value"))
  }

  // MARK: - Stages of the data that the model lacks

  private let journey = """
    account,stage,entered
    A,Obstacle,2026-01-01
    A,Research,2026-01-02
    A,Invest,2026-01-03
    B,Research,2026-01-01
    B,Share,2026-01-05
    C,Obstacle,2026-01-01
    C,Research,2026-01-02
    """

  private func journeys(_ declaration: String) throws -> SourceAssembly.Result {
    try assemble(declaration, Fixtures.source("h.csv", journey, role: .stages))
  }

  @Test func whatAStageStandsForIsReadAsIt() throws {
    let result = try journeys("stages Lead = Research -> Customer = Invest -> share")
    #expect(
      result.visitRows == [
        "A Lead 2026-01-02 2026-01-03", "A Customer 2026-01-03 -", "B Lead 2026-01-01 2026-01-05",
        "B share 2026-01-05 -", "C Lead 2026-01-02 -",
      ])
    #expect(
      result.hasNote(
        "2 stage entries with a stage that is not in the model are left out; most often `Obstacle`")
    )
    // A stage of the model's own goes before what another one stands for.
    let own = try journeys("stages Lead = Research -> Research -> Invest = Share")
    #expect(own.visitRows.filter { $0.hasPrefix("A") }.first == "A Research 2026-01-02 2026-01-03")
  }

  @Test(arguments: [
    (
      "stages Lead -> Customer",
      "7 stage entries with a stage that is not in the model are left out: 3 `Research`, 2 `Obstacle`, 1 `Invest`, 1 `Share`",
      "say which of them a stage stands for: `stages Lead = Obstacle -> ...`"
    ),
    (
      "stages Lead = Obstacle -> Customer",
      "5 stage entries with a stage that is not in the model are left out: 3 `Research`, 1 `Invest`, 1 `Share`",
      "say which of them a stage stands for: `stages ... -> Customer = Research -> ...`"
    ),
    (
      "stages Obstacle -> Research -> Invest",
      "1 stage entry with a stage that is not in the model is left out; most often `Share`",
      "`stages Obstacle -> Research -> Invest -> Share`, in the right order"
    ),
  ])
  func whatTheModelLacks(_ declaration: String, _ message: String, _ hint: String) throws {
    let note = try #require(try journeys(declaration).report.warnings.first)
    #expect(note.message == message)
    #expect(note.hint == hint)
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
