/// An error-tolerant recursive-descent parser of one statement: a function for each production of
/// `grammar/orbits.ebnf`, named after it. Decisions look ahead a fixed number of tokens, so time is
/// linear; nesting is limited, chains are flat.
package struct Parser {
  /// The tokens of the statement; a misspelt keyword is put right here once it is reported.
  var tokens: [Token]
  var position = 0
  var diagnostics: [Diagnostic] = []

  /// What the surroundings forbid at the top level of an expression or population.
  var exclusions: Exclusions = []
  var nesting = 0
  var openBrackets = 0
  /// Nesting went too deep: the rest of the statement is skipped in silence.
  var hasGivenUp = false

  /// What is missing at the statement's end, when that was its first error.
  var missing: String?
  /// Something that must stand at the statement's end does not.
  var endsTooEarly = false
  /// What may stand behind the statement's last token; completion asks for it.
  var expectations: [Expectation] = []
  /// The clauses that the head takes: completion offers no others.
  var takenClauses = HeadTable.everyClause
  /// Whose names stand here, and whose stood at the first expectation, which is the innermost.
  var scope: CompletionScope = .statement
  var expectedScope: CompletionScope = .statement

  init(_ tokens: ArraySlice<Token>) { self.tokens = Array(tokens) }

  var limit: Int { tokens.count }

  // MARK: - Tokens

  var current: Token { token(0) }

  /// The token so many places ahead; behind the statement's last one there is only its end.
  func token(_ ahead: Int) -> Token {
    position + ahead < limit ? tokens[position + ahead] : endToken
  }

  var isAtEnd: Bool { position >= limit }

  private var endToken: Token {
    let end = tokens.last?.span.upperBound ?? 0
    let row = Token.RowStart(startsRow: false, followsBlankRow: false, indentation: 0)
    return Token(kind: .end, text: "", folded: "", span: SourceSpan(end, end), row: row)
  }

  /// The span from the token at `start` to the last one read.
  func span(from start: Int) -> SourceSpan {
    guard position > start else {
      return SourceSpan(current.span.lowerBound, current.span.lowerBound)
    }
    return SourceSpan(tokens[start].span.lowerBound, tokens[position - 1].span.upperBound)
  }

  mutating func advance() { if position < limit { position += 1 } }

  // MARK: - Keywords and symbols

  /// Whether these keywords stand here; noted as expected where the statement ends among them.
  mutating func at(_ words: String...) -> Bool {
    for (ahead, word) in words.enumerated() {
      if position + ahead >= limit {
        note(.keyword(words[ahead...].joined(separator: " ")))
        return false
      }
      guard tokens[position + ahead].folded == word else { return false }
    }
    return true
  }

  /// Reads these keywords if they stand here.
  mutating func take(_ words: String...) -> Bool {
    for (ahead, word) in words.enumerated() {
      if position + ahead >= limit {
        note(.keyword(words[ahead...].joined(separator: " ")))
        return false
      }
      guard tokens[position + ahead].folded == word else { return false }
    }
    position += words.count
    return true
  }

  func isWord(_ ahead: Int, _ words: Set<String>) -> Bool { words.contains(token(ahead).folded) }

  func isSymbol(_ symbol: Symbol, _ ahead: Int = 0) -> Bool {
    token(ahead).kind == .symbol(symbol)
  }

  mutating func at(_ symbol: Symbol) -> Bool {
    if isAtEnd { expect(.symbol(symbol)) }
    return isSymbol(symbol)
  }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  // MARK: - Surroundings

  /// Runs `parse` with more forbidden at the top level.
  mutating func excluding<Tree>(_ more: Exclusions, _ parse: (inout Parser) -> Tree) -> Tree {
    let outer = exclusions
    exclusions.formUnion(more)
    defer { exclusions = outer }
    return parse(&self)
  }

  /// Reads `open`, runs `parse` with everything allowed again, and reads `close`.
  mutating func bracketed<Tree>(
    _ close: Symbol, _ parse: (inout Parser) -> Tree
  ) -> Tree {
    let outer = exclusions
    exclusions = []
    openBrackets += 1
    advance()
    let tree = parse(&self)
    openBrackets -= 1
    exclusions = outer
    expectClosing(close)
    return tree
  }

  /// Runs `parse` one level deeper, or gives up on the statement; `otherwise` is the tree then.
  mutating func nested<Tree>(otherwise: Tree, _ parse: (inout Parser) -> Tree) -> Tree {
    guard nesting < Self.deepestNesting else {
      giveUp()
      return otherwise
    }
    nesting += 1
    defer { nesting -= 1 }
    return parse(&self)
  }

  static let deepestNesting = 200
}

/// What an expression or population may not hold outside brackets, because it belongs to the
/// sentence around it. The grammar writes them `expression - time-test`.
struct Exclusions: OptionSet {
  let rawValue: Int

  /// In a list of columns a period is the sentence's: `by vertical during 2026-Q1`.
  static let timeTest = Exclusions(rawValue: 1)
  /// In a list of measures `of accounts` is the head's: `avg arr of accounts`.
  static let populationMeasure = Exclusions(rawValue: 2)
  /// Between `then` and its `else`.
  static let fallback = Exclusions(rawValue: 4)
  /// Inside an expression `where` is the sentence's.
  static let populationCondition = Exclusions(rawValue: 8)
  /// Inside an expression a comma is not another stage.
  static let moreStages = Exclusions(rawValue: 16)
}
