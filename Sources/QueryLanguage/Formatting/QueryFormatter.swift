/// AST -> the one canonical text of it: clauses in their order, no bracket that the reading does
/// not need. Parsing that text gives the same tree.
package enum QueryFormatter {
  /// A statement in one row; a score has one for each component.
  package static func format(_ statement: Statement) -> String {
    pieces(of: statement).joined(separator: " ")
  }

  /// A sentence with its pipes.
  package static func format(_ query: Query) -> String { pieces(of: query).joined(separator: " ") }

  /// An expression, as a message or a column's title shows it.
  package static func format(_ expression: Expression) -> String { text(expression) }

  /// A population with its restrictions and its `where`.
  package static func format(_ population: Population) -> String { text(population) }

  /// One clause with its keyword.
  package static func format(_ clause: Clause) -> String { text(clause) }

  /// A chain of events.
  package static func format(_ pattern: Pattern) -> String { text(pattern) }

  // MARK: - Statements

  /// The statement in pieces: a long one may have a row for each.
  static func pieces(of statement: Statement) -> [String] {
    switch statement.kind {
    case .query(let query): return pieces(of: query)
    case .explain(let query):
      var pieces = pieces(of: query)
      pieces[0] = "explain " + pieces[0]
      return pieces
    case .describe(let names, let query):
      let head = (["describe"] + names.map(text)).joined(separator: " ")
      return [head] + (query.map { pieces(ofContinuation: $0) } ?? [])
    case .help(let topic): return [topic.map { "help " + quoted($0) } ?? "help"]
    case .invalid: return []
    default: return pieces(ofDeclaration: statement.kind)
    }
  }

  // MARK: - Queries

  static func pieces(of query: Query) -> [String] {
    var pieces: [String] = []
    switch query.head.kind {
    case .lastAnswer: return self.pieces(ofContinuation: query)
    case .population(let population): pieces = self.pieces(of: population, query.clauses)
    case .measures(let items, let population):
      let head = measures(items) + operand(population, before: query.clauses)
      pieces = [head] + self.pieces(ofClauses: query.clauses)
    case .analysis(let analysis):
      let head = text(analysis) + operand(analysis.population, before: query.clauses)
      pieces = [head] + self.pieces(ofClauses: query.clauses)
    }
    return pieces + self.pieces(ofPipes: query.pipes)
  }

  /// What goes on from an answer: clauses of its own, then pipes.
  private static func pieces(ofContinuation query: Query) -> [String] {
    pieces(ofClauses: query.clauses) + pieces(ofPipes: query.pipes)
  }

  private static func pieces(ofPipes pipes: [Pipe]) -> [String] {
    pipes.map { "| " + pieces(ofClauses: $0.clauses).joined(separator: " ") }
  }

  /// A bare population with its condition among its clauses; it goes into parentheses where it
  /// would swallow the first of them.
  private static func pieces(of population: Population, _ clauses: [Clause]) -> [String] {
    var bare = population
    bare.condition = nil
    var clauses = clauses
    if let condition = population.condition {
      clauses.append(Clause(.condition(condition), span: condition.span))
    }
    let head = text(bare, isFollowedByWhere: population.condition != nil)
    let isSwallowing = bare.tail.subtracting(.condition).swallowsFirst(of: clauses)
    return [isSwallowing ? "(\(head))" : head] + pieces(ofClauses: clauses)
  }

  /// ` of accounts ...`, in parentheses where it would swallow what follows.
  private static func operand(_ population: Population?, before clauses: [Clause]) -> String {
    guard let population else { return "" }
    let text = text(population)
    return population.tail.swallowsFirst(of: clauses) ? " of (\(text))" : " of " + text
  }

  /// The clauses in canonical order; a condition that would swallow the next one stands behind it.
  static func pieces(ofClauses clauses: [Clause]) -> [String] {
    var sorted = clauses.inOrder
    var index = 0
    while index + 1 < sorted.count, case .condition(let condition) = sorted[index].kind,
      condition.tail.swallows(sorted[index + 1].kind)
    {
      sorted.swapAt(index, index + 1)
      index += 1
    }
    return sorted.map(text)
  }

  // MARK: - Heads

  static func text(_ analysis: Analysis) -> String {
    ([analysis.word.rawValue] + analysis.operands.map { text($0, of: analysis.word) })
      .joined(separator: " ")
  }

  private static func text(_ operand: Analysis.Operand, of word: AnalysisWord) -> String {
    switch operand {
    case .score(let name), .state(let name): return text(name)
    case .steps(let steps): return text(steps)
    case .from(let matcher, let isEach):
      let each = isEach ? "each " : ""
      return (word == .timeFrom ? "" : "from ") + each + text(matcher)
    case .to(let matcher): return "to " + text(matcher)
    case .through(let matcher): return "through " + text(matcher)
    case .measures(let items): return measures(items)
    case .sentence(let query): return "(" + format(query) + ")"
    }
  }

  private static func measures(_ items: [ShowItem]) -> String {
    items.map { text($0, .value, excluding: .populationMeasure) }.joined(separator: ", ")
  }

  private static func text(_ steps: [FunnelStep]) -> String {
    steps.enumerated().map { index, step in
      let link = index == 0 ? "" : " \(step.link.rawValue) "
      return link + text(step.kind)
    }.joined()
  }

  private static func text(_ step: FunnelStep.Kind) -> String {
    switch step {
    case .one(let matchers): text(matchers)
    case .optional(let matchers): "[" + text(matchers) + "]"
    case .anyOrder(let matchers): "any of (" + matchers.map(text).joined(separator: ", ") + ")"
    }
  }
}
