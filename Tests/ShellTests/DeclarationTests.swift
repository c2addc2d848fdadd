import Testing

@testable import Shell

/// Declarations about stages and events, as a script has them.
@Suite struct DeclarationTests {
  private func run(_ script: String, _ files: [String: String] = [:]) throws
    -> SessionTests.Outcome
  {
    let folder = try ScratchFolder()
    for (name, text) in files { _ = try folder.write(name, text) }
    return try SessionTests.run(script, in: folder)
  }

  private let events = [
    "e.csv": """
    account,at,kind,name
    A,2026-01-01,demo,
    A,2026-01-05,contract_signed,
    A,2026-01-09,milestone,go-live
    B,2026-01-02,demo,
    B,2026-02-01,subscription_cancelled,
    """
  ]

  @Test func namedEventsAreKept() throws {
    let sentence = "accounts where count of value > 0 show count called n"
    #expect(
      try run("event value = referral\n\(sentence)\nevent value = review or referral\n\(sentence)")
        .output?.split(separator: "\n").filter { $0 == "n" }.count == 2)
    #expect(try run("event value = referal\n\(sentence)").status == .query)
    #expect(try run("event a = b\nevent b = a").status == .query)
    // The last answer is still there.
    #expect(
      try run("accounts by stage show count\nevent value = review\nthose show count")
        .status == .success)
  }

  @Test func rulesAndTheModelGoTogether() throws {
    let outcome = try run(
      """
      load events from "e.csv"
      stage Trial when demo
      stage Customer when contract_signed -> milestone[name is "go-live"]
      stage lost when subscription_cancelled
      visits order by account, entered show account, stage, entered, next
      """, events)
    #expect(
      outcome.output == """
        account,stage,entered,next
        A,Trial,2026-01-01T00:00:00Z,Customer
        A,Customer,2026-01-09T00:00:00Z,
        B,Trial,2026-01-02T00:00:00Z,lost

        """)
    #expect(try run("stages A -> B\nstage C when demo").status == .query)
    #expect(try run("stages A -> a").status == .query)
    #expect(try run("stages A = Obstcle -> B").status == .query)
  }

  @Test func churnedGoesByWhatTheStagesStandFor() throws {
    let script = """
      stages Interest = Obstacle -> Deal = Invest
      load events from "e.csv"
      stage Interest when demo
      stage Deal when contract_signed
      stage lost when subscription_cancelled or milestone
      accounts churned order by id show id
      """
    #expect(try run(script, events).output == "id\nA\n")
  }

  @Test func aConditionForTheLost() throws {
    let files = ["a.csv": "id,stage,status,lost_on\n1,Lead,open,\n2,Won,gone,2026-02-01\n"]
    let outcome = try run(
      """
      stages Lead -> Won, lost when status is gone
      load accounts from "a.csv"
      accounts order by id show id, stage, lost_at
      """, files)
    #expect(outcome.output == "id,stage,lost_at\n1,Lead,\n2,lost,2026-02-01T00:00:00Z\n")
    #expect(
      try run(
        "stages Lead -> Won, lost when statu is gone\nload accounts from \"a.csv\"", files
      ).status == .data)
  }

  /// `let` and `--param`, the latter before the former, also when rules are asked of the past.
  @Test func parametersReachTheRules() throws {
    let files = [
      "e.csv": """
      account,at,kind,amount,recorded_at
      A,2026-01-01,signed,50,2026-01-01
      B,2026-01-02,signed,150,2026-01-02
      C,2026-01-03,signed,200,2026-03-01
      """
    ]
    let script = """
      load events from "e.csv"
      let floor = 100
      stage Invest when signed[amount > $floor]
      visits order by account show account
      """
    #expect(try run(script, files).output == "account\nB\nC\n")
    #expect(
      try run(script + "\nlet floor = 10\nvisits order by account show account", files).output
        == "account\nB\nC\naccount\nA\nB\nC\n")
    #expect(
      try run(script + "\nvisits known on 2026-02-01 show account", files).output
        == "account\nB\nC\naccount\nB\n")
    let folder = try ScratchFolder()
    for (name, text) in files { _ = try folder.write(name, text) }
    let given = try SessionTests.run(script, in: folder) {
      $0.parameters = [("floor", "180")]
    }
    #expect(given.output == "account\nC\n")
  }

  /// Also through an event that the condition names.
  @Test func parametersReachTheLosses() throws {
    let files = [
      "e.csv": "account,at,kind,amount\nA,2026-01-01,signed,50\nB,2026-01-02,signed,150\n"
    ]
    let script = """
      load events from "e.csv"
      let x = 10
      event big = signed[amount > $x]
      stages Research -> Invest, lost when count of big >= 1
      accounts where lost order by id show id
      """
    #expect(try run(script, files).output == "id\nA\nB\n")
    #expect(
      try run(script + "\nlet x = 100\naccounts where lost order by id show id", files).output
        == "id\nA\nB\nid\nB\n")
  }

  /// Once, whether the data was there first or not.
  @Test(arguments: [
    "event login = ticket", "event login = ticket\naccounts show count",
    "accounts show count\nevent login = ticket\naccounts show count",
    "event login = ticket\nevent login = demo",
  ])
  func aNameThatIsAKindToo(_ script: String) throws {
    let folder = try ScratchFolder()
    var options = SessionOptions()
    options.output = "\(folder.path)/output"
    let session = try Session(options)
    session.runAll(sentences: script.split(separator: "\n").map(String.init), scripts: [])
    #expect(session.newEvents.isEmpty)
    #expect(session.finish() == .success)
  }

  @Test func completionKnowsNamedEvents() throws {
    let session = try Session(SessionOptions())
    session.run(text: "event first_value_reached = milestone", name: nil)
    let text = "accounts where count of first_v"
    let list = Completer(session).completions(text, cursor: text.utf8.count)
    #expect(list.candidates.map(\.text).contains("first_value_reached"))
  }
}
