#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The Aalen-Johansen estimate of F(t), the share for which the event has come by t, where losses
/// compete and the rest is censored. Where an end and a censoring share a time, the censored one is
/// still at risk. Without losses it is one minus the Kaplan-Meier estimate.
package struct CumulativeIncidence: Sendable {
  /// A time at which at least one event came.
  package struct Step: Hashable, Sendable {
    package let time: Int64
    /// Those for which neither event nor loss had come just before this time.
    package let atRisk: Int
    package let events: Int
    /// F at this time.
    package let incidence: Double
    /// Of F, by the delta method (Aalen 1978): the ends at one time are drawn from those at risk
    /// without replacement, events and losses apart.
    package let variance: Double
  }

  package private(set) var steps: [Step] = []

  /// Two shares that differ by less are the same, as in `SurvivalCurve`.
  static let roundingError = 1e-10
  /// Of the standard normal distribution: 95 % lie within it on both sides.
  private static let normal = 1.959_963_984_540_054

  package init(_ durations: CompetingDurations) {
    var atRisk = durations.count
    // The share that each of those at risk stands for. It changes only where somebody is censored,
    // whose share then goes to those who are left; in between F is a fraction, which is exact.
    var weight = 1 / Double(max(1, atRisk))
    var (base, events) = (0.0, 0)
    var incidence = 0.0
    var variance = IncidenceVariance()
    for tally in durations.tallies {
      let left = atRisk - tally.ended
      let after = weight * Double(left)
      events += tally.events
      incidence = base + weight * Double(events)
      variance.add(
        tally, atRisk: atRisk, weight: weight, survivalAfter: after, incidence: incidence)
      if tally.events > 0 {
        steps.append(
          Step(
            time: tally.time, atRisk: atRisk, events: tally.events, incidence: incidence,
            variance: variance.value(at: incidence)))
      }
      atRisk = left - tally.censored
      if tally.censored > 0 {
        (base, events) = (incidence, 0)
        weight = after / Double(max(1, atRisk))
      }
    }
  }

  /// The smallest t with F(t) >= p; nil where that is not reached.
  package func quantile(_ p: Double) -> Int64? {
    // F rises from step to step.
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].incidence >= p - CumulativeIncidence.roundingError {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low < steps.count ? steps[low].time : nil
  }

  /// F at a time.
  package func incidence(at time: Int64) -> Double {
    steps.last { $0.time <= time }?.incidence ?? 0
  }

  /// The 95 % limits of a quantile: where the upper and where the lower limit of F come to p
  /// (Brookmeyer and Crowley 1982); nil where they do not.
  package func limits(ofQuantile p: Double) -> (low: Int64?, high: Int64?) {
    let low = steps.first { $0.limits.upper >= p - CumulativeIncidence.roundingError }
    let high = steps.first { step in
      step.limits.lower.map { $0 >= p - CumulativeIncidence.roundingError } ?? false
    }
    return (low?.time, high?.time)
  }

  /// The area above the curve: the mean; nil where F does not come to one, for then it has no end.
  package var mean: Int64? {
    guard let last = steps.last, last.incidence >= 1 - CumulativeIncidence.roundingError else {
      return nil
    }
    var sum = CompensatedSum()
    var (before, missing) = (Int64(0), 1.0)
    for step in steps {
      sum.add(Double(step.time - before) * missing)
      (before, missing) = (step.time, 1 - step.incidence)
    }
    return Int64(sum.value.rounded())
  }
}

extension CumulativeIncidence.Step {
  /// The 95 % limits of F on the scale of log(-log(1 - F)), which keeps them between 0 and 1. Where
  /// F is one, nothing is known of the lower.
  var limits: (lower: Double?, upper: Double) {
    let missing = 1 - incidence
    guard missing > CumulativeIncidence.roundingError else { return (nil, 1) }
    let hazard = -log(missing)
    guard hazard > 0 else { return (0, 0) }
    let spread = exp(
      CumulativeIncidence.normal * max(0, variance).squareRoot() / (missing * hazard))
    return (1 - pow(missing, 1 / spread), 1 - pow(missing, spread))
  }
}

/// The variance of F(t), as sums over the times s before it:
///
///     S(s-)^2 (var(dA1(s)) (1 - g)^2 + var(dA2(s)) g^2),  g = (F(t) - F(s)) / S(s)
///
/// with the hazards dA1 of the event and dA2 of the loss. Each square is written out by powers of
/// F(t), so that one pass serves all t.
private struct IncidenceVariance {
  private var constant = 0.0
  private var linear = 0.0
  private var square = 0.0

  /// `weight` is S(s-) over the number at risk, `survivalAfter` is S(s), `incidence` F(s).
  mutating func add(
    _ tally: CompetingDurations.Tally, atRisk: Int, weight: Double, survivalAfter: Double,
    incidence: Double
  ) {
    let inverse = survivalAfter > 0 ? 1 / survivalAfter : 0
    add(
      weight * weight * IncidenceVariance.spread(of: tally.events, among: atRisk),
      1 + inverse * incidence, inverse)
    add(
      weight * weight * IncidenceVariance.spread(of: tally.losses, among: atRisk),
      inverse * incidence, inverse)
  }

  private mutating func add(_ size: Double, _ level: Double, _ slope: Double) {
    constant += size * level * level
    linear += size * level * slope
    square += size * slope * slope
  }

  func value(at incidence: Double) -> Double {
    max(0, constant - 2 * incidence * linear + incidence * incidence * square)
  }

  /// The variance of a number of ends among those at risk: k (n - k) / (n - 1).
  static func spread(of count: Int, among atRisk: Int) -> Double {
    count > 1
      ? Double(count) * (1 - Double(count - 1) / Double(atRisk - 1)) : Double(count)
  }
}
