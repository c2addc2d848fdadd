import Foundation
import JourneyEngine
import TestSupport
import Testing

/// Aalen and Johansen by the book: at each time everybody is counted anew, and the variance is the
/// sum over all earlier times of what each of their hazards moves.
private struct NaiveIncidence {
  struct Step {
    var time: Int64
    var atRisk: Double
    var incidence: Double
    var variance: Double
  }

  var steps: [Step] = []

  init(_ sample: CompetingSample) {
    var survival = 1.0
    var incidence = 0.0
    /// S(s-), S(s), F(s) and the hazards' variances, time after time.
    var past: [(before: Double, after: Double, incidence: Double, event: Double, loss: Double)] = []
    for time in sample.ends {
      let risk = sample.atRisk(time)
      let (events, losses) = (sample.count(time, .reached), sample.count(time, .lost))
      let before = survival
      incidence += survival * events / risk
      survival *= 1 - (events + losses) / risk
      func spread(_ count: Double) -> Double {
        risk > 1 ? count * (risk - count) / (risk * risk * (risk - 1)) : count
      }
      // A single end is one draw, whoever else is there.
      past.append(
        (
          before, sample.ones.count { $0.time > time } > 0 ? survival : 0, incidence,
          events == 1 ? 1 / (risk * risk) : spread(events),
          losses == 1 ? 1 / (risk * risk) : spread(losses)
        ))
      guard events > 0 else { continue }
      let variance = past.reduce(0.0) { sum, then in
        let gain = incidence - then.incidence
        let share = then.after > 1e-14 ? gain / then.after : 0
        let square = then.before * then.before
        return sum + square * then.event * (1 - share) * (1 - share)
          + square * then.loss * share * share
      }
      steps.append(
        Step(time: time, atRisk: risk, incidence: incidence, variance: variance))
    }
  }

  func quantile(_ p: Double) -> Int64? { steps.first { $0.incidence >= p - 1e-9 }?.time }

  /// The limits of the median, from the limits of F at each step.
  var limits: (low: Int64?, high: Int64?) {
    func limit(_ step: Step, _ sign: Double) -> Double? {
      if step.incidence > 1 - 1e-9 { return sign > 0 ? 1 : nil }
      let missing = 1 - step.incidence
      let scale = log(-log(missing))
      let error = step.variance.squareRoot() / (missing * -log(missing))
      return 1 - exp(-exp(scale + sign * 1.959963984540054 * error))
    }
    return (
      steps.first { (limit($0, 1) ?? 0) >= 0.5 - 1e-9 }?.time,
      steps.first { (limit($0, -1) ?? 0) >= 0.5 - 1e-9 }?.time
    )
  }
}

@Suite struct CumulativeIncidenceTests {
  @Test func agreesWithTheDefinition() {
    var random = SeededGenerator(seed: 21)
    for round in 0..<Repetitions.count(3000) {
      let outcomes = CompetingSample.mixes[round % CompetingSample.mixes.count]
      let sample = CompetingSample(
        size: 0...(round % 20 == 0 ? 150 : 14), latest: [3, 9, 60, 1_000_000][round % 4],
        outcomes: outcomes, &random)
      let curve = CumulativeIncidence(sample.durations)
      let naive = NaiveIncidence(sample)
      #expect(curve.steps.map(\.time) == naive.steps.map(\.time))
      for (step, other) in zip(curve.steps, naive.steps) {
        #expect(Double(step.atRisk) == other.atRisk)
        #expect(abs(step.incidence - other.incidence) < 1e-12)
        #expect(abs(step.variance - other.variance) < 1e-11, "\(sample.ones)")
        #expect(curve.incidence(at: step.time) == step.incidence)
      }
      for percent in [1, 10, 25, 50, 75, 90, 100] {
        let p = Double(percent) / 100
        #expect(curve.quantile(p) == naive.quantile(p), "\(percent) of \(sample.ones)")
      }
      let limits = curve.limits(ofQuantile: 0.5)
      #expect(limits.low == naive.limits.low && limits.high == naive.limits.high)
    }
  }

  /// Without losses F is what Kaplan and Meier leave.
  @Test func withoutLossesItIsKaplanMeier() {
    var random = SeededGenerator(seed: 22)
    for round in 0..<Repetitions.count(500) {
      let sample = CompetingSample(
        size: 0...60, latest: [5, 40, 1_000_000][round % 3], outcomes: [.reached, .open], &random)
      var plain = CensoredDurations()
      for one in sample.ones { plain.append(one.time, isEvent: one.outcome == .reached) }
      let survival = SurvivalCurve(plain)
      let curve = CumulativeIncidence(sample.durations)
      #expect(curve.steps.map(\.time) == survival.steps.map(\.time))
      for (step, other) in zip(curve.steps, survival.steps) {
        #expect(abs(step.incidence - (1 - other.survival)) < 1e-12)
      }
      for p in [0.1, 0.5, 0.9, 1] { #expect(curve.quantile(p) == survival.quantile(p)) }
    }
  }

  /// A tenth has no end in binary: rounding must not move a quantile to the next step.
  @Test func roundingMovesNoQuantile() {
    for size in 1...60 {
      let half = CompetingSample(
        (1...size).map { (Int64($0), .reached) } + (1...size).map { (Int64($0 + size), .lost) })
      let curve = CumulativeIncidence(half.durations)
      for percent in 1...100 {
        // Of twice as many, a share p is reached with 2 p size.
        let place = (2 * size * percent + 99) / 100
        #expect(
          curve.quantile(Double(percent) / 100) == (place <= size ? Int64(place) : nil))
      }
    }
  }

  @Test func theMeanNeedsAnEnd() {
    let all = CompetingSample([(2, .reached), (4, .reached), (9, .reached)])
    #expect(CumulativeIncidence(all.durations).mean == 5)
    let lost = CompetingSample([(2, .reached), (4, .lost)])
    #expect(CumulativeIncidence(lost.durations).mean == nil)
    // Kaplan-Meier: half stay beyond 2, all of whom come at 6.
    let open = CompetingSample([(2, .reached), (4, .open), (2, .reached), (6, .reached)])
    #expect(CumulativeIncidence(open.durations).mean == 4)
    #expect(CumulativeIncidence(CompetingDurations()).mean == nil)
    #expect(CumulativeIncidence(CompetingDurations()).quantile(0.5) == nil)
  }
}
