internal import QueryLanguage

/// One column of `time from`.
struct TimeFromMeasure: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// All that began.
    case count
    case ended(Outcome)
    /// From 0 to 1.
    case quantile(Double)
    case average
    /// The confidence limits of the median.
    case low, high
  }

  let name: String
  let kind: Kind

  var column: AnalysisColumn {
    switch kind {
    case .count, .ended: AnalysisColumn(name, .integer)
    case .quantile, .average, .low, .high: AnalysisColumn(name, .duration)
    }
  }

  static let standard = [
    TimeFromMeasure(name: "n", kind: .count),
    TimeFromMeasure(name: "reached", kind: .ended(.reached)),
    TimeFromMeasure(name: "open", kind: .ended(.open)),
    TimeFromMeasure(name: "lost", kind: .ended(.lost)),
    TimeFromMeasure(name: "p50", kind: .quantile(0.5)),
    TimeFromMeasure(name: "p90", kind: .quantile(0.9)),
    TimeFromMeasure(name: "low", kind: .low), TimeFromMeasure(name: "high", kind: .high),
  ]

  private init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// nil for words that `time from` has no measure for.
  init?(_ word: AggregateWord) {
    switch word {
    case .percentile(let rank): kind = .quantile(rank / 100)
    case .median: kind = .quantile(0.5)
    case .average: kind = .average
    default: return nil
    }
    name = word.spelling
  }

  /// The standard ones and those that the clauses speak of besides, and which of them are shown.
  static func measures(
    _ clauses: [Clause]
  ) -> (all: [TimeFromMeasure], shown: Set<String>) {
    let words = clauses.measureWords
    var all = standard
    for measure in words.all.compactMap({ TimeFromMeasure($0) }) where !all.contains(measure) {
      all.append(measure)
    }
    guard words.shown != nil else { return (all, Set(all.map(\.name))) }
    var shown: Set<String> = []
    for case .show(let items) in clauses.map(\.kind) {
      for item in items { shown.insert(QueryFormatter.format(item.expression).lowercased()) }
    }
    return (all, shown)
  }
}
