/// The clauses by the words that open them, in the canonical order of a sentence. A sentence has at
/// most one of each.
package enum ClauseWord: String, Hashable, Sendable, CaseIterable {
  case condition = "where"
  /// `during`, `in`, `since`, `before`, `between`
  case period = "during"
  case asOf = "as of"
  case knownOn = "known on"
  case without
  case within
  /// `with`, `against`
  case against
  case ahead
  case starting
  case returning
  case per
  case rolling
  case forFirst = "for first"
  case completedOnly = "completed only"
  case by
  case orderBy = "order by"
  /// `top`, `lowest`
  case top
  case show
  case rendering = "as"
  case into
}

extension Clause.Kind {
  package var word: ClauseWord {
    switch self {
    case .condition: .condition
    case .period: .period
    case .asOf: .asOf
    case .knownOn: .knownOn
    case .without: .without
    case .within: .within
    case .against: .against
    case .ahead: .ahead
    case .starting: .starting
    case .returning: .returning
    case .per: .per
    case .rolling: .rolling
    case .forFirst: .forFirst
    case .completedOnly: .completedOnly
    case .by: .by
    case .orderBy: .orderBy
    case .top: .top
    case .show: .show
    case .rendering: .rendering
    case .into: .into
    }
  }

  /// The words it was written with, as a message names it.
  package var title: String {
    switch self {
    case .period(.since): "since"
    case .period(.before): "before"
    case .period(.between): "between"
    case .against(_, let word): word.text.lowercased()
    case .top(let top) where top.lowest: "lowest"
    default: word.rawValue
    }
  }
}

extension Sequence<Clause> {
  /// In the canonical order.
  var inOrder: [Clause] {
    let rank = ClauseWord.ranks
    return sorted { rank[$0.kind.word, default: 0] < rank[$1.kind.word, default: 0] }
  }
}

extension ClauseWord {
  fileprivate static let ranks = Dictionary(
    uniqueKeysWithValues: zip(allCases, allCases.indices))
}
