import JourneyEngine
import TestSupport
import Testing

/// Kaplan-Meier by its definition: for every time with an event, everyone is counted anew.
private struct NaiveSurvival {
  var steps: [(time: Int64, atRisk: Int, events: Int, survival: Double)] = []

  init(_ sample: [(time: Int64, isEvent: Bool)]) {
    var survival = 1.0
    for time in Set(sample.filter(\.isEvent).map(\.time)).sorted() {
      let atRisk = sample.count { $0.time >= time }
      let events = sample.count { $0.isEvent && $0.time == time }
      survival *= 1 - Double(events) / Double(atRisk)
      steps.append((time, atRisk, events, survival))
    }
  }

  /// In whole numbers, for samples so small that no product overflows: smallest t with
  /// 1 - S(t) >= percent / 100.
  func quantile(percent: Int) -> Int64? {
    var (left, whole) = (1, 1)
    for step in steps {
      left *= step.atRisk - step.events
      whole *= step.atRisk
      if (whole - left) * 100 >= percent * whole { return step.time }
    }
    return nil
  }
}

@Suite struct SurvivalCurveTests {
  private func curve(_ sample: [(time: Int64, isEvent: Bool)]) -> SurvivalCurve {
    var durations = CensoredDurations()
    for one in sample { durations.append(one.time, isEvent: one.isEvent) }
    return SurvivalCurve(durations)
  }

  @Test func agreesWithTheDefinition() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<Repetitions.count(4000) {
      // Few distinct times: ties of events with events, and of events with censorings.
      let size = Int.random(in: 0...(round % 10 == 0 ? 200 : 13), using: &random)
      let latest = [2, 5, 40, 1_000_000][round % 4]
      let share = [0.0, 0.3, 0.7, 1.0].randomElement(using: &random)!
      let sample = (0..<size).map { _ in
        (
          time: Int64.random(in: 0...Int64(latest), using: &random),
          isEvent: Double.random(in: 0..<1, using: &random) < share
        )
      }
      let curve = curve(sample)
      let naive = NaiveSurvival(sample)
      #expect(curve.steps.map(\.time) == naive.steps.map(\.time))
      #expect(curve.steps.map(\.atRisk) == naive.steps.map(\.atRisk))
      #expect(curve.steps.map(\.events) == naive.steps.map(\.events))
      for (step, other) in zip(curve.steps, naive.steps) {
        #expect(abs(step.survival - other.survival) < 1e-12)
        #expect(curve.survival(at: step.time) == step.survival)
      }
      #expect(curve.count == size && curve.events == sample.count { $0.isEvent })
      #expect(curve.longest == sample.map(\.time).max())
      guard size <= 13 else { continue }
      for percent in [1, 10, 25, 30, 50, 60, 70, 75, 90, 99, 100] {
        let quantile = curve.quantile(Double(percent) / 100)
        #expect(quantile == naive.quantile(percent: percent), "\(percent) of \(sample)")
      }
    }
  }

  /// Long enough for the sort by digits.
  @Test func manyAreSortedByTheirDigits() {
    var random = SeededGenerator(seed: 12)
    for latest in [Int64(50), 40_000_000, Int64.max / 2] {
      let sample = (0..<6000).map { _ in
        (
          time: Int64.random(in: 0...latest, using: &random), isEvent: Bool.random(using: &random)
        )
      }
      let curve = curve(sample)
      var atRisk = sample.count
      var expected: [Int64] = []
      let ordered = sample.sorted { ($0.time, $0.isEvent ? 0 : 1) < ($1.time, $1.isEvent ? 0 : 1) }
      for (place, one) in ordered.enumerated() where one.isEvent && expected.last != one.time {
        expected.append(one.time)
        atRisk = sample.count - place
        #expect(curve.steps[expected.count - 1].atRisk == atRisk)
      }
      #expect(curve.steps.map(\.time) == expected)
    }
  }

  /// Figures of lifelines 0.30.3 (`KaplanMeierFitter().fit(t, e)`, `survival_function_`,
  /// `event_table.at_risk`, `percentile(1 - p)`), 30 November 2026.
  @Test func agreesWithLifelines() {
    // Remission under 6-MP (Freireich et al. 1963), in weeks; 0 = still running.
    let weeks: [Int64] = [
      6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35,
    ]
    let ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    let treated = curve(zip(weeks, ended).map { ($0, $1 == 1) })
    #expect(treated.steps.map(\.time) == [6, 7, 10, 13, 16, 22, 23])
    #expect(treated.steps.map(\.atRisk) == [21, 17, 15, 12, 11, 7, 6])
    let shares = [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179]
    for (step, share) in zip(treated.steps, shares) { #expect(abs(step.survival - share) < 5e-7) }
    #expect([0.1, 0.25, 0.5, 0.75, 0.9].map(treated.quantile) == [6, 13, 23, nil, nil])

    let placebo = curve(
      [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23].map { ($0, true) })
    #expect(abs(placebo.survival(at: 10) - 0.380952) < 5e-7)
    #expect([0.1, 0.25, 0.5, 0.75, 0.9].map(placebo.quantile) == [2, 4, 8, 12, 17])

    let times: [Int64] = [3, 3, 3, 3, 5, 5, 5, 7, 7, 7, 7, 9, 9, 12]
    let events = [1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1]
    let tied = curve(zip(times, events).map { ($0, $1 == 1) })
    #expect(tied.steps.map(\.atRisk) == [14, 10, 7, 3, 1])
    for (step, share) in zip(tied.steps, [0.857143, 0.685714, 0.489796, 0.326531, 0]) {
      #expect(abs(step.survival - share) < 5e-7)
    }
    #expect([0.1, 0.25, 0.5, 0.75, 0.9].map(tied.quantile) == [3, 5, 7, 12, 12])
  }

  @Test func nothingAndNobody() {
    #expect(curve([]).quantile(0.5) == nil && curve([]).survival(at: 3) == 1)
    let running = curve([(5, false), (-3, false)])
    #expect(running.steps.isEmpty && running.longest == 5 && running.quantile(0.01) == nil)
    #expect(curve([(-3, true)]).quantile(1) == 0)
  }

  /// A tenth that shares no binary fraction: rounding must not move it to the next step.
  @Test func roundingMovesNoQuantile() {
    for size in 1...60 {
      let curve = curve((1...size).map { (Int64($0), true) })
      for percent in 1...100 {
        #expect(
          curve.quantile(Double(percent) / 100) == Int64((size * percent + 99) / 100))
      }
    }
  }
}
