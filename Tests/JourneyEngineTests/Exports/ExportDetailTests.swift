import JourneyEngine
import TestSupport
import Testing

/// What is particular about single tools: their ids, headers, marks and spellings.
@Suite struct ExportDetailTests {
  private func load(_ csv: (name: String, text: String)...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(
      csv.map { CatalogFixtures.source($0.name, $0.text) }, settings: CatalogFixtures.settings())
  }

  /// By comparison of all pairs: whether a customer has another subscription when one ends.
  @Test func customersAreLostWhenNoSubscriptionGoesOn() throws {
    var random = SeededGenerator(seed: 7)
    var rows: [(customer: Int, start: Int, end: Int?)] = []
    for _ in 0..<60 {
      let start = Int.random(in: 1...14, using: &random)
      let end = Bool.random(using: &random) ? start + Int.random(in: 1...13, using: &random) : nil
      rows.append((Int.random(in: 0..<20, using: &random), start, end))
    }
    func date(_ day: Int) -> String { "2026-01-\(day < 10 ? "0" : "")\(day) 10:00" }
    var text = "id,Customer ID,Plan,Status,Start (UTC),Current Period Start (UTC),Ended At (UTC)\n"
    for (place, row) in rows.enumerated() {
      text +=
        "sub_\(place),cus_\(row.customer),pro,active,\(date(row.start)),\(date(row.start)),"
        + "\(row.end.map(date) ?? "")\n"
    }
    let result = try load(("subscriptions.csv", text))
    #expect(
      result.kinds == [
        "subscription_ended \(rows.count { $0.end != nil })",
        "subscription_started \(rows.count)",
      ])
    let ended = rows.filter { row in
      guard let end = row.end else { return false }
      return !rows.contains {
        $0.customer == row.customer && $0.start <= end && $0.end ?? .max > end
      }
    }
    let visits = try #require(result.snapshot.visits).table
    #expect(result.snapshot.accounts.texts("lost").contains("true"))
    // Who comes back is not lost in the end.
    let lost = Set(
      ended.filter { end in
        !rows.contains { $0.customer == end.customer && $0.start > end.end ?? 0 }
      }.map { "cus_\($0.customer)" })
    let accounts = result.snapshot.accounts
    let found = zip(accounts.texts("id"), accounts.texts("lost")).filter { $0.1 == "true" }
    #expect(Set(found.map(\.0)) == lost)
    #expect(visits.rowCount > 0)
  }

  @Test func salesforceIDsOfBothLengthsAreOne() throws {
    let accounts = """
      Id,Name,Industry,BillingCity,OwnerId,IsDeleted
      001D000000IqhSLIAZ,Acme,Software,Berlin,005,false
      001D000000IqhSlIAZ,Birch,Media,Paris,005,false
      """
    let cases = """
      CaseNumber,AccountId,Status,Priority,CreatedDate
      C1,001D000000IqhSL,New,High,2026-01-05 10:00
      C2,001D000000IqhSL,New,Low,2026-01-06 10:00
      C3,001D000000Iqhxx,New,Low,2026-01-06 10:00
      """
    let result = try load(("accounts.csv", accounts), ("cases.csv", cases))
    #expect(result.report.orphanEvents == 1)
    #expect(
      result.report.notes.contains {
        $0.message.hasPrefix("2 events joined by a Salesforce id of 15 characters")
      })
    // What an analyst asks for has a plain name.
    #expect(result.snapshot.accounts.texts("vertical") == ["Software", "Media"])
    #expect(
      Set(result.snapshot.events?.table.texts("severity") ?? []) == ["High", "Low"])
  }

  @Test func delightedWritesItsTimeInTwoWays() throws {
    let text = """
      Person Name,Person Email,Score,Comment,Survey Response Created At,Company
      Kim,kim@acme.example,9,fine,2026-01-01T00:00:00Z,Acme
      Lee,lee@birch.example,3,slow,2026-01-02T00:00:00Z,Birch
      """
    let result = try load(("answers.csv", text))
    #expect(result.kinds == ["nps 2"])
    #expect(result.snapshot.accounts.rowCount == 2)
  }

  @Test func goodAndBadAreSaidToBeNumbers() throws {
    let result = try ExportFixtures.load("zendesk_satisfaction_ratings.jsonl")
    #expect(result.report.sources[0].reasons.contains("`good` counts as 5, `bad` counts as 1"))
  }

  @Test func stagesKeepTheSpellingOfTheFile() throws {
    let text = """
      Record ID,Deal Name,Deal Stage,Pipeline,Create Date
      1,Acme,Closed Won,Sales,2026-01-01 10:00
      2,Birch,Qualified To Buy,Sales,2026-01-02 10:00
      """
    #expect(
      try load(("deals.csv", text)).snapshot.stageModel.names == ["Qualified To Buy", "Closed Won"])
  }

  @Test func rowsOfAFileCountOnce() throws {
    let result = try ExportFixtures.load("stripe_subscriptions.csv")
    #expect(result.report.sources.map(\.isRepeated) == [false, true])
    #expect(result.report.sourcesTable().columns[3].column[1].isUnknown)
  }

  @Test func theSecondHeaderOfSurveyMonkeyIsNoAnswer() throws {
    let text = """
      Respondent ID,Collector ID,End Date,Email Address,Would you recommend us?
      ,,,,Response
      1,4,2026-01-02 10:00,kim@acme.example,9
      2,4,2026-01-03 10:00,lee@birch.example,4
      """
    let result = try load(("answers.csv", text))
    #expect(result.kinds == ["nps 2"])
    // Unless the reader of the file has found it to be one already.
    let reasons = result.report.sources[0].reasons
    #expect(!reasons.contains { $0.contains("no answer") })
  }
}
