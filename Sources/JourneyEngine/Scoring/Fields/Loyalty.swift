/// Loyalty in three dimensions, each 0 to 100: who stays is not yet loyal. What an account does is
/// told apart from what it feels and from what it says to others; the third is the advocacy score.
enum Loyalty {
  /// Weeks whose use counts: 13, some 90 days.
  static let weeks = 13
  static let week = 7 * microsecondsPerDay

  /// Half for renewals and expansions, which fade by half in a year, the first one earning half of
  /// it; half for the share of the last 13 weeks in which the account used the product. A part that
  /// the data never tell is left out.
  static func behavioural(
    _ source: FieldSource, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    let renewals = try source.signals(cancellation)?[.renewal]
    let isRenewalTold = renewals?.exists(before: source.now) ?? false
    let fading = ScoreComponentModel.Fading(halfLife: 365 * microsecondsPerDay, halfPoint: 1)
    let use = ProductUse(source.snapshot)
    return try source.column(.number, cancellation) { account in
      var parts: [Double] = []
      if isRenewalTold, let renewals {
        parts.append(fading.earned(renewals.amount(ofAccount: account, at: source.now, fading)))
      }
      if let use {
        parts.append(Double(use.activeWeeks(account, before: source.now)) / Double(weeks))
      }
      return parts.isEmpty ? nil : .number(100 * parts.reduce(0, +) / Double(parts.count))
    }
  }

  /// The mean of what an account has felt and answered, the worst being 0 and the best 100.
  static func attitudinal(
    _ source: FieldSource, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    guard let feeds = try source.surveys(cancellation) else {
      return Column.unknown(.number, count: source.accountCount)
    }
    var scales: [(AnswerScale, EventReadings)] = []
    for question in SurveyQuestion.allCases {
      let scale = try feeds.scale(of: question, before: source.now, cancellation)
      scales.append((scale, feeds[question]))
    }
    return try source.column(.number, cancellation) { account in
      var (sum, count) = (0.0, 0)
      func take(_ feeling: Double) {
        sum += 50 * (1 + min(1, max(-1, feeling)))
        count += 1
      }
      for place in feeds.sentiments.range(ofAccount: account, from: nil, to: source.now) {
        take(feeds.sentiments.values[place])
      }
      for (scale, readings) in scales {
        for place in readings.range(ofAccount: account, from: nil, to: source.now)
        where scale.holds(readings.values[place]) {
          take(scale.feeling(readings.values[place]))
        }
      }
      return count == 0 ? nil : .number(sum / Double(count))
    }
  }
}

/// Which events tell that an account uses the product.
private struct ProductUse {
  private let log: EventLog
  private let kinds: [UInt32]
  private let isUse: [Bool]

  /// nil where none does.
  init?(_ snapshot: Snapshot) {
    guard let log = snapshot.events,
      case .codes(let kinds, let names)? = log.table.column("kind")?.storage
    else { return nil }
    let isUse = (0..<UInt32(names.count)).map { Loyalty.isUse(kind: names[$0]) }
    guard isUse.contains(true) else { return nil }
    self.log = log
    self.kinds = kinds
    self.isUse = isUse + [false]
  }

  func activeWeeks(_ account: Int, before now: Int64) -> Int {
    var weeks: UInt16 = 0
    for place in log.places(ofAccount: account).reversed() {
      let age = now - log.times[place]
      if age > Int64(Loyalty.weeks) * Loyalty.week { break }
      guard age > 0, isUse[min(Int(kinds[place]), isUse.count - 1)] else { continue }
      weeks |= 1 << UInt16((age - 1) / Loyalty.week)
    }
    return weeks.nonzeroBitCount
  }
}

extension Loyalty {
  /// What it says to others: the advocacy score, or the column of the data that takes its place.
  static func advocacy(
    _ score: ScoreColumn?, _ source: FieldSource, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    let own = source.snapshot.accounts.column("advocacy")
    let values = try score?.scores(cancellation).values
    return try source.column(.number, cancellation) { account in
      if let values { return values[account].map(Value.number) }
      return own?[account].double.map(Value.number)
    }
  }

  /// Logins, sessions, usage, adoption.
  static func isUse(kind: String) -> Bool {
    let uses = [
      "login", "log in", "logged in", "signin", "sign in", "signed in", "session", "usage", "used",
      "feature adopted", "feature activated", "page view", "active",
    ]
    let words = KindWords(kind)
    return uses.contains { words.contains(KindWords($0)) }
  }
}
