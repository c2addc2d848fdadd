import JourneyEngine
import Testing

/// Where accounts stand: stages from a history, from events, from the accounts themselves; losses;
/// now.
@Suite struct CatalogStandingTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(
    _ sources: DataSource..., change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings(change))
  }

  let history = """
    account,stage,entered,reason
    A1,Research,2026-01-01,web
    A1,research,2026-01-05,again
    A1,Invest,2026-01-11,won
    A2,Obstacle,2026-01-02,web
    A2,Lost,2026-01-09,price
    A3,Invest,2026-01-03,web
    A3,Benchmark,2026-01-04,back
    """

  @Test func historyMakesVisitsAndStandings() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,name\nA1,Acme\nA2,Bolt\nA3,Core\nA4,Dune\n", role: .accounts),
      Fixtures.source("h.csv", history, role: .stages))
    let accounts = result.snapshot.accounts
    #expect(
      accounts.names == [
        "id", "name", "stage", "last_stage", "lost", "lost_at", "entered", "started",
      ])
    #expect(accounts.texts("stage") == ["Invest", "lost", "Benchmark", "-"])
    #expect(accounts.texts("last_stage") == ["Invest", "Obstacle", "Benchmark", "-"])
    #expect(accounts.texts("lost") == ["false", "true", "false", "false"])
    #expect(accounts.texts("lost_at") == ["-", "2026-01-09T00:00:00Z", "-", "-"])
    #expect(
      accounts.texts("entered") == ["2026-01-11T00:00:00Z", "-", "2026-01-04T00:00:00Z", "-"])
    #expect(
      accounts.texts("started")
        == ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "-"])
    let visits = try #require(result.snapshot.visits)
    #expect(visits.offsets == [0, 2, 3, 5, 5])
    #expect(visits.table.texts("account") == ["Acme", "Acme", "Bolt", "Core", "Core"])
    #expect(
      visits.table.texts("stage") == ["Research", "Invest", "Obstacle", "Invest", "Benchmark"])
    #expect(visits.table.texts("next") == ["Invest", "-", "lost", "Benchmark", "-"])
    #expect(visits.table.texts("move") == ["enter", "skip", "enter", "enter", "regress"])
    #expect(visits.table.texts("open") == ["false", "true", "false", "false", "true"])
    #expect(visits.table.texts("days") == ["10", "1", "7", "1", "8"])
    #expect(visits.table.texts("reason") == ["web", "won", "web", "web", "back"])
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2026-01-12 00:00")
    #expect(result.snapshot.stageModel == .orbits)
    // Codes follow the model, so that whoever sorts by code sorts by the journey.
    guard case .codes(let codes, let dictionary)? = visits.table.column("stage")?.storage else {
      Issue.record("stage is no dictionary text")
      return
    }
    #expect(codes == [1, 3, 0, 3, 2])
    #expect((0..<7).map { dictionary[UInt32($0)] } == StageModel.orbits.names + ["lost"])
  }

  @Test func nowRewindsTheHistory() throws {
    let result = try assemble(
      Fixtures.source("h.csv", history, role: .stages)
    ) { $0.now = Fixtures.at("2026-01-09") }
    #expect(result.snapshot.accounts.texts("stage") == ["Research", "Obstacle", "Benchmark"])
    #expect(result.snapshot.visits?.table.texts("days") == ["8", "7", "1", "5"])
    #expect(
      result.report.warnings.map(\.message) == [
        "2 stage entries begin after now and are left out, the first in line 4"
      ])
  }

  @Test func aDeclaredModelDecides() throws {
    let result = try assemble(
      Fixtures.source(
        "h.csv",
        "account,stage,at\nA,Won,2026-01-03\nA,Lead,2026-01-01\nB,Gone,2026-01-02\nB,Lost,2026-01-01\n",
        role: .stages)
    ) {
      $0.stages = StageModel(names: ["Lead", "Lost", "Won"], isDeclared: true)
      $0.lostStages = ["Gone"]
    }
    let accounts = result.snapshot.accounts
    #expect(accounts.texts("id") == ["A", "B"])
    #expect(accounts.texts("stage") == ["Won", "lost"])
    #expect(accounts.texts("last_stage") == ["Won", "Lost"])
    #expect(result.snapshot.visits?.table.texts("move") == ["enter", "skip", "enter"])
  }

  @Test func stagesLeftEarlyLeaveAGap() throws {
    let result = try assemble(
      Fixtures.source(
        "h.csv",
        "account,stage,entered,left\nA,Research,2026-01-01,2026-01-03\nA,Invest,2026-01-05,2026-01-06\n",
        role: .stages))
    let visits = try #require(result.snapshot.visits)
    #expect(visits.table.texts("left") == ["2026-01-03T00:00:00Z", "2026-01-06T00:00:00Z"])
    #expect(visits.table.texts("next") == ["Invest", "-"])
    #expect(visits.table.texts("open") == ["false", "false"])
    #expect(result.snapshot.accounts.texts("stage") == ["-"])
    #expect(result.snapshot.accounts.texts("last_stage") == ["Invest"])
  }

  @Test func aStageColumnOnEventsIsAHistory() throws {
    let result = try assemble(
      Fixtures.source(
        "e.csv",
        """
        account,at,kind,stage
        A,2026-01-05,x,Invest
        A,2026-01-01,x,Research
        A,2026-01-02,x,
        A,2026-01-03,x,Research
        B,2026-01-03,x,Churned
        """, role: .events))
    #expect(result.snapshot.visits?.table.texts("stage") == ["Research", "Invest"])
    #expect(result.snapshot.accounts.texts("stage") == ["Invest", "lost"])
  }

  @Test func accountsOwnStageAndSinceDateAlone() throws {
    let result = try assemble(
      Fixtures.source(
        "a.csv",
        """
        id,stage,since,churn_date,created_at
        1,invest,2026-03-01,,2025-01-01
        2,Closed Lost,2026-03-05,2026-03-05,2025-01-01
        3,Share,,,2025-01-01
        4,Waiting,2026-03-02,,2025-01-01
        """, role: .accounts),
      Fixtures.source(
        "e.csv", "account,at,kind,stage\n1,2026-03-08 10:00:00,x,open\n", role: .events))
    let accounts = result.snapshot.accounts
    #expect(accounts.texts("stage") == ["Invest", "lost", "Share", "Waiting"])
    #expect(accounts.texts("lost") == ["false", "true", "false", "false"])
    #expect(accounts.texts("entered") == ["2026-03-01", "-", "-", "-"])
    #expect(accounts.texts("since") == ["2026-03-01", "2026-03-05", "-", "2026-03-02"])
    #expect(accounts.texts("started") == ["2025-01-01", "2025-01-01", "2025-01-01", "2025-01-01"])
    #expect(accounts.texts("lost_at").map { $0.prefix(10) } == ["-", "2026-03-05", "-", "-"])
    #expect(result.snapshot.visits?.table.texts("account") == ["1"])
    #expect(
      result.report.notes.contains {
        $0.hint == "`load stages from \"e.csv\"` makes a history of it"
      })
    #expect(result.report.warnings.contains { $0.message.contains("most often `Waiting`") })
  }

  @Test func lossesThatOnlyTheAccountsDate() throws {
    let result = try assemble(
      Fixtures.source(
        "a.csv", "id,churned_on\nA1,2026-01-11\nA2,2026-01-09\nA3,2026-01-01\nA4,2026-01-07\n",
        role: .accounts),
      Fixtures.source(
        "h.csv", history.replacing("2026-01-11,", "2026-01-11 15:00:00,"), role: .stages))
    let accounts = result.snapshot.accounts
    // A1 was lost on the day it entered Invest; A3 has come on since; A4 was never in a stage.
    #expect(accounts.texts("stage") == ["lost", "lost", "Benchmark", "lost"])
    #expect(accounts.texts("last_stage") == ["Invest", "Obstacle", "Benchmark", "-"])
    #expect(
      accounts.texts("churned_on") == ["2026-01-11", "2026-01-09", "2026-01-01", "2026-01-07"])
    #expect(
      result.snapshot.visits?.table.texts("open") == ["false", "false", "false", "false", "true"])
  }

  @Test func aHistoryThatDisagreesWithTheStageColumn() throws {
    let result = try assemble(
      Fixtures.source(
        "a.csv", "id,Deal Stage\nA1,Share\nA2,Obstacle\nA3,Benchmark\n", role: .accounts),
      Fixtures.source("h.csv", history, role: .stages))
    #expect(result.snapshot.accounts.texts("stage") == ["Invest", "lost", "Benchmark"])
    #expect(result.snapshot.accounts.texts("Deal Stage") == ["Share", "Obstacle", "Benchmark"])
    #expect(
      result.report.warnings.contains {
        $0.message.hasPrefix("the stage column of 2 accounts says another stage")
      })
  }

  @Test func aLossFlagWithoutATime() throws {
    let result = try assemble(
      Fixtures.source("a.csv", "id,churn_flag\nA,true\nB,false\n", role: .accounts))
    #expect(result.snapshot.accounts.names == ["id", "lost", "lost_at"])
    #expect(result.snapshot.accounts.texts("lost") == ["true", "false"])
    #expect(result.snapshot.accounts.texts("lost_at") == ["-", "-"])
  }

  @Test func withoutEventsNowFollowsTheAccountsPastDates() throws {
    let result = try assemble(
      Fixtures.source(
        "a.csv", "id,signup_date,renewal_date\nA,2025-03-01,2027-01-01\nB,2025-04-01,2026-12-01\n",
        role: .accounts))
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2025-04-02 00:00")
    #expect(result.report.nowReason == "the first midnight after the newest date of the accounts")
  }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    split(separator: "\n").map { line -> Substring in
      guard let place = line.firstRange(of: old) else { return line }
      return line[..<place.lowerBound] + new + line[place.upperBound...]
    }.joined(separator: "\n")
  }
}
