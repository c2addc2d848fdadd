internal import QueryLanguage

/// The scores that every workspace has until it says otherwise (SEMANTICS, Scores), as a workspace
/// would define them.
package enum StandardScores {
  private static let text = """
    define jfi
      tickets: sum of points of ticket weight 30 half-life 21 days half-point 3
      `negative sentiment`: sum of points of negative weight 25 half-life 45 days half-point 2
      `feature gap`: level of feature_gap from 0 to 1 weight 25
      `stage delay`: level of dwell from p50 to p90 weight 20

    define momentum
      adoption: sum of points of adoption weight 30 half-life 30 days half-point 4
      `forward moves`: sum of points of forward weight 25 half-life 60 days half-point 1
      praise: sum of points of praise weight 20 half-life 45 days half-point 2
      renewal: sum of points of renewal weight 15 half-life 180 days half-point 1
      referral: sum of points of referral weight 10 half-life 90 days half-point 1

    define advocacy
      referral: sum of points of referral weight 30 half-life 365 days half-point 1
      review: sum of points of review weight 25 half-life 365 days half-point 1
      `case study`: sum of points of case_study weight 25 half-life 365 days half-point 1
      talk: sum of points of talk weight 20 half-life 365 days half-point 1
    """

  package static let definitions: [Definitions.Entry] = Parser.parse(text).statements.compactMap {
    guard case .define(let name, let definition) = $0.kind else { return nil }
    return Definitions.Entry(name: name, definition: definition)
  }

  static let models: [ScoreModel] = definitions.compactMap { ScoreModel($0, .orbits) }
}
