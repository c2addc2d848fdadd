/// `why drifting of "Acme Ltd"`: what an account's state is judged by: how long it has been in its
/// stage, and for how long nothing has moved it, each beside what is usual there.
struct WhyDriftingAnalysis: JourneyAnalysis {
  let namesAccounts: Bool

  var keys: [String] { (namesAccounts ? ["account"] : []) + ["component"] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : []) + [
      AnalysisColumn("component", .text), AnalysisColumn("amount", .duration),
      AnalysisColumn("threshold", .duration), AnalysisColumn("exceeded", .boolean),
      AnalysisColumn("what", .text, style: .remark),
    ]
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let model = try input.relations.drift.model(input.cancellation)
    let names = TimelineTeller(input.snapshot, nil)
    let order = input.accounts.indices.sorted { (input.groups[$0], $0) < (input.groups[$1], $1) }
    for index in order {
      try input.checkCancellation()
      let account = Int(input.accounts[index])
      let name: [Value] = namesAccounts ? [names.name(ofAccount: account)] : []
      for row in WhyDriftingAnalysis.rows(model, account) {
        output.append(group: input.groups[index], name + row)
      }
      if input.accounts.count == 1 {
        output.notes.append(WhyDriftingAnalysis.verdict(model, account))
      }
    }
    return output
  }

  private static func rows(_ model: DriftModel, _ account: Int) -> [[Value]] {
    guard let thresholds = model.thresholds(ofAccount: account),
      let dwell = model.dwells[account]
    else { return [] }
    let stage = model.stageModel.names[Int(thresholds.stage)]
    let source =
      switch thresholds.source {
      case .limit: "the configured limit: only \(thresholds.exits) have left \(stage)"
      case .all: "three in four have left \(stage) by then"
      case .segment: "three in four of its segment have left \(stage) by then"
      }
    let silence = model.silences[account]
    let gap =
      thresholds.gapP90.map {
        "nine in ten gaps between forward signals in \(stage) are "
          + "no longer than \(PlainText.length($0))"
      } ?? "the shortest silence that counts"
    return [
      [
        .text("dwell"), .duration(dwell), thresholds.p75.map(Value.duration) ?? .unknown,
        .boolean(thresholds.isLong(dwell)),
        .text(thresholds.p75 == nil ? "fewer than three in four have left \(stage) yet" : source),
      ],
      [
        .text("silence"), silence.map(Value.duration) ?? .unknown, .duration(thresholds.silence),
        .boolean(silence.map { $0 >= thresholds.silence } ?? true),
        .text(silence == nil ? "nothing has ever moved it forward" : gap),
      ],
    ]
  }

  private static func verdict(_ model: DriftModel, _ account: Int) -> String {
    if model.stages[account] == model.lastStage, model.states[account] != .lost {
      let stage = model.stageModel.names[Int(model.lastStage)]
      return "\(stage) is the last stage: from there is nowhere to drift"
    }
    return switch model.states[account] {
    case .unknown: "its state is unknown: no stage is known of it"
    case .lost: "it is lost, which is no drifting"
    case .drifting: "drifting: longer in its stage than is usual, and silent"
    case .slow: "slow: long in its stage, but something still moves it"
    case .quiet: "quiet: silent, but not long in its stage yet"
    case .moving: "moving: neither long in its stage nor silent"
    }
  }
}
