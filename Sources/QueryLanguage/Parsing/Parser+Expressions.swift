// From loose to tight: or, and, not, comparison, else, + -, * /, unary minus, primary.

extension Parser {
  /// grammar: expression = conjunction { 'or' conjunction } ;
  mutating func parseExpression() -> Expression {
    let start = position
    var operands = [parseConjunction()]
    while take("or") { operands.append(parseConjunction()) }
    return operands.count == 1 ? operands[0] : expression(.or(operands), from: start)
  }

  /// grammar: conjunction = negation { 'and' negation } ;
  mutating func parseConjunction() -> Expression {
    let start = position
    var operands = [parseNegation()]
    while take("and") { operands.append(parseNegation()) }
    return operands.count == 1 ? operands[0] : expression(.and(operands), from: start)
  }

  /// grammar: negation = 'not' negation | comparison ;
  mutating func parseNegation() -> Expression {
    guard at("not"), isOperand(at: 1) || isSymbol(.minus, 1) else { return parseComparison() }
    let start = position
    return nested(otherwise: invalid()) { parser in
      parser.advance()
      let operand = parser.parseNegation()
      return parser.expression(.not(operand), from: start)
    }
  }

  /// grammar: value = sum { fallback } ;
  mutating func parseValue() -> Expression {
    let start = position
    let outerNesting = nesting
    defer { nesting = outerNesting }
    var value = parseSum()
    while let fallback = parseFallback() {
      value = expression(.fallback(value, fallback), from: start)
      nesting += 1
      if nesting > Self.deepestNesting { giveUp() }
    }
    return value
  }

  /// grammar: fallback = 'else' sum ;
  mutating func parseFallback() -> Expression? {
    guard !exclusions.contains(.fallback), take("else") else { return nil }
    return parseSum()
  }

  /// grammar: sum = product { ( '+' | '-' ) product } ;
  mutating func parseSum() -> Expression {
    parseChain([.plus: .add, .minus: .subtract]) { $0.parseProduct() }
  }

  /// grammar: product = signed { ( '*' | '/' ) signed } ;
  mutating func parseProduct() -> Expression {
    parseChain([.times: .multiply, .divide: .divide]) { $0.parseSigned() }
  }

  private mutating func parseChain(
    _ operators: [Symbol: ArithmeticOperator], _ parseOperand: (inout Parser) -> Expression
  ) -> Expression {
    let start = position
    let first = parseOperand(&self)
    var rest: [ArithmeticTerm] = []
    while case .symbol(let symbol) = current.kind, let operation = operators[symbol] {
      advance()
      rest.append(ArithmeticTerm(operation, parseOperand(&self)))
    }
    return rest.isEmpty ? first : expression(.arithmetic(first: first, rest: rest), from: start)
  }

  /// grammar: signed = '-' signed | primary ;
  mutating func parseSigned() -> Expression {
    guard isSymbol(.minus) else { return parsePrimary() }
    let start = position
    return nested(otherwise: invalid()) { parser in
      parser.advance()
      let operand = parser.parseSigned()
      return parser.expression(.negate(operand), from: start)
    }
  }

  // MARK: - Making trees

  func expression(_ kind: Expression.Kind, from start: Int) -> Expression {
    Expression(kind, span: span(from: start))
  }

  /// Stands for what could not be read.
  func invalid() -> Expression {
    let place = current.span.lowerBound
    return Expression(.invalid, span: SourceSpan(place, place))
  }
}
