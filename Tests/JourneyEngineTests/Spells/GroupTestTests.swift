import Foundation
import JourneyEngine
import TestSupport
import Testing

/// Gray's test from the definition of the score: what each score is moved by a small change of each
/// hazard is found by making the change, and the variance of each hazard by counting.
private struct NaiveGray {
  let groups: [CompetingSample]
  let times: [Int64]

  init(_ groups: [CompetingSample]) {
    self.groups = groups
    times = Set(groups.flatMap(\.ends)).sorted()
  }

  /// Of each group at each time: at risk, S before it and after it, F before it.
  struct State {
    var atRisk: Double
    var before: Double
    var after: Double
    var incidence: Double
  }

  var states: [[State]] {
    groups.map { group in
      var (survival, incidence) = (1.0, 0.0)
      return times.map { time in
        let risk = group.atRisk(time)
        let before = survival
        let was = incidence
        if risk > 0 {
          let events = group.count(time, .reached)
          incidence += survival * events / risk
          let ended = events + group.count(time, .lost)
          survival = ended == risk ? 0 : survival * (1 - ended / risk)
        }
        return State(atRisk: risk, before: before, after: survival, incidence: was)
      }
    }
  }

  func events(_ place: Int) -> Double {
    groups.reduce(0) { $0 + $1.count(times[place], .reached) }
  }

  var scores: [Double] {
    let states = states
    var scores = [Double](repeating: 0, count: groups.count)
    for place in times.indices {
      let would = states.map { own in
        own[place].atRisk > 0
          ? own[place].atRisk * (1 - own[place].incidence) / own[place].before : 0
      }
      let all = would.reduce(0, +)
      guard all > 0 else { continue }
      for group in groups.indices {
        scores[group] +=
          groups[group].count(times[place], .reached) - events(place) * would[group] / all
      }
    }
    return scores
  }

  /// The covariances: for every pair of scores, every group and every time anew.
  var covariances: [[Double]] {
    let states = states
    let count = groups.count
    var pooled = 0.0
    // h of each group, the pooled F before and after, by time.
    var h: [[Double]] = []
    var pooledAt: [(before: Double, after: Double)] = []
    for place in times.indices {
      let own = states.map { $0[place].atRisk > 0 ? $0[place].atRisk / $0[place].before : 0 }
      let all = own.reduce(0, +)
      let before = pooled
      // Once all have come to the event nothing counts.
      if all > 0, abs(1 - pooled) > 1e-10 { pooled += events(place) / all }
      h.append(own)
      pooledAt.append((before, pooled))
    }
    func a(_ i: Int, _ k: Int, _ place: Int) -> Double {
      let all = h[place].reduce(0, +)
      guard all > 0, events(place) > 0, h[place][k] > 0, abs(1 - pooledAt[place].before) > 1e-10
      else { return 0 }
      return h[place][i] * ((i == k ? 1 : 0) - h[place][k] / all)
    }
    /// What X, the error of a group's F, is weighted with in a score at a time.
    func b(_ i: Int, _ k: Int, _ place: Int) -> Double {
      let rest = times.indices.filter { $0 > place }.reduce(0.0) { sum, later in
        let all = h[later].reduce(0, +)
        let missing = 1 - pooledAt[later].before
        guard all > 0, events(later) > 0, abs(missing) > 1e-10 else { return sum }
        return sum + a(i, k, later) * events(later) / (all * missing)
      }
      return a(i, k, place) + rest
    }
    var result = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for k in 0..<count {
      for place in times.indices where states[k][place].atRisk > 0 {
        let state = states[k][place]
        let after = { (i: Int) in
          times.indices.filter { $0 > place }.reduce(0.0) { sum, later in
            sum + b(i, k, later) * (pooledAt[later].after - pooledAt[later].before)
          }
        }
        let tails = (0..<count).map { state.after > 0 ? after($0) / state.after : 0 }
        let all = h[place].reduce(0, +)
        let whole = events(place)
        let ties = whole > 1 ? 1 - (whole - 1) / (all * state.before - 1) : 1
        let counts = whole > 0 && abs(1 - pooledAt[place].before) > 1e-10
        let spread = counts ? ties * state.before * whole / (all * state.atRisk) : 0
        let losses = groups[k].count(times[place], .lost)
        let lossTies = losses > 1 ? 1 - (losses - 1) / (state.atRisk - 1) : 1
        let each = state.before / state.atRisk
        let lossSpread = lossTies * losses * each * each
        for i in 0..<count {
          for j in 0..<count {
            result[i][j] +=
              spread * (b(i, k, place) - tails[i]) * (b(j, k, place) - tails[j])
              + lossSpread * tails[i] * tails[j]
          }
        }
      }
    }
    return result
  }

  var statistic: Double? { NaiveGray.form(scores, covariances) }

  /// x' V^-1 x without the last row, by elimination; nil for a singular V.
  static func form(_ scores: [Double], _ covariances: [[Double]]) -> Double? {
    let count = scores.count - 1
    var rows = (0..<count).map { Array(covariances[$0].prefix(count)) + [scores[$0]] }
    for place in 0..<count {
      guard
        let best = (place..<count).max(by: { abs(rows[$0][place]) < abs(rows[$1][place]) }),
        abs(rows[best][place]) > 1e-7
      else { return nil }
      rows.swapAt(place, best)
      for other in 0..<count where other != place {
        let factor = rows[other][place] / rows[place][place]
        for column in place...count { rows[other][column] -= factor * rows[place][column] }
      }
    }
    return (0..<count).reduce(0) { $0 + scores[$1] * rows[$1][count] / rows[$1][$1] }
  }
}

/// The log-rank test, time after time, with everybody counted anew.
private func naiveLogRank(_ groups: [CompetingSample]) -> Double? {
  let count = groups.count
  var scores = [Double](repeating: 0, count: count)
  var covariances = [[Double]](repeating: scores, count: count)
  for time in Set(groups.flatMap(\.ends)).sorted() {
    let events = groups.reduce(0.0) { $0 + $1.count(time, .reached) }
    let risk = groups.map { $0.atRisk(time) }
    let all = risk.reduce(0, +)
    for i in 0..<count {
      scores[i] += groups[i].count(time, .reached) - events * risk[i] / all
      guard all > 1 else { continue }
      let spread = events * (all - events) / (all - 1)
      for j in 0..<count {
        covariances[i][j] +=
          spread * (i == j ? risk[i] / all * (1 - risk[i] / all) : -risk[i] * risk[j] / (all * all))
      }
    }
  }
  return NaiveGray.form(scores, covariances)
}

@Suite struct GroupTestTests {
  private func compare(_ found: Double?, _ expected: Double?) -> Bool {
    // What is nearly singular may be told one way or the other.
    guard let found, let expected else { return true }
    return abs(found - expected) < 1e-7 * max(1, expected)
  }

  @Test func grayAgreesWithTheNaiveWay() throws {
    var random = SeededGenerator(seed: 31)
    var told = 0
    for _ in 0..<Repetitions.count(250) {
      let groups = CompetingSample.groups(2...4, size: 1...10, &random)
      let found = try GroupTest(groups.map(\.durations), kind: .gray)
      let naive = NaiveGray(groups).statistic
      #expect(compare(found?.statistic, naive), "\(groups.map(\.ones))")
      if let found, naive != nil {
        told += 1
        #expect(found.degreesOfFreedom == groups.count - 1 && found.statistic >= 0)
      }
    }
    #expect(told > Repetitions.count(150))
  }

  @Test func logRankAgreesWithTheNaiveWay() throws {
    var random = SeededGenerator(seed: 32)
    var told = 0
    for _ in 0..<Repetitions.count(1500) {
      let groups = CompetingSample.groups(2...5, size: 1...25, &random).map { group in
        CompetingSample(group.ones.map { ($0.time, $0.outcome == .lost ? .open : $0.outcome) })
      }
      let found = try GroupTest(groups.map(\.durations))
      #expect(found == nil || found?.kind == .logRank)
      let naive = naiveLogRank(groups)
      #expect(compare(found?.statistic, naive), "\(groups.map(\.ones))")
      if found != nil, naive != nil { told += 1 }
    }
    #expect(told > Repetitions.count(1000))
  }

  /// Which group comes last makes no difference, though its score is left out.
  @Test func theOrderOfGroupsMakesNoDifference() throws {
    var random = SeededGenerator(seed: 33)
    for _ in 0..<Repetitions.count(200) {
      let groups = CompetingSample.groups(3...5, size: 5...30, &random).map(\.durations)
      guard let one = try GroupTest(groups, kind: .gray),
        let other = try GroupTest(groups.reversed(), kind: .gray)
      else { continue }
      #expect(abs(one.statistic - other.statistic) < 1e-8 * max(1, one.statistic))
    }
  }

  /// In half of all samples of one distribution p is below one half, in a tenth below a tenth.
  @Test func whereThereIsNoDifferencePIsEvenlySpread() throws {
    var random = SeededGenerator(seed: 34)
    let rounds = 2000
    var (half, tenth) = (0, 0)
    for _ in 0..<rounds {
      let groups = (0..<3).map { _ in
        CompetingSample(size: 60...60, latest: 400, outcomes: [.reached, .lost, .open], &random)
          .durations
      }
      let test = try #require(try GroupTest(groups))
      #expect(test.kind == .gray)
      if test.p < 0.5 { half += 1 }
      if test.p < 0.1 { tenth += 1 }
    }
    // Five standard errors.
    #expect(abs(Double(half) / Double(rounds) - 0.5) < 0.056)
    #expect(abs(Double(tenth) / Double(rounds) - 0.1) < 0.034)
  }

  @Test func tooFewOrTooMany() throws {
    let one = CompetingSample([(1, .reached), (2, .lost)]).durations
    #expect(try GroupTest([one, CompetingDurations()]) == nil)
    #expect(try GroupTest([]) == nil)
    let still = CompetingSample([(1, .open), (5, .open)]).durations
    #expect(try GroupTest([still, still]) == nil)
    #expect(try GroupTest([CompetingDurations](repeating: one, count: 21)) == nil)
    let stopped = Cancellation { true }
    let many = CompetingSample((0..<2000).map { (Int64($0), .reached) }).durations
    #expect(throws: QueryFailure.self) { try GroupTest([many, many], stopped) }
  }

  /// Against the density, by Simpson's rule on small steps.
  @Test(arguments: 1...12) func chiSquareIsTheAreaOfItsTail(_ degrees: Int) {
    let k = Double(degrees)
    let scale = exp(-(k / 2) * log(2) - lgamma(k / 2))
    // On the scale of the root nothing is infinite at zero.
    func density(_ root: Double) -> Double {
      scale * pow(root, k - 2) * exp(-root * root / 2) * 2 * root
    }
    func area(_ from: Double, _ to: Double) -> Double {
      let steps = 20_000
      let width = (to - from) / Double(steps)
      let sum = (0...steps).reduce(0.0) { sum, place in
        let weight = place == 0 || place == steps ? 1.0 : place % 2 == 1 ? 4 : 2
        return sum + weight * density(from + Double(place) * width)
      }
      return sum * width / 3
    }
    for x in [0.01, 0.5, 1, 2.7, 5, 9.2, 20, 41.3, 90] {
      let expected = area(x.squareRoot(), 24)
      let found = ChiSquare.upperTail(x, degreesOfFreedom: degrees)
      #expect(abs(found - expected) < 1e-9 * max(1e-3, expected), "\(x)")
    }
    #expect(ChiSquare.upperTail(0, degreesOfFreedom: degrees) == 1)
    #expect(ChiSquare.upperTail(1e6, degreesOfFreedom: degrees) == 0)
  }

  @Test func chiSquareOfManyDegreesOverflowsNowhere() {
    #expect(abs(ChiSquare.upperTail(2000, degreesOfFreedom: 2000) - 0.4958) < 1e-3)
    #expect(ChiSquare.upperTail(10, degreesOfFreedom: 5000) > 1 - 1e-12)
  }
}
