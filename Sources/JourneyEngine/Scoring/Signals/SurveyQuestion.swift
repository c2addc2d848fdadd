/// A question with a scale, and which answers are praise and which are negative.
package enum SurveyQuestion: String, Sendable, CaseIterable {
  case nps, csat, ces, stars

  /// Attributes that hold the answer on an event of any kind.
  package var attributes: [String] {
    switch self {
    case .nps: ["nps_score", "nps"]
    case .csat: ["csat_score", "csat", "satisfaction_score"]
    case .ces: ["ces_score", "ces"]
    case .stars: ["stars", "star_rating", "review_score"]
    }
  }

  /// Attributes that hold it on an event whose kind names the question, where their meaning is
  /// plain: `score` of a kind `nps`, `rating` of a review.
  package var attributesOfItsKind: [String] {
    switch self {
    case .stars: attributes + ["rating", "score"]
    default: ["score"] + attributes + ["rating"]
    }
  }

  /// Whether an answer is praise or negative, or neither. An answer off the scale says nothing: it
  /// is on another one.
  package func signal(of answer: Double) -> Signal? {
    switch self {
    case .nps:
      (0...6).contains(answer) ? .negative : (9...10).contains(answer) ? .praise : nil
    case .csat:
      (1...2).contains(answer) ? .negative : answer == 5 ? .praise : nil
    case .ces:
      (1...3).contains(answer) ? .negative : (6...7).contains(answer) ? .praise : nil
    case .stars:
      (1...2).contains(answer) ? .negative : (4...5).contains(answer) ? .praise : nil
    }
  }
}
