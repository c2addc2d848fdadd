extension Clause.Kind {
  /// Its keywords, as a message names it.
  package var title: String {
    switch self {
    case .condition: "where"
    case .period(.during): "during"
    case .period(.since): "since"
    case .period(.before): "before"
    case .period(.between): "between"
    case .asOf: "as of"
    case .knownOn: "known on"
    case .without: "without"
    case .within: "within"
    case .against(_, let word): word.text.lowercased()
    case .ahead: "ahead"
    case .returning: "returning"
    case .starting: "starting"
    case .per: "per"
    case .rolling: "rolling"
    case .forFirst: "for first"
    case .completedOnly: "completed only"
    case .by: "by"
    case .orderBy: "order by"
    case .top(let top): top.lowest ? "lowest" : "top"
    case .show: "show"
    case .rendering: "as"
    case .into: "into"
    }
  }

  /// Its place in the canonical order of a sentence.
  package var rank: Int {
    switch self {
    case .condition: 0
    case .period: 1
    case .asOf: 2
    case .knownOn: 3
    case .without: 4
    case .within: 5
    case .against: 6
    case .ahead: 7
    case .starting: 8
    case .returning: 9
    case .per: 10
    case .rolling: 11
    case .forFirst: 12
    case .completedOnly: 13
    case .by: 14
    case .orderBy: 15
    case .top: 16
    case .show: 17
    case .rendering: 18
    case .into: 19
    }
  }

  /// Of two such clauses a sentence may have one.
  package func isSameClause(as other: Clause.Kind) -> Bool { rank == other.rank }
}
