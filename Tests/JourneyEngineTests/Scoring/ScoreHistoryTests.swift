@testable import JourneyEngine
import TestSupport
import Testing

@Suite struct ScoreHistoryTests {
  private static let end = CatalogFixtures.at("2026-03-01")
  private static let months: [Int64] = (0..<15).map { month in
    CatalogFixtures.at(
      "\(2025 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-01")
  }

  private static let scores = ["jfi", "momentum", "advocacy"]

  /// The histories of all scores, by name.
  private struct Histories {
    let defined: DefinedFields

    init(_ snapshot: Snapshot) {
      defined = BindingEnvironment(snapshot: snapshot).relations.defined
    }

    func scores(_ name: String, _ questions: [ScoreHistory.Question]) throws -> [Double?] {
      try #require(defined.score(named: name)).history(Cancellation())
        .scores(questions, Cancellation())
    }
  }

  private func isClose(_ found: Double?, _ wanted: Double?) -> Bool {
    guard let wanted, let found else { return found == wanted }
    return abs(found - wanted) < 1e-9
  }

  /// The first moment of the month that holds an instant; now is a time of its own.
  static func usualTime(_ instant: Int64) -> Int64 {
    instant == end ? end : months.last { $0 <= instant } ?? instant
  }

  @Test func agreesWithTheNaiveWay() throws {
    var known = 0
    var unknown = 0
    for seed in 0..<Repetitions.count(40) {
      let world = NaiveScores.World(seed: seed)
      guard !world.events.isEmpty || !world.entries.isEmpty else { continue }
      let history = Histories(try world.snapshot(now: ScoreHistoryTests.end))
      var random = SeededGenerator(seed: UInt64(seed))
      let instants =
        (0..<6).map { _ in
          ScoreHistoryTests.months[0]
            + Int64.random(in: 0...24 * 424, using: &random) * 3_600_000_000
        } + [ScoreHistoryTests.end, ScoreHistoryTests.months[4]]
        + (world.events + world.events).prefix(3).map(\.at)
      for instant in instants {
        let naive = world.naive(now: instant)
        let usual = world.naive(now: ScoreHistoryTests.usualTime(instant))
        let questions = (0..<UInt32(world.accounts)).map {
          ScoreHistory.Question(account: $0, instant: instant)
        }
        for model in ScoreHistoryTests.scores {
          let found = try history.scores(model, questions)
          for account in 0..<world.accounts {
            let wanted = naive.score(model, account, usual: usual)
            #expect(
              isClose(found[account], wanted),
              "\(model) of \(account) at \(instant), seed \(seed): \(String(describing: found[account])), not \(String(describing: wanted))"
            )
            if wanted == nil { unknown += 1 } else { known += 1 }
          }
        }
      }
    }
    #expect(known > 500 && unknown > 500, "\(known) known, \(unknown) unknown")
  }

  /// At now it is the field, at a month's beginning the field as of the day before: to the bit.
  @Test func isTheFieldAtNowAndAtTheBeginningsOfMonths() throws {
    let names = ScoreHistoryTests.scores
    let berlin = try #require(CivilTimeZone(identifier: "Europe/Berlin"))
    for seed in 0..<Repetitions.count(15) {
      let world = NaiveScores.World(seed: seed)
      guard !world.events.isEmpty || !world.entries.isEmpty else { continue }
      for zone in [CivilTimeZone.utc, berlin] {
        let snapshot = try world.snapshot(now: ScoreHistoryTests.end, zone: zone)
        let (asking, history) = (Asking(snapshot), Histories(snapshot))
        for (clause, day) in [
          ("", nil), (" as of 2025-07-31", "2025-08-01"), (" as of 2025-11-30", "2025-12-01"),
        ] {
          let instant = day.map { day in
            zone.startOfDay(Int(CatalogFixtures.at(day) / microsecondsPerDay))
          }
          let table = try asking.table(
            "accounts\(clause) order by id show id, \(names.joined(separator: ", "))")
          for row in table.cells {
            guard case .text(let id) = row[0], let account = UInt32(id.dropFirst()) else {
              continue
            }
            for (place, model) in ScoreHistoryTests.scores.enumerated() {
              let question = ScoreHistory.Question(
                account: account, instant: instant ?? ScoreHistoryTests.end)
              let found = try history.scores(model, [question])[0]
              #expect(
                found == row[place + 1].double,
                "\(model) of \(id)\(clause) in \(zone.identifier), seed \(seed)")
            }
          }
        }
      }
    }
  }

  /// What comes later, and what never was heard before, changes nothing.
  @Test func nothingLaterIsInIt() throws {
    var compared = 0
    for seed in 0..<Repetitions.count(30) {
      let world = NaiveScores.World(seed: seed)
      guard !world.entries.isEmpty else { continue }
      var random = SeededGenerator(seed: UInt64(seed) + 77)
      let instant =
        ScoreHistoryTests.months[2] + Int64.random(in: 0...24 * 300, using: &random) * 3_600_000_000
      var other = world
      other.events.removeAll { $0.at >= instant && Bool.random(using: &random) }
      other.entries.removeAll { $0.at >= instant && Bool.random(using: &random) }
      for account in 0..<world.accounts {
        let later = instant + Int64.random(in: 0...24 * 90, using: &random) * 3_600_000_000
        for kind in ["ticket", "feature_adopted", "referral", "talk"] {
          var event = NaiveScores.Event(account: account, at: later, kind: kind)
          event.sentiment = -1
          other.events.append(event)
        }
        // Who had been in no stage is not lost first: that story is told elsewhere.
        let hasStage = world.entries.contains { $0.account == account && $0.at < instant }
        other.entries.append((account, later, hasStage ? 6 : 2))
      }
      let questions = (0..<UInt32(world.accounts)).map {
        ScoreHistory.Question(account: $0, instant: instant)
      }
      let histories = try [world, other].map {
        Histories(try $0.snapshot(now: ScoreHistoryTests.end))
      }
      for model in ScoreHistoryTests.scores {
        let found = try histories.map { try $0.scores(model, questions) }
        #expect(found[0] == found[1], "\(model), seed \(seed)")
        compared += found[0].count { $0 != nil }
      }
    }
    #expect(compared > 100)
  }
}
