extension Parser {
  /// Clauses in any order, each at most once.
  ///
  /// grammar: clause = where-clause | period-clause | as-of-clause | known-on-clause | by-clause
  ///   | show-clause | order-clause | top-clause | rendering-clause | into-clause | per-clause
  ///   | within-clause | without-clause | against-clause | ahead-clause | returning-clause
  ///   | starting-clause | rolling-clause | for-first-clause | completed-clause ;
  mutating func parseClause() -> Clause? {
    for (_, parse) in Self.clauses {
      if let clause = parse(&self) { return clause }
    }
    return nil
  }

  private static let clauses: [(word: ClauseWord, parse: @Sendable (inout Parser) -> Clause?)] = [
    (.condition, { $0.parseWhereClause() }), (.period, { $0.parsePeriodClause() }),
    (.asOf, { $0.parseAsOfClause() }), (.knownOn, { $0.parseKnownOnClause() }),
    (.by, { $0.parseByClause() }), (.show, { $0.parseShowClause() }),
    (.orderBy, { $0.parseOrderClause() }), (.top, { $0.parseTopClause() }),
    (.rendering, { $0.parseRenderingClause() }), (.into, { $0.parseIntoClause() }),
    (.per, { $0.parsePerClause() }), (.within, { $0.parseWithinClause() }),
    (.without, { $0.parseWithoutClause() }), (.against, { $0.parseAgainstClause() }),
    (.ahead, { $0.parseAheadClause() }), (.returning, { $0.parseReturningClause() }),
    (.starting, { $0.parseStartingClause() }), (.rolling, { $0.parseRollingClause() }),
    (.forFirst, { $0.parseForFirstClause() }), (.completedOnly, { $0.parseCompletedClause() }),
  ]

  /// Notes the clauses that the head takes and that do not stand there yet.
  private mutating func expectClauses(besides clauses: [Clause]) {
    guard isAtEnd else { return }
    let present = Set(clauses.map(\.kind.word))
    for (word, parse) in Self.clauses where !present.contains(word) && takenClauses.contains(word) {
      _ = parse(&self)
    }
  }

  /// All clauses that follow; what fits nowhere gets its message and is skipped.
  mutating func parseClauses() -> [Clause] {
    var clauses: [Clause] = []
    while !isAtEnd, !isSymbol(.pipe), !(openBrackets > 0 && isSymbol(.closeParenthesis)) {
      if let clause = parseClause() {
        add(clause, to: &clauses)
      } else {
        let before = position
        reportUnexpected(behind: clauses.last?.kind.word)
        if position == before, !isAtClause {
          advance()
          synchronize()
        }
      }
    }
    expectClauses(besides: clauses)
    return clauses
  }

  /// Keeps a clause unless its like stands there already.
  mutating func add(_ clause: Clause, to clauses: inout [Clause]) {
    if clauses.contains(where: { $0.kind.word == clause.kind.word }) {
      report(Diagnostic(.repeatedClause, clause.kind.title, at: clause.span))
    } else {
      clauses.append(clause)
    }
  }

  private mutating func clause(_ start: Int, _ kind: Clause.Kind) -> Clause {
    Clause(kind, span: span(from: start))
  }

  // MARK: - Clauses of every sentence

  /// grammar: where-clause = 'where' expression ;
  private mutating func parseWhereClause() -> Clause? {
    let start = position
    guard take("where") else { return nil }
    return clause(start, .condition(parseExpression()))
  }

  /// grammar: period-clause = time-relation | period-range ;
  mutating func parsePeriodClause() -> Clause? {
    let start = position
    if at("between") { return clause(start, .period(parsePeriodRange())) }
    if at("in"), position + 1 == limit {
      advance()
      return clause(start, .period(.during(parsePeriod())))
    }
    return parseTimeRelation().map { clause(start, .period($0)) }
  }

  /// grammar: as-of-clause = 'as' 'of' period ;
  mutating func parseAsOfClause() -> Clause? {
    let start = position
    guard take("as", "of") else { return nil }
    return clause(start, .asOf(parsePeriod()))
  }

  /// grammar: known-on-clause = 'known' 'on' period ;
  mutating func parseKnownOnClause() -> Clause? {
    let start = position
    guard take("known", "on") else { return nil }
    return clause(start, .knownOn(parsePeriod()))
  }

  /// grammar: by-clause = 'by' item { ',' item } [ attribution ] ;
  private mutating func parseByClause() -> Clause? {
    let start = position
    guard take("by") else { return nil }
    let items = commaList { $0.parseItem() }
    return clause(start, .by(items, at: parseAttribution()))
  }

  /// grammar: attribution = 'at' ( 'first' | 'last' | 'step' INTEGER ) ;
  private mutating func parseAttribution() -> AttributionPoint? {
    if take("at", "first") { return .first }
    if take("at", "last") { return .last }
    return take("at", "step") ? .step(parseInteger()) : nil
  }

  /// grammar: show-clause = 'show' item { ',' item } ;
  private mutating func parseShowClause() -> Clause? {
    let start = position
    guard take("show") else { return nil }
    return clause(start, .show(commaList { $0.parseItem() }))
  }

  /// A column: outside parentheses a period belongs to the sentence.
  ///
  /// grammar: item = column [ 'called' name ] ;
  mutating func parseItem() -> ShowItem {
    named(parseColumn())
  }

  mutating func named(_ expression: Expression) -> ShowItem {
    guard take("called") else { return ShowItem(expression) }
    return ShowItem(expression, called: parseName("a name for the column", expecting: .newName))
  }

  /// grammar: column = expression - time-test - date-range-test ;
  mutating func parseColumn() -> Expression {
    let expression = excluding(.timeTest) { $0.parseExpression() }
    if case .and(let operands) = expression.kind, operands.allSatisfy({ !$0.path.isEmpty }) {
      reportCommaInstead(between: operands)
    }
    return expression
  }

  private mutating func reportCommaInstead(between names: [Expression]) {
    let gaps = zip(names, names.dropFirst()).map { left, right in
      SourceSpan(left.span.upperBound, right.span.lowerBound)
    }
    guard let place = gaps.first else { return }
    let fix = FixIt("write `,`", edits: gaps.map { .init($0, ", ") })
    report(Diagnostic(.commaInstead, at: place, fixIts: [fix]))
  }

  /// grammar: order-clause = 'order' 'by' order-key { ',' order-key } ;
  private mutating func parseOrderClause() -> Clause? {
    let start = position
    guard take("order", "by") else { return nil }
    return clause(start, .orderBy(commaList { $0.parseOrderKey() }))
  }

  /// grammar: order-key = column [ 'asc' | 'desc' ] ;
  private mutating func parseOrderKey() -> OrderKey {
    let expression = parseColumn()
    if take("asc") { return OrderKey(expression, .ascending) }
    return OrderKey(expression, take("desc") ? .descending : nil)
  }

  /// grammar: top-clause = ( 'top' | 'lowest' ) INTEGER ( 'by' column | !( 'by' ) )
  ///   [ 'in' 'each' column { ',' column } ] ;
  private mutating func parseTopClause() -> Clause? {
    let start = position
    guard at("top") || at("lowest"), isNumber(token(1)) || position + 1 >= limit else { return nil }
    let isLowest = current.folded == "lowest"
    advance()
    let count = parseInteger()
    let by = take("by") ? parseColumn() : nil
    let each = take("in", "each") ? commaList { $0.parseColumn() } : []
    return clause(start, .top(Top(count, lowest: isLowest, by: by, inEach: each)))
  }

  /// grammar: rendering-clause = 'as' !( 'of' ) name ;
  private mutating func parseRenderingClause() -> Clause? {
    let start = position
    guard take("as") else { return nil }
    let name = parseName("a rendering such as `table` or `bar`", expecting: .rendering)
    return clause(start, .rendering(name))
  }

  /// grammar: into-clause = 'into' STRING ;
  private mutating func parseIntoClause() -> Clause? {
    let start = position
    guard take("into") else { return nil }
    return clause(start, .into(parseText("a file name in quotes", expecting: .file)))
  }
}
