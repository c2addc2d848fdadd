/// The words that end an operand or begin a clause, by the place where they are looked for.
enum ContextualWords {
  /// One word that begins a clause by itself.
  static let clauseStarts: Set<String> = [
    "where", "by", "show", "during", "since", "before", "between", "as", "into", "per", "within",
    "without", "with", "against", "returning", "starting", "rolling",
  ]
  /// Clauses that begin with two words.
  static let twoWordClauses: [String: String] = [
    "order": "by", "known": "on", "for": "first", "completed": "only",
  ]
  /// Words that stand between or behind operands.
  static let infixes: Set<String> = [
    "and", "or", "is", "in", "contains", "starts", "ends", "like", "matches", "else", "then",
    "called", "asc", "desc", "of", "from", "to", "weight", "when", "times", "ahead", "on", "join",
    "through",
  ]
  /// Words that can only stand behind an operand.
  static let behindNames: Set<String> = [
    "is", "contains", "like", "matches", "called", "asc", "desc",
  ]
  /// What negates a test: `not in`, `not between`, ...
  static let negatableTests: Set<String> = [
    "in", "between", "contains", "starts", "ends", "like", "matches", "during", "since", "before",
  ]
  static let responsibilities: Set<String> = ["owner", "support", "action"]
  static let populations: Set<String> = ["accounts", "events", "visits", "those"]
  static let states: Set<String> = ["moving", "slow", "quiet", "drifting", "lost"]
  static let parts: Set<String> = [
    "second", "minute", "hour", "day", "weekday", "week", "month", "quarter", "year",
  ]
}

extension Parser {
  /// Whether a clause begins here.
  var isAtClause: Bool { isClause(at: 0) }

  func isClause(at ahead: Int) -> Bool {
    let token = token(ahead)
    switch token.kind {
    case .word: break
    case .integer, .number:
      return TimeUnit(word: self.token(ahead + 1).folded) != nil
        && self.token(ahead + 2).folded == "ahead"
    default: return false
    }
    if ContextualWords.clauseStarts.contains(token.folded) { return true }
    if let second = ContextualWords.twoWordClauses[token.folded] {
      return self.token(ahead + 1).folded == second
    }
    switch token.folded {
    case "top", "lowest": return isNumber(self.token(ahead + 1))
    case "in": return isPeriod(at: ahead + 1)
    default: return false
    }
  }

  func isNumber(_ token: Token) -> Bool {
    switch token.kind {
    case .integer, .number: true
    default: false
    }
  }

  /// Whether the word here ends the operand before it instead of beginning one.
  func isFollower(at ahead: Int) -> Bool {
    let token = token(ahead)
    guard token.kind == .word else { return false }
    if isClause(at: ahead) || ContextualWords.infixes.contains(token.folded) { return true }
    switch token.folded {
    case "not": return isWord(ahead + 1, ContextualWords.negatableTests)
    case "at": return isWord(ahead + 1, ["first", "last", "step"])
    case "half": return isSymbol(.minus, ahead + 1)
    case "order", "known", "completed", "for", "top", "lowest":
      return position + ahead + 1 >= limit
    case _ where ContextualWords.responsibilities.contains(token.folded):
      return self.token(ahead + 1).kind == .text
    default: return false
    }
  }

  /// Whether the word here, where an operand must stand, is a name after all: a follower is one
  /// when what comes behind it goes on as behind a name (`where in > 5`, `show order, by`,
  /// `from is Invest`).
  func isName(at ahead: Int) -> Bool {
    guard isFollower(at: ahead) else { return token(ahead).kind == .word }
    let next = token(ahead + 1)
    switch next.kind {
    case .end: return true
    case .symbol(.openParenthesis), .symbol(.openBracket): return false
    case .symbol: return true
    case .word:
      // `show first match, matches top 5`: how often the pattern matched.
      return ContextualWords.behindNames.contains(next.folded)
        || token(ahead).folded == "matches" && isClause(at: ahead + 1)
    default: return false
    }
  }

  /// Whether an operand may begin here; decides whether an aggregate word has one.
  func isOperand(at ahead: Int) -> Bool {
    switch token(ahead).kind {
    case .word: !isFollower(at: ahead)
    case .quotedName, .text, .integer, .number, .percent, .date, .parameter: !isClause(at: ahead)
    case .symbol(.openParenthesis): true
    case .symbol, .end: false
    }
  }

  /// Whether a population begins here.
  ///
  /// grammar: population-start = { '(' } ( 'accounts' | 'events' | 'visits' | 'those'
  ///   | 'cohort' STRING | STRING ) ;
  func isPopulation(at ahead: Int) -> Bool {
    var ahead = ahead
    let deepest = ahead + Self.deepestNesting
    while isSymbol(.openParenthesis, ahead), ahead < deepest { ahead += 1 }
    return isWord(ahead, ContextualWords.populations)
      || (isWord(ahead, ["cohort"]) && [.text, .end].contains(token(ahead + 1).kind))
      || token(ahead).kind == .text
  }
}
