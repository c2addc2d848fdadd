@testable import JourneyEngine
import TestSupport
import Testing

@Suite struct ScoreSeparationTests {
  /// By the definition: every pair is looked at.
  struct Naive {
    var scores: [Double]
    var isOutcome: [Bool]
    var clusters: [UInt32]

    private var with: [Int] { scores.indices.filter { isOutcome[$0] } }
    private var without: [Int] { scores.indices.filter { !isOutcome[$0] } }

    private func wins(_ one: Int, _ other: Int) -> Double {
      scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0
    }

    var area: Double? {
      guard !with.isEmpty, !without.isEmpty else { return nil }
      let sum = with.reduce(0) { sum, one in sum + without.reduce(0) { $0 + wins(one, $1) } }
      return sum / Double(with.count * without.count)
    }

    /// Obuchowski, Biometrics 53 (1997), with the sums over clusters written out.
    var variance: Double? {
      guard let area else { return nil }
      let (m, n) = (Double(with.count), Double(without.count))
      let ids = Set(clusters).sorted()
      let having = ids.filter { id in with.contains { clusters[$0] == id } }
      let lacking = ids.filter { id in without.contains { clusters[$0] == id } }
      guard having.count > 1, lacking.count > 1 else { return nil }
      func ofWith(_ id: UInt32) -> Double {
        let own = with.filter { clusters[$0] == id }
        let placed = own.map { one in without.reduce(0) { $0 + wins(one, $1) } / n }
        return placed.reduce(0, +) - Double(own.count) * area
      }
      func ofWithout(_ id: UInt32) -> Double {
        let own = without.filter { clusters[$0] == id }
        let placed = own.map { other in with.reduce(0) { $0 + wins($1, other) } / m }
        return placed.reduce(0, +) - Double(own.count) * area
      }
      let (i, i10, i01) = (Double(ids.count), Double(having.count), Double(lacking.count))
      let s10 = i10 / ((i10 - 1) * m) * having.reduce(0) { $0 + ofWith($1) * ofWith($1) }
      let s01 = i01 / ((i01 - 1) * n) * lacking.reduce(0) { $0 + ofWithout($1) * ofWithout($1) }
      let s11 = i / (i - 1) * ids.reduce(0) { $0 + ofWith($1) * ofWithout($1) }
      return max(0, s10 / m + s01 / n + 2 * s11 / (m * n))
    }
  }

  @Test func agreesWithTheNaiveWay() {
    var checked = 0
    for seed in 0..<Repetitions.count(1500) {
      var random = SeededGenerator(seed: UInt64(seed))
      let count = Int.random(in: 0...30, using: &random)
      let naive = Naive(
        scores: (0..<count).map { _ in Double(Int.random(in: 0...12, using: &random)) / 4 },
        isOutcome: (0..<count).map { _ in Int.random(in: 0..<3, using: &random) == 0 },
        clusters: (0..<count).map { _ in UInt32.random(in: 0..<10, using: &random) })
      let found = ScoreSeparation(naive.scores, naive.isOutcome, clusters: naive.clusters)
      #expect((found.area == nil) == (naive.area == nil))
      if let area = found.area { #expect(abs(area - (naive.area ?? -1)) < 1e-12, "seed \(seed)") }
      #expect((found.standardError == nil) == (naive.variance == nil))
      if let error = found.standardError {
        #expect(abs(error * error - (naive.variance ?? -1)) < 1e-12, "seed \(seed)")
        checked += 1
      }
    }
    #expect(checked > 300)
  }

  /// With clusters of one the variance is that of DeLong, whose covariances are those of samples.
  @Test func isThatOfDeLongWithoutClusters() throws {
    for seed in 0..<Repetitions.count(200) {
      var random = SeededGenerator(seed: UInt64(seed) + 5)
      let count = Int.random(in: 20...40, using: &random)
      let scores = (0..<count).map { _ in Double(Int.random(in: 0...30, using: &random)) }
      let isOutcome = (0..<count).map { $0 % 3 == 0 }
      let found = ScoreSeparation(scores, isOutcome, clusters: (0..<UInt32(count)).map { $0 })
      func placements(_ wanted: Bool) -> [Double] {
        scores.indices.filter { isOutcome[$0] == wanted }.map { one in
          let others = scores.indices.filter { isOutcome[$0] != wanted }
          return others.reduce(0.0) { sum, other in
            let ahead = wanted ? scores[one] - scores[other] : scores[other] - scores[one]
            return sum + (ahead > 0 ? 1 : ahead == 0 ? 0.5 : 0)
          } / Double(others.count)
        }
      }
      func variance(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      }
      let (with, without) = (placements(true), placements(false))
      let wanted =
        variance(with) / Double(with.count) + variance(without) / Double(without.count)
      let error = try #require(found.standardError)
      #expect(abs(error * error - wanted) < 1e-12, "seed \(seed)")
    }
  }

  /// Months of one account are alike: the interval covers the truth as often as it says, where one
  /// that takes them for independent does not.
  @Test func coversTheTruthWhereMonthsAreAlike() throws {
    var covered = (together: 0, apart: 0)
    let rounds = 400
    var random = SeededGenerator(seed: 42)
    func noise() -> Double {
      // Near enough to a normal one.
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
    }
    for _ in 0..<rounds {
      var (scores, isOutcome, clusters) = ([Double](), [Bool](), [UInt32]())
      for account in 0..<60 {
        let own = noise()
        // The outcome has nothing to do with the score: the truth is one half.
        let comes = account % 3 == 0
        for _ in 0..<8 {
          scores.append(2 * own + noise() / 2)
          isOutcome.append(comes)
          clusters.append(UInt32(account))
        }
      }
      let together = ScoreSeparation(scores, isOutcome, clusters: clusters)
      let apart = ScoreSeparation(
        scores, isOutcome, clusters: scores.indices.map { UInt32($0) })
      if try #require(together.interval).contains(0.5) { covered.together += 1 }
      if try #require(apart.interval).contains(0.5) { covered.apart += 1 }
    }
    #expect(covered.together > rounds * 90 / 100, "\(covered)")
    #expect(covered.apart < rounds * 75 / 100, "\(covered)")
  }
}
