@testable import JourneyEngine
import TestSupport
import Testing

@Suite struct CurveReferenceTests {
  private static let end = CatalogFixtures.at("2026-03-01")

  private struct NaivePoint {
    var friction: [Double] = []
    var momentum: [Double] = []
    var feelings: [[Double]] = []
    var count = 0

    static func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    static func quantile(_ values: [Double], _ p: Double) -> Double? {
      let sorted = values.sorted()
      guard !sorted.isEmpty else { return nil }
      let place = p * Double(sorted.count - 1)
      let next = sorted[min(Int(place) + 1, sorted.count - 1)]
      return sorted[Int(place)] + (place - place.rounded(.down)) * (next - sorted[Int(place)])
    }

    var cells: [Double?] {
      let stays = feelings.compactMap(NaivePoint.mean).map { 100 * $0 }
      return [
        NaivePoint.mean(friction), NaivePoint.mean(momentum),
        NaivePoint.mean(feelings.flatMap { $0 }).map { 100 * $0 }, Double(count),
      ]
        + [friction, momentum, stays].flatMap { values in
          [0.25, 0.75].map { NaivePoint.quantile(values, $0) }
        }
    }
  }

  private func naive(
    _ world: NaiveScores.World, during period: Range<Int64>? = nil, account: Int? = nil
  ) -> [NaivePoint] {
    var points = [NaivePoint](repeating: NaivePoint(), count: 6)
    for stay in world.naive(now: CurveReferenceTests.end).stays {
      if let period, !period.contains(stay.entered) { continue }
      if let account, account != stay.account { continue }
      let then = world.naive(now: stay.end)
      let usual = world.naive(now: ScoreHistoryTests.usualTime(stay.end))
      points[stay.stage].count += 1
      if let score = then.score("jfi", stay.account, usual: usual) {
        points[stay.stage].friction.append(score)
      }
      if let score = then.score("momentum", stay.account, usual: usual) {
        points[stay.stage].momentum.append(score)
      }
      points[stay.stage].feelings.append(
        world.events.filter {
          $0.account == stay.account && $0.at >= stay.entered && $0.at < stay.end
        }.compactMap(\.sentiment))
    }
    return points
  }

  private func isClose(_ found: Value, _ wanted: Double?) -> Bool {
    guard let wanted else { return found.isUnknown }
    return found.double.map { abs($0 - wanted) < 1e-7 } ?? false
  }

  @Test func agreesWithTheNaiveWay() throws {
    var known = 0
    for seed in 0..<Repetitions.count(24) where seed % 5 != 4 {
      let world = NaiveScores.World(seed: seed)
      let asking = Asking(try world.snapshot(now: CurveReferenceTests.end))
      let quarter = CatalogFixtures.at("2025-04-01")..<CatalogFixtures.at("2025-07-01")
      for (sentence, points) in [
        ("curve of accounts", naive(world)),
        ("curve of accounts during 2025-Q2", naive(world, during: quarter)),
        ("curve of \"Account 0\"", naive(world, account: 0)),
      ] {
        let rows = try asking.table(sentence).cells
        #expect(rows.count == 6)
        for (stage, row) in rows.enumerated() {
          #expect(row[0] == .text(NaiveScores.World.stages[stage]))
          for (found, wanted) in zip(row.dropFirst(), points[stage].cells) {
            #expect(isClose(found, wanted), "\(sentence), \(row[0]), seed \(seed): \(row)")
            if wanted != nil { known += 1 }
          }
        }
      }
      // By account it is the curve of each.
      let groups = try asking.table("curve of accounts by id").cells
      let own = groups.filter { $0[0] == .text("a0") }.map { Array($0.dropFirst()) }
      let alone = try asking.table("curve of \"Account 0\"").cells
      #expect(own == alone.filter { world.accounts == 1 || $0[4] != .integer(0) })
    }
    #expect(known > 1000)
  }

  @Test func theFooterNamesPeakEndAndDip() throws {
    var stages = "account,stage,entered\n"
    var events = "account,at,kind,sentiment\n"
    for (place, (stage, feeling)) in [
      ("Research", "0.1"), ("Benchmark", "0.42"), ("Invest", "-0.2"), ("Transform", "0.25"),
      ("Share", "0.03"),
    ].enumerated() {
      stages += "a,\(stage),2025-0\(place + 1)-01\n"
      events += "a,2025-0\(place + 1)-15,survey,\(feeling)\n"
    }
    func notes(_ stages: String, _ events: String) throws -> [String] {
      let snapshot = try SourceAssembly.assemble(
        [
          CatalogFixtures.source("accounts.csv", "id\na\n", role: .accounts),
          CatalogFixtures.source("stages.csv", stages, role: .stages),
          CatalogFixtures.source("events.csv", events, role: .events),
        ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-07-01") }
      ).snapshot
      return try Asking(snapshot).table("curve of accounts").footer.notes
    }
    let told = try notes(stages, events)
    #expect(told.contains("peak: Benchmark +42; end: Share +3"), "\(told)")
    #expect(told.contains("sentiment dips by 62 from Benchmark to Invest"), "\(told)")
    let level = try notes(stages, events.replacing("-0.2", with: "0.42"))
    #expect(level.contains("peak: Invest +42; end: Share +3"), "\(level)")
    #expect(level.contains("sentiment dips by 17 from Invest to Transform"), "\(level)")
    // Whatever the data says.
    let loud = try notes(stages, events.replacing("-0.2", with: "-1e300"))
    #expect(loud.contains { $0.hasPrefix("peak: Invest -1") }, "\(loud)")
    let silent = try notes(stages, "account,at,kind\na,2025-01-15,login\n")
    #expect(silent.contains("no event tells of a sentiment"), "\(silent)")
    #expect(!silent.contains { $0.hasPrefix("peak") }, "\(silent)")
  }
}
