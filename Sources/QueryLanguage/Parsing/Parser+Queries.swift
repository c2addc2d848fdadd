extension Parser {
  /// One sentence, and what is done with its result.
  ///
  /// grammar: query = sentence { '|' pipe } | '|' pipe { '|' pipe } ;
  mutating func parseQuery() -> Query {
    let start = position
    if at(.pipe) {
      let head = Head(.lastAnswer, span: span(from: start))
      let pipes = parsePipes()
      return Query(head: head, pipes: pipes, span: span(from: start))
    }
    var query = parseSentence()
    query.pipes = parsePipes()
    query.span = span(from: start)
    return query
  }

  mutating func parsePipes() -> [Pipe] {
    var pipes: [Pipe] = []
    while take(.pipe) { pipes.append(parsePipe()) }
    return pipes
  }

  /// After a pipe, names are the result's columns.
  ///
  /// grammar: pipe = &( clause ) {1 clause } ;
  private mutating func parsePipe() -> Pipe {
    let start = position
    (scope, takenClauses) = (.result, HeadTable.pipeClauses)
    let clauses = parseClauses()
    if clauses.isEmpty { reportExpected("a clause such as `where`, `order by`, `top` or `as`") }
    return Pipe(clauses, span: span(from: start))
  }

  /// For a bare population any `where` is the population's, wherever it stands.
  ///
  /// grammar: sentence = population-head {1 clause } | analysis {1 clause }
  ///   | measures-head {1 clause } ;
  mutating func parseSentence() -> Query {
    nested(otherwise: missingSentence()) { parser in
      let start = parser.position
      let head = parser.parseHead()
      let clauses = parser.parseClauses()
      var query = Query(head: head, clauses: clauses, span: parser.span(from: start))
      query.moveConditionToPopulation()
      return query
    }
  }

  private func missingSentence() -> Query {
    let place = SourceSpan(current.span.lowerBound, current.span.lowerBound)
    return Query(head: Head(.measures([], of: nil), span: place), span: place)
  }

  private mutating func parseHead() -> Head {
    let start = position
    if isAtEnd { expectHead() }
    correctFirstWord(among: HeadTable.firstWords)
    if isPopulation(at: 0) { return parsePopulationHead() }
    if let word = analysisWord {
      let analysis = parseAnalysis(word)
      return Head(.analysis(analysis), span: span(from: start))
    }
    correctAggregate()
    let unknown = position
    reportUnknownHead()
    guard position == unknown else { return Head(.measures([], of: nil), span: span(from: start)) }
    return parseMeasuresHead()
  }

  /// grammar: population-head = bare-population | group | STRING ;
  private mutating func parsePopulationHead() -> Head {
    let start = position
    switch current.folded {
    case "events": scope = .events
    case "visits": scope = .visits
    default: scope = .accounts
    }
    takenClauses = HeadTable.rowClauses
    let population = parseGroup() ?? parseAccount() ?? parseBarePopulation()
    return Head(.population(population), span: span(from: start))
  }

  // MARK: - Measures

  /// `count, avg arr of accounts`; without `of`, of all accounts.
  ///
  /// grammar: measures-head = !( STRING | PERCENT | DATE | PARAMETER | relative-period | 'true'
  ///   | 'false' | 'unknown' | 'time' 'from' ) measures 'of' population
  ///   | &( measure-word ) measures ;
  /// grammar: measure-word = 'nps' | 'csat' | 'ces' | 'fcr' | 'churn' | 'grr' | 'nrr' | 'clv'
  ///   | 'response_rate' | 'retention' !( 'of' | END ) | aggregate-word ;
  private mutating func parseMeasuresHead() -> Head {
    let start = position
    (scope, takenClauses) = (.accounts, HeadTable.rowClauses)
    let items = parseMeasures()
    let population = take("of") ? parsePopulation() : nil
    return Head(.measures(items, of: population), span: span(from: start))
  }

  /// grammar: measures = measure { ',' measure } ;
  mutating func parseMeasures() -> [ShowItem] { commaList { $0.parseMeasure() } }

  /// `of accounts` behind it is the head's, outside parentheses.
  ///
  /// grammar: measure = value - of-population [ 'called' name ] ;
  private mutating func parseMeasure() -> ShowItem {
    named(excluding(.populationMeasure) { $0.parseValue() })
  }

  // MARK: - What begins no sentence

  /// Puts a misspelt first word right.
  mutating func correctFirstWord(among words: [String]) {
    guard !words.contains(current.folded), !isMeasureWord(current),
      !isSymbol(.openParenthesis, 1),
      let nearest = nearestKeyword(to: current, among: words)
    else { return }
    correct(to: nearest)
  }

  /// Says so where the first word can begin no measure.
  private mutating func reportUnknownHead() {
    switch current.kind {
    case .end: reportExpected("a sentence")
    case .word:
      let isMeasure =
        isMeasureWord(current) || isWord(1, ["of", "called", "else"]) || operatorFollows(at: 1)
      if !isMeasure { reportUnknown(current) }
    case .quotedName, .integer, .number, .symbol(.openParenthesis), .symbol(.minus): break
    default: reportUnknown(current)
    }
  }

  private mutating func reportUnknown(_ token: Token) {
    let isClause = KeywordTable.clauseWords.contains(token.folded)
    let note =
      isClause
      ? "`\(token.folded)` stands behind a head: `accounts \(token.folded) ...`"
      : "`accounts where ...` lists accounts; `help` shows every sentence"
    report(Diagnostic(.unknownSentence, describe(token), at: token.span, notes: [note]))
    advance()
    synchronize()
  }

  /// Words that begin a measure, and one that only looks like a misspelt head.
  private func isMeasureWord(_ token: Token) -> Bool {
    KeywordTable.measures.contains { $0.word == token.folded }
      || AggregateWord(word: token.folded) != nil
      || ["retention", "share", "if", "change", "time", "momentum"].contains(token.folded)
  }

  /// What can stand behind the first word of a measure.
  func operatorFollows(at ahead: Int) -> Bool {
    guard case .symbol(let symbol) = token(ahead).kind else { return false }
    return [.plus, .minus, .times, .divide, .dot, .comma, .openParenthesis, .openBracket]
      .contains(symbol)
  }

  private mutating func expectHead() {
    for entry in HeadTable.entries { expect(.keyword(entry.name)) }
    for word in ["count", "avg", "median", "sum"] { expect(.keyword(word)) }
    expect(.measure)
  }
}

extension Query {
  /// A bare population's `where` becomes the population's condition; a parenthesised one may have
  /// one already.
  fileprivate mutating func moveConditionToPopulation() {
    guard case .population(var population) = head.kind else { return }
    for index in clauses.indices {
      guard case .condition(let condition) = clauses[index].kind else { continue }
      clauses.remove(at: index)
      population.condition = population.condition?.and(condition) ?? condition
      head.kind = .population(population)
      return
    }
  }
}

extension Expression {
  fileprivate func and(_ other: Expression) -> Expression {
    Expression(.and([self, other]), span: span.union(other.span))
  }
}
