internal import QueryLanguage
internal import Synchronization

/// A score of accounts as it was, at as many instants as are asked for.
///
/// What happened to the account is read exactly as of the instant: its events, its stage, how long
/// it had been there, the features it used. What is usual in a stage (its dwell quantiles, the
/// median of features used), and a field that is a level of a score of the workspace's own, is read
/// as of the beginning of the instant's month, for working it out goes through all accounts:
/// nothing that came after the instant is in it, nor the month's own
/// days. At now it is that of now, so that the score is the field's.
final class ScoreHistory: Sendable {
  private let bound: BoundScore
  private let inputs: DefinitionInputs?
  private var sheet: ScoreSheet { bound.sheet }
  /// What was usual at the beginnings of months.
  private let months = Mutex<[Int64: Yardsticks]>([:])

  /// What is usual in each stage, or the levels of fields; nil where the data does not tell.
  private struct Yardsticks {
    /// By component.
    var stays: [Int: [StageDelay.Range?]] = [:]
    var features: [Double?]?
    /// Of every account, by component.
    var levels: [Int: [Double?]] = [:]
  }

  /// A score of one account at one instant.
  struct Question: Hashable, Sendable {
    var account: UInt32
    /// No later than the snapshot's now.
    var instant: Int64
  }

  init(_ bound: BoundScore, _ inputs: DefinitionInputs?) {
    self.bound = bound
    self.inputs = inputs
  }

  /// One for each question: nil where too little could be observed.
  func scores(
    _ questions: [Question], _ cancellation: Cancellation
  ) throws(QueryFailure) -> [Double?] {
    var scores = [Double?](repeating: nil, count: questions.count)
    // By time, so that a month is looked up once.
    var month: (bounds: Range<Int64>, yardsticks: Yardsticks)?
    let order = questions.indices.sorted {
      (questions[$0].instant, $0) < (questions[$1].instant, $1)
    }
    for (count, place) in order.enumerated() {
      if count & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      let question = questions[place]
      if month?.bounds.contains(question.instant) != true {
        let bounds = bounds(ofMonthAt: question.instant)
        month = (bounds, try yardsticks(at: bounds, cancellation))
      }
      guard let month else { continue }
      scores[place] = score(question, month.yardsticks)
    }
    return scores
  }

  /// The same components as `BoundScore` has, summed the same way.
  private func score(_ question: Question, _ usual: Yardsticks) -> Double? {
    let (account, instant) = (Int(question.account), question.instant)
    let visits = sheet.standing.visits
    let stay =
      instant == sheet.snapshot.now
      ? sheet.standing.stays[account] : visits?.stay(ofAccount: account, at: instant)
    var sum = ScoreSum()
    for (index, component) in bound.components.enumerated() {
      var earned: Double?
      switch (component, bound.model.components[index].source) {
      case (.events(let feed, let fading), _):
        if let feed, feed.exists(before: instant) {
          earned = fading.earned(feed.amount(ofAccount: account, at: instant, fading))
        }
      case (.level, .level(.stageDelay)):
        earned = stay.flatMap { stay in
          usual.stays[index].flatMap { StageDelay.level(stay, $0) }
        }
      case (.level, .level(.featureGap)):
        earned = stay.flatMap { featureGap(account, $0.stage, instant, usual) }
      case (.level, _): earned = usual.levels[index]?[account]
      }
      sum.add(earned, weight: bound.model.weight(index, in: stay?.stage))
    }
    return sum.score(
      hasBegun: ScoreSheet.hasBegun(account, at: instant, visits, sheet.snapshot.events))
  }

  private func featureGap(
    _ account: Int, _ stage: UInt32, _ instant: Int64, _ usual: Yardsticks
  ) -> Double? {
    guard let use = sheet.use, use.exists(before: instant), let features = usual.features else {
      return nil
    }
    return FeatureGap.level(FeatureGap.used(account, use, at: instant), in: stage, features)
  }

  // MARK: - What is usual

  /// The instants that share what is usual: those of a month, now apart.
  private func bounds(ofMonthAt instant: Int64) -> Range<Int64> {
    let (now, zone) = (sheet.snapshot.now, sheet.snapshot.zone)
    guard instant < now else { return now..<now + 1 }
    let first = Calendar.firstDay(of: .month, holding: zone.dayNumber(of: instant))
    let next = Calendar.firstDay(first, advancedBy: 1, .month)
    return zone.startOfDay(first)..<min(now, zone.startOfDay(next))
  }

  private func yardsticks(
    at bounds: Range<Int64>, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Yardsticks {
    let start = bounds.lowerBound
    if let known = months.withLock({ $0[start] }) { return known }
    if cancellation.isCancelled { throw .cancelled }
    let snapshot = sheet.snapshot
    let isNow = start == snapshot.now
    let standing =
      isNow ? sheet.standing : StageStanding(snapshot.lookedBack(to: start, known: nil))
    let stageCount = snapshot.stageModel.names.count
    var made = Yardsticks()
    for (index, component) in bound.model.components.enumerated() {
      guard case .level(let source) = component.source else { continue }
      switch source {
      case .stageDelay(let low, let high):
        made.stays[index] = StageDelay.ranges(
          standing, stageCount: stageCount, low: low, high: high)
      case .featureGap: made.features = isNow ? sheet.gap?.usual : features(standing, at: start)
      case .field(let value, let low, let high):
        if isNow, case .level(let reading?) = bound.components[index] {
          made.levels[index] = reading.levels
        } else {
          made.levels[index] = try inputs?.levels(
            of: value, from: low, to: high, at: start, cancellation)
        }
      }
    }
    let yardsticks = made
    months.withLock { $0[start] = yardsticks }
    return yardsticks
  }

  private func features(_ standing: StageStanding, at instant: Int64) -> [Double?]? {
    guard let use = sheet.use else { return nil }
    let used = standing.stays.enumerated().map { account, stay in
      stay == nil ? 0 : FeatureGap.used(account, use, at: instant)
    }
    return FeatureGap.usual(standing, used, stageCount: sheet.snapshot.stageModel.names.count)
  }
}
