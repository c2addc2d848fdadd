internal import QueryLanguage

/// `handoffs of accounts by partner`: who passed accounts on to whom, how long they lay between,
/// and whether it came to what it was for.
struct HandoffsAnalysis: JourneyAnalysis {
  let data: JourneyData
  let departments: Departments
  let period: SentenceTime.Interval?
  /// What is to follow a hand-off into the stage in which accounts become customers; nil where the
  /// data has no such event, and then it is the next forward move as everywhere else.
  let success: BoundMatcher?

  let keys = ["from", "to"]

  let columns = [
    AnalysisColumn("from", .text, style: .band), AnalysisColumn("to", .text),
    AnalysisColumn("accounts", .integer), AnalysisColumn("median_gap_days", .number),
    AnalysisColumn("p90_gap_days", .number), AnalysisColumn("succeeded", .number, style: .share),
  ]

  private struct Pair: Hashable {
    var group: UInt32
    var from: UInt32
    var to: UInt32
  }

  private struct Tally {
    var accounts = 0
    var lastAccount: UInt32?
    var gaps: [Double] = []
    var (succeeded, failed) = (0, 0)

    mutating func add(_ handoff: Handoff, _ account: UInt32, _ success: Bool?) {
      if lastAccount != account { accounts += 1 }
      lastAccount = account
      if let gap = handoff.gap { gaps.append(Double(gap) / Double(microsecondsPerDay)) }
      if let success { if success { succeeded += 1 } else { failed += 1 } }
    }
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    guard let visits = CountedSojourns(input.snapshot) else { return output }
    let log = input.snapshot.events
    let finder = HandoffFinder(departments, visits.sojourns, log)
    let judge = HandoffSuccess(
      visits: visits, customerStage: input.snapshot.stageModel.customerStage.map(UInt32.init),
      lastStage: visits.sojourns.lostCode - 1, events: try successes(log, input, &output.notes))
    var tallies: [Pair: Tally] = [:]
    var (count, open, unmoved) = (0, 0, 0)
    for (index, account) in input.accounts.enumerated() {
      if index & 0xFFFF == 0 { try input.checkCancellation() }
      let changes = finder.changes(ofAccount: Int(account))
      let verdicts = changes.isEmpty ? nil : judge.verdicts(ofAccount: Int(account))
      for (at, handoff) in changes {
        guard period?.contains(at) != false else { continue }
        guard let handoff else {
          unmoved += 1
          continue
        }
        let pair = Pair(group: input.groups[index], from: handoff.from, to: handoff.to)
        let success = verdicts.flatMap {
          judge.hasSucceeded(handoff, account: Int(account), $0)
        }
        count += 1
        if success == nil { open += 1 }
        tallies[pair, default: Tally()].add(handoff, account, success)
      }
    }
    append(tallies, to: &output)
    output.notes += notes(input, judge, count, open: open, unmoved: unmoved)
    return output
  }

  /// Those that move the most accounts first, of a giver together.
  private func append(_ tallies: [Pair: Tally], to output: inout AnalysisOutput) {
    var givers: [Pair: Int] = [:]
    for (pair, tally) in tallies {
      givers[Pair(group: pair.group, from: pair.from, to: 0), default: 0] += tally.accounts
    }
    func given(_ pair: Pair) -> Int {
      givers[Pair(group: pair.group, from: pair.from, to: 0)] ?? 0
    }
    let rows = tallies.sorted { one, other in
      if one.key.group != other.key.group { return one.key.group < other.key.group }
      let (a, b) = (given(one.key), given(other.key))
      if a != b { return a > b }
      if one.key.from != other.key.from { return one.key.from < other.key.from }
      if one.value.accounts != other.value.accounts {
        return one.value.accounts > other.value.accounts
      }
      return one.key.to < other.key.to
    }
    for (pair, tally) in rows {
      var gaps = tally.gaps
      let decided = tally.succeeded + tally.failed
      output.append(
        group: pair.group,
        [
          .text(departments.name(pair.from)), .text(departments.name(pair.to)),
          .integer(Int64(tally.accounts)),
          Quantile.linear(&gaps, 0.5).map { .number($0) } ?? .unknown,
          Quantile.linear(&gaps, 0.9).map { .number($0) } ?? .unknown,
          decided > 0 ? .number(Double(tally.succeeded) / Double(decided)) : .unknown,
        ])
    }
  }

  private func successes(
    _ log: EventLog?, _ input: AnalysisInput, _ notes: inout [String]
  ) throws(QueryFailure) -> MatchedTimes? {
    guard let success else { return nil }
    let matched = try MatchedEvents([success], in: data, input.cancellation)
    notes += matched.notes
    return MatchedTimes(matched, log)
  }

  private func notes(
    _ input: AnalysisInput, _ judge: HandoffSuccess, _ count: Int, open: Int, unmoved: Int
  ) -> [String] {
    let stages = input.snapshot.stageModel.names
    var notes = [departments.note(stages)]
    if let success, let stage = judge.customerStage {
      notes.append(
        "succeeded: \(success.words) after \(stages[Int(stage)]) is entered, elsewhere the next "
          + "move is forward")
    } else {
      notes.append("succeeded: the next move is forward")
    }
    if open > 0 {
      notes.append(
        "\(PlainText.count(open)) of \(PlainText.counted(count, "hand-off")) still open or in the "
          + "last stage: not in `succeeded`")
    }
    if unmoved > 0 {
      notes.append(
        "\(PlainText.counted(unmoved, "change")) of stage that no other department has answered")
    }
    return notes
  }
}
