extension AggregateWord {
  /// The word as it is written: `avg`, `p99.9`, `share of total`.
  package var spelling: String {
    switch self {
    case .count: "count"
    case .countDistinct: "count distinct"
    case .sum: "sum"
    case .average: "avg"
    case .median: "median"
    case .minimum: "min"
    case .maximum: "max"
    case .standardDeviation: "stddev"
    case .percentile(let rank): "p" + (Int(exactly: rank).map(String.init) ?? String(rank))
    case .shareOfTotal: "share of total"
    case .first: "first"
    case .last: "last"
    case .list: "list"
    }
  }

  /// The aggregate that one word names; `count distinct` and `share of total` take more than one.
  package init?(word: String) {
    switch word {
    case "count": self = .count
    case "sum": self = .sum
    case "avg": self = .average
    case "median": self = .median
    case "min": self = .minimum
    case "max": self = .maximum
    case "stddev": self = .standardDeviation
    case "first": self = .first
    case "last": self = .last
    case "list": self = .list
    default:
      guard let rank = Self.rank(of: word) else { return nil }
      self = .percentile(rank)
    }
  }

  static func isPercentile(_ word: String) -> Bool { rank(of: word) != nil }

  /// 90 for `p90`; nil where the word is no percentile.
  private static func rank(of word: String) -> Double? {
    guard let first = word.utf8.first, first | 0x20 == UInt8(ascii: "p"),
      let second = word.utf8.dropFirst().first, Ascii.zero...Ascii.nine ~= second,
      let rank = Double(word.dropFirst()), rank > 0, rank < 100
    else { return nil }
    return rank
  }
}
