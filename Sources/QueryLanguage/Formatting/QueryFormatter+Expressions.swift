/// How tightly an expression holds together, from loose to tight.
enum Precedence: Int, Comparable {
  case conditional, or, and, not, comparison, value, sum, product, signed, primary
  /// Tighter than anything: asks for parentheses.
  case parenthesised

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

extension QueryFormatter {
  /// The expression as it stands where at least `least` is asked for and `exclusions` belong to the
  /// sentence around it; in parentheses where it must.
  static func text(
    _ expression: Expression, _ least: Precedence = .conditional,
    excluding exclusions: Exclusions = []
  ) -> String {
    if expression.precedence < least || expression.isExcluded(by: exclusions) {
      return "(" + bareText(expression, []) + ")"
    }
    return bareText(expression, exclusions)
  }

  private static func bareText(_ expression: Expression, _ exclusions: Exclusions) -> String {
    func inner(_ operand: Expression, _ least: Precedence) -> String {
      text(operand, least, excluding: exclusions)
    }
    switch expression.kind {
    case .or(let operands): return orText(operands, exclusions)
    case .and(let operands): return operands.map { inner($0, .not) }.joined(separator: " and ")
    case .not(let operand): return "not " + inner(operand, .not)
    case .negate(let operand): return "-" + inner(operand, operand.isNegated ? .primary : .signed)
    case .arithmetic(let first, let rest):
      let least: Precedence = expression.precedence == .sum ? .product : .signed
      return inner(first, least)
        + rest.map { " \($0.operation.rawValue) \(inner($0.operand, least))" }.joined()
    case .fallback(let value, let otherwise):
      return "\(inner(value, .value)) else \(inner(otherwise, .sum))"
    case .conditional(let condition, let then, let otherwise):
      let head = "if \(text(condition, .or, excluding: exclusions.subtracting(.fallback)))"
      let branch = text(then, .or, excluding: exclusions.union(.fallback))
      return head + " then " + branch
        + (otherwise.map { " else " + inner($0, .conditional) } ?? "")
    default: return testText(expression, exclusions) ?? primaryText(expression, exclusions)
    }
  }

  /// A lone name behind `is X or` would look like a second value.
  private static func orText(_ operands: [Expression], _ exclusions: Exclusions) -> String {
    var words: [String] = []
    var previousEndsInValue = false
    for (index, operand) in operands.enumerated() {
      let swallows = index + 1 < operands.count && operand.tail.contains(.alternative)
      let looksLikeValue = previousEndsInValue && operand.isLoneWord
      let text = text(
        operand, swallows || looksLikeValue ? .parenthesised : .and, excluding: exclusions)
      words.append(text)
      previousEndsInValue = operand.endsInValueWord
    }
    return words.joined(separator: " or ")
  }

  // MARK: - Tests

  private static func testText(_ expression: Expression, _ exclusions: Exclusions) -> String? {
    func value(_ operand: Expression) -> String { text(operand, .value, excluding: exclusions) }
    func not(_ isNegated: Bool) -> String { isNegated ? "not " : "" }
    switch expression.kind {
    case .comparison(let left, let comparison, let right):
      return "\(value(left)) \(comparison.rawValue) \(value(right))"
    case .isValue(let left, let isNegated, let word):
      return "\(value(left)) is \(not(isNegated))\(text(word))"
    case .isKnown(let left, let known):
      return "\(value(left)) is \(known ? "known" : "unknown")"
    case .membership(let left, let isNegated, let words):
      let list = words.map(text).joined(separator: ", ")
      return "\(self.left(left, .membership, exclusions)) \(not(isNegated))in (\(list))"
    case .between(let left, let isNegated, let lower, let upper):
      return "\(value(left)) \(not(isNegated))between \(value(lower)) and \(value(upper))"
    case .textTest(let left, let test, let isNegated, let right):
      return "\(value(left)) \(not(isNegated))\(test.rawValue) \(value(right))"
    case .temporal(let left, let isNegated, let period):
      let test = text(period, prefersIn: true)
      return "\(self.left(left, [.period, .membership], exclusions)) \(not(isNegated))\(test)"
    default: return nil
    }
  }

  /// The left side of a test that it might swallow.
  private static func left(
    _ operand: Expression, _ absorption: Absorption, _ exclusions: Exclusions
  ) -> String {
    let isSwallowing = !operand.valueTail.isDisjoint(with: absorption)
    return text(operand, isSwallowing ? .parenthesised : .value, excluding: exclusions)
  }

  static func text(_ word: ValueWord) -> String {
    switch word {
    case .word(let name): valueText(name)
    case .expression(let expression):
      text(expression, expression.isValueLiteral ? .signed : .parenthesised)
    }
  }

  // MARK: - Primaries

  private static func primaryText(_ expression: Expression, _ exclusions: Exclusions) -> String {
    switch expression.kind {
    case .literal(let literal): return text(literal)
    case .parameter(let name): return "$" + name.text
    case .name(let path): return path.map(text).joined(separator: ".")
    case .call(let name, let arguments):
      return functionText(name) + "(" + arguments.map { text($0) }.joined(separator: ", ") + ")"
    case .aggregate(let word, let operand): return text(word, operand)
    case .eventFact(let fact): return text(fact)
    case .populationMeasure(let word, let operand, let population):
      return "\(text(word, operand)) of \(operandText(population))"
    case .measureOf(let measure, let population):
      return "\(text(measure, .primary)) of \(operandText(population))"
    case .headMeasure(let word, let analysis):
      let operand = analysis.population.map { " of " + operandText($0) } ?? ""
      return (word.map { $0.spelling + " " } ?? "") + text(analysis) + operand
    case .change(let operand, let period):
      return "change of \(ofText(operand)) \(text(period, prefersIn: true))"
    case .timeIn(let stage): return "time in " + text(stage)
    case .scoreIn(let score, let stage): return "\(text(score)) in \(text(stage))"
    case .partOf(let part, let operand):
      return "\(part.text) of \(ofText(operand))"
    case .event(let matcher): return text(matcher)
    default: return ""
    }
  }

  /// An aggregate word with its operand.
  private static func text(_ word: AggregateWord, _ operand: Expression?) -> String {
    guard let operand else { return word.spelling }
    let isMisread = operand.isHeadMeasure || (word == .last && operand.looksLikePeriod)
    let least: Precedence = isMisread ? .parenthesised : .primary
    let text = text(operand, least, excluding: .populationMeasure)
    return "\(word.spelling) \(text)"
  }

  /// An operand behind `of`, where `accounts` would begin a population.
  private static func ofText(_ operand: Expression) -> String {
    if case .name(let path) = operand.kind, let first = path.first {
      let rest = path.dropFirst().map { "." + text($0) }
      return text(first, isBehindOf: true) + rest.joined()
    }
    let isSwallowing = operand.valueTail.contains(.period)
    return text(
      operand, isSwallowing ? .parenthesised : .primary, excluding: .populationMeasure)
  }

  static func text(_ fact: EventFact) -> String {
    let attribute = fact.attribute.map { "of \(text($0, isBehindOf: true)) " } ?? ""
    let of = fact.attribute == nil && (fact.word == .first || fact.word == .last) ? "" : "of "
    let period = fact.period.map { " " + text($0, prefersIn: true) } ?? ""
    return "\(fact.word.spelling) \(attribute)\(of)\(text(fact.matcher))\(period)"
  }
}
