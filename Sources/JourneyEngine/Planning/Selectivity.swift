internal import QueryLanguage

/// The share of rows a condition is expected to keep, for the planner and for `explain`.
enum Selectivity {
  /// What is assumed of conditions nothing is known about.
  static let unknownShare = 1.0 / 3

  static func of(_ filter: LogicalFilter, in relation: Relation) -> Double {
    filter.conjuncts.reduce(1) { $0 * of($1.condition, in: relation) }
  }

  static func of(_ condition: BoundExpression, in relation: Relation) -> Double {
    switch condition.node {
    case .and(let terms): return terms.reduce(1) { $0 * of($1, in: relation) }
    case .or(let terms): return 1 - terms.reduce(1) { $0 * (1 - of($1, in: relation)) }
    case .not(let operand): return 1 - of(operand, in: relation)
    case .isKnown(let operand, let known):
      guard let statistics = statistics(operand, relation) else { return unknownShare }
      let unknown = Double(statistics.unknownCount) / Double(max(1, statistics.rowCount))
      return known ? 1 - unknown : unknown
    case .range(let operand, let lower, let upper):
      return statistics(operand, relation)?.share(
        from: lower.map(Double.init), to: upper.map(Double.init)) ?? unknownShare
    case .textSet(let operand, let texts): return share(of: texts, operand, relation)
    case .comparison(let left, let operation, let right):
      return comparison(left, operation, right.constant, relation)
    default: return unknownShare
    }
  }

  private static func column(_ operand: BoundExpression, _ relation: Relation) -> Column? {
    guard let field = operand.field, relation.kind != .result else { return nil }
    return (field.throughAccount ? relation.accounts : relation)?.column(field.index)
  }

  private static func statistics(
    _ operand: BoundExpression, _ relation: Relation
  ) -> ColumnStatistics? {
    column(operand, relation).map { $0.indexes.statistics($0) }
  }

  private static func share(
    of texts: Set<ExactText>, _ operand: BoundExpression, _ relation: Relation
  ) -> Double {
    guard let column = column(operand, relation) else { return unknownShare }
    let rowCount = Double(max(1, column.count))
    guard case .codes(_, let dictionary) = column.storage else {
      return min(1, Double(texts.count) / rowCount)
    }
    let counts = column.indexes.statistics(column).codeCounts
    return Double(
      texts.compactMap { dictionary.code(of: $0.text) }.reduce(0) { $0 + counts[Int($1)] })
      / rowCount
  }

  private static func comparison(
    _ left: BoundExpression, _ operation: ComparisonOperator, _ constant: Value?,
    _ relation: Relation
  ) -> Double {
    if case .text(let text)? = constant {
      let share = share(of: [ExactText(text)], left, relation)
      return operation == .equal ? share : operation == .notEqual ? 1 - share : unknownShare
    }
    guard let bound = constant?.integral.map(Double.init) ?? constant?.double,
      let statistics = statistics(left, relation)
    else { return unknownShare }
    switch operation {
    case .less, .lessOrEqual: return statistics.share(from: nil, to: bound)
    case .greater, .greaterOrEqual: return statistics.share(from: bound, to: nil)
    case .equal: return statistics.share(from: bound, to: bound)
    case .notEqual: return 1 - statistics.share(from: bound, to: bound)
    }
  }
}
