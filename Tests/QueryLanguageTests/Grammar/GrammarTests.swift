import QueryLanguage
import TestSupport
import Testing

@Suite struct GrammarTests {
  @Test func everyNameIsDefined() throws {
    let grammar = try Ebnf(try ProjectFile.text("grammar/orbits.ebnf"))
    #expect(grammar.undefined.isEmpty)
    #expect(Set(grammar.names).count == grammar.names.count)
  }

  /// The file and the parser's doc comments hold the same productions.
  @Test func grammarMatchesTheParser() throws {
    let file = try Ebnf(try ProjectFile.text("grammar/orbits.ebnf"))
    let comments = try Ebnf(
      try ProjectFile.names(in: "Sources/QueryLanguage/Parsing")
        .map { try Self.productions(in: ProjectFile.text("Sources/QueryLanguage/Parsing/\($0)")) }
        .joined(separator: "\n"))
    #expect(Set(file.names) == Set(comments.names))
    for name in file.names {
      #expect(file.productions[name] == comments.productions[name], "production \(name)")
    }
  }

  /// The options of `reading` stand in the grammar with the forms that their table gives them, and
  /// their examples are sentences.
  @Test func readingsAreThoseOfTheirTable() throws {
    let grammar = try Ebnf(try ProjectFile.text("grammar/orbits.ebnf"))
    let readings = try #require(grammar.productions["reading"])
    let texts = try #require(grammar.productions["text-reading"])
    let nones = try #require(grammar.productions["none-reading"])
    let names = [readings, texts, nones].flatMap { Ebnf.keywords(of: $0) }
      .filter { !["none", "to"].contains($0) && $0.first?.isLetter == true }
    #expect(names.sorted() == ReadingOption.allCases.map(\.name).sorted())
    for option in ReadingOption.allCases {
      for value in option.entry.values {
        checkRoundTrip("load from \"x.csv\" reading \(option.name) \(value)")
      }
    }
  }

  /// The lines after `/// grammar:` up to a `;`.
  private static func productions(in source: String) -> String {
    var productions: [Substring] = []
    var isInside = false
    for row in source.split(separator: "\n") {
      let row = row.drop { $0 == " " }
      if row.hasPrefix("/// grammar: ") { isInside = true }
      guard isInside else { continue }
      productions.append(row.dropFirst(row.hasPrefix("/// grammar: ") ? 13 : 4))
      isInside = !row.hasSuffix(" ;")
    }
    return productions.joined(separator: "\n")
  }

  /// Sentences made from the grammar parse, and their canonical text means the same.
  @Test func generatedSentencesParseAndSurviveFormatting() throws {
    let grammar = try Ebnf(try ProjectFile.text("grammar/orbits.ebnf"))
    var generator = SentenceGenerator(grammar, seed: 7)
    for _ in 0..<Repetitions.count(3_000) {
      checkRoundTrip(generator.sentence(of: "statement"))
    }
  }

  /// Every production on its own, so that rare ones are met as often as the common ones.
  @Test(arguments: ["clause", "restriction", "expression", "population", "pattern", "measure"])
  func generatedPartsParse(_ production: String) throws {
    let grammar = try Ebnf(try ProjectFile.text("grammar/orbits.ebnf"))
    var generator = SentenceGenerator(grammar, seed: 11)
    let frames = [
      "clause": ("accounts ", ""), "restriction": ("accounts ", ""), "expression": ("expect ", ""),
      "population": ("stages of ", ""), "pattern": ("accounts matching ", ""),
      "measure": ("trend ", " of accounts"),
    ]
    let (before, after) = try #require(frames[production])
    for _ in 0..<Repetitions.count(600) {
      checkRoundTrip(before + generator.sentence(of: production) + after)
    }
  }
}
