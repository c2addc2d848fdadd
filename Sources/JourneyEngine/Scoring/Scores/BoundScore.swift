internal import QueryLanguage

/// A score whose components are found in the data of a snapshot.
struct BoundScore: Sendable {
  enum Component: Sendable {
    /// nil: the feed does not exist before now.
    case events(FeedEvents?, ScoreComponentModel.Fading)
    case level(LevelReading?)
  }

  let model: ScoreModel
  let sheet: ScoreSheet
  let components: [Component]
  /// Components of which the data knows nothing at all, for the user's eyes: by their place.
  let problems: [Int: String]

  init(
    _ model: ScoreModel, _ sheet: ScoreSheet, _ inputs: DefinitionInputs?,
    _ cancellation: Cancellation
  ) throws(QueryFailure) {
    var components: [Component] = []
    var problems: [Int: String] = [:]
    for (place, component) in model.components.enumerated() {
      switch component.source {
      case .events(let source, let fading):
        var feed: FeedEvents?
        switch source {
        case .signal(let signal): feed = sheet.signals?[signal]
        case .forwardMoves: feed = sheet.forwardMoves
        case .fact(let fact):
          feed = try inputs?.feed(fact, sheet, cancellation)
          if feed == nil { problems[place] = "no event is called \(fact.matcher.name.text)" }
        }
        let exists = feed?.exists(before: sheet.snapshot.now) == true
        components.append(.events(exists ? feed : nil, fading))
      case .level(let source):
        var reading: LevelReading?
        switch source {
        case .featureGap: reading = sheet.gap.map { LevelReading($0, sheet) }
        case .stageDelay(let low, let high):
          reading = StageDelay(
            sheet.standing, stageCount: sheet.snapshot.stageModel.names.count, low: low, high: high
          ).map { LevelReading($0, sheet) }
        case .field(let value, let low, let high):
          reading = try inputs?.level(
            of: value, from: low, to: high, sheet.standing, cancellation)
        }
        components.append(.level(reading))
      }
    }
    self.model = model
    self.sheet = sheet
    self.components = components
    self.problems = problems
  }

  /// u of a component for an account, at the snapshot's now: nil where it cannot be observed.
  func earned(_ component: Int, _ account: Int) -> Double? {
    switch components[component] {
    case .level(let reading): return reading?.levels[account]
    case .events(let feed, let fading):
      guard let feed else { return nil }
      return fading.earned(feed.amount(ofAccount: account, at: sheet.snapshot.now, fading))
    }
  }

  /// The score of every account.
  func scores(_ cancellation: Cancellation = Cancellation()) throws(QueryFailure) -> Scores {
    var sums = [ScoreSum](repeating: ScoreSum(), count: sheet.accountCount)
    for component in model.components.indices {
      for account in sums.indices {
        if account & 0x3FFF == 0, cancellation.isCancelled { throw .cancelled }
        let weight = model.weight(component, in: sheet.standing.stays[account]?.stage)
        sums[account].add(earned(component, account), weight: weight)
      }
    }
    return Scores(
      values: sums.indices.map { sums[$0].score(hasBegun: sheet.hasBegun[$0]) },
      coverages: sums.map(\.coverage))
  }
}

/// A level of every account, and where it comes from.
struct LevelReading: Sendable {
  /// 0 to 1; nil where it cannot be observed.
  let levels: [Double?]
  /// "3 features used in 30 days; 4 are usual in Transform"
  let words: @Sendable (_ account: Int) -> String?

  init(_ levels: [Double?], words: @escaping @Sendable (_ account: Int) -> String?) {
    self.levels = levels
    self.words = words
  }

  init(_ gap: FeatureGap, _ sheet: ScoreSheet) {
    let (stays, names) = (sheet.standing.stays, sheet.snapshot.stageModel.names)
    self.init(gap.levels) { account in
      guard let stage = stays[account].map({ Int($0.stage) }), let usual = gap.usual[stage] else {
        return nil
      }
      return "\(PlainText.counted(gap.used[account], "feature")) used in 30 days; "
        + "\(PlainText.tenths(usual)) usual in \(names[stage])"
    }
  }

  init(_ delay: StageDelay, _ sheet: ScoreSheet) {
    let (stays, names) = (sheet.standing.stays, sheet.snapshot.stageModel.names)
    self.init(delay.levels) { account in
      guard let stay = stays[account], let range = delay.ranges[Int(stay.stage)] else {
        return nil
      }
      let full = range.high > range.low ? ", fully from \(PlainText.length(range.high))" : ""
      return "\(PlainText.length(stay.dwell)) in \(names[Int(stay.stage)]); it counts from "
        + PlainText.length(range.low) + full
    }
  }
}
