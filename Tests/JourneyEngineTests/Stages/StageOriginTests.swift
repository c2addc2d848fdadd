import JourneyEngine
import TestSupport
import Testing

/// The ways in which data tells stages, and which of them holds.
@Suite struct StageOriginTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ sources: DataSource..., change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings(change))
  }

  private func visits(_ result: SourceAssembly.Result) -> [String] {
    guard let table = result.snapshot.visits?.table else { return [] }
    let columns = ["account", "stage", "entered", "left"].map { table.texts($0) }
    return (0..<table.rowCount).map { row in
      columns.map { $0[row].replacing("T00:00:00Z", with: "") }.joined(separator: " ")
    }
  }

  // MARK: - Columns, one a stage

  let deals = #"""
    Deal ID,Deal Name,"Date entered ""Qualified""","Date entered ""Proposal Sent""",\#
    "Date exited ""Qualified""","Date entered ""Closed Lost"""
    1,Big,2026-01-01,2026-01-05,2026-01-04,
    2,Small,2026-01-02,,2026-01-09,2026-01-09
    3,None,,,,
    """#

  @Test func columnsOfStagesAreAHistory() throws {
    let expected = [
      "Big Qualified 2026-01-01 2026-01-04", "Big Proposal Sent 2026-01-05 -",
      "Small Qualified 2026-01-02 2026-01-09",
    ]
    let recognised = try assemble(Fixtures.source("deals.csv", deals))
    #expect(visits(recognised) == expected)
    #expect(recognised.snapshot.accounts.texts("stage") == ["Proposal Sent", "lost", "-"])
    #expect(recognised.report.sources.count == 1)
    let declared = try assemble(Fixtures.source("deals.csv", deals, role: .stages))
    #expect(visits(declared).count == 3)
    #expect(declared.snapshot.visits?.table.texts("Deal Name") == ["Big", "Big", "Small"])
    #expect(
      declared.report.sources[0].shape
        == "4 stage entries from columns `Date entered \"Qualified\"`, "
        + "`Date entered \"Proposal Sent\"`, `Date entered \"Closed Lost\"`")
  }

  @Test(arguments: [
    ("entered_lead", "entered_won"), ("lead_entered_at", "won_entered_at"),
    ("hs_v2_date_entered_lead", "hs_date_entered_won"), ("Lead entered", "Won Entered On"),
    ("Date Entered: Lead", "Entered Won"),
  ])
  func headersOfStages(_ first: String, _ second: String) throws {
    let result = try assemble(
      Fixtures.source("d.csv", "deal_id,\(first),\(second)\n1,2026-01-01,2026-01-02\n"))
    #expect(result.snapshot.stageModel.names.map { $0.lowercased() } == ["lead", "won"])
  }

  @Test func oneDateOfEntryIsNoHistory() throws {
    let result = try assemble(
      Fixtures.source(
        "d.csv", "deal_id,stage,date_entered_stage,entered_at\n1,Lead,2026-01-02,2026-01-01\n"))
    #expect(result.report.sources[0].role == "accounts")
    #expect(!result.report.notes.contains { $0.message.contains("from columns") })
  }

  @Test func aHistoryOfItsOwnHoldsAgainstColumns() throws {
    let result = try assemble(
      Fixtures.source("deals.csv", deals, role: .accounts),
      Fixtures.source(
        "h.csv", "deal_id,stage,at\n1,Qualified,2026-02-01\n", role: .stages))
    #expect(visits(result) == ["Big Qualified 2026-02-01 -"])
    #expect(
      result.report.notes.contains { $0.message.hasSuffix("the stage history of its own holds") })
  }

  // MARK: - Changes of fields

  let fields = """
    OpportunityId,Field,OldValue,NewValue,CreatedDate
    O1,StageName,,Prospecting,2026-01-01
    O1,Amount,1,2,2026-01-02
    O1,StageName,Prospecting,Proposal,2026-01-03
    O1,StageName,Negotiation,Closed Won,2026-01-05
    O2,StageName,,Prospecting,2026-01-01
    O2,StageName,Prospecting,Closed Lost,2026-01-04
    """

  @Test func changesOfTheStageFieldAreEntries() throws {
    for role in [DataSource.Role.recognised, .stages] {
      let result = try assemble(Fixtures.source("f.csv", fields, role: role))
      #expect(
        visits(result) == [
          "O1 Prospecting 2026-01-01 2026-01-03", "O1 Proposal 2026-01-03 2026-01-05",
          "O1 Closed Won 2026-01-05 -", "O2 Prospecting 2026-01-01 2026-01-04",
        ])
      #expect(result.snapshot.stageModel.names == ["Prospecting", "Proposal", "Closed Won"])
      let messages = result.report.notes.map(\.message)
      #expect(messages.contains("1 row is of other fields (Amount 1) and no stage entries"))
      #expect(
        messages.contains(
          "1 row leaves another stage than the row before entered; what was entered holds, the first "
            + "in line 5"))
    }
  }

  @Test(arguments: 0..<Repetitions.count(30)) func contradictionsAgreeWithTheNaiveWay(_ seed: Int)
    throws
  {
    var random = SeededGenerator(seed: UInt64(seed))
    let stages = ["Lead", "Won", "lead", ""]
    let rows = (0..<Int.random(in: 2...30, using: &random)).map { _ in
      (
        account: Int.random(in: 1...3, using: &random),
        day: Int.random(in: 10...18, using: &random),
        old: stages.randomElement(using: &random) ?? "",
        new: stages.randomElement(using: &random) ?? ""
      )
    }
    let text =
      "account,old_stage,new_stage,at\n"
      + rows.map { "A\($0.account),\($0.old),\($0.new),2026-01-\($0.day)\n" }.joined()
    let source = Fixtures.source(
      "h.csv", text, role: .stages, textColumns: ["old_stage", "new_stage"])
    let result = try assemble(source)
    var expected: [Int] = []
    for account in 1...3 {
      var last = ""
      for row in rows.indices.filter({ rows[$0].account == account })
        .sorted(by: { (rows[$0].day, $0) < (rows[$1].day, $1) })
      {
        let old = rows[row].old.lowercased()
        if !last.isEmpty && !old.isEmpty && old != last { expected.append(row + 2) }
        if !rows[row].new.isEmpty { last = rows[row].new.lowercased() }
      }
    }
    let note = result.report.notes.first {
      $0.message.contains("another stage than the row before")
    }
    #expect(note?.line == expected.min())
    #expect(note.map { $0.message.hasPrefix("\(expected.count) row") } ?? expected.isEmpty)
  }

  // MARK: - Kinds, columns of events, the accounts' own

  let events = """
    account,at,kind,stage
    1,2026-01-01,signup,Research
    1,2026-01-02,Entered paying,Benchmark
    2,2026-01-03,signup,Research
    """

  @Test func kindsThatAreStagesEnterThem() throws {
    let result = try assemble(Fixtures.source("e.csv", events, role: .events)) {
      $0.stages = StageModel(names: ["Signup", "Trial", "Paying"], isDeclared: true)
    }
    #expect(
      visits(result) == [
        "1 Signup 2026-01-01 2026-01-02", "1 Paying 2026-01-02 -", "2 Signup 2026-01-03 -",
      ])
    #expect(
      result.report.notes.contains {
        $0.message
          == "kinds of event are stages: each such event enters its stage; the events' column "
          + "`stage` is not used"
      })
    let other = try assemble(Fixtures.source("e.csv", events, role: .events))
    #expect(
      visits(other) == [
        "1 Research 2026-01-01 2026-01-02", "1 Benchmark 2026-01-02 -", "2 Research 2026-01-03 -",
      ])
  }

  @Test func theStagesOfEventsHoldAgainstTheAccountsOwn() throws {
    let accounts = "id,stage\n1,Invest\n2,Research\n3,Share\n"
    let result = try assemble(
      Fixtures.source("a.csv", accounts, role: .accounts),
      Fixtures.source("e.csv", events, role: .events))
    #expect(result.snapshot.accounts.texts("stage") == ["Benchmark", "Research", "Share"])
    #expect(visits(result).count == 3)
    let foreign = try assemble(
      Fixtures.source("a.csv", accounts, role: .accounts),
      Fixtures.source(
        "t.csv", "account,at,kind,stage\n1,2026-01-01,ticket,open\n1,2026-01-02,ticket,closed\n",
        role: .events))
    #expect(foreign.snapshot.accounts.texts("stage") == ["Invest", "Research", "Share"])
    #expect(
      foreign.report.notes.contains {
        $0.message.hasPrefix("the events have a stage too, of other")
      })
  }
}
