internal import QueryLanguage

/// `why jfi of "Acme Ltd"`: one row for each event and each level that adds to a score; the
/// contributions sum to it. What has faded to nothing is told together.
struct WhyScoreAnalysis: JourneyAnalysis {
  let score: ScoreColumn
  let namesAccounts: Bool

  var keys: [String] { (namesAccounts ? ["account"] : []) + ["component"] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : [])
      + ContributionTeller.columns
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let bound = try score.bound(input.cancellation)
    let teller = ContributionTeller(bound)
    let order = input.accounts.indices.sorted { (input.groups[$0], $0) < (input.groups[$1], $1) }
    for index in order {
      try input.checkCancellation()
      let account = Int(input.accounts[index])
      let breakdown = ScoreBreakdown(bound, account: account)
      let name: [Value] = namesAccounts ? [teller.names.name(ofAccount: account)] : []
      for part in breakdown.parts.indices.sorted(by: {
        (breakdown.parts[$1].contribution, $0) < (breakdown.parts[$0].contribution, $1)
      }) {
        for row in teller.rows(breakdown, part, account) {
          output.append(group: input.groups[index], name + row)
        }
      }
      if input.accounts.count == 1 { output.notes += notes(breakdown, account, bound) }
    }
    return output
  }

  private func notes(_ breakdown: ScoreBreakdown, _ account: Int, _ bound: BoundScore) -> [String] {
    let name = bound.model.name
    guard let score = breakdown.score else {
      return [WhyScoreAnalysis.unknown(name, breakdown, hasBegun: bound.sheet.hasBegun[account])]
    }
    var words = "\(name) is \(PlainText.tenths(score))"
    if breakdown.coverage < 1 - 1e-9 {
      let missing = breakdown.parts.filter { $0.earned == nil && $0.weight > 0 }.map(\.name)
      words +=
        ", from \(WhyScoreAnalysis.percent(breakdown.coverage)) of its weight: nothing tells of "
        + missing.joined(separator: ", ")
    }
    return [words] + (outlook(breakdown, bound.model).map { [$0] } ?? [])
  }

  static func unknown(_ name: String, _ breakdown: ScoreBreakdown, hasBegun: Bool) -> String {
    hasBegun
      ? "\(name) is unknown: the data tells \(percent(breakdown.coverage)) of what it is made of, "
        + "and half is needed"
      : "\(name) is unknown: nothing has happened to this account yet"
  }

  static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  /// What would lower a score of friction most, or raise momentum most: the components that add
  /// most, or have most left to add. Of another score nobody knows what is wanted.
  private func outlook(_ breakdown: ScoreBreakdown, _ model: ScoreModel) -> String? {
    let end = ScoreModel.badEnd(ofScore: model.name)
    let observed = breakdown.parts.filter { $0.earned != nil }
    let whole = observed.reduce(0) { $0 + $1.weight }
    let moves = observed.map { part in
      (
        name: part.name,
        points: end == .low
          ? 100 * part.weight * (1 - (part.earned ?? 0)) / whole : part.contribution
      )
    }
    let most = moves.filter { $0.points >= 0.5 }.sorted { $0.points > $1.points }.prefix(2)
    guard !most.isEmpty else { return nil }
    let sign = end == .high ? "-" : end == .low ? "+" : ""
    let words = most.map { "\($0.name) (\(sign)\(PlainText.tenths($0.points)))" }
      .joined(separator: ", then ")
    return switch end {
    case .high: "it would fall most without \(words)"
    case .low: "it has most to gain from \(words)"
    case nil: "most of it is \(words)"
    }
  }
}
