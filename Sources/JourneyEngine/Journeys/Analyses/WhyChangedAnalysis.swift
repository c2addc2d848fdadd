internal import QueryLanguage

/// `why jfi of "Acme Ltd" since 2026-04-01`: what the change of a score is made of: the rows sum to
/// it.
struct WhyChangedAnalysis: JourneyAnalysis {
  let score: ScoreColumn
  /// The same score at the beginning of the period.
  let earlier: ScoreColumn
  let namesAccounts: Bool
  let zone: CivilTimeZone

  var keys: [String] { (namesAccounts ? ["account"] : []) + ["component"] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : [])
      + ContributionTeller.columns
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let now = try score.bound(input.cancellation)
    let then = try earlier.bound(input.cancellation)
    let names = TimelineTeller(input.snapshot, nil)
    let order = input.accounts.indices.sorted { (input.groups[$0], $0) < (input.groups[$1], $1) }
    var unknown = 0
    for index in order {
      try input.checkCancellation()
      let account = Int(input.accounts[index])
      guard let change = ScoreChange(then, now, account: account) else {
        unknown += 1
        if input.accounts.count == 1 { output.notes += notes(then, now, account) }
        continue
      }
      let name: [Value] = namesAccounts ? [names.name(ofAccount: account)] : []
      for row in rows(change, then, now, account) {
        output.append(group: input.groups[index], name + row)
      }
      if input.accounts.count == 1 {
        output.notes.append(
          "\(score.model.name) went from \(PlainText.tenths(change.before)) to "
            + "\(PlainText.tenths(change.after)): \(signed(change.after - change.before)) since "
            + PlainText.moment(then.sheet.snapshot.now, zone))
      }
    }
    if unknown > 0, input.accounts.count > 1 {
      output.notes.append(
        "\(score.model.name) is unknown then or now for \(PlainText.counted(unknown, "account"))")
    }
    return output
  }

  private func signed(_ points: Double) -> String {
    (points >= 0.05 ? "+" : "") + PlainText.tenths(points)
  }

  private func notes(_ then: BoundScore, _ now: BoundScore, _ account: Int) -> [String] {
    [(then, "then"), (now, "now")].compactMap { bound, when in
      let breakdown = ScoreBreakdown(bound, account: account)
      guard breakdown.score == nil else { return nil }
      let words = WhyScoreAnalysis.unknown(
        score.model.name, breakdown, hasBegun: bound.sheet.hasBegun[account])
      return "\(when), \(words)"
    }
  }

  /// The largest change first.
  private func rows(
    _ change: ScoreChange, _ then: BoundScore, _ now: BoundScore, _ account: Int
  ) -> [[Value]] {
    let parts = change.parts.filter { $0.points != 0 || $0.count > 0 }
      .sorted { abs($0.points) > abs($1.points) }
    var rows = parts.map { part in
      ContributionTeller.row(
        score.model.components[part.component].name, part.points, kind: .text(part.step.rawValue),
        amount: part.step == .new ? Double(part.count) : nil, words(part, then, now, account))
    }
    if abs(change.weights) > 1e-9 {
      rows.append(
        ContributionTeller.row(
          "weights and coverage", change.weights, kind: .text("weights"),
          "what counts in its stage, and what can be observed, is not what it was"))
    }
    return rows
  }

  private func words(
    _ part: ScoreChange.Part, _ then: BoundScore, _ now: BoundScore, _ account: Int
  ) -> String? {
    switch part.step {
    case .decay: return "what happened before has faded"
    case .new: return "\(PlainText.count(part.count)) new"
    case .level:
      guard case .level(let old?) = then.components[part.component],
        case .level(let new?) = now.components[part.component]
      else { return nil }
      return [old.words(account).map { "then \($0)" }, new.words(account).map { "now \($0)" }]
        .compactMap(\.self).joined(separator: "; ")
    }
  }
}
