internal import QueryLanguage

/// One column of `dwell`.
struct DwellMeasure: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The stays that begin in the period.
    case count
    /// Those that are still going on.
    case open
    /// From 0 to 1.
    case quantile(Double)
    case average
  }

  let name: String
  let kind: Kind

  var column: AnalysisColumn {
    switch kind {
    case .count, .open: AnalysisColumn(name, .integer)
    case .quantile, .average: AnalysisColumn(name, .duration)
    }
  }

  static let standard = [
    DwellMeasure(name: "n", kind: .count), DwellMeasure(.percentile(50)),
    DwellMeasure(.percentile(75)), DwellMeasure(.percentile(90)),
    DwellMeasure(name: "open", kind: .open),
  ].compactMap { $0 }

  private init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// nil for words that `dwell` has no measure for.
  init?(_ word: AggregateWord) {
    switch word {
    case .percentile(let rank): kind = .quantile(rank / 100)
    case .median: kind = .quantile(0.5)
    case .average: kind = .average
    default: return nil
    }
    name = word.spelling
  }

  /// The standard ones and those that the clauses speak of besides: `show p95`, `order by median`.
  /// `asked` are those that a `show` names, else all.
  static func measures(_ clauses: [Clause]) -> (all: [DwellMeasure], asked: Set<DwellMeasure>) {
    let words = clauses.measureWords
    var all = standard
    for measure in words.all.compactMap({ DwellMeasure($0) }) where !all.contains(measure) {
      all.append(measure)
    }
    return (all, words.shown.map { Set($0.compactMap { DwellMeasure($0) }) } ?? Set(all))
  }
}

extension [Clause] {
  /// The aggregate words that clauses over a head's result speak of its own measure with, and those
  /// of `show` among them; nil without a `show`.
  var measureWords: (all: [AggregateWord], shown: [AggregateWord]?) {
    var all: [AggregateWord] = []
    var shown: [AggregateWord]?
    for clause in self {
      let words = clause.kind.shapedBy.flatMap(\.measureWords)
      all += words
      if case .show = clause.kind { shown = words }
    }
    return (all, shown)
  }
}

extension Clause.Kind {
  /// The expressions that clauses over a result are made of.
  fileprivate var shapedBy: [Expression] {
    switch self {
    case .show(let items): items.map(\.expression)
    case .orderBy(let keys): keys.map(\.expression)
    case .top(let top): (top.by.map { [$0] } ?? []) + top.inEach
    case .condition(let condition): [condition]
    default: []
    }
  }
}

extension Expression {
  /// The aggregate words in it that speak of the head's own measure: `p95`, `median`.
  fileprivate var measureWords: [AggregateWord] {
    switch kind {
    case .aggregate(let word, nil): [word]
    case .negate(let operand), .not(let operand), .isKnown(let operand, _): operand.measureWords
    case .arithmetic(let first, let rest):
      first.measureWords + rest.flatMap(\.operand.measureWords)
    case .comparison(let left, _, let right), .fallback(let left, let right):
      left.measureWords + right.measureWords
    case .between(let operand, _, let lower, let upper):
      operand.measureWords + lower.measureWords + upper.measureWords
    case .and(let terms), .or(let terms), .call(_, let terms): terms.flatMap(\.measureWords)
    case .conditional(let condition, let then, let otherwise):
      condition.measureWords + then.measureWords + (otherwise?.measureWords ?? [])
    default: []
    }
  }
}
