extension Parser {
  /// grammar: primary = '(' expression ')' | literal | conditional | aggregate | event-fact
  ///   | population-measure | head-measure | share-of-total | change | time-in | part | call
  ///   | event | score-in | path ;
  mutating func parsePrimary() -> Expression {
    nested(otherwise: invalid()) { parser in
      parser.expectOperand()
      switch parser.current.kind {
      case .symbol(.openParenthesis):
        return parser.bracketed(.closeParenthesis) { $0.parseExpression() }
      case .word: return parser.parseWord()
      case .quotedName: return parser.parseNamed()
      case .integer, .number, .percent, .text, .date, .parameter: return parser.parseLiteral()
      case .symbol, .end:
        parser.reportExpected("a field or a value")
        return parser.invalid()
      }
    }
  }

  /// Notes everything an operand may begin with.
  mutating func expectOperand() {
    guard isAtEnd else { return }
    for category: CompletionCategory in [.field, .measure, .function, .number, .parameter] {
      expect(category)
    }
    for word in KeywordTable.operandWords { expect(.keyword(word)) }
  }

  /// What a bare word begins: most are names.
  private mutating func parseWord() -> Expression {
    switch current.folded {
    case "if" where isOperand(at: 1) || isSymbol(.minus, 1): return parseConditional()
    case "true", "false", "unknown": return parseLiteral()
    case "change" where isWord(1, ["of"]): return parseChange()
    case "time"
    where isWord(1, ["in"]) && isOperand(at: 2) && !isPeriod(at: 2)
      && !isSymbol(.openParenthesis, 2):
      return parseTimeIn()
    case "time" where isWord(1, ["from"]): return parseHeadMeasure(nil, from: position)
    case "share" where isWord(1, ["of"]) && isWord(2, ["total"]): return parseShareOfTotal()
    case let word
    where ContextualWords.parts.contains(word) && isWord(1, ["of"])
      && !isPopulation(at: 2):
      return parsePart()
    default: break
    }
    if isRelativePeriod(at: 0) { return parseLiteral() }
    correctAggregate()
    guard isName(at: 0) else {
      reportExpected("a field or a value")
      return invalid()
    }
    if let word = AggregateWord(word: current.folded), !isSymbol(.dot, 1) {
      return parseAggregate(word)
    }
    return parseNamed()
  }

  /// A number right before a unit is a duration.
  ///
  /// grammar: literal = duration | INTEGER | NUMBER | PERCENT | STRING | PARAMETER | DATE
  ///   | relative-period | 'true' | 'false' | 'unknown' ;
  private mutating func parseLiteral() -> Expression {
    let start = position
    let token = current
    if isDuration(at: 0) { return expression(.literal(.duration(parseDuration())), from: start) }
    if isRelativePeriod(at: 0) {
      return expression(.literal(.period(parsePeriod().period)), from: start)
    }
    advance()
    if isNumber(token) { expect(.unit) }
    switch token.kind {
    case .integer(let value): return expression(.literal(.integer(value)), from: start)
    case .number(let value): return expression(.literal(.number(value)), from: start)
    case .percent(let value): return expression(.literal(.percent(value)), from: start)
    case .text: return expression(.literal(.text(token.text)), from: start)
    case .date(let period): return expression(.literal(.period(period)), from: start)
    case .parameter:
      return expression(.parameter(Name(token.text, span: token.span)), from: start)
    default:
      let literal: Literal =
        token.folded == "unknown" ? .unknown : .boolean(token.folded == "true")
      return expression(.literal(literal), from: start)
    }
  }

  /// `else` may be missing: unknown then.
  ///
  /// grammar: conditional = 'if' expression 'then' expression - fallback - conditional
  ///   [ 'else' expression ] !( continuation ) ;
  /// grammar: continuation = 'and' | 'or' | 'else' | '+' | '-' | '*' | '/' | '=' | '!=' | '<' |
  /// '<='
  ///   | '>' | '>=' | 'is' | 'in' '(' | 'not' | 'between' | 'contains' | 'starts' | 'ends' | 'like'
  ///   | 'matches' | time-start ;
  private mutating func parseConditional() -> Expression {
    let start = position
    advance()
    let outer = exclusions
    exclusions.remove(.fallback)
    let condition = parseExpression()
    expectWord("then")
    let then = excluding(.fallback) { $0.parseExpression() }
    exclusions = outer
    let otherwise = take("else") ? parseExpression() : nil
    return expression(
      .conditional(condition: condition, then: then, otherwise: otherwise), from: start)
  }

  /// grammar: change = 'change' 'of' primary - of-population - conditional - event-fact
  ///   own-period ;
  private mutating func parseChange() -> Expression {
    let start = position
    position += 2
    let operand = excluding(.populationMeasure) { $0.parsePrimary() }
    guard let period = parseOwnPeriod() else {
      reportExpected("`since` and a date")
      return operand
    }
    return expression(.change(of: operand, period), from: start)
  }

  /// grammar: time-in = 'time' 'in' !( fixed-period | '(' ) name ;
  private mutating func parseTimeIn() -> Expression {
    let start = position
    position += 2
    return expression(.timeIn(parseName("a stage", expecting: .stage)), from: start)
  }

  /// grammar: part = ( 'second' | 'minute' | 'hour' | 'day' | 'weekday' | 'week' | 'month'
  ///   | 'quarter' | 'year' ) 'of' !( population-start ) primary - of-population ;
  private mutating func parsePart() -> Expression {
    let start = position
    let part = Name(current.text, span: current.span)
    position += 2
    let operand = excluding(.populationMeasure) { $0.parsePrimary() }
    return expression(.partOf(part, operand), from: start)
  }

  /// What begins with a name: a call, an event, a measure of a population or a field.
  ///
  /// grammar: call = name '(' [ expression { ',' expression } ] ')' ;
  /// grammar: event = name '[' expression ']' ;
  /// grammar: path = name { '.' name } ;
  private mutating func parseNamed() -> Expression {
    let start = position
    guard let name = optionalAnyName() else { return invalid() }
    if isSymbol(.openParenthesis) {
      return parseMeasure(call: name, parseArguments(), from: start)
    }
    if isSymbol(.openBracket) {
      return expression(.event(parseMatcherRest(name, from: start)), from: start)
    }
    if let population = parseOfPopulation() {
      let measure = Expression(.name([name]), span: name.span)
      return expression(.measureOf(measure, population), from: start)
    }
    if let stage = parseStageOfScore() {
      return expression(.scoreIn(name, stage: stage), from: start)
    }
    var path = [name]
    while take(.dot) {
      path.append(optionalAnyName() ?? missingName("a field"))
    }
    return expression(.name(path), from: start)
  }

  /// `in Invest` right behind a name. A list of values has parentheses, and `in` before a period is
  /// `during`.
  ///
  /// grammar: score-in = name 'in' !( fixed-period | '(' | 'cohort' STRING | 'each' ) name ;
  private mutating func parseStageOfScore() -> Name? {
    guard isWord(0, ["in"]), !isPeriod(at: 1), !isWord(1, ["each"]),
      !(isWord(1, ["cohort"]) && token(2).kind == .text)
    else { return nil }
    if position + 1 == limit { note(.stage) }
    guard token(1).kind == .quotedName || (token(1).kind == .word && isName(at: 1)) else {
      return nil
    }
    advance()
    return optionalName()
  }

  mutating func parseArguments() -> [Expression] {
    bracketed(.closeParenthesis) { parser in
      parser.isSymbol(.closeParenthesis) ? [] : parser.commaList { $0.parseExpression() }
    }
  }
}
