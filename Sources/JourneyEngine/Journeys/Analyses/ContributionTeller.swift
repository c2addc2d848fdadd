internal import QueryLanguage

/// Puts the contributions to a score into rows: component, contribution, kind, at, amount, what.
struct ContributionTeller {
  static let columns: [AnalysisColumn] = [
    AnalysisColumn("component", .text, style: .band),
    AnalysisColumn("contribution", .number, style: .addend),
    AnalysisColumn("kind", .text, style: .remark),
    AnalysisColumn("at", .instant, style: .minute),
    AnalysisColumn("amount", .number, style: .remark),
    AnalysisColumn("what", .text, style: .remark),
  ]

  let names: TimelineTeller
  private let bound: BoundScore
  private let words: EventWords?
  private let kinds: Column?

  /// What adds less is told together: on paper it is nothing.
  private static let least = 0.05

  init(_ bound: BoundScore) {
    self.bound = bound
    let snapshot = bound.sheet.snapshot
    names = TimelineTeller(snapshot, nil)
    words = snapshot.events.map {
      EventWords($0.table, besides: ["account", "at", "kind"], zone: snapshot.zone)
    }
    kinds = snapshot.events?.table.column("kind")
  }

  static func row(
    _ component: String, _ contribution: Double?, kind: Value = .unknown, at: Value = .unknown,
    amount: Double? = nil, _ what: String?
  ) -> [Value] {
    [
      .text(component), contribution.map(Value.number) ?? .unknown, kind, at,
      amount.map(Value.number) ?? .unknown, what.map(Value.text) ?? .unknown,
    ]
  }

  /// One for each event that counts, one for a level, and one that says that there is nothing.
  func rows(_ breakdown: ScoreBreakdown, _ place: Int, _ account: Int) -> [[Value]] {
    let part = breakdown.parts[place]
    guard let earned = part.earned else {
      return [ContributionTeller.row(part.name, nil, absence(place))]
    }
    let contribution = breakdown.score == nil ? nil : part.contribution
    switch bound.components[place] {
    case .level(let reading):
      return [
        ContributionTeller.row(
          part.name, contribution, kind: .text("level"), amount: earned, reading?.words(account))
      ]
    case .events(_, let fading):
      guard !part.events.isEmpty else {
        return [ContributionTeller.row(part.name, contribution, nothing(fading))]
      }
      return rows(part, isScored: contribution != nil, place)
    }
  }

  private func rows(_ part: ScoreBreakdown.Part, isScored: Bool, _ place: Int) -> [[Value]] {
    // They stand in the order of what they add.
    let faint = part.events.filter { $0.contribution < ContributionTeller.least }
    let told = faint.count > 1 ? Array(part.events.dropLast(faint.count)) : part.events
    var rows = told.map { event in
      let (kind, what) = happening(event, place)
      return ContributionTeller.row(
        part.name, isScored ? event.contribution : nil, kind: kind, at: .instant(event.time),
        amount: event.amount, what)
    }
    if faint.count > 1, isScored || told.isEmpty {
      var sum = CompensatedSum()
      for event in faint { sum.add(event.contribution) }
      rows.append(
        ContributionTeller.row(
          part.name, isScored ? sum.value : nil, kind: .text("earlier"),
          at: faint.map(\.time).max().map(Value.instant) ?? .unknown,
          "\(PlainText.count(faint.count)) that have faded, this the last of them"))
    }
    return rows
  }

  private func nothing(_ fading: ScoreComponentModel.Fading) -> String {
    fading.window.map { "nothing in the last \(PlainText.length($0))" } ?? "nothing yet"
  }

  private func happening(_ event: ScoreBreakdown.Event, _ place: Int) -> (Value, String?) {
    if bound.countsVisits(place) {
      let snapshot = bound.sheet.snapshot
      let stage = snapshot.visits.map { $0.sojourns.stages[event.place] }
      return (.text("entered"), stage.map { snapshot.stageModel.names[Int($0)] })
    }
    return (kinds?[event.place] ?? .unknown, words?.words(event.place))
  }

  private func absence(_ place: Int) -> String {
    if let problem = bound.problems[place] { return problem }
    switch bound.model.components[place].source {
    case .events(.signal(let signal), _): return "no kind of event tells of \(signal.rawValue)"
    case .events(.forwardMoves, _): return "the data has no stage history"
    case .events(.fact, _): return "it has not happened to anybody yet"
    case .level(let source):
      guard case .level(nil) = bound.components[place] else {
        if case .field(let value, _, _) = source {
          return "\(QueryFormatter.format(value)) is unknown here"
        }
        return "the account is in no stage"
      }
      return source == .featureGap
        ? "no event tells which feature was used" : "the data has no stage history"
    }
  }
}

extension BoundScore {
  /// Whether the places of a component's happenings are those of visits.
  func countsVisits(_ place: Int) -> Bool {
    switch model.components[place].source {
    case .events(.forwardMoves, _): true
    case .events(.fact(let fact), _):
      fact.matcher.name.text.lowercased() == ScoreModel.forwardMovesName
        || sheet.snapshot.stageModel.ordinal(of: fact.matcher.name.text) != nil
          && !isKind(fact.matcher.name.text)
    default: false
    }
  }

  private func isKind(_ name: String) -> Bool {
    guard case .codes(_, let kinds)? = sheet.snapshot.events?.table.column("kind")?.storage else {
      return false
    }
    return !kinds.codes(ofFolded: name).isEmpty
  }
}
