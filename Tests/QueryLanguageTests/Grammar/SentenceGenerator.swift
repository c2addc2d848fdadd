import TestSupport

/// Makes random sentences of a grammar: each obeys the look-aheads and exclusions of its notation.
struct SentenceGenerator {
  /// A word of a sentence and the terminal it was made for.
  struct Word: Hashable {
    var text: String
    var terminal: String
  }

  let grammar: Ebnf
  private let shortest: [String: Int]
  private var random: SeededGenerator
  private var words: [Word] = []
  private var promises: [(position: Int, node: Ebnf.Node, isNegated: Bool)] = []
  private var depth = 0

  init(_ grammar: Ebnf, seed: UInt64) {
    self.grammar = grammar
    shortest = Self.shortestDerivations(grammar)
    random = SeededGenerator(seed: seed)
  }

  /// A sentence of this production, of moderate length.
  mutating func sentence(of production: String) -> String {
    while true {
      (words, promises, depth) = ([], [], 0)
      if generate(.production(production), []), words.count < 60, keepsPromises() {
        return words.map(\.text).joined(separator: " ")
      }
    }
  }

  private func keepsPromises() -> Bool {
    let recogniser = Recogniser(grammar: grammar, words: words)
    return promises.allSatisfy { promise in
      recogniser.ends(of: promise.node, from: promise.position).isEmpty == promise.isNegated
    }
  }

  // MARK: - Derivations

  /// Appends words for the node; false, with nothing appended, where exclusions forbid it.
  private mutating func generate(_ node: Ebnf.Node, _ excluded: Set<String>) -> Bool {
    let (wordCount, promiseCount) = (words.count, promises.count)
    if derive(node, excluded) { return true }
    words.removeLast(words.count - wordCount)
    promises.removeLast(promises.count - promiseCount)
    return false
  }

  private mutating func derive(_ node: Ebnf.Node, _ excluded: Set<String>) -> Bool {
    switch node {
    case .keyword(let text): words.append(Word(text: text, terminal: ""))
    case .terminal(let name): appendTerminal(name)
    case .production(let name):
      guard let body = grammar.productions[name], !excluded.contains(name) else { return false }
      depth += 1
      defer { depth -= 1 }
      return generate(body, excluded)
    case .sequence(let nodes): return deriveSequence(nodes, excluded)
    case .choice(let nodes):
      return ordered(nodes).contains { generate($0, excluded) }
    case .optional(let inner):
      if chance(isDeep ? 10 : 45) { _ = generate(inner, excluded) }
    case .repetition(let inner):
      while chance(isDeep ? 5 : 30), generate(inner, excluded) {}
    case .uniqueRepetition(let inner):
      deriveUnique(inner, excluded)
    case .lookahead(let inner, let isNegated): promises.append((words.count, inner, isNegated))
    case .exclusion(let inner, let names): return generate(inner, excluded.union(names))
    }
    return true
  }

  /// Brackets lift the exclusions.
  private mutating func deriveSequence(_ nodes: [Ebnf.Node], _ excluded: Set<String>) -> Bool {
    var isBracketed = false
    for node in nodes {
      if node == .keyword("(") || node == .keyword("[") { isBracketed = true }
      if node == .keyword(")") || node == .keyword("]") { isBracketed = false }
      guard generate(node, isBracketed ? [] : excluded) else { return false }
    }
    return true
  }

  private mutating func deriveUnique(_ node: Ebnf.Node, _ excluded: Set<String>) {
    var choices = [node]
    if case .production(let name) = node, case .choice(let nodes)? = grammar.productions[name] {
      choices = nodes
    }
    for choice in choices.shuffled(using: &random) where chance(isDeep ? 3 : 18) {
      _ = generate(choice, excluded)
    }
  }

  /// In random order; where it is deep already, the shortest first.
  private mutating func ordered(_ nodes: [Ebnf.Node]) -> [Ebnf.Node] {
    let shuffled = nodes.shuffled(using: &random)
    guard isDeep else { return shuffled }
    return shuffled.sorted { Self.length($0, shortest) < Self.length($1, shortest) }
  }

  private var isDeep: Bool { depth > 22 || words.count > 25 }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  // MARK: - Terminals

  private mutating func appendTerminal(_ name: String) {
    guard let choices = Self.vocabulary[name], let text = choices.randomElement(using: &random)
    else { return }
    words.append(Word(text: text, terminal: name))
  }

  private static let vocabulary = [
    "WORD": [
      "jfi", "arr", "vertical", "Invest", "ticket", "login", "SaaS", "momentum", "partner",
      "severity", "renewal_date", "Überblick", "name",
    ],
    "QUOTED": ["`Account ID`", "`where`", "`order`", "`of`", "`a``b`", "`last`"],
    "STRING": ["\"Acme Ltd\"", "'it''s'", "\"a \\\" quote\""],
    "INTEGER": ["1", "14", "50_000"],
    "NUMBER": ["1.5", "0.25", "1e21"],
    "PERCENT": ["60%", "2.5%"],
    "DATE": [
      "2026-Q1", "2026-03", "2026-03-31", "2026-W05", "2026-03-31T10:00Z",
      "2026-03-31T10:00:30.25+02:00",
    ],
    "YEAR": ["2026"],
    "PARAMETER": ["$since"],
    "PERCENTILE": ["p50", "p90", "p99.9"],
  ]

  // MARK: - Shortest derivations

  private static func shortestDerivations(_ grammar: Ebnf) -> [String: Int] {
    var shortest: [String: Int] = [:]
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (name, body) in grammar.productions {
        let length = length(body, shortest) + 1
        if length < shortest[name] ?? 10_000 {
          shortest[name] = length
          hasChanged = true
        }
      }
    }
    return shortest
  }

  private static func length(_ node: Ebnf.Node, _ shortest: [String: Int]) -> Int {
    switch node {
    case .keyword, .terminal: 1
    case .production(let name): shortest[name] ?? 10_000
    case .sequence(let nodes): nodes.map { length($0, shortest) }.reduce(0, +)
    case .choice(let nodes): nodes.map { length($0, shortest) }.min() ?? 0
    case .optional, .repetition, .uniqueRepetition, .lookahead: 0
    case .exclusion(let inner, _): length(inner, shortest)
    }
  }
}

/// Tells which words a production covers: for look-aheads.
struct Recogniser {
  let grammar: Ebnf
  let words: [SentenceGenerator.Word]

  /// Where a derivation of the node that begins at `start` can end.
  func ends(of node: Ebnf.Node, from start: Int) -> Set<Int> {
    switch node {
    case .keyword(let text): return isKeyword(text, at: start) ? [start + 1] : []
    case .terminal(let name): return isTerminal(name, at: start) ? [start + 1] : []
    case .production(let name):
      return grammar.productions[name].map { ends(of: $0, from: start) } ?? []
    case .sequence(let nodes):
      return nodes.reduce([start]) { starts, node in
        Set(starts.flatMap { ends(of: node, from: $0) })
      }
    case .choice(let nodes): return Set(nodes.flatMap { ends(of: $0, from: start) })
    case .optional(let inner): return ends(of: inner, from: start).union([start])
    case .repetition(let inner), .uniqueRepetition(let inner):
      var reached: Set<Int> = [start]
      var fresh = reached
      while !fresh.isEmpty {
        fresh = Set(fresh.flatMap { ends(of: inner, from: $0) }).subtracting(reached)
        reached.formUnion(fresh)
      }
      return reached
    case .lookahead(let inner, let isNegated):
      return ends(of: inner, from: start).isEmpty == isNegated ? [start] : []
    case .exclusion(let inner, _): return ends(of: inner, from: start)
    }
  }

  private func isKeyword(_ text: String, at index: Int) -> Bool {
    index < words.count && words[index].terminal != "STRING" && words[index].text == text
  }

  private func isTerminal(_ name: String, at index: Int) -> Bool {
    guard index < words.count else { return name == "END" && index == words.count }
    let word = words[index]
    switch name {
    case "WORD": return word.terminal == "WORD" || (word.terminal.isEmpty && isLetters(word.text))
    case "INTEGER": return word.terminal == "INTEGER" || word.terminal == "YEAR"
    default: return word.terminal == name
    }
  }

  private func isLetters(_ text: String) -> Bool { text.allSatisfy { $0.isLetter || $0 == "_" } }
}
