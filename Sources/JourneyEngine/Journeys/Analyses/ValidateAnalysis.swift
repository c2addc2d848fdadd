internal import QueryLanguage

/// `validate jfi of accounts against churned 90 days ahead during 2025`: how well a score foretold
/// an outcome. The first row is of all observations, the others of tenths of them by their score.
struct ValidateAnalysis: JourneyAnalysis {
  let score: String
  let outcome: ValidationOutcome
  /// As it is written: `churned`.
  let outcomeWord: String
  let lead: LeadTime
  let period: SentenceTime.Interval?
  /// From where on the score counts as high.
  let threshold: Double
  /// Set for scores that warn when they are low.
  let warnsWhenLow: Bool
  /// Set where today's conditions choose whom it is about.
  let isOfSome: Bool

  static let ownClauses: Set<ClauseWord> = [.against, .ahead]
  let keys = ["decile"]

  let columns = [
    AnalysisColumn("score", .text, style: .band), AnalysisColumn("decile", .text),
    AnalysisColumn("from", .number), AnalysisColumn("to", .number),
    AnalysisColumn("n", .integer), AnalysisColumn("outcomes", .integer),
    AnalysisColumn("rate", .number, style: .share),
    AnalysisColumn("auc", .number, style: .remark),
    AnalysisColumn("auc_low", .number, style: .remark),
    AnalysisColumn("auc_high", .number, style: .remark),
    AnalysisColumn("threshold", .number, style: .remark),
    AnalysisColumn("precision", .number, style: .share),
    AnalysisColumn("recall", .number, style: .share),
    AnalysisColumn("lead_days", .number, style: .remark),
  ]

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let past = try PastScores(score, input.relations, input.cancellation)
    let panel = try ValidationPanel(input, past, outcome, lead, period)
    var places = [[Int]](repeating: [], count: input.groupCount)
    for place in panel.scores.indices { places[Int(panel.groups[place])].append(place) }
    var isTurned = false
    for group in places.indices {
      try input.checkCancellation()
      if places[group].isEmpty, input.groupCount > 1 { continue }
      let sample = ValidationSample(panel, places[group])
      isTurned = isTurned || (sample.separation.area ?? 1) < 0.5
      output.append(group: UInt32(group), cells("all", sample.all) + measures(sample))
      for (tenth, part) in sample.tenths where part.count > 0 {
        let blank = [Value](repeating: .unknown, count: 7)
        output.append(group: UInt32(group), cells("\(tenth)", part) + blank)
      }
    }
    output.notes = notes(panel, input.snapshot) + panel.notes
    if isTurned { output.notes.append("auc below 0.5: low \(score) went before \(outcomeWord)") }
    return output
  }

  private func cells(_ name: String, _ part: ValidationSample.Part) -> [Value] {
    [
      .text(score), .text(name), part.from.map(Value.number) ?? .unknown,
      part.to.map(Value.number) ?? .unknown, .integer(Int64(part.count)),
      .integer(Int64(part.outcomes)), part.rate.map(Value.number) ?? .unknown,
    ]
  }

  private func measures(_ sample: ValidationSample) -> [Value] {
    let warnings = sample.warnings { warnsWhenLow ? $0 < threshold : $0 >= threshold }
    return [
      sample.separation.area, sample.separation.interval?.lowerBound,
      sample.separation.interval?.upperBound, threshold, warnings.precision, warnings.recall,
      lead.days,
    ].map { $0.map(Value.number) ?? .unknown }
  }

  private func notes(_ panel: ValidationPanel, _ snapshot: Snapshot) -> [String] {
    func day(_ instant: Int64) -> String {
      CivilDate(dayNumber: snapshot.zone.dayNumber(of: instant)).description
    }
    var notes: [String] = []
    if let first = panel.instants.first, let last = panel.instants.last {
      let months = PlainText.counted(
        panel.instants.count, "beginning of a month", "beginnings of months")
      notes.append(
        "\(score) at \(months), \(day(first)) to \(day(last)); \(outcomeWord) within \(lead.words) "
          + "after each")
      let met = Set(
        panel.accounts.indices.lazy.filter { panel.isOutcome[$0] }.map {
          panel.accounts[$0]
        })
      notes.append(
        "n counts an account at every such beginning: \(PlainText.count(Set(panel.accounts).count)) "
          + "accounts, of which \(PlainText.count(met.count)) \(outcomeWord)")
      let warning = PlainText.tenths(threshold)
      notes.append(
        "auc: how often \(score) is higher before \(outcomeWord), by chance 0.5; its interval takes "
          + "the months of an account together")
      notes.append(
        "precision, recall: \(score) \(warnsWhenLow ? "below \(warning)" : "of \(warning) or more") "
          + "taken as a warning")
    } else if panel.openInstants == 0 {
      notes.append("no month begins there by now")
    }
    if panel.openInstants > 0 {
      let months = PlainText.counted(
        panel.openInstants, "beginning of a month", "beginnings of months")
      notes.append("left out: \(months) whose \(lead.words) are not over")
    }
    if panel.withoutScore > 0 {
      notes.append("left out: \(PlainText.count(panel.withoutScore)) without \(score)")
    }
    if panel.undecided > 0 {
      notes.append(
        "left out: \(PlainText.count(panel.undecided)) of accounts whose loss has no date")
    }
    if isOfSome, !panel.instants.isEmpty {
      notes.append("who is meant is decided as of now: what came later chooses them")
    }
    return notes
  }
}

/// The observations of one group.
struct ValidationSample {
  struct Part {
    private(set) var count = 0
    private(set) var outcomes = 0
    private(set) var from: Double?
    private(set) var to: Double?

    mutating func add(_ score: Double, _ isOutcome: Bool) {
      count += 1
      outcomes += isOutcome ? 1 : 0
      from = min(from ?? score, score)
      to = max(to ?? score, score)
    }

    var rate: Double? { count > 0 ? Double(outcomes) / Double(count) : nil }
  }

  private(set) var all = Part()
  /// From the lowest scores to the highest. Equal scores are in the same one.
  private(set) var tenths: [(number: Int, part: Part)]
  let separation: ScoreSeparation
  private let scores: [Double]
  private let isOutcome: [Bool]

  init(_ panel: ValidationPanel, _ places: [Int]) {
    let scores = places.map { panel.scores[$0] }
    let isOutcome = places.map { panel.isOutcome[$0] }
    (self.scores, self.isOutcome) = (scores, isOutcome)
    separation = ScoreSeparation(
      scores, isOutcome, clusters: places.map { panel.accounts[$0] })
    tenths = (1...10).map { ($0, Part()) }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      // Where the middle one of them stands.
      let tenth = (start + end - 1) * 10 / (2 * order.count)
      for place in order[start..<end] {
        tenths[tenth].part.add(scores[place], isOutcome[place])
        all.add(scores[place], isOutcome[place])
      }
      start = end
    }
  }

  /// How many of the warned had the outcome, and how many with the outcome were warned.
  func warnings(_ isWarning: (Double) -> Bool) -> (precision: Double?, recall: Double?) {
    let warned = scores.indices.filter { isWarning(scores[$0]) }
    let hits = Double(warned.count { isOutcome[$0] })
    return (
      warned.isEmpty ? nil : hits / Double(warned.count),
      all.outcomes > 0 ? hits / Double(all.outcomes) : nil
    )
  }
}
