import JourneyEngine
import TestSupport
import Testing

@Suite struct SurveyAnswersTests {
  typealias Fixtures = CatalogFixtures

  private func assemble(_ sources: DataSource...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: Fixtures.settings())
  }

  private func answers(_ result: SourceAssembly.Result) throws -> [String] {
    let table = try #require(result.snapshot.events?.table)
    let columns = ["account", "kind", "score"].map { table.texts($0) }
    return (0..<table.rowCount).map { row in columns.map { $0[row] }.joined(separator: " ") }
  }

  @Test func scoresAreEventsOfTheirKind() throws {
    let result = try assemble(
      Fixtures.source(
        "feedback.csv",
        "account_id,answered_at,nps,csat,reason\nA1,2026-01-05,9,5,fine\nA2,2026-01-06,3,,bad\n"))
    #expect(try answers(result) == ["A1 nps 9", "A1 csat 5", "A2 nps 3", "A2 csat -"])
    #expect(result.snapshot.events?.table.texts("comment") == ["fine", "fine", "bad", "bad"])
    let source = result.report.sources[0]
    #expect(source.role == "events")
    #expect(source.rowCount == 2)
    #expect(
      source.shape
        == "survey answers: 2 nps from nps, scored 0-10; 2 csat from csat, scored 1-5, 1 unanswered"
    )
  }

  @Test(arguments: [
    ("nps.csv", "score", "nps"), ("csat-2026.csv", "Rating", "csat"), ("ces.csv", "value", "ces"),
    ("x.csv", "How likely are you to recommend Acme to a friend or colleague?", "nps"),
    ("x.csv", "How satisfied were you with the call?", "csat"),
    ("x.csv", "Acme made it easy to solve my problem", "ces"),
    ("survey.csv", "satisfaction_score", "csat"),
  ])
  func headersNameTheSurvey(_ file: String, _ header: String, _ kind: String) throws {
    let result = try assemble(
      Fixtures.source(file, "customer_id,date,\(header)\nA,2026-01-01,4\nB,2026-01-02,5\n"))
    #expect(try answers(result) == ["A \(kind) 4", "B \(kind) 5"])
  }

  @Test(arguments: [
    (
      "accounts.csv", "account_id,created_at,nps,comment\nA,2026-01-01,4,x\nB,2026-01-01,4,x\n",
      "accounts"
    ),
    (
      "plans.csv", "customer_id,name,created_at,nps\nA,a,2026-01-01,4\nB,b,2026-01-01,4\n",
      "accounts"
    ),
    (
      "services.csv",
      "ticket,account_id,submitted_at,satisfaction_score,kind\n1,A,2026-01-01,4,x\n2,A,2026-01-02,4,x\n",
      "events"
    ),
    (
      "tickets.csv",
      "ticket,account_id,submitted_at,satisfaction_score\n1,A,2026-01-01,4\n2,A,2026-01-02,4\n",
      "table"
    ),
  ])
  func otherScoresAreNoSurvey(_ file: String, _ text: String, _ role: String) throws {
    let result = try assemble(
      Fixtures.source(
        "a.csv", "id,name\nA,x\n", role: role == "accounts" ? .lookup("l") : .accounts),
      Fixtures.source(file, text))
    let kinds = Set(result.snapshot.events?.table.texts("kind") ?? [])
    #expect(kinds.isDisjoint(with: ["nps", "csat", "ces"]))
    if role == "accounts" { #expect(result.report.sources[1].role == "accounts") }
  }

  @Test func scoresOffTheScaleAreCounted() throws {
    let result = try assemble(
      Fixtures.source(
        "scores.csv",
        "account,at,kind,score\nA,2026-01-01,NPS,11\nA,2026-01-02,nps_answer,9\nA,2026-01-03,CSAT,80\n",
        role: .events))
    #expect(
      result.report.notes.map(\.message).filter { $0.contains("score") } == [
        "csat is scored 0-100: 1 answer, 0 of them blank",
        "nps is scored 0-10: 2 answers, 0 of them blank",
        "1 nps score is not on the scale of 0-10, and kept: the first, in line 2, is 11",
      ])
  }

  @Test func sentimentOfAnotherScaleIsTold() throws {
    let result = try assemble(
      Fixtures.source(
        "e.csv", "account,at,kind,sentiment\nA,2026-01-01,x,0.5\nA,2026-01-02,x,80\n", role: .events
      ))
    #expect(
      result.report.notes.contains { $0.message.hasPrefix("`sentiment` goes from 0.5 to 80") })
  }

  /// A scale holds as long as no more than one answer in twenty is off it.
  @Test(arguments: 0..<Repetitions.count(30)) func scalesAgreeWithTheNaiveWay(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let top = [5, 7, 10, 100][seed % 4]
    let scores = (0..<Int.random(in: 1...80, using: &random)).map { _ in
      Int.random(in: 0..<12, using: &random) == 0 ? 999 : Int.random(in: 1...top, using: &random)
    }
    let text =
      "account,answered_at,csat\n" + scores.map { "A,2026-01-01,\($0)\n" }.joined()
    let result = try assemble(Fixtures.source("csat.csv", text))
    let scales = [(1, 5), (1, 7), (0, 10), (0, 100)]
    func off(_ scale: (Int, Int)) -> Int { scores.count { $0 < scale.0 || $0 > scale.1 } }
    let scale = scales.first { off($0) * 20 <= scores.count } ?? scales[0]
    #expect(result.report.sources[0].shape?.hasSuffix("scored \(scale.0)-\(scale.1)") == true)
    let warning = result.report.warnings.first { $0.message.contains("on the scale") }
    #expect(warning.map { $0.message.hasPrefix("\(off(scale)) csat score") } ?? (off(scale) == 0))
  }
}
