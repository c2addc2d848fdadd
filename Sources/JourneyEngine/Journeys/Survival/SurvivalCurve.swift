/// The Kaplan-Meier estimate of how many last longer than t, from durations of which some are still
/// running. Where an event and a censoring share a time, the censored one is still at risk.
package struct SurvivalCurve: Sendable {
  /// A time at which at least one event happened.
  package struct Step: Hashable, Sendable {
    package let time: Int64
    /// Those that had lasted until just before this time.
    package let atRisk: Int
    package let events: Int
    /// The share that lasts longer than `time`.
    package let survival: Double
  }

  package private(set) var steps: [Step] = []
  /// All durations, ended or running.
  package let count: Int
  package let events: Int
  /// The longest duration seen, ended or running; nil when there is none.
  package private(set) var longest: Int64?

  /// Two shares that differ by less are the same: rounding must not move a quantile to the next
  /// step. (The smallest true difference among ten million is 1e-7.)
  private static let roundingError = 1e-10

  package init(_ durations: CensoredDurations) {
    count = durations.count
    events = durations.events
    var atRisk = durations.count
    // While nobody is censored the factors telescope to one fraction, which is exact: `base` is the
    // share at the last censoring, of which `alive / baseAtRisk` are left.
    var base = 1.0
    var baseAtRisk = atRisk
    var steps: [Step] = []
    var longest: Int64?
    durations.forEachTime { time, events, censored in
      longest = time
      var survival = base
      if events > 0 {
        survival = base * Double(atRisk - events) / Double(baseAtRisk)
        steps.append(Step(time: time, atRisk: atRisk, events: events, survival: survival))
      } else {
        survival = base * Double(atRisk) / Double(baseAtRisk)
      }
      atRisk -= events + censored
      if censored > 0 {
        base = survival
        baseAtRisk = atRisk
      }
    }
    self.steps = steps
    self.longest = longest
  }

  /// The smallest t with F(t) >= p, F being 1 - survival; nil where that is not reached.
  package func quantile(_ p: Double) -> Int64? {
    // Survival falls from step to step.
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if 1 - steps[middle].survival >= p - SurvivalCurve.roundingError {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low < steps.count ? steps[low].time : nil
  }

  /// The share that lasts longer than `time`.
  package func survival(at time: Int64) -> Double {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 1 : steps[low - 1].survival
  }
}
