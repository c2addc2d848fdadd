/// How far the use of features lies below what is usual in the stage: 1 - min(1, distinct features
/// used in the last 30 days / their median among the accounts in the same stage).
struct FeatureGap: Sendable {
  static let window = 30 * microsecondsPerDay

  /// Distinct features each account used in the window.
  let used: [Int]
  /// The median of `used` by stage; nil where nobody is.
  let usual: [Double?]
  /// nil where the account is in no stage.
  let levels: [Double?]

  /// nil without a usage feed: nothing before now tells which feature was used.
  init?(_ standing: StageStanding, _ use: FeatureUse?, stageCount: Int, at now: Int64) {
    guard let use, use.exists(before: now) else { return nil }
    let used = (0..<standing.stays.count).map { FeatureGap.used($0, use, at: now) }
    let usual = FeatureGap.usual(standing, used, stageCount: stageCount)
    self.used = used
    self.usual = usual
    levels = standing.stays.enumerated().map { account, stay in
      stay.flatMap { FeatureGap.level(used[account], in: $0.stage, usual) }
    }
  }

  /// Distinct features that an account has used lately.
  static func used(_ account: Int, _ use: FeatureUse, at instant: Int64) -> Int {
    use.distinct(ofAccount: account, from: instant - window, until: instant)
  }

  /// What is usual in each stage: the median of `used` among the accounts that are there.
  static func usual(_ standing: StageStanding, _ used: [Int], stageCount: Int) -> [Double?] {
    var counts = [[Double]](repeating: [], count: stageCount)
    for (account, stay) in standing.stays.enumerated() {
      if let stay { counts[Int(stay.stage)].append(Double(used[account])) }
    }
    return counts.indices.map { Quantile.linear(&counts[$0], 0.5) }
  }

  static func level(_ used: Int, in stage: UInt32, _ usual: [Double?]) -> Double? {
    usual[Int(stage)].map { level(used, median: $0) }
  }

  /// Where half of the accounts use nothing, nothing is usual and nobody is behind.
  static func level(_ used: Int, median: Double) -> Double {
    median > 0 ? 1 - min(1, Double(used) / median) : 0
  }
}

/// Which features were used when: the usage feed of a log.
///
/// An event tells of use by an attribute `feature`; where no event has one, by a kind that speaks
/// of a feature (`feature_adopted`, `feature used`), whose feature is its `name`, else the kind
/// itself.
struct FeatureUse: Sendable {
  private let offsets: [Int]
  private let times: [Int64]
  private let features: [UInt32]
  let firstHeard: Int64

  /// nil where nothing tells of features.
  init?(_ log: EventLog) {
    guard case .codes(let kinds, let names)? = log.table.column("kind")?.storage else { return nil }
    let attribute = ["feature", "feature_name"].lazy.compactMap { log.table.column($0) }
      .first { $0.nulls.unknownCount < $0.count }
    var isUse: [Bool] = []
    var feature: KeyColumn?
    if let attribute {
      feature = KeyColumn(attribute)
    } else {
      isUse = (0..<UInt32(names.count)).map { FeatureUse.speaksOfFeatures(names[$0]) } + [false]
      guard isUse.contains(true) else { return nil }
      feature = log.table.column("name").map { KeyColumn($0) }
    }
    let at = log.table.column("at")?.nulls
    var (offsets, times, features) = ([0], [Int64](), [UInt32]())
    var first = Int64.max
    for account in 0..<log.accountCount {
      for place in log.offsets[account]..<log.offsets[account + 1] {
        let code = feature?.codes[place] ?? KeyColumn.blank
        if isUse.isEmpty {
          guard code != KeyColumn.blank else { continue }
        } else if !isUse[min(Int(kinds[place]), names.count)] {
          continue
        }
        if let at, at.isUnknown(place) { continue }
        times.append(log.times[place])
        // A use that names no feature is one of its kind.
        features.append(code == KeyColumn.blank ? .max - kinds[place] : code)
        first = min(first, log.times[place])
      }
      offsets.append(times.count)
    }
    (self.offsets, self.times, self.features) = (offsets, times, features)
    firstHeard = first
  }

  private static func speaksOfFeatures(_ kind: String) -> Bool {
    let words = KindWords(kind).words
    let uses: Set = ["adopted", "used", "usage", "activated", "adoption", "use"]
    return words.contains("feature") && words.contains(where: uses.contains)
  }

  /// Whether the feed existed before an instant.
  func exists(before now: Int64) -> Bool { firstHeard < now }

  /// How many features an account used in `[start, end)`.
  func distinct(ofAccount account: Int, from start: Int64, until end: Int64) -> Int {
    guard account + 1 < offsets.count else { return 0 }
    let all = offsets[account]..<offsets[account + 1]
    let low = EventLog.firstPlace(in: times, all, notBefore: start)
    let high = EventLog.firstPlace(in: times, all, notBefore: end)
    guard high > low + 1 else { return max(0, high - low) }
    return Set(features[low..<high]).count
  }
}
