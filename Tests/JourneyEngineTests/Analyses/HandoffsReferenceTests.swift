import JourneyEngine
import TestSupport
import Testing

/// Hand-offs, one change of stage at a time, with lists that are filtered and filtered again.
private struct NaiveHandoffs {
  struct Pair: Hashable {
    var from: String
    var to: String
  }

  struct Tally {
    var accounts: Set<Int> = []
    var gaps: [Double] = []
    var verdicts: [Bool] = []
  }

  var tallies: [Pair: Tally] = [:]

  mutating func add(_ account: Int, _ journey: NaiveJourney, _ events: [RandomHistories.Event]) {
    for (place, visit) in journey.visits.enumerated().dropFirst() {
      let before = journey.visits[place - 1]
      guard before.next == visit.stage, before.stage != visit.stage else { continue }
      let change = visit.entered
      let until =
        place + 1 < journey.visits.count ? journey.visits[place + 1].entered : Int64.max
      let known = events.enumerated().filter { $0.element.department != nil }
      guard
        let giver = known.last(where: { (before.entered...change).contains($0.element.at) }),
        let receiver = known.first(where: {
          $0.element.at > change && $0.element.at <= until
            && $0.element.department != giver.element.department
        }),
        let last = known.last(where: {
          $0.offset < receiver.offset && $0.element.department == giver.element.department
        }), let from = giver.element.department, let to = receiver.element.department
      else { continue }
      let pair = Pair(from: from, to: to)
      tallies[pair, default: Tally()].accounts.insert(account)
      tallies[pair, default: Tally()].gaps.append(
        Double(receiver.element.at - last.element.at) / Double(microsecondsPerDay))
      if let verdict = verdict(place, journey, events) {
        tallies[pair, default: Tally()].verdicts.append(verdict)
      }
    }
  }

  /// Into Invest: the first value follows. Elsewhere: the next move is forward.
  private func verdict(
    _ place: Int, _ journey: NaiveJourney, _ events: [RandomHistories.Event]
  ) -> Bool? {
    let visit = journey.visits[place]
    if visit.stage == 3 {
      if events.contains(where: { $0.kind == "first_value" && $0.at >= visit.entered }) {
        return true
      }
      return journey.visits[place...].contains { $0.next == 6 } ? false : nil
    }
    if visit.stage == 5 { return nil }
    for later in journey.visits[place...] {
      guard later.left != nil, let next = later.next else { return nil }
      if next == 6 || next < later.stage { return false }
      if next > later.stage { return true }
    }
    return nil
  }
}

@Suite struct HandoffsReferenceTests {
  @Test(arguments: 0..<8) func agreesWithTheNaiveWay(_ seed: Int) throws {
    try compare(RandomHistories(seed: UInt64(seed), accounts: 200), seed)
  }

  /// Each sojourn is gone through once, however many an account has.
  @Test(arguments: [1, 2]) func oneAccountWithManySojourns(_ seed: Int) throws {
    try compare(
      RandomHistories(
        seed: UInt64(seed), accounts: 1, visits: 800...900, events: 1500...2000,
        step: 1_000_000), seed)
    let many = RandomHistories(
      seed: UInt64(seed), accounts: 1, visits: 150_000...150_000, events: 200_000...200_000,
      step: 1_000_000)
    let table = try Asking(many.snapshot()).table("handoffs of accounts order by from, to")
    #expect(table.rowCount == 12)
  }

  private func compare(_ journeys: RandomHistories, _ seed: Int) throws {
    let snapshot = try journeys.snapshot()
    let log = try #require(snapshot.events)
    var naive = NaiveHandoffs()
    for (account, journey) in journeys.naive().enumerated() {
      // In the log's own order, which breaks ties by kind; that is tested elsewhere.
      let events = log.places(ofAccount: account).map { place in
        RandomHistories.Event(
          at: log.times[place], kind: text(log.table.column("kind")?[place]) ?? "",
          department: text(log.table.column("department")?[place]))
      }
      naive.add(account, journey, events)
    }
    let table = try Asking(snapshot).table("handoffs of accounts order by from, to")
    #expect(table.rowCount == naive.tallies.count)
    for row in table.cells {
      guard case .text(let from) = row[0], case .text(let to) = row[1] else { continue }
      let tally = try #require(naive.tallies[.init(from: from, to: to)], "\(from) to \(to)")
      #expect(row[2] == .integer(Int64(tally.accounts.count)))
      #expect(close(row[3], quantile(tally.gaps, 0.5)))
      #expect(close(row[4], quantile(tally.gaps, 0.9)))
      let good = tally.verdicts.filter { $0 }.count
      #expect(
        close(
          row[5],
          tally.verdicts.isEmpty ? nil : Double(good) / Double(tally.verdicts.count)),
        "\(from) to \(to), seed \(seed)")
    }
  }

  private func text(_ value: Value?) -> String? {
    guard case .text(let text)? = value else { return nil }
    return text
  }

  private func close(_ value: Value, _ expected: Double?) -> Bool {
    guard let expected else { return value.isUnknown }
    return value.double.map { abs($0 - expected) < 1e-9 } ?? false
  }

  private func quantile(_ values: [Double], _ p: Double) -> Double? {
    let sorted = values.sorted()
    guard let last = sorted.last else { return nil }
    let place = p * Double(sorted.count - 1)
    let lower = Int(place)
    let next = lower + 1 < sorted.count ? sorted[lower + 1] : last
    return sorted[lower] + (place - Double(lower)) * (next - sorted[lower])
  }

  @Test func withoutDepartmentsTheLeadsOfTheStagesStandIn() throws {
    let stages = """
      account,stage,entered
      a,Benchmark,2025-01-01
      a,Invest,2025-02-01
      a,Transform,2025-03-01
      b,Benchmark,2025-01-01
      b,Invest,2025-02-01

      """
    let events = """
      account,at,kind
      a,2025-01-20,proposal
      a,2025-02-05,kickoff
      a,2025-02-20,first_value

      """
    let snapshot = try SourceAssembly.assemble(
      [
        CatalogFixtures.source("stages.csv", stages, role: .stages),
        CatalogFixtures.source("events.csv", events, role: .events),
      ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2026-01-01") }
    ).snapshot
    let table = try Asking(snapshot).table("handoffs of accounts")
    #expect(
      table.cells == [
        // b is still waiting for its first value; nobody has acted for it.
        [.text("Sales"), .text("Product"), .integer(2), .number(16), .number(16), .number(1)],
        [
          .text("Product"), .text("Customer Success"), .integer(1), .unknown, .unknown, .unknown,
        ],
      ])
    #expect(table.footer.notes.contains { $0.hasPrefix("departments: the lead of each stage") })
  }
}
