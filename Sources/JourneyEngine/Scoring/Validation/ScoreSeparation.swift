/// How well a score tells apart what an outcome followed from what it did not: the area under the
/// ROC curve, which is how often the score is higher where the outcome followed; ties count half.
///
/// Its variance is DeLong's, in the form that Obuchowski (1997) gave it for observations that come
/// in clusters: the months of one account are not independent. With clusters of one it is DeLong's
/// own.
struct ScoreSeparation: Sendable {
  /// nil where one of the two kinds is missing.
  let area: Double?
  /// nil where too few accounts tell how much the area varies.
  let standardError: Double?

  /// `clusters`: whom each observation is of.
  init(_ scores: [Double], _ isOutcome: [Bool], clusters: [UInt32]) {
    let with = isOutcome.count { $0 }
    let without = isOutcome.count - with
    guard with > 0, without > 0 else {
      (area, standardError) = (nil, nil)
      return
    }
    let placements = ScoreSeparation.placements(scores, isOutcome)
    var sum = CompensatedSum()
    for place in scores.indices where isOutcome[place] { sum.add(placements[place]) }
    let area = sum.value / Double(with)
    self.area = area
    standardError = ScoreSeparation.standardError(area, placements, isOutcome, clusters)
  }

  /// The normal interval, kept between 0 and 1.
  var interval: ClosedRange<Double>? {
    guard let area, let standardError else { return nil }
    let reach = ScoreSeparation.twoSided95 * standardError
    return max(0, area - reach)...min(1, area + reach)
  }

  private static let twoSided95 = 1.959963984540054

  /// Of an observation with the outcome the share of those without that score lower; of one without
  /// the share of those with it that score higher.
  private static func placements(_ scores: [Double], _ isOutcome: [Bool]) -> [Double] {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let with = isOutcome.count { $0 }
    let without = isOutcome.count - with
    var placements = [Double](repeating: 0, count: scores.count)
    // How many of each kind score lower than those looked at.
    var lower = (with: 0, without: 0)
    var start = 0
    while start < order.count {
      var end = start
      var same = (with: 0, without: 0)
      while end < order.count, scores[order[end]] == scores[order[start]] {
        if isOutcome[order[end]] { same.with += 1 } else { same.without += 1 }
        end += 1
      }
      for place in order[start..<end] {
        placements[place] =
          isOutcome[place]
          ? (Double(lower.without) + Double(same.without) / 2) / Double(without)
          : (Double(with - lower.with - same.with) + Double(same.with) / 2) / Double(with)
      }
      lower.with += same.with
      lower.without += same.without
      start = end
    }
    return placements
  }

  /// Of each cluster, how far its placements lie from what the area would have them be.
  private struct Deviation {
    var with = 0.0
    var without = 0.0
    var countWith = 0
    var countWithout = 0
  }

  private static func standardError(
    _ area: Double, _ placements: [Double], _ isOutcome: [Bool], _ clusters: [UInt32]
  ) -> Double? {
    var deviations: [UInt32: Deviation] = [:]
    for place in placements.indices {
      let deviation = placements[place] - area
      if isOutcome[place] {
        deviations[clusters[place], default: Deviation()].with += deviation
        deviations[clusters[place], default: Deviation()].countWith += 1
      } else {
        deviations[clusters[place], default: Deviation()].without += deviation
        deviations[clusters[place], default: Deviation()].countWithout += 1
      }
    }
    var (squaresWith, squaresWithout, products) = (
      CompensatedSum(), CompensatedSum(), CompensatedSum()
    )
    // In the order of the accounts, so that the sums are the same each time.
    for (_, deviation) in deviations.sorted(by: { $0.key < $1.key }) {
      squaresWith.add(deviation.with * deviation.with)
      squaresWithout.add(deviation.without * deviation.without)
      products.add(deviation.with * deviation.without)
    }
    let all = Double(deviations.count)
    let having = Double(deviations.values.count { $0.countWith > 0 })
    let lacking = Double(deviations.values.count { $0.countWithout > 0 })
    guard having > 1, lacking > 1 else { return nil }
    let with = Double(isOutcome.count { $0 })
    let without = Double(isOutcome.count) - with
    let variance =
      having / (having - 1) * squaresWith.value / (with * with)
      + lacking / (lacking - 1) * squaresWithout.value / (without * without)
      + 2 * all / (all - 1) * products.value / (with * without)
    return max(0, variance).squareRoot()
  }
}
