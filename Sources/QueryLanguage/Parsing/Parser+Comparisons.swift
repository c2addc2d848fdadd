extension Parser {
  /// At most one test: comparisons do not chain.
  ///
  /// grammar: comparison = value [ relation-test | is-test | membership-test | between-test
  ///   | date-range-test | text-test | time-test | negated-time-test ] ;
  mutating func parseComparison() -> Expression {
    let start = position
    let left = parseValue()
    guard let kind = parseTest(of: left) else { return left }
    let comparison = expression(kind, from: start)
    if case .symbol(let symbol) = current.kind, ComparisonOperator(rawValue: symbol.rawValue) != nil
    {
      report(Diagnostic(.chainedComparison, at: current.span))
      advance()
      _ = parseValue()
    }
    return comparison
  }

  private mutating func parseTest(of left: Expression) -> Expression.Kind? {
    if let kind = parseRelationTest(of: left) { return kind }
    if take("is") { return parseIsTest(of: left) }
    let isNegated = at("not") && isWord(1, ContextualWords.negatableTests)
    if isNegated { advance() }
    return parseMembershipTest(of: left, isNegated) ?? parseBetweenTest(of: left, isNegated)
      ?? parseTextTest(of: left, isNegated) ?? parseTimeTest(of: left, isNegated)
  }

  /// grammar: relation-test = ( '=' | '!=' | '<' | '<=' | '>' | '>=' ) value ;
  private mutating func parseRelationTest(of left: Expression) -> Expression.Kind? {
    if isAtEnd { expect(.symbol(.equal)) }
    guard case .symbol(let symbol) = current.kind else { return nil }
    if symbol == .directly { reportArrowForComparison() }
    let spelling = symbol == .directly ? ">=" : symbol.rawValue
    guard let comparison = ComparisonOperator(rawValue: spelling) else { return nil }
    advance()
    let start = position
    let right = parseValue()
    if !exclusions.contains(.timeTest), let name = right.name,
      let value = parseUnquotedRest(of: name, from: start), case .expression(let text) = value
    {
      return .comparison(left, comparison, text)
    }
    return .comparison(left, comparison, right)
  }

  private mutating func reportArrowForComparison() {
    let fix = FixIt("write `>=`", edits: [.init(current.span, ">=")])
    report(Diagnostic(.foreignSpelling, "=>", ">=", at: current.span, fixIts: [fix]))
  }

  /// After `is` a bare word is a value of what stands on the left.
  ///
  /// grammar: is-test = 'is' [ 'not' ] ( 'unknown' | 'known'
  ///   | value-word !( 'or' ( WORD | QUOTED | STRING ) value-end ) ) ;
  private mutating func parseIsTest(of left: Expression) -> Expression.Kind {
    let start = position - 1
    let isNegated = take("not")
    if take("unknown") { return .isKnown(left, known: isNegated) }
    if take("known") { return .isKnown(left, known: !isNegated) }
    if isWord(0, ["in"]), isSymbol(.openParenthesis, 1) {
      reportMembershipAfterIs(from: start, isNegated: isNegated)
      return parseMembershipTest(of: left, isNegated) ?? .invalid
    }
    if !isNegated, let comparison = takeHabitualComparison() {
      return .comparison(left, comparison, parseValue())
    }
    let value = parseValueWord(of: left)
    return parseValuesAfterOr(of: left, isNegated, first: value, from: start)
      ?? .isValue(left, negated: isNegated, value)
  }

  private mutating func reportMembershipAfterIs(from start: Int, isNegated: Bool) {
    let span = SourceSpan(tokens[start].span.lowerBound, current.span.upperBound)
    let written = isNegated ? "not in" : "in"
    let fix = FixIt("write `\(written)`", edits: [.init(span, written)])
    report(Diagnostic(.membershipAfterIs, at: span, fixIts: [fix]))
  }

  /// `is SaaS or Telecom` is no condition; it is read as the membership it was meant to be.
  private mutating func parseValuesAfterOr(
    of left: Expression, _ isNegated: Bool, first: ValueWord, from start: Int
  ) -> Expression.Kind? {
    var values = [first]
    let orSpan = current.span
    while isWord(0, ["or"]), isValueAlone(at: 1) {
      advance()
      values.append(parseValueWord(of: left))
    }
    guard values.count > 1 else { return nil }
    let list = values.map(spelling(of:)).joined(separator: ", ")
    let written = (isNegated ? "not in" : "in") + " (\(list))"
    let fix = FixIt("write `\(written)`", edits: [.init(span(from: start), written)])
    let place = orSpan.union(values[1].span)
    report(
      Diagnostic(.valueAfterOr, spelling(of: values[1]), written, at: place, fixIts: [fix]))
    return .membership(left, negated: isNegated, values)
  }

  /// A word or text with nothing behind it that would make it a condition.
  ///
  /// grammar: value-end = END | ')' | ']' | ',' | '|' | 'and' | 'or' | 'where' | 'by' | 'show' |
  /// 'as'
  ///   | 'into' | 'per' | 'within' | 'without' | 'with' | 'against' | 'returning' | 'starting'
  ///   | 'rolling' | 'order' 'by' | 'known' 'on' | 'for' 'first' | 'completed' 'only'
  ///   | ( 'top' | 'lowest' ) INTEGER | duration 'ahead' ;
  private func isValueAlone(at ahead: Int) -> Bool {
    switch token(ahead).kind {
    // A name in backquotes is surely a field: `or `lost`` is a condition of its own.
    case .word, .text: break
    default: return false
    }
    let next = token(ahead + 1)
    switch next.kind {
    case .end, .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.comma), .symbol(.pipe):
      return true
    case .word:
      return next.folded == "and" || next.folded == "or" || isStartOfOtherClause(at: ahead + 1)
    default: return false
    }
  }

  /// A clause that cannot be a test of the word before it.
  private func isStartOfOtherClause(at ahead: Int) -> Bool {
    isClause(at: ahead) && !isWord(ahead, ContextualWords.negatableTests)
  }

  private func spelling(of value: ValueWord) -> String {
    switch value {
    case .word(let name): name.spelling
    case .expression(let expression):
      if case .literal(.text(let text)) = expression.kind { "\"\(text)\"" } else { "..." }
    }
  }

  /// grammar: membership-test = [ 'not' ] 'in' '(' value-word { ',' value-word } ')' ;
  private mutating func parseMembershipTest(
    of left: Expression, _ isNegated: Bool
  ) -> Expression.Kind? {
    if let values = parseUnbracketedValues(of: left, isNegated) { return values }
    let isLast = position + 1 == limit
    guard at("in"), isSymbol(.openParenthesis, 1) || isLast || (isNegated && !isPeriod(at: 1))
    else { return nil }
    advance()
    if isLast {
      note(.symbol(.openParenthesis))
      notePeriod()
    }
    guard isSymbol(.openParenthesis) else {
      reportExpected("a list in parentheses or a period")
      return .membership(left, negated: isNegated, [])
    }
    let values = bracketed(.closeParenthesis) { parser in
      parser.commaList { $0.parseValueWord(of: left) }
    }
    return .membership(left, negated: isNegated, values)
  }

  /// Both ends are included. Between dates it is told apart, because in a list of columns that is
  /// the sentence's period.
  ///
  /// grammar: between-test = 'between' !( dated ) value 'and' value
  ///   | 'not' 'between' value 'and' value ;
  /// grammar: date-range-test = 'between' dated 'and' value ;
  private mutating func parseBetweenTest(
    of left: Expression, _ isNegated: Bool
  ) -> Expression.Kind? {
    if exclusions.contains(.timeTest), !isNegated, isDated(at: 1) { return nil }
    guard take("between") else { return nil }
    let lower = parseValue()
    if isSymbol(.comma) {
      reportHabit(1, writtenAs: "and")
      advance()
    } else {
      expectWord("and")
    }
    return .between(left, negated: isNegated, lower: lower, upper: parseValue())
  }

  /// grammar: text-test = [ 'not' ] ( 'contains' | 'starts' 'with' | 'ends' 'with' | 'like'
  ///   | 'matches' ) value ;
  private mutating func parseTextTest(
    of left: Expression, _ isNegated: Bool
  ) -> Expression.Kind? {
    guard let test = takeTextTest() else { return nil }
    return .textTest(left, test, negated: isNegated, parseValue())
  }

  private mutating func takeTextTest() -> TextTest? {
    if take("contains") { return .contains }
    if take("starts", "with") { return .startsWith }
    if take("ends", "with") { return .endsWith }
    if take("like") { return .like }
    return take("matches") ? .matches : nil
  }

  /// Right after a field a period is a comparison: `churned during 2026`.
  ///
  /// grammar: time-test = time-relation ;
  /// grammar: negated-time-test = 'not' time-relation ;
  private mutating func parseTimeTest(
    of left: Expression, _ isNegated: Bool
  ) -> Expression.Kind? {
    if exclusions.contains(.timeTest), !isNegated { return nil }
    return parseTimeRelation().map { .temporal(left, negated: isNegated, $0) }
  }

  // MARK: - Values

  /// A bare word, keywords too, is a value of the column on the left; anything else is itself.
  ///
  /// grammar: value-word = WORD | QUOTED | { '-' } value-literal ;
  /// grammar: value-literal = duration | INTEGER | NUMBER | PERCENT | STRING | DATE | PARAMETER
  ///   | '(' expression ')' ;
  mutating func parseValueWord(of left: Expression) -> ValueWord {
    expect(.value(of: left.path))
    switch current.kind {
    case .word, .quotedName:
      let start = position
      guard let name = optionalAnyName() else { return .expression(invalid()) }
      return parseUnquotedRest(of: name, from: start) ?? .word(name)
    case .text, .integer, .number, .percent, .date, .parameter, .symbol(.openParenthesis),
      .symbol(.minus):
      return .expression(parseSigned())
    default:
      reportExpected("a value")
      return .expression(invalid())
    }
  }

  /// `is Customer Success`, `is go-live`: read as one text, and corrected.
  private mutating func parseUnquotedRest(of name: Name, from start: Int) -> ValueWord? {
    guard !name.isQuoted, goesOnUnquoted else { return nil }
    position -= 1
    let text = takeUnquoted()
    let whole = span(from: start)
    let fix = FixIt("write `\"\(text)\"`", edits: [.init(whole, "\"\(text)\"")])
    report(Diagnostic(.unquotedValue, "\"\(text)\"", at: whole, fixIts: [fix]))
    return .expression(Expression(.literal(.text(text)), span: whole))
  }
}

extension Expression {
  /// The name of a field without dots.
  var name: Name? {
    if case .name(let names) = kind, names.count == 1 { names[0] } else { nil }
  }

  /// The names of a plain field; empty for anything else.
  var path: [String] {
    if case .name(let names) = kind { names.map(\.text) } else { [] }
  }
}
