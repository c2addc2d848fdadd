import Testing

/// A grammar in the notation of `grammar/orbits.ebnf`, whose head explains it.
struct Ebnf {
  indirect enum Node: Hashable {
    case keyword(String)
    case terminal(String)
    case production(String)
    case sequence([Node])
    case choice([Node])
    case optional(Node)
    case repetition(Node)
    /// `{1 a }`
    case uniqueRepetition(Node)
    case lookahead(Node, isNegated: Bool)
    /// `a - b - c`
    case exclusion(Node, without: Set<String>)
  }

  /// In the order of the text.
  private(set) var names: [String] = []
  private(set) var productions: [String: Node] = [:]

  init(_ text: String) throws {
    var reader = Reader(text)
    while let name = reader.next() {
      try #require(reader.next() == "=", "after \(name)")
      names.append(name)
      productions[name] = try reader.readChoice()
      try #require(reader.next() == ";", "at the end of \(name)")
    }
  }

  /// The names that productions use and nobody defines.
  var undefined: Set<String> {
    Set(leaves.compactMap { if case .production(let name) = $0 { name } else { nil } })
      .subtracting(names)
  }

  var keywords: Set<String> {
    Set(leaves.compactMap { if case .keyword(let word) = $0 { word } else { nil } })
  }

  /// The keywords of a production, without those of others that it names.
  static func keywords(of node: Node) -> [String] {
    leaves(of: node).compactMap { if case .keyword(let word) = $0 { word } else { nil } }
  }

  private var leaves: [Node] { productions.values.flatMap(Self.leaves) }

  private static func leaves(of node: Node) -> [Node] {
    switch node {
    case .keyword, .terminal, .production: [node]
    case .sequence(let nodes), .choice(let nodes): nodes.flatMap(leaves)
    case .optional(let inner), .repetition(let inner), .uniqueRepetition(let inner),
      .lookahead(let inner, _):
      leaves(of: inner)
    case .exclusion(let inner, let names): leaves(of: inner) + names.map { .production($0) }
    }
  }

  private struct Reader {
    private var words: ArraySlice<Substring>

    init(_ text: String) {
      let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      words = rows.flatMap { $0.split(separator: " ") }[...]
    }

    mutating func next() -> String? { words.popFirst().map(String.init) }

    private var peek: Substring { words.first ?? "" }

    mutating func readChoice() throws -> Node {
      var choices = [try readSequence()]
      while peek == "|" {
        _ = next()
        choices.append(try readSequence())
      }
      return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func readSequence() throws -> Node {
      var nodes: [Node] = []
      while !["|", ";", ")", "]", "}", ""].contains(peek) { nodes.append(try readTerm()) }
      return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func readTerm() throws -> Node {
      let node = try readAtom()
      var excluded: Set<String> = []
      while peek == "-" {
        _ = next()
        excluded.insert(try #require(next()))
      }
      return excluded.isEmpty ? node : .exclusion(node, without: excluded)
    }

    private mutating func readAtom() throws -> Node {
      let word = try #require(next())
      switch word {
      case "(": return try closed(")")
      case "[": return .optional(try closed("]"))
      case "{": return .repetition(try closed("}"))
      case "{1": return .uniqueRepetition(try closed("}"))
      case "!(": return .lookahead(try closed(")"), isNegated: true)
      case "&(": return .lookahead(try closed(")"), isNegated: false)
      default: break
      }
      if word.hasPrefix("'") { return .keyword(String(word.dropFirst().dropLast())) }
      return word == word.uppercased() ? .terminal(word) : .production(word)
    }

    private mutating func closed(_ bracket: String) throws -> Node {
      let node = try readChoice()
      try #require(next() == bracket)
      return node
    }
  }
}
