internal import QueryLanguage
internal import Synchronization

/// Scores of accounts as they were, at as many instants as are asked for.
///
/// What happened to the account is read exactly as of the instant: its events, its stage, how long
/// it had been there, the features it used. What is usual in a stage (its dwell quantiles, the
/// median of features used) is read as of the beginning of the instant's month, for working it out
/// goes through all accounts: nothing that came after the instant is in it, nor the month's own
/// days. At now it is that of now, so that the score is the field's.
final class ScoreHistory: Sendable {
  private let sheet: ScoreSheet
  /// What was usual at the beginnings of months.
  private let months = Mutex<[Int64: Yardsticks]>([:])

  /// What is usual in each stage; nil where the data does not tell.
  private struct Yardsticks {
    var stays: [StageDelay.Range?]?
    var features: [Double?]?
  }

  /// A score of one account at one instant.
  struct Question: Hashable, Sendable {
    var account: UInt32
    /// No later than the snapshot's now.
    var instant: Int64
  }

  init(_ sheet: ScoreSheet) { self.sheet = sheet }

  /// One for each question: nil where too little could be observed.
  func scores(
    _ model: ScoreModel, _ questions: [Question], _ cancellation: Cancellation
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
      scores[place] = score(model, question, month.yardsticks)
    }
    return scores
  }

  /// The same components as `ScoreSheet` has, summed the same way.
  private func score(
    _ model: ScoreModel, _ question: Question, _ usual: Yardsticks
  ) -> Double? {
    let (account, instant) = (Int(question.account), question.instant)
    let visits = sheet.standing.visits
    let stay =
      instant == sheet.snapshot.now
      ? sheet.standing.stays[account] : visits?.stay(ofAccount: account, at: instant)
    var sum = ScoreSum()
    for (index, component) in model.components.enumerated() {
      let earned: Double? =
        switch component.source {
        case .events(let source, let fading):
          sheet.feed(source, at: instant).map {
            fading.earned($0.amount(ofAccount: account, at: instant, fading))
          }
        case .level(.stageDelay):
          stay.flatMap { stay in usual.stays.flatMap { StageDelay.level(stay, $0) } }
        case .level(.featureGap):
          stay.flatMap { featureGap(account, $0.stage, instant, usual) }
        }
      sum.add(earned, weight: model.weight(index, in: stay?.stage))
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
    let snapshot = sheet.snapshot
    if bounds.lowerBound == snapshot.now {
      return Yardsticks(stays: sheet.delay?.ranges, features: sheet.gap?.usual)
    }
    if let known = months.withLock({ $0[bounds.lowerBound] }) { return known }
    if cancellation.isCancelled { throw .cancelled }
    let start = bounds.lowerBound
    let standing = StageStanding(snapshot.lookedBack(to: start, known: nil))
    let stageCount = snapshot.stageModel.names.count
    var made = Yardsticks(stays: StageDelay.ranges(standing, stageCount: stageCount))
    if let use = sheet.use {
      let used = standing.stays.enumerated().map { account, stay in
        stay == nil ? 0 : FeatureGap.used(account, use, at: start)
      }
      made.features = FeatureGap.usual(standing, used, stageCount: stageCount)
    }
    let yardsticks = made
    months.withLock { $0[start] = yardsticks }
    return yardsticks
  }
}
