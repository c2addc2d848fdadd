/// `why jfi of "Acme Ltd"`: one row for each event and each level that adds to a score; the
/// contributions sum to it.
struct WhyScoreAnalysis: JourneyAnalysis {
  let model: ScoreModel
  let namesAccounts: Bool

  var keys: [String] { (namesAccounts ? ["account"] : []) + ["component"] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : []) + [
      AnalysisColumn("component", .text, style: .band),
      AnalysisColumn("contribution", .number, style: .addend),
      AnalysisColumn("kind", .text, style: .remark),
      AnalysisColumn("at", .instant, style: .remark),
      AnalysisColumn("amount", .number, style: .remark),
      AnalysisColumn("what", .text, style: .remark),
    ]
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let sheet = try input.relations.scores.sheet(input.cancellation)
    let teller = ContributionTeller(sheet)
    let order = input.accounts.indices.sorted { (input.groups[$0], $0) < (input.groups[$1], $1) }
    for index in order {
      try input.checkCancellation()
      let account = Int(input.accounts[index])
      let breakdown = ScoreBreakdown(model, account: account, sheet)
      let name: [Value] = namesAccounts ? [teller.names.name(ofAccount: account)] : []
      for part in breakdown.parts.indices.sorted(by: {
        (breakdown.parts[$1].contribution, $0) < (breakdown.parts[$0].contribution, $1)
      }) {
        for row in teller.rows(breakdown, part, model.components[part], account) {
          output.append(group: input.groups[index], name + row)
        }
      }
      if input.accounts.count == 1 { output.notes += notes(breakdown, account, sheet) }
    }
    return output
  }

  private func notes(_ breakdown: ScoreBreakdown, _ account: Int, _ sheet: ScoreSheet) -> [String] {
    let share = "\(Int((100 * breakdown.coverage).rounded())) %"
    guard let score = breakdown.score else {
      return [
        sheet.hasBegun[account]
          ? "\(model.name) is unknown: the data tells \(share) of what it is made of, and half is needed"
          : "\(model.name) is unknown: nothing has happened to this account yet"
      ]
    }
    var words = "\(model.name) is \(ContributionTeller.rounded(score))"
    if breakdown.coverage < 1 - 1e-9 {
      let missing = breakdown.parts.filter { $0.earned == nil }.map(\.name)
      words += ", from \(share) of its weight: nothing tells of \(missing.joined(separator: ", "))"
    }
    return [words]
  }
}

/// Puts contributions into rows.
struct ContributionTeller {
  let names: TimelineTeller
  private let sheet: ScoreSheet
  private let words: EventWords?
  private let kinds: Column?

  init(_ sheet: ScoreSheet) {
    self.sheet = sheet
    let snapshot = sheet.snapshot
    names = TimelineTeller(snapshot, SignalDictionary())
    words = snapshot.events.map {
      EventWords($0.table, besides: ["account", "at", "kind"], zone: snapshot.zone)
    }
    kinds = snapshot.events?.table.column("kind")
  }

  /// One for each event, one for a level, and one that says that there is nothing.
  func rows(
    _ breakdown: ScoreBreakdown, _ place: Int, _ component: ScoreComponentModel, _ account: Int
  ) -> [[Value]] {
    let part = breakdown.parts[place]
    let isScored = breakdown.score != nil
    func row(
      _ contribution: Double?, kind: Value = .unknown, at: Value = .unknown, amount: Double? = nil,
      _ what: String?
    ) -> [Value] {
      [
        .text(part.name), contribution.map(Value.number) ?? .unknown, kind, at,
        amount.map(Value.number) ?? .unknown, what.map(Value.text) ?? .unknown,
      ]
    }
    guard let earned = part.earned else { return [row(nil, absence(component, account))] }
    let contribution = isScored ? part.contribution : nil
    switch component.source {
    case .level(let source):
      return [row(contribution, amount: earned, level(source, account))]
    case .events(let source, _):
      if part.events.isEmpty { return [row(contribution, "nothing yet")] }
      return part.events.map { event in
        let (kind, what) = happening(event, source)
        return row(
          isScored ? event.contribution : nil, kind: kind, at: .instant(event.time),
          amount: event.amount, what)
      }
    }
  }

  private func happening(
    _ event: ScoreBreakdown.Event, _ source: ScoreComponentModel.EventSource
  ) -> (Value, String?) {
    switch source {
    case .signal: return (kinds?[event.place] ?? .unknown, words?.words(event.place))
    case .forwardMoves:
      let stage = sheet.snapshot.visits.map { $0.sojourns.stages[event.place] }
      return (.text("entered"), stage.map { sheet.snapshot.stageModel.names[Int($0)] })
    }
  }

  private func absence(_ component: ScoreComponentModel, _ account: Int) -> String {
    switch component.source {
    case .events(.signal(let signal), _): return "no kind of event tells of \(signal.rawValue)"
    case .events(.forwardMoves, _): return "the data has no stage history"
    case .level(let source):
      if sheet.levels(source) != nil { return "the account is in no stage" }
      return source == .featureGap
        ? "no event tells which feature was used" : "the data has no stage history"
    }
  }

  private func level(_ source: ScoreComponentModel.LevelSource, _ account: Int) -> String? {
    guard let stay = sheet.standing.stays[account] else { return nil }
    let stage = Int(stay.stage)
    let name = sheet.snapshot.stageModel.names[stage]
    switch source {
    case .featureGap:
      guard let gap = sheet.gap, let usual = gap.usual[stage] else { return nil }
      return "\(PlainText.counted(gap.used[account], "feature")) used in 30 days; "
        + "\(ContributionTeller.rounded(usual)) are usual in \(name)"
    case .stageDelay:
      guard let delay = sheet.delay, let range = delay.ranges[stage] else { return nil }
      return
        "\(PlainText.length(stay.dwell)) in \(name); half stay \(PlainText.length(range.low)), "
        + "one in ten \(PlainText.length(range.high)) or more"
    }
  }

  /// With one decimal.
  static func rounded(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
