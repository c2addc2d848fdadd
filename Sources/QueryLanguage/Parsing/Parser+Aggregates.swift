extension Parser {
  /// An aggregate word takes one operand, or none and then speaks of the head's own measure.
  ///
  /// grammar: aggregate = 'count' 'distinct' primary - of-population
  ///   | aggregate-word '(' expression ')'
  ///   | !( 'count' ) aggregate-word 'of' !( population-start ) name !( 'of' | '[' )
  ///   | aggregate-word !( 'of' !( population-start ) | 'time' 'from' | relative-period-rest )
  ///     [ primary - of-population ] ;
  /// grammar: relative-period-rest = INTEGER | NUMBER | [ 'full' ] unit ;
  /// grammar: aggregate-word = 'count' | 'sum' | 'avg' | 'median' | 'min' | 'max' | 'stddev'
  ///   | 'first' | 'last' | 'list' | PERCENTILE ;
  mutating func parseAggregate(_ word: AggregateWord) -> Expression {
    let start = position
    let name = Name(current.text, span: current.span)
    advance()
    if word == .count, isWord(0, ["distinct"]), isOperand(at: 1) {
      advance()
      let operand = excluding(.populationMeasure) { $0.parsePrimary() }
      return parseMeasure(.countDistinct, operand, from: start)
    }
    if isSymbol(.openParenthesis) {
      let arguments = parseArguments()
      guard word != .count, arguments.count == 1 else {
        return parseMeasure(call: name, arguments, from: start)
      }
      return parseMeasure(word, arguments[0], from: start)
    }
    if at("of"), !isPopulation(at: 1) { return parseEventFact(word, from: start) }
    if isWord(0, ["time"]), isWord(1, ["from"]) { return parseHeadMeasure(word, from: start) }
    guard isOperand(at: 0) else {
      expectOperand()
      return parseMeasure(word, nil, from: start)
    }
    let operand = excluding(.populationMeasure) { $0.parsePrimary() }
    if word == .count, case .conditional = operand.kind {
      return parseMeasure(call: name, [operand], from: start)
    }
    let measure = parseMeasure(word, operand, from: start)
    if case .aggregate(_, let event?) = measure.kind, case .event(let matcher) = event.kind,
      word == .first || word == .last
    {
      return expression(.eventFact(EventFact(word, matcher: matcher)), from: start)
    }
    return measure
  }

  /// The population behind an aggregate, where one stands.
  ///
  /// grammar: population-measure = 'count' 'distinct' primary - of-population of-population
  ///   | aggregate-word !( 'time' 'from' | relative-period-rest ) [ primary - of-population ]
  ///     of-population
  ///   | !( 'count' ) aggregate-word 'of' name of-population
  ///   | ( name | call ) of-population ;
  private mutating func parseMeasure(
    _ word: AggregateWord, _ operand: Expression?, from start: Int
  ) -> Expression {
    if let population = parseOfPopulation() {
      return expression(.populationMeasure(word, operand, population), from: start)
    }
    return expression(.aggregate(word, operand), from: start)
  }

  /// A call with the population behind it, where one stands.
  mutating func parseMeasure(
    call name: Name, _ arguments: [Expression], from start: Int
  ) -> Expression {
    let call = expression(.call(name, arguments), from: start)
    return parseOfPopulation().map { expression(.measureOf(call, $0), from: start) } ?? call
  }

  /// Inside an expression a population has its `where`, and more than one stage, in parentheses.
  ///
  /// grammar: of-population = 'of' population - population-condition - more-stages ;
  mutating func parseOfPopulation() -> Population? {
    guard !exclusions.contains(.populationMeasure), at("of"), isPopulation(at: 1) else {
      return nil
    }
    advance()
    return excluding([.populationCondition, .moreStages]) { $0.parsePopulation() }
  }

  /// Counts and sums over events; `sum of amount` alone is an aggregate.
  ///
  /// grammar: event-fact = 'count' 'of' !( population-start ) matcher ( own-period | !( time-start
  /// ) )
  ///   | !( 'count' ) aggregate-word 'of' !( population-start ) name 'of' !( population-start )
  ///     matcher ( own-period | !( time-start ) )
  ///   | ( 'first' | 'last' ) event ;
  private mutating func parseEventFact(_ word: AggregateWord, from start: Int) -> Expression {
    advance()
    if word != .count { expect(.eventAttribute) }
    let matcher = parseMatcher("a kind of event")
    if word == .count {
      let fact = EventFact(word, matcher: matcher, period: parseOwnPeriod())
      return expression(.eventFact(fact), from: start)
    }
    guard at("of"), !isPopulation(at: 1) else {
      let path = Expression(.name([matcher.name]), span: matcher.span)
      return parseMeasure(word, path, from: start)
    }
    advance()
    let kind = parseMatcher("a kind of event")
    let fact = EventFact(
      word, attribute: matcher.name, matcher: kind, period: parseOwnPeriod())
    return expression(.eventFact(fact), from: start)
  }

  /// The period of a fact, which stands right behind it.
  ///
  /// grammar: own-period = time-relation | 'between' dated 'and' period ;
  /// grammar: time-start = 'during' | 'since' | 'before' | 'in' fixed-period | 'between' dated ;
  mutating func parseOwnPeriod() -> TemporalClause? {
    if isWord(0, ["between"]) {
      guard isDated(at: 1) else { return nil }
      return parsePeriodRange()
    }
    return parseTimeRelation()
  }

  /// grammar: share-of-total = 'share' 'of' 'total' [ primary - of-population ] [ of-population ] ;
  mutating func parseShareOfTotal() -> Expression {
    let start = position
    position += 3
    let operand =
      isOperand(at: 0) ? excluding(.populationMeasure) { $0.parsePrimary() } : nil
    return parseMeasure(.shareOfTotal, operand, from: start)
  }

  /// grammar: head-measure = [ aggregate-word ] time-from [ of-population ] ;
  mutating func parseHeadMeasure(_ word: AggregateWord?, from start: Int) -> Expression {
    let analysisStart = position
    let operands = parseTimeFrom()
    let population = parseOfPopulation()
    let analysis = Analysis(
      .timeFrom, operands: operands, population: population, span: span(from: analysisStart))
    return expression(.headMeasure(word, analysis), from: start)
  }
}
