import JourneyEngine
import TestSupport
import Testing

@Suite struct TransitionsReferenceTests {
  private static let names = RandomHistories.stages + ["lost", "nowhere yet", "still there"]

  /// Exits one after the other; `to` is the place of its name.
  private func naive(
    _ journeys: RandomHistories, during period: Range<Int64>? = nil,
    where isMeant: (Int) -> Bool = { _ in true }
  ) -> [[Value]] {
    let end = min(period?.upperBound ?? journeys.now, journeys.now)
    var days: [[Int: [Double]]] = Array(repeating: [:], count: 6)
    for (account, journey) in journeys.naive().enumerated() where isMeant(account) {
      for visit in journey.visits {
        if visit.entered < end, (visit.left ?? .max) >= end {
          days[visit.stage][8, default: []].append(0)
        }
        guard let left = visit.left, period?.contains(left) ?? true else { continue }
        days[visit.stage][visit.next ?? 7, default: []]
          .append(Double(left - visit.entered) / Double(microsecondsPerDay))
      }
    }
    var rows: [[Value]] = []
    for from in 0..<6 {
      let exits = days[from].filter { $0.key != 8 }.reduce(0) { $0 + $1.value.count }
      for to in days[from].keys.sorted() {
        let all = (days[from][to] ?? []).sorted()
        let isExit = to != 8
        let middle =
          all.count % 2 == 1
          ? all[all.count / 2] : (all[all.count / 2 - 1] + all[all.count / 2]) / 2
        rows.append([
          .text(Self.names[from]), .text(Self.names[to]), .integer(Int64(all.count)),
          isExit ? .number(Double(all.count) / Double(exits)) : .unknown,
          isExit ? .number(middle) : .unknown,
        ])
      }
    }
    return rows
  }

  private func agree(_ found: [[Value]], _ expected: [[Value]], _ comment: Comment) {
    #expect(found.map { Array($0.prefix(3)) } == expected.map { Array($0.prefix(3)) }, comment)
    guard found.count == expected.count else { return }
    for (row, other) in zip(found, expected) {
      for (cell, wanted) in zip(row.suffix(2), other.suffix(2)) {
        if let number = cell.double, let value = wanted.double {
          #expect(abs(number - value) < 1e-9, comment)
        } else {
          #expect(cell == wanted, comment)
        }
      }
    }
  }

  @Test(arguments: 0..<8) func countsExits(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 200)
    let asking = try Asking(journeys.snapshot())
    agree(try asking.table("transitions of accounts").cells, naive(journeys), "seed \(seed)")
  }

  @Test(arguments: 0..<6) func aPeriodSelectsTheExitsInside(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 200)
    let asking = try Asking(journeys.snapshot())
    let period = CatalogFixtures.at("2025-02-01")..<CatalogFixtures.at("2025-03-01")
    agree(
      try asking.table("transitions of accounts during 2025-02").cells,
      naive(journeys, during: period), "seed \(seed)")
  }

  @Test(arguments: 0..<4) func groupsAddUp(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 200)
    let asking = try Asking(journeys.snapshot())
    let rows = try asking.table("transitions of accounts by colour").cells
    for colour in RandomHistories.colours.map(Optional.some) + [nil] {
      let value: Value = colour.map { .text($0) } ?? .unknown
      agree(
        rows.filter { $0[0] == value }.map { Array($0.dropFirst()) },
        naive(journeys) { journeys.colourOf[$0] == colour }, "\(value), seed \(seed)")
    }
  }

  @Test(arguments: 0..<4) func stagesTellTheSameExits(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 200)
    let asking = try Asking(journeys.snapshot())
    let rows = try asking.table(
      "stages of accounts show stage, accounts, entered, advanced, regressed, lost"
    ).cells
    for stage in 0..<6 {
      var (there, entered, advanced, regressed, lost) = (0, 0, 0, 0, 0)
      for journey in journeys.naive() {
        if let last = journey.visits.last, last.stage == stage, last.left == nil { there += 1 }
        for visit in journey.visits where visit.stage == stage {
          entered += 1
          guard visit.left != nil, let next = visit.next else { continue }
          if next == 6 { lost += 1 } else if next > stage { advanced += 1 }
          if next < stage { regressed += 1 }
        }
      }
      let counts = [there, entered, advanced, regressed, lost].map { Value.integer(Int64($0)) }
      #expect(rows[stage] == [.text(RandomHistories.stages[stage])] + counts, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "dwell of accounts by stage, colour show n, p50, p90, p99, open", "transitions of accounts",
    "transitions of accounts during 2025-02", "handoffs of accounts by colour",
    "stages of accounts show stage, accounts, entered, median_dwell, advanced, regressed, lost",
    "journey of accounts",
  ])
  func asOfIsAsIfNowHadBeenThen(_ sentence: String) throws {
    for seed in 0..<3 {
      let journeys = RandomHistories(seed: UInt64(seed), accounts: 80)
      let then = CatalogFixtures.at("2025-04-01")
      let past = try Asking(journeys.snapshot()).table("\(sentence) as of 2025-03-31")
      let now = try Asking(journeys.snapshot(now: then)).table(sentence)
      #expect(past.columns.map(\.name) == now.columns.map(\.name))
      #expect(past.cells == now.cells, "\(sentence), seed \(seed)")
    }
  }
}
