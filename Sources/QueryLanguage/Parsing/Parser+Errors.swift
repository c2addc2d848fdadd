extension Parser {
  // MARK: - Saying what is wrong

  mutating func report(_ diagnostic: Diagnostic) {
    guard !hasGivenUp else { return }
    diagnostics.append(diagnostic)
  }

  /// Something must stand here and does not. One place gets one such message.
  mutating func reportExpected(_ what: String, fixIts: [FixIt] = []) {
    if isAtEnd { endsTooEarly = true }
    let span = current.span
    if diagnostics.last?.span.lowerBound == span.lowerBound { return }
    if isAtEnd {
      if diagnostics.isEmpty, !hasGivenUp { missing = what }
      report(Diagnostic(.expected, what, at: span, fixIts: fixIts))
    } else {
      report(Diagnostic(.expectedInstead, what, describe(current), at: span, fixIts: fixIts))
    }
  }

  /// A token as a message names it.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .end: "the end"
    case .word: "`\(token.text)`"
    case .quotedName: Name.quoted(token.text)
    case .text: "a text"
    case .integer, .number, .percent: "a number"
    case .date: "a date"
    case .parameter: "`$\(token.text)`"
    case .symbol(let symbol): "`\(symbol.rawValue)`"
    }
  }

  mutating func giveUp() {
    report(Diagnostic(.tooDeep, String(Self.deepestNesting), at: current.span))
    hasGivenUp = true
    position = limit
  }

  // MARK: - Reading on

  /// Skips to the next clause, pipe or closing bracket that somebody waits for.
  mutating func synchronize() {
    var depth = 0
    while !isAtEnd {
      switch current.kind {
      case .symbol(.openParenthesis), .symbol(.openBracket): depth += 1
      case .symbol(.closeParenthesis), .symbol(.closeBracket):
        if depth == 0, openBrackets > 0 { return }
        depth = max(0, depth - 1)
      case .symbol(.pipe): if depth == 0 { return }
      case .word: if depth == 0, isAtClause { return }
      default: break
      }
      advance()
    }
  }

  /// Reads the keyword, or says that it is missing, or reads a misspelt one in its place.
  @discardableResult
  mutating func expectWord(_ word: String) -> Bool {
    if take(word) { return true }
    if isMisspelt(current, of: [word]) {
      correct(to: word)
      return take(word)
    }
    reportExpected("`\(word)`", fixIts: isOperand(at: 0) ? [insertion(of: word)] : [])
    return false
  }

  @discardableResult
  mutating func expectSymbol(_ symbol: Symbol) -> Bool {
    if take(symbol) { return true }
    reportExpected(
      "`\(symbol.rawValue)`", fixIts: isOperand(at: 0) ? [insertion(of: symbol.rawValue)] : [])
    return false
  }

  /// Reads the closing bracket; where something else stands, says so and looks for it further on.
  mutating func expectClosing(_ symbol: Symbol) {
    if take(symbol) { return }
    guard !hasGivenUp else { return }
    if isAtEnd {
      reportMissingBracket(symbol)
      return
    }
    reportExpected("`\(symbol.rawValue)`")
    openBrackets += 1
    synchronize()
    openBrackets -= 1
    if isSymbol(symbol) { advance() }
  }

  private mutating func reportMissingBracket(_ symbol: Symbol) {
    endsTooEarly = true
    if diagnostics.isEmpty { missing = "`\(symbol.rawValue)`" }
    let span = current.span
    report(
      Diagnostic(
        .unclosedBracket, symbol.rawValue, at: span,
        fixIts: [FixIt("close it", edits: [.init(span, symbol.rawValue)])]))
  }

  /// An unclosed bracket swallows the rows below it; what is said about those is left out.
  var diagnosticsWithoutEchoes: [Diagnostic] {
    guard let opener = unclosedBracket,
      let nextRow = tokens[(opener + 1)...].first(where: \.row.startsRow)
    else { return diagnostics }
    let kept = diagnostics.filter { $0.span.lowerBound < nextRow.span.lowerBound }
    guard kept.isEmpty else { return kept }
    let close = tokens[opener].kind == .symbol(.openBracket) ? "]" : ")"
    return [Diagnostic(.unclosedBracket, close, at: tokens[opener].span)]
  }

  /// The last opening bracket that is never closed.
  private var unclosedBracket: Int? {
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .symbol(.openParenthesis), .symbol(.openBracket): open.append(index)
      case .symbol(.closeParenthesis), .symbol(.closeBracket): _ = open.popLast()
      default: break
      }
    }
    return open.last
  }

  // MARK: - Misspelt keywords

  func isMisspelt(_ token: Token, of words: [String]) -> Bool {
    nearestKeyword(to: token, among: words) != nil
  }

  /// The keyword that a word was probably meant to be: what it means elsewhere, or what it looks
  /// like. Of short words only swapped letters count.
  func nearestKeyword(to token: Token, among words: [String]) -> String? {
    if let ours = HabitualWords.keywords[token.folded], words.contains(ours) { return ours }
    guard token.kind == .word,
      let nearest = NameSuggestion.nearest(to: token.folded, among: words),
      token.folded.utf8.count > 3 || token.folded.sorted() == nearest.sorted()
    else { return nil }
    return nearest
  }

  /// Reports that the token some places ahead is a misspelt keyword, and goes on as if it were
  /// spelt right.
  mutating func correct(_ ahead: Int = 0, to word: String) {
    let token = token(ahead)
    let fix = FixIt("write `\(word)`", edits: [.init(token.span, word)])
    report(Diagnostic(.misspelt, token.text, word, at: token.span, fixIts: [fix]))
    tokens[position + ahead].folded = word
  }

  /// Puts a word behind the token before the current one.
  func insertion(of word: String) -> FixIt {
    let end = position > 0 ? tokens[position - 1].span.upperBound : 0
    return FixIt("write `\(word)`", edits: [.init(SourceSpan(end, end), " " + word)])
  }
}
