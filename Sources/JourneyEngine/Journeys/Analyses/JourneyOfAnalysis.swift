/// `journey of "Acme Ltd"`: everything that happened, one row after the other.
struct JourneyOfAnalysis: JourneyAnalysis {
  let period: SentenceTime.Interval?
  /// Whether several accounts are told, each by its name.
  let namesAccounts: Bool
  let dictionary: SignalDictionary

  var keys: [String] { namesAccounts ? ["account"] : [] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : []) + [
      AnalysisColumn("at", .instant, style: .minute), AnalysisColumn("day", .integer),
      AnalysisColumn("stage", .text, style: .band), AnalysisColumn("kind", .text),
      AnalysisColumn("what", .text, style: .remark),
      AnalysisColumn("signal", .text, style: .remark),
    ]
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let teller = TimelineTeller(input.snapshot, dictionary)
    let stages = input.snapshot.stageModel.names + ["lost"]
    // The groups of `by` stand together.
    let order = input.accounts.indices.sorted {
      (input.groups[$0], $0) < (input.groups[$1], $1)
    }
    var silent = 0
    var journeys: [ToldJourney] = []
    for index in order {
      try input.checkCancellation()
      let account = Int(input.accounts[index])
      let timeline = Timeline(account: account, input.snapshot)
      if timeline.happenings.isEmpty { silent += 1 }
      let start = teller.start(ofAccount: account) ?? timeline.happenings.first?.at ?? 0
      let name = teller.name(ofAccount: account)
      let first = output.rowCount
      for (place, happening) in timeline.happenings.enumerated() {
        if place & 0xFFFF == 0 { try input.checkCancellation() }
        guard period?.contains(happening.at) != false else { continue }
        let told = teller.tell(happening, in: timeline, at: place)
        output.append(
          group: input.groups[index],
          (namesAccounts ? [name] : []) + [
            .instant(happening.at), .integer(floorDivide(happening.at - start, microsecondsPerDay)),
            happening.stage.map { .text(stages[Int($0)]) } ?? .unknown, .text(told.kind),
            told.what.map { .text($0) } ?? .unknown, told.signal.map { .text($0) } ?? .unknown,
          ])
      }
      journeys.append(
        told(
          timeline, of: PlainText.of(name), rows: first..<output.rowCount, input.snapshot, stages))
    }
    output.notes = notes(input, teller, silent)
    output.journeys = journeys
    return output
  }

  /// The journey as far as the period lets it be told.
  private func told(
    _ timeline: Timeline, of name: String, rows: Range<Int>, _ snapshot: Snapshot,
    _ stages: [String]
  ) -> ToldJourney {
    let lost = UInt32(stages.count - 1)
    let last = timeline.happenings.last?.at ?? snapshot.now
    let isOver = timeline.changes.last?.stage == lost
    var start = timeline.happenings.first?.at ?? snapshot.now
    var end = isOver ? last : max(last, snapshot.now)
    let ends = timeline.changes.dropFirst().map(\.at) + [end]
    if let period {
      start = max(start, period.start ?? start)
      end = max(start, min(end, period.end ?? end))
    }
    let bands = zip(timeline.changes, ends).compactMap { change, until -> ToldJourney.Band? in
      guard change.at < start ? until > start : change.at <= end else { return nil }
      return ToldJourney.Band(
        stage: change.stage.map { stages[Int($0)] }, isLost: change.stage == lost,
        from: max(change.at, start), to: max(change.at, start, min(until, end)),
        length: until - change.at)
    }
    return ToldJourney(name: name, start: start, end: end, bands: bands, rows: rows)
  }

  private func notes(
    _ input: AnalysisInput, _ teller: TimelineTeller, _ silent: Int
  ) -> [String] {
    var notes: [String] = []
    if input.accounts.count == 1, let account = input.accounts.first {
      if let standing = teller.standing(ofAccount: Int(account)) { notes.append(standing) }
    } else if !namesAccounts, input.accounts.count > 1 {
      notes.append(
        "\(PlainText.count(input.accounts.count)) accounts have this name, one told after the "
          + "other; ask for one by its id")
    }
    if silent > 0 {
      notes.append(
        input.accounts.count == 1
          ? "nothing is known to have happened to it: no events, no stages"
          : "nothing is known to have happened to \(PlainText.counted(silent, "account"))")
    }
    return notes
  }
}
