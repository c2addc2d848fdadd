import JourneyEngine
import TestSupport
import Testing

/// How long stays last, one stay at a time and by the book.
private struct NaiveDwell {
  var lengths: [(length: Int64, ended: Bool)] = []

  /// Kaplan and Meier as they wrote it: of those who lasted until t, which part went on.
  func quantile(_ p: Double) -> Value {
    var survival = 1.0
    let times = Set(lengths.filter(\.ended).map(\.length)).sorted()
    for time in times {
      let atRisk = lengths.filter { $0.length >= time }.count
      let ended = lengths.filter { $0.ended && $0.length == time }.count
      survival *= 1 - Double(ended) / Double(atRisk)
      if 1 - survival >= p - 1e-9 { return .duration(time) }
    }
    return .unknown
  }

  /// Type 7 of those that are over.
  func plainQuantile(_ p: Double) -> Value {
    let ended = lengths.filter(\.ended).map { Double($0.length) }.sorted()
    guard let last = ended.last else { return .unknown }
    let place = p * Double(ended.count - 1)
    let lower = Int(place)
    let next = lower + 1 < ended.count ? ended[lower + 1] : last
    let value = ended[lower] + (place - Double(lower)) * (next - ended[lower])
    return .duration(Int64(value.rounded()))
  }
}

@Suite struct DwellReferenceTests {
  private func naive(
    _ journeys: RandomHistories, stage: Int, during period: Range<Int64>? = nil,
    where isMeant: (Int) -> Bool = { _ in true }
  ) -> NaiveDwell {
    var dwell = NaiveDwell()
    for (account, journey) in journeys.naive().enumerated() where isMeant(account) {
      for visit in journey.visits where visit.stage == stage {
        if let period, !period.contains(visit.entered) { continue }
        dwell.lengths.append(
          ((visit.left ?? journeys.now) - visit.entered, visit.left != nil))
      }
    }
    return dwell
  }

  @Test(arguments: 0..<6) func quantilesAreThoseOfKaplanAndMeier(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 150)
    let asking = try Asking(journeys.snapshot())
    let rows = try asking.table("dwell of accounts by stage show n, p50, p75, p90, p95, open").cells
    #expect(rows.count == 6)
    for (stage, row) in rows.enumerated() {
      let naive = naive(journeys, stage: stage)
      #expect(
        row == [
          .text(RandomHistories.stages[stage]), .integer(Int64(naive.lengths.count)),
          naive.quantile(0.5), naive.quantile(0.75), naive.quantile(0.9), naive.quantile(0.95),
          .integer(Int64(naive.lengths.filter { !$0.ended }.count)),
        ], "\(RandomHistories.stages[stage]) of seed \(seed)")
    }
  }

  @Test(arguments: 0..<4) func completedOnlyLeavesTheOpenOnesOut(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 100)
    let asking = try Asking(journeys.snapshot())
    let rows = try asking.table("dwell of accounts show n, median, p90, open completed only").cells
    for (stage, row) in rows.enumerated() {
      let naive = naive(journeys, stage: stage)
      #expect(row[1] == .integer(Int64(naive.lengths.filter(\.ended).count)))
      #expect(row[2] == naive.plainQuantile(0.5))
      #expect(row[3] == naive.plainQuantile(0.9))
      #expect(row[4] == .integer(Int64(naive.lengths.filter { !$0.ended }.count)))
    }
  }

  @Test(arguments: 0..<4) func aPeriodSelectsStaysThatBeginInside(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 150)
    let asking = try Asking(journeys.snapshot())
    let period = CatalogFixtures.at("2025-02-01")..<CatalogFixtures.at("2025-05-01")
    let rows = try asking.table("dwell of accounts between 2025-02 and 2025-04").cells
    for (stage, row) in rows.enumerated() {
      let naive = naive(journeys, stage: stage, during: period)
      #expect(row[1] == .integer(Int64(naive.lengths.count)))
      #expect(row[2] == naive.quantile(0.5))
    }
  }

  @Test(arguments: 0..<4) func groupsStandInTheirOrder(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 120)
    let asking = try Asking(journeys.snapshot())
    var expected: [[Value]] = []
    for colour in RandomHistories.colours.map(Optional.some) + [nil] {
      for stage in 0..<6 {
        let naive = naive(journeys, stage: stage) { journeys.colourOf[$0] == colour }
        if naive.lengths.isEmpty { continue }
        expected.append([
          colour.map { .text($0) } ?? .unknown, .text(RandomHistories.stages[stage]),
          naive.quantile(0.5),
        ])
      }
    }
    #expect(try asking.table("dwell of accounts by stage, colour show p50").cells == expected)
  }

  @Test func whatIsAskedDecidesTheColumns() throws {
    let asking = try Asking(RandomHistories(seed: 1, accounts: 50).snapshot())
    func names(_ sentence: String) throws -> [String] {
      try asking.table(sentence).columns.map(\.name)
    }
    #expect(try names("dwell of accounts") == ["stage", "n", "p50", "p75", "p90", "open"])
    #expect(try names("dwell of accounts by stage show p50") == ["stage", "p50"])
    #expect(try names("dwell of accounts show p99.9, stage") == ["p99.9", "stage"])
    #expect(
      try names("dwell of accounts by colour order by p95 desc")
        == ["colour", "stage", "n", "p50", "p75", "p90", "open", "p95"])
    #expect(
      try names("dwell of accounts show p90 - p50 called spread") == ["stage", "spread"])
    #expect(
      try names("dwell of accounts | where p50 > 1 day | show stage, p50") == ["stage", "p50"])
  }

  @Test func aQuantileThatIsNotReachedIsUnknownAndSaysSo() throws {
    let source = """
      account,stage,entered
      a,Invest,2025-12-01
      b,Invest,2025-12-11
      b,Transform,2025-12-21
      c,Invest,2025-12-21

      """
    let snapshot = try SourceAssembly.assemble(
      [CatalogFixtures.source("stages.csv", source, role: .stages)],
      settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2026-01-01") }
    ).snapshot
    let table = try Asking(snapshot).table("dwell of accounts | where stage is Invest")
    // Three stays of 31 (open), 10 and 11 days (open): at ten days one of three is over.
    #expect(
      table.cells == [
        [.text("Invest"), .integer(3), .unknown, .unknown, .unknown, .integer(2)]
      ])
    #expect(
      table.footer.notes.contains(
        "not reached, too many being still there: p50 of Invest, Transform; "
          + "p75 of Invest, Transform; p90 of Invest, Transform"))
  }
}
