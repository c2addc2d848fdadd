extension Parser {
  private mutating func clause(_ start: Int, _ kind: Clause.Kind) -> Clause {
    Clause(kind, span: span(from: start))
  }

  /// grammar: per-clause = 'per' unit ;
  mutating func parsePerClause() -> Clause? {
    let start = position
    guard take("per") else { return nil }
    return clause(start, .per(parseUnit()))
  }

  /// grammar: within-clause = 'within' duration ;
  mutating func parseWithinClause() -> Clause? {
    let start = position
    guard take("within") else { return nil }
    return clause(start, .within(parseDuration()))
  }

  /// grammar: without-clause = exclusion ;
  mutating func parseWithoutClause() -> Clause? {
    let start = position
    guard take("without") else { return nil }
    return clause(start, .without(parseExclusion()))
  }

  /// grammar: against-clause = ( 'with' | 'against' ) counterpart ;
  mutating func parseAgainstClause() -> Clause? {
    let start = position
    let word = Name(current.text, span: current.span)
    guard take("with") || take("against") else { return nil }
    return clause(start, .against(parseCounterpart(), word: word))
  }

  /// grammar: counterpart = population | fixed-period | 'as' 'of' period | 'benchmark' STRING
  ///   | !( population-start ) name ;
  private mutating func parseCounterpart() -> Counterpart {
    if isPopulation(at: 0) { return .population(parsePopulation()) }
    if take("as", "of") { return .asOf(parsePeriod()) }
    if at("benchmark"), token(1).kind == .text || position + 1 >= limit {
      advance()
      return .benchmark(parseText("the benchmark's name in quotes", expecting: .benchmark))
    }
    expectCounterpart()
    if isPeriod(at: 0) { return .period(parsePeriod()) }
    let what = "a population, a period, a benchmark or an outcome"
    return .outcome(optionalName() ?? missingName(what))
  }

  private mutating func expectCounterpart() {
    for category: CompletionCategory in [
      .population, .period, .keyword("accounts"), .keyword("those"), .keyword("cohort"),
    ] { expect(category) }
  }

  /// grammar: ahead-clause = duration 'ahead' ;
  mutating func parseAheadClause() -> Clause? {
    let start = position
    guard isDuration(at: 0), isWord(2, ["ahead"]) || position + 2 >= limit else { return nil }
    let duration = parseDuration()
    expectWord("ahead")
    return clause(start, .ahead(duration))
  }

  /// grammar: returning-clause = 'returning' matcher ;
  mutating func parseReturningClause() -> Clause? {
    let start = position
    guard take("returning") else { return nil }
    return clause(start, .returning(parseMatcher("a kind of event")))
  }

  /// grammar: starting-clause = 'starting' matcher ;
  mutating func parseStartingClause() -> Clause? {
    let start = position
    guard take("starting") else { return nil }
    return clause(start, .starting(parseMatcher("a kind of event")))
  }

  /// grammar: rolling-clause = 'rolling' ;
  mutating func parseRollingClause() -> Clause? {
    let start = position
    return take("rolling") ? clause(start, .rolling) : nil
  }

  /// grammar: for-first-clause = 'for' 'first' duration ;
  mutating func parseForFirstClause() -> Clause? {
    let start = position
    guard take("for", "first") else { return nil }
    return clause(start, .forFirst(parseDuration()))
  }

  /// grammar: completed-clause = 'completed' 'only' ;
  mutating func parseCompletedClause() -> Clause? {
    let start = position
    return take("completed", "only") ? clause(start, .completedOnly) : nil
  }
}
