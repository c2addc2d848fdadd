/// `journey of "Acme Ltd"`: everything that happened, one row after the other.
struct JourneyOfAnalysis: JourneyAnalysis {
  let period: SentenceTime.Interval?
  /// Whether several accounts are told, each by its name.
  let namesAccounts: Bool

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
    let teller = TimelineTeller(
      input.snapshot, try input.relations.feeds.meanings?.value(input.cancellation))
    let stages = input.snapshot.stageModel.names + ["lost"]
    // The groups of `by` stand together.
    let order = input.accounts.indices.sorted {
      (input.groups[$0], $0) < (input.groups[$1], $1)
    }
    var silent = 0
    var journeys: [ToldJourney] = []
    var idle: (count: Int, first: Timeline?) = (0, nil)
    for index in order {
      try input.checkCancellation()
      let account = Int(input.accounts[index])
      let timeline = Timeline(account: account, input.snapshot)
      if timeline.happenings.isEmpty { silent += 1 }
      let start = teller.start(ofAccount: account) ?? timeline.happenings.first?.at ?? 0
      let name = teller.name(ofAccount: account)
      let first = output.rowCount
      var kinds: [ToldJourney.RowKind] = []
      for (place, happening) in timeline.happenings.enumerated() {
        if place & 0xFFFF == 0 { try input.checkCancellation() }
        guard isMeant(happening) else { continue }
        let told = teller.tell(happening, in: timeline, at: place)
        kinds.append(happening.rowKind)
        output.append(
          group: input.groups[index],
          (namesAccounts ? [name] : []) + [
            .instant(happening.at), .integer(floorDivide(happening.at - start, microsecondsPerDay)),
            happening.stage.map { .text(stages[Int($0)]) } ?? .unknown, .text(told.kind),
            told.what.map { .text($0) } ?? .unknown, told.signal.map { .text($0) } ?? .unknown,
          ])
      }
      if kinds.isEmpty, !timeline.happenings.isEmpty {
        idle = (idle.count + 1, idle.first ?? timeline)
      }
      var told = told(timeline, input.snapshot, stages)
      told.name = PlainText.of(name)
      told.rows = first..<output.rowCount
      told.kinds = kinds
      journeys.append(told)
    }
    output.notes = notes(input, teller, silent) + notes(idle, of: input)
    output.journeys = journeys
    return output
  }

  /// What happened inside the period, and silences that reach into it.
  private func isMeant(_ happening: Timeline.Happening) -> Bool {
    guard let period else { return true }
    guard case .silence(let until, _) = happening.kind else {
      return period.contains(happening.at)
    }
    return period.start.map { until > $0 } != false && period.end.map { happening.at < $0 } != false
  }

  /// The journey as far as the period lets it be told.
  private func told(
    _ timeline: Timeline, _ snapshot: Snapshot, _ stages: [String]
  ) -> ToldJourney {
    let lost = UInt32(stages.count - 1)
    let last = (timeline.happenings.last?.at ?? snapshot.now) + 1
    let isOver = timeline.changes.last?.stage == lost
    var start = timeline.happenings.first?.at ?? snapshot.now
    var end = isOver ? last : max(last, snapshot.now)
    let ends = timeline.changes.dropFirst().map(\.at) + [end]
    if let period {
      start = max(start, period.start ?? start)
      end = max(start, min(end, period.end ?? end))
    }
    let bands = zip(timeline.changes, ends).compactMap { change, until -> ToldJourney.Band? in
      guard change.at < start ? until > start : change.at < end else { return nil }
      return ToldJourney.Band(
        stage: change.stage.map { stages[Int($0)] }, isLost: change.stage == lost,
        from: max(change.at, start), to: max(change.at, start, min(until, end)),
        length: until - change.at)
    }
    return ToldJourney(name: "", start: start, end: end, bands: bands, rows: 0..<0, kinds: [])
  }

  /// What to say of accounts to which nothing happened in the period.
  private func notes(
    _ idle: (count: Int, first: Timeline?), of input: AnalysisInput
  ) -> [String] {
    guard let period, let first = idle.first else { return [] }
    guard input.accounts.count == 1 else {
      return ["nothing happened \(period.words) to \(PlainText.counted(idle.count, "account"))"]
    }
    let times = first.happenings.filter { $0.rowKind != .silence }.map(\.at)
    let before = times.last { time in period.start.map { time < $0 } ?? false }
    let after = times.first { time in period.end.map { time >= $0 } ?? false }
    let (zone, words) = (input.snapshot.zone, "nothing happened \(period.words)")
    let parts = [
      before.map {
        "the last before it on \(CivilDate(dayNumber: zone.dayNumber(of: $0)).description)"
      },
      after.map { "the next on \(CivilDate(dayNumber: zone.dayNumber(of: $0)).description)" },
    ].compactMap(\.self)
    return [parts.isEmpty ? words : "\(words): \(parts.joined(separator: ", "))"]
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
