import JourneyEngine
import TestSupport
import Testing

/// Spells, one start after the other, with lists that are searched anew for each.
private struct NaiveSpells {
  struct Happening {
    var at: Int64
    var isStart: Bool
    var isEnd: Bool
    var isLoss: Bool
  }

  struct One: Hashable {
    var length: Int64
    var outcome: Outcome
  }

  var happenings: [Happening]
  var losses: [Int64]
  var isLost: Bool
  var now: Int64

  /// The loss that ends what began with a happening.
  func loss(after start: Happening) -> Int64? {
    losses.filter { start.isLoss ? $0 > start.at : $0 >= start.at }.min()
  }

  /// From the first start on.
  func plain(_ period: Range<Int64>?) -> [One] {
    guard
      let place = happenings.firstIndex(where: { $0.isStart && period?.contains($0.at) ?? true })
    else { return [] }
    let start = happenings[place]
    let end = happenings[(place + 1)...].first { $0.isEnd }
    return one(start, end?.at).map { [$0] } ?? []
  }

  /// Each end takes the earliest start before it that no other has taken and no loss has ended.
  func each(_ period: Range<Int64>?) -> [One] {
    var endOf: [Int: Int64] = [:]
    for (place, end) in happenings.enumerated() where end.isEnd {
      let start = happenings[..<place].indices.first { start in
        happenings[start].isStart && endOf[start] == nil
          && (loss(after: happenings[start]).map { $0 >= end.at } ?? true)
      }
      if let start { endOf[start] = end.at }
    }
    return happenings.indices.filter {
      happenings[$0].isStart && period?.contains(happenings[$0].at) ?? true
    }.compactMap { one(happenings[$0], endOf[$0]) }
  }

  private func one(_ start: Happening, _ end: Int64?) -> One? {
    let loss = loss(after: start)
    if let end, loss.map({ end <= $0 }) ?? true {
      return One(length: end - start.at, outcome: .reached)
    }
    if let loss { return One(length: loss - start.at, outcome: .lost) }
    // What begins after the loss of an account that stays away says nothing.
    return isLost && !start.isLoss ? nil : One(length: now - start.at, outcome: .open)
  }
}

@Suite struct SpellReferenceTests {
  /// A start and an end as the sentence has them, and as rows of a history or of a log.
  struct Ends: CustomTestStringConvertible {
    var from: String
    var to: String
    var testDescription: String { "\(from) to \(to)" }
  }

  private func naive(_ journeys: RandomHistories, _ log: EventLog, _ ends: Ends) -> [NaiveSpells] {
    let stages = RandomHistories.stages.map { $0.lowercased() } + ["lost"]
    return journeys.naive().enumerated().map { account, journey in
      // The rows of the history first: they precede the events of their instant.
      var rows: [(at: Int64, name: String, isLoss: Bool)] = []
      var losses: [Int64] = []
      for visit in journey.visits {
        rows.append((visit.entered, stages[visit.stage], false))
        if visit.next == 6, let lost = loss(after: visit, of: journey, journeys, account) {
          rows.append((lost, "lost", true))
          losses.append(lost)
        }
      }
      let begun = journey.visits.first?.entered ?? journeys.now
      let early = journeys.entries[account].filter { $0.stage == 6 && $0.at < begun }.map(\.at)
      if let lost = early.min() {
        rows.insert((lost, "lost", true), at: 0)
        losses.append(lost)
      }
      let entries = rows.count
      for place in log.places(ofAccount: account) {
        guard case .text(let kind)? = log.table.column("kind")?[place] else { continue }
        rows.append((log.times[place], kind, false))
      }
      let ordered = rows.enumerated().sorted { one, other in
        (one.element.at, one.offset < entries ? 0 : 1, one.offset)
          < (other.element.at, other.offset < entries ? 0 : 1, other.offset)
      }
      return NaiveSpells(
        happenings: ordered.map { _, row in
          NaiveSpells.Happening(
            at: row.at, isStart: row.name == ends.from.lowercased(),
            isEnd: row.name == ends.to.lowercased(), isLoss: row.isLoss)
        }, losses: losses, isLost: journey.lostAt != nil, now: journeys.now)
    }
  }

  /// When the loss came that a visit ended in: the first row of the history that says so, from then
  /// on. (A stage may have been left for nowhere before.)
  private func loss(
    after visit: NaiveJourney.Visit, of journey: NaiveJourney, _ journeys: RandomHistories,
    _ account: Int
  ) -> Int64? {
    journeys.entries[account].filter {
      $0.stage == 6 && $0.at >= visit.entered && $0.at < journeys.now
    }.map(\.at).min()
  }

  static let ends = [
    Ends(from: "Invest", to: "first_value"), Ends(from: "ticket", to: "praise"),
    Ends(from: "login", to: "Transform"), Ends(from: "Benchmark", to: "Invest"),
    Ends(from: "ticket", to: "ticket"), Ends(from: "lost", to: "login"),
    Ends(from: "Research", to: "lost"),
  ]

  @Test(arguments: 0..<6, ends) func agreesWithTheNaiveWay(_ seed: Int, _ ends: Ends) throws {
    let journeys = RandomHistories(
      seed: UInt64(seed), accounts: Repetitions.count(250), visits: 0...5, events: 0...14)
    let snapshot = try journeys.snapshot()
    let log = try #require(snapshot.events)
    let spells = naive(journeys, log, ends)
    let asking = Asking(snapshot)
    let period = CatalogFixtures.at("2025-02-01")..<CatalogFixtures.at("2025-04-01")
    for (each, range) in [(false, nil), (true, nil), (false, period), (true, period)] {
      let expected = spells.map { each ? $0.each(range) : $0.plain(range) }
      let words = "time from \(each ? "each " : "")\(ends.from) to \(ends.to) of "
      let between = range == nil ? "" : " between 2025-02-01 and 2025-03-31"
      try compare(
        asking.table("\(words)accounts\(between) show n, reached, open, lost, p50, p90"),
        expected.flatMap(\.self), "\(words), seed \(seed)")
    }
  }

  private func compare(_ table: ResultTable, _ spells: [NaiveSpells.One], _ about: String) throws {
    var durations = CompetingDurations()
    for spell in spells { durations.append(spell.length, spell.outcome) }
    let curve = CumulativeIncidence(durations)
    let counts = [Outcome.reached, .open, .lost].map { outcome in
      Value.integer(Int64(spells.count { $0.outcome == outcome }))
    }
    let quantiles = [0.5, 0.9].map { curve.quantile($0).map(Value.duration) ?? .unknown }
    #expect(
      table.cells == [[.integer(Int64(spells.count))] + counts + quantiles], "\(about)")
  }

  /// As of a day it is what was asked on that day.
  @Test(arguments: 0..<3, ends) func nothingLooksAhead(_ seed: Int, _ ends: Ends) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 200, visits: 0...5)
    let then = CatalogFixtures.at("2025-04-01")
    let today = try Asking(journeys.snapshot())
    let earlier = try Asking(journeys.snapshot(now: then))
    for each in ["", "each "] {
      let sentence = "time from \(each)\(ends.from) to \(ends.to) of accounts"
      #expect(
        try today.table("\(sentence) as of 2025-03-31").cells == earlier.table(sentence).cells,
        "\(sentence), seed \(seed)")
    }
  }

  /// Account by account: how each came to its end, in the order of the starts.
  @Test(arguments: 0..<3) func theRowsOfOneAccount(_ seed: Int) throws {
    let journeys = RandomHistories(seed: UInt64(seed), accounts: 40, events: 0...20)
    let snapshot = try journeys.snapshot()
    let log = try #require(snapshot.events)
    let asking = Asking(snapshot)
    var seen = 0
    for (account, spells) in naive(journeys, log, Ends(from: "ticket", to: "praise")).enumerated() {
      let sentence = "time from each ticket to praise of \"A\(10_000 + account)\""
      let table = try asking.table("\(sentence) show days, status")
      let lengths = table.cells.map { $0[1].double ?? -1 }.sorted()
      let expected = spells.each(nil)
      #expect(
        lengths == expected.map { Double($0.length) / Double(microsecondsPerDay) }.sorted())
      let reached = table.cells.count { $0[2] == .text("reached") }
      #expect(reached == expected.count { $0.outcome == .reached })
      seen += expected.count
    }
    #expect(seen > 10)
  }
}
