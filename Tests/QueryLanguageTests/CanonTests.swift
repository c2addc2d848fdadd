import QueryLanguage
import TestSupport
import Testing

@Suite struct CanonTests {
  @Test(arguments: Canon.all)
  func parsesAndSurvivesFormatting(_ text: String) { checkRoundTrip(text) }

  @Test func parsesAsOneScript() {
    let result = Parser.parse(Canon.all.joined(separator: "\n"))
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map(\.message))")
    #expect(result.statements.count == Canon.all.count)
  }

  @Test func keywordsKnowNoCase() {
    for text in Canon.sentences where !text.contains("\"") {
      parsed(text.split(separator: " ").map { $0 == "of" ? "OF" : $0 }.joined(separator: " "))
    }
    checkCanonical(
      "ACCOUNTS Where JFI > 60 ORDER By arr DESC", "accounts where JFI > 60 order by arr desc")
  }

  @Test func everyAnalysisIsInTheTable() {
    for word in AnalysisWord.allCases { #expect(HeadTable.entry(word.rawValue) != nil, "\(word)") }
    for entry in HeadTable.entries { checkRoundTrip(entry.example) }
  }

  /// `grammar/keywords.txt` is the table in text, and the table has every keyword of the grammar.
  @Test func keywordsAreListed() throws {
    let rows = KeywordTable.entries.sorted { $0.word < $1.word }.map { entry in
      entry.word + String(repeating: " ", count: max(1, 16 - entry.word.count)) + entry.meaning
    }
    #expect(try ProjectFile.text("grammar/keywords.txt") == rows.joined(separator: "\n") + "\n")
    #expect(Set(KeywordTable.entries.map(\.word)).count == rows.count)

    let grammar = try Ebnf(try ProjectFile.text("grammar/orbits.ebnf"))
    let letters = grammar.keywords.filter { $0.first?.isLetter ?? false }
    #expect(letters == Set(KeywordTable.entries.map(\.word)))
  }
}
