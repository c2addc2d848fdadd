extension Parser {
  /// Whom or what a sentence is about. `where` directly behind it is its own; behind parentheses it
  /// is the head's.
  ///
  /// grammar: population = bare-population [ population-condition ] | group | STRING ;
  mutating func parsePopulation() -> Population {
    nested(otherwise: missingPopulation()) { parser in
      parser.expectPopulation()
      if let population = parser.parseGroup() ?? parser.parseAccount() { return population }
      let start = parser.position
      var population = parser.parseBarePopulation()
      if let condition = parser.parsePopulationCondition() {
        population.condition = condition
        population.span = parser.span(from: start)
      }
      return population
    }
  }

  /// Notes how a population may begin.
  private mutating func expectPopulation() {
    for word in ["accounts", "events", "visits", "those", "cohort"] { expect(.keyword(word)) }
    expect(.account)
    expect(.symbol(.openParenthesis))
  }

  /// grammar: population-condition = 'where' expression ;
  private mutating func parsePopulationCondition() -> Expression? {
    guard !exclusions.contains(.populationCondition), take("where") else { return nil }
    return parseExpression()
  }

  /// What is inside the parentheses holds for the population alone.
  ///
  /// grammar: group = '(' population {1 group-clause } ')' ;
  /// grammar: group-clause = period-clause | as-of-clause | known-on-clause ;
  mutating func parseGroup() -> Population? {
    guard isSymbol(.openParenthesis) else { return nil }
    let start = position
    var clauses: [Clause] = []
    let population = bracketed(.closeParenthesis) { parser in
      let population = parser.parsePopulation()
      clauses = parser.parseGroupClauses()
      return population
    }
    guard !clauses.isEmpty else { return population }
    return Population(.group(population, clauses: clauses), span: span(from: start))
  }

  /// One account by its name or id.
  mutating func parseAccount() -> Population? {
    optionalText().map { Population(.account($0), span: $0.span) }
  }

  mutating func parseGroupClauses() -> [Clause] {
    var clauses: [Clause] = []
    while let clause = parsePeriodClause() ?? parseAsOfClause() ?? parseKnownOnClause() {
      add(clause, to: &clauses)
    }
    return clauses
  }

  /// grammar: bare-population = account-source { restriction } | event-source | visit-source ;
  mutating func parseBarePopulation() -> Population {
    let start = position
    guard let source = parseSource() else { return missingPopulation() }
    var restrictions: [Restriction] = []
    switch source {
    case .accounts, .those, .cohort:
      while let restriction = parseRestriction() { restrictions.append(restriction) }
    default: break
    }
    return Population(source, restrictions: restrictions, span: span(from: start))
  }

  /// grammar: account-source = 'accounts' | 'those' | 'cohort' STRING ;
  /// grammar: event-source = 'events' [ 'of' population ] ;
  /// grammar: visit-source = 'visits' [ 'in' !( fixed-period | '(' ) stage-list ]
  ///   [ 'of' population ] ;
  private mutating func parseSource() -> Population.Source? {
    if take("accounts") { return .accounts }
    if take("those") { return .those }
    if isWord(0, ["cohort"]) {
      advance()
      return .cohort(parseText("the cohort's name in quotes", expecting: .cohort))
    }
    if take("events") { return .events(of: take("of") ? parsePopulation() : nil) }
    if take("visits") {
      var stages: [Name] = []
      if at("in"), !isPeriod(at: 1), !isSymbol(.openParenthesis, 1) {
        advance()
        stages = parseStageList()
      }
      return .visits(in: stages, of: take("of") ? parsePopulation() : nil)
    }
    return parseMisspeltSource()
  }

  private mutating func parseMisspeltSource() -> Population.Source? {
    let words = ContextualWords.populations.sorted()
    guard let nearest = nearestKeyword(to: current, among: words) else {
      if isOperand(at: 0), let text = parseUnquotedText() { return .account(text) }
      reportExpected("a population such as `accounts`")
      return nil
    }
    correct(to: nearest)
    return parseSource()
  }

  private func missingPopulation() -> Population {
    let place = current.span.lowerBound
    return Population(.accounts, span: SourceSpan(place, place))
  }

  // MARK: - Restrictions

  /// What follows `accounts` before `where`.
  ///
  /// grammar: restriction = stage-restriction | cohort-restriction | visited-restriction
  ///   | drifting-restriction | match-restriction | named-restriction ;
  private mutating func parseRestriction() -> Restriction? {
    expect(.population)
    let start = position
    guard
      let kind = parseCohortRestriction() ?? parseStageRestriction() ?? parseVisitedRestriction()
        ?? parseDriftingRestriction() ?? parseMatchRestriction() ?? parseNamedRestriction()
    else { return nil }
    return Restriction(kind, span: span(from: start))
  }

  /// grammar: cohort-restriction = 'in' 'cohort' STRING ;
  private mutating func parseCohortRestriction() -> Restriction.Kind? {
    guard at("in", "cohort"), token(2).kind == .text || position + 2 >= limit else { return nil }
    position += 2
    return .inCohort(parseText("the cohort's name in quotes", expecting: .cohort))
  }

  /// With `stage` surely stages, else a stage or a cohort by its name.
  ///
  /// grammar: stage-restriction = 'in' 'stage' stage-list
  ///   | 'in' !( fixed-period | 'stage' name | 'cohort' STRING | '(' ) stage-list ;
  private mutating func parseStageRestriction() -> Restriction.Kind? {
    let isEmbedded = exclusions.contains(.moreStages)
    guard at("in"), !isPeriod(at: 1), !(isEmbedded && isSymbol(.openParenthesis, 1)) else {
      return nil
    }
    advance()
    if isAtEnd { notePeriod() }
    if isSymbol(.openParenthesis) { return .inStage(parseBracketedStages(), explicit: false) }
    let isExplicit = at("stage") && (isOperand(at: 1) || position + 1 >= limit)
    if isExplicit { advance() }
    return .inStage(parseStageList(), explicit: isExplicit)
  }

  /// grammar: stage-list = name [ more-stages ] ;
  /// grammar: more-stages = ',' name { ',' name } ;
  private mutating func parseStageList() -> [Name] {
    if exclusions.contains(.moreStages) { return [parseName("a stage", expecting: .stage)] }
    var stages = [parseName("a stage", expecting: .stage)]
    while take(.comma) || takeHabitualComma() {
      stages.append(parseName("a stage", expecting: .stage))
    }
    return stages
  }

  /// grammar: visited-restriction = ( 'visited' | 'reached' ) name ;
  private mutating func parseVisitedRestriction() -> Restriction.Kind? {
    if take("visited") { return .visited(parseName("a stage", expecting: .stage)) }
    if take("reached") { return .reached(parseName("a stage", expecting: .stage)) }
    return nil
  }

  /// `drifting` owns the `in` or `from..to` behind it.
  ///
  /// grammar: drifting-restriction = 'drifting' 'from' name 'to' name
  ///   | 'drifting' !( 'from' ) ( drifting-stage | !( drifting-stage ) ) ;
  /// grammar: drifting-stage = 'in' !( fixed-period | 'cohort' STRING | '(' ) name ;
  private mutating func parseDriftingRestriction() -> Restriction.Kind? {
    guard take("drifting") else { return nil }
    if take("from") {
      let from = parseName("a stage", expecting: .stage)
      expectWord("to")
      return .drifting(in: from, to: parseName("a stage", expecting: .stage))
    }
    let isCohort = isWord(1, ["cohort"]) && token(2).kind == .text
    guard at("in"), !isPeriod(at: 1), !isCohort, !isSymbol(.openParenthesis, 1)
    else { return .drifting(in: nil, to: nil) }
    advance()
    return .drifting(in: parseName("a stage", expecting: .stage), to: nil)
  }

  /// grammar: match-restriction = pattern-test { 'and' pattern-test } ;
  /// grammar: pattern-test = ( 'matching' | 'never' ) pattern ;
  private mutating func parseMatchRestriction() -> Restriction.Kind? {
    if isWord(0, ["and"]), isWord(1, ["matching", "never"]) { advance() }
    if take("matching") { return .matching(parsePattern(), never: false) }
    if take("never") { return .matching(parsePattern(), never: true) }
    return nil
  }

  /// `churned`, `lost`, `active` or a population defined in the workspace.
  ///
  /// grammar: named-restriction = name ;
  private mutating func parseNamedRestriction() -> Restriction.Kind? {
    guard current.kind == .quotedName || (current.kind == .word && !isFollower(at: 0)),
      !isMisspeltClause, !isWord(0, ["not", "then"]),
      !(isWord(0, ["group", "grouped"]) && isWord(1, ["by"]))
    else { return nil }
    return optionalName().map { .named($0) }
  }

  /// The word here looks like a clause's keyword, and what follows could be that clause.
  var isMisspeltClause: Bool {
    let keywords = KeywordTable.clauseWords
    guard !keywords.contains(current.folded),
      let nearest = nearestKeyword(to: current, among: keywords)
    else { return false }
    if let second = ContextualWords.twoWordClauses[nearest] {
      return token(1).folded == second || isMisspelt(token(1), of: [second])
    }
    switch nearest {
    case "top", "lowest": return isNumber(token(1))
    case "rolling": return false
    default: return isOperand(at: 1) || isSymbol(.minus, 1)
    }
  }
}
