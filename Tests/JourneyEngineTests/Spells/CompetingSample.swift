import JourneyEngine
import TestSupport

/// Durations with their outcomes as plain rows.
struct CompetingSample {
  struct One: Hashable {
    var time: Int64
    var outcome: Outcome
  }

  var ones: [One] = []

  /// Few distinct times, so that everything is tied with everything; or many.
  init(
    size: ClosedRange<Int>, latest: Int64, outcomes: [Outcome], _ random: inout SeededGenerator
  ) {
    for _ in 0..<Int.random(in: size, using: &random) {
      guard let outcome = outcomes.randomElement(using: &random) else { continue }
      ones.append(One(time: Int64.random(in: 0...latest, using: &random), outcome: outcome))
    }
  }

  init(_ ones: [(Int64, Outcome)]) { self.ones = ones.map { One(time: $0.0, outcome: $0.1) } }

  var durations: CompetingDurations {
    var durations = CompetingDurations()
    for one in ones { durations.append(one.time, one.outcome) }
    return durations
  }

  /// Mixes of outcomes: all three, hardly any loss, nothing open, no loss.
  static let mixes: [[Outcome]] = [
    [.reached, .lost, .open], [.reached, .reached, .reached, .lost, .open, .open],
    [.reached, .lost], [.reached, .open], [.reached],
  ]

  /// Groups of one random sample.
  static func groups(
    _ count: ClosedRange<Int>, size: ClosedRange<Int>, _ random: inout SeededGenerator
  ) -> [CompetingSample] {
    let latest = [4, 20, 300, 1_000_000].randomElement(using: &random) ?? 20
    let outcomes = mixes.randomElement(using: &random) ?? []
    return (0..<Int.random(in: count, using: &random)).map { _ in
      CompetingSample(size: size, latest: Int64(latest), outcomes: outcomes, &random)
    }
  }

  func count(_ time: Int64, _ outcome: Outcome) -> Double {
    Double(ones.count { $0.time == time && $0.outcome == outcome })
  }

  func atRisk(_ time: Int64) -> Double { Double(ones.count { $0.time >= time }) }

  /// Times at which something ended.
  var ends: [Int64] { Set(ones.filter { $0.outcome != .open }.map(\.time)).sorted() }
}
