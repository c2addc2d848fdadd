extension Expression {
  /// The fields that an expression reads of its own row, in lower case: `account.jfi` is `jfi`.
  /// Kinds of event, stages, values and the populations inside it are no fields.
  package var fieldNames: Set<String> {
    var names: Set<String> = []
    collectFieldNames(&names)
    return names
  }

  private func collectFieldNames(_ names: inout Set<String>) {
    switch kind {
    case .name(let path):
      let isOfAccount = path.count == 2 && path[0].text.lowercased() == "account"
      let name = isOfAccount ? path[1].text : path.map(\.text).joined(separator: ".")
      names.insert(name.lowercased())
    case .scoreIn(let name, _): names.insert(name.text.lowercased())
    default:
      for operand in operands { operand.collectFieldNames(&names) }
    }
  }

  /// The expressions that it is made of, of the same row.
  private var operands: [Expression] {
    switch kind {
    case .literal, .parameter, .name, .scoreIn, .invalid, .timeIn, .event, .headMeasure, .eventFact,
      .populationMeasure, .measureOf:
      return []
    case .negate(let operand), .not(let operand), .isKnown(let operand, _),
      .temporal(let operand, _, _), .partOf(_, let operand), .change(let operand, _):
      return [operand]
    case .arithmetic(let first, let rest): return [first] + rest.map(\.operand)
    case .comparison(let left, _, let right), .fallback(let left, let right),
      .textTest(let left, _, _, let right):
      return [left, right]
    case .isValue(let left, _, let word): return [left] + word.expressions
    case .membership(let left, _, let words): return [left] + words.flatMap(\.expressions)
    case .between(let operand, _, let lower, let upper): return [operand, lower, upper]
    case .and(let terms), .or(let terms), .call(_, let terms): return terms
    case .conditional(let condition, let then, let otherwise):
      return [condition, then] + (otherwise.map { [$0] } ?? [])
    case .aggregate(let word, let operand):
      // `last login` is an event.
      return word == .last || word == .first ? [] : operand.map { [$0] } ?? []
    }
  }
}

extension ValueWord {
  fileprivate var expressions: [Expression] {
    if case .expression(let expression) = self { [expression] } else { [] }
  }
}
