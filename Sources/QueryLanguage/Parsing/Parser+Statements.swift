extension Parser {
  /// grammar: statement = explain | describe | help | help-request | load | reload | let | set
  ///   | use | expect | cohort | define | stages | stage-rule | event-declaration | signal
  ///   | target | play | benchmark | query ;
  mutating func parseStatement() -> Statement {
    let start = position
    let kind =
      parseHelpRequest() ?? parseForeignLoad() ?? parseCommand() ?? parseDeclaration()
      ?? .query(parseQuery())
    if !isAtEnd { reportLeftOver() }
    position = limit
    return Statement(kind, span: span(from: start))
  }

  /// Something stands behind the end of the statement.
  private mutating func reportLeftOver() {
    while !isAtEnd {
      reportUnexpected()
      advance()
      synchronize()
      if isAtClause || isSymbol(.pipe) { _ = parseClauses() }
      if isSymbol(.pipe) { advance() }
    }
  }

  /// `jfi?`, `drift zone?`
  ///
  /// grammar: help-request = ( WORD { WORD } | QUOTED | STRING ) '?' ;
  private mutating func parseHelpRequest() -> Statement.Kind? {
    guard limit - position > 1, tokens[limit - 1].kind == .symbol(.question) else { return nil }
    let words = tokens[position..<(limit - 1)]
    guard words.allSatisfy({ $0.kind == .word || $0.kind == .quotedName || $0.kind == .text })
    else { return nil }
    position = limit
    return .help(words.map(\.text).joined(separator: " "))
  }

  private mutating func parseCommand() -> Statement.Kind? {
    correctFirstWord(among: HeadTable.firstWords + KeywordTable.statementWords)
    if take("explain") { return .explain(parseQuery()) }
    if take("describe") { return parseDescribe() }
    if take("help") { return parseHelp() }
    return nil
  }

  /// What follows the names is done with the table, as with any answer.
  ///
  /// grammar: explain = 'explain' query ;
  /// grammar: describe = 'describe' { name } {1 clause } { '|' pipe } ;
  private mutating func parseDescribe() -> Statement.Kind {
    expect(.topic)
    var names: [Name] = []
    while !isAtClause || limit - position == 1, let name = optionalAnyName() {
      names.append(name)
      if isSymbol(.dot) || isSymbol(.comma) { advance() }
    }
    let start = position
    (scope, takenClauses) = (.result, HeadTable.pipeClauses)
    let head = Head(.lastAnswer, span: span(from: start))
    let clauses = parseClauses()
    let pipes = parsePipes()
    guard !clauses.isEmpty || !pipes.isEmpty else { return .describe(names, nil) }
    return .describe(
      names, Query(head: head, clauses: clauses, pipes: pipes, span: span(from: start)))
  }

  /// grammar: help = 'help' [ STRING | WORD { WORD } | QUOTED ] ;
  private mutating func parseHelp() -> Statement.Kind {
    expect(.topic)
    if let text = optionalText() { return .help(text.text) }
    var words: [String] = []
    while let name = optionalAnyName() { words.append(name.text) }
    return .help(words.isEmpty ? nil : words.joined(separator: " "))
  }

  // MARK: - What does not fit

  /// Says what is wrong with the token here, and reads a misspelt clause as the clause it was meant
  /// to be.
  mutating func reportUnexpected(behind clause: ClauseWord? = nil) {
    let token = current
    if token.kind == .symbol(.closeParenthesis) || token.kind == .symbol(.closeBracket) {
      return reportUnopened(token)
    }
    if correctGroupBy() || reportAbbreviatedNumber() || reportHalfClause() || reportMisspeltClause()
    {
      return
    }
    if diagnostics.last?.span.lowerBound == token.span.lowerBound { return }
    let fixIts = clause == .condition && isOperand(at: 0) ? [insertion(of: "and")] : []
    report(Diagnostic(.unexpected, describe(token), at: token.span, fixIts: fixIts))
  }

  private mutating func reportUnopened(_ token: Token) {
    let symbol = token.kind == .symbol(.closeBracket) ? "]" : ")"
    let fix = FixIt("leave it out", edits: [.init(token.span, "")])
    report(Diagnostic(.unopenedBracket, symbol, at: token.span, fixIts: [fix]))
  }

  /// `order` without its `by`, `top` without its number.
  private mutating func reportHalfClause() -> Bool {
    let word = current.folded
    if let second = ContextualWords.twoWordClauses[word] {
      if isMisspelt(token(1), of: [second]) {
        correct(1, to: second)
      } else {
        advance()
        reportExpected("`\(second)`", fixIts: [insertion(of: second)])
        synchronize()
      }
      return true
    }
    guard word == "top" || word == "lowest" else { return false }
    advance()
    reportExpected("a whole number")
    synchronize()
    return true
  }

  private mutating func reportMisspeltClause() -> Bool {
    if position > 0, isNumber(tokens[position - 1]),
      let unit = nearestKeyword(to: current, among: KeywordTable.units)
    {
      correct(to: unit)
      advance()
      return true
    }
    let words = KeywordTable.clauseWords
    guard !words.contains(current.folded),
      let nearest = nearestKeyword(to: current, among: words + ["asc", "desc"])
    else { return false }
    correct(to: nearest)
    return true
  }
}
