/// The scores of Gray's test and their covariances (Gray 1988, with rho = 0).
///
/// With Y the number at risk in a group, S its share without any end and F its cumulative
/// incidence, R = Y (1 - F-) / S- is how many would be at risk if the lost stayed. As in a log-rank
/// test, the score of a group is its events less its part, by R, of all events.
///
/// For the covariances the scores are written as sums over the groups' martingales: M1 counts their
/// events, M2 their losses. Under the hypothesis all groups have one F, estimated by the sum of
/// d / H with h = Y / S- of each group and H their sum. Then the weight of group k in score i is
/// a = h_i ([i = k] - h_k / H), c is the sum of a dF / (1 - F-), and the part of the score in
/// M1 and M2 at a time s is S-/Y times
///
///     a(s) - u (c(s) - c(end)), with u = 1 - (1 - F) / S       for an event,
///     w (c(s) - c(end)),        with w = (1 - F) / S           for a loss.
///
/// c(end) is known only at the end: the squares are kept by its powers.
struct GrayScores {
  private let size: Int
  private var scores: [Double]
  /// Each group's own S and F.
  private var survival: [Double]
  private var incidence: [Double]
  /// F of all groups together.
  private var pooled = 0.0
  private var c: SquareMatrix
  /// Of the covariances: what does not depend on c(end), what depends on it once and twice.
  private var constant: SquareMatrix
  private var linear: SquareMatrix
  private var square: [Double]

  private init(_ size: Int) {
    self.size = size
    scores = [Double](repeating: 0, count: size)
    survival = [Double](repeating: 1, count: size)
    incidence = scores
    square = scores
    c = SquareMatrix(size)
    constant = c
    linear = c
  }

  static func of(
    _ times: GroupTimes, _ cancellation: Cancellation
  ) throws(QueryFailure) -> (scores: [Double], covariance: SquareMatrix) {
    var state = GrayScores(times.sizes.count)
    try times.forEachTime(cancellation) { state.add($0, $1) }
    return (state.scores, state.covariance)
  }

  private mutating func add(_ tallies: [CompetingDurations.Tally], _ atRisk: [Int]) {
    guard tallies.contains(where: { $0.ended > 0 }) else { return }
    let groups = atRisk.indices.filter { atRisk[$0] > 0 }
    let events = Double(tallies.reduce(0) { $0 + $1.events })
    let before = survival
    var h = [Double](repeating: 0, count: size)
    for group in groups { h[group] = Double(atRisk[group]) / before[group] }
    let all = h.reduce(0, +)
    let wouldBe = groups.reduce(0.0) { $0 + h[$1] * (1 - incidence[$1]) }
    var weights = SquareMatrix(size)
    let pooledBefore = pooled
    // Once all have come to the event there is nothing left to differ in. (The pooled F may pass
    // one where a group has run out that had come to it early.)
    let counts = events > 0 && abs(1 - pooledBefore) > CumulativeIncidence.roundingError
    for group in groups where events > 0 {
      scores[group] +=
        Double(tallies[group].events) - events * h[group] * (1 - incidence[group]) / wouldBe
    }
    if counts {
      for group in groups {
        for other in groups {
          weights[group, other] = h[group] * ((group == other ? 1 : 0) - h[other] / all)
          c[group, other] += weights[group, other] * events / (all * (1 - pooledBefore))
        }
      }
      pooled += events / all
    }
    for group in groups {
      let (risk, tally) = (Double(atRisk[group]), tallies[group])
      survival[group] = before[group] * (risk - Double(tally.ended)) / risk
      incidence[group] += before[group] * Double(tally.events) / risk
      if counts { addEvents(group, events, weights, before[group], risk, all) }
      if tally.losses > 0 { addLosses(group, tally.losses, before[group], atRisk[group]) }
    }
  }

  /// The events of all groups, as far as the hypothesis has them fall upon this one.
  private mutating func addEvents(
    _ group: Int, _ events: Double, _ weights: SquareMatrix, _ before: Double, _ risk: Double,
    _ all: Double
  ) {
    let u = survival[group] > 0 ? 1 - (1 - pooled) / survival[group] : 1
    let ties = events > 1 ? 1 - (events - 1) / (all * before - 1) : 1
    let variance = ties * before * events / (all * risk)
    let parts = (0..<size).map { weights[$0, group] - u * c[$0, group] }
    add(variance, parts, slope: u, group)
  }

  private mutating func addLosses(_ group: Int, _ losses: Int, _ before: Double, _ atRisk: Int) {
    // After the last of a group nothing more can differ.
    guard survival[group] > 0 else { return }
    let w = (1 - pooled) / survival[group]
    let each = before / Double(atRisk)
    let ties = losses > 1 ? 1 - Double(losses - 1) / Double(atRisk - 1) : 1
    let parts = (0..<size).map { w * c[$0, group] }
    add(ties * each * each * Double(losses), parts, slope: -w, group)
  }

  /// A martingale's variance, by which score i moves by `parts[i] + slope * c(end)`.
  private mutating func add(_ variance: Double, _ parts: [Double], slope: Double, _ group: Int) {
    square[group] += slope * slope * variance
    for score in 0..<size {
      linear[score, group] += parts[score] * slope * variance
      for other in 0..<size {
        constant[score, other] += parts[score] * parts[other] * variance
      }
    }
  }

  private var covariance: SquareMatrix {
    var covariance = constant
    for score in 0..<size {
      for other in 0..<size {
        for group in 0..<size {
          covariance[score, other] +=
            c[score, group] * c[other, group] * square[group]
            + c[score, group] * linear[other, group] + c[other, group] * linear[score, group]
        }
      }
    }
    return covariance
  }
}
