import QueryLanguage
import TestSupport
import Testing

/// Whatever is typed: no crash, no hang, spans inside the text.
@Suite struct RobustnessTests {
  @Test func mutatedSentences() {
    var random = SeededGenerator(seed: 3)
    let spare = [
      "(", ")", "[", ",", "where", "or", "in", "last", "not", "->", "|", "=", "5", "\"", "`", "of",
      "is", "-", ":", "?", ";", "\n",
    ]
    for sentence in Canon.all {
      let words = sentence.split(separator: " ").map(String.init)
      for index in words.indices {
        var deleted = words
        deleted.remove(at: index)
        var doubled = words
        doubled.insert(words[index], at: index)
        var swapped = words
        swapped.swapAt(index, Int.random(in: words.indices, using: &random))
        var replaced = words
        replaced[index] = spare.randomElement(using: &random) ?? ""
        for mutant in [deleted, doubled, swapped, replaced] { check(mutant.joined(separator: " ")) }
      }
    }
  }

  @Test func everyPrefix() {
    for sentence in Canon.all {
      for end in sentence.indices { check(String(sentence[..<end])) }
    }
  }

  @Test func randomTokens() {
    var random = SeededGenerator(seed: 5)
    let words =
      KeywordTable.entries.map(\.word) + Symbol.allCases.map(\.rawValue) + [
        "x", "3", "\"t\"", "2026-Q1", "\n", "`",
      ]
    for _ in 0..<Repetitions.count(3_000) {
      let count = Int.random(in: 1...25, using: &random)
      check(
        (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " "))
    }
  }

  private func check(_ text: String) {
    let result = Parser.parse(text)
    let length = text.utf8.count
    let printer = DiagnosticFormatter(text)
    for diagnostic in result.diagnostics {
      #expect(diagnostic.span.lowerBound >= 0 && diagnostic.span.upperBound <= length, "\(text)")
      #expect(diagnostic.span.lowerBound <= diagnostic.span.upperBound, "\(text)")
      #expect(!printer.format(diagnostic).isEmpty)
    }
    for statement in result.statements { _ = QueryFormatter.format(statement) }
    _ = CompletionContext.at(length, in: text)
    if !result.hasErrors {
      let canonical = QueryFormatter.format(script: text)
      #expect(!Parser.parse(canonical).hasErrors, "\(text)\n\(canonical)")
      #expect(QueryFormatter.format(script: canonical) == canonical, "\(text)")
    }
  }

  // MARK: - Deep and long

  @Test func aHundredThousandBracketsAndTerms() {
    refusesOnce("expect ", "(", "a", ")", depth: 100_000)
    readsFlat("expect a", " and a", count: 100_000)
  }

  @Test(arguments: [
    ("expect ", "(", "a", ")"), ("expect ", "not ", "a", ""), ("expect ", "- ", "a", ""),
    ("expect ", "a[", "b", "]"), ("expect ", "avg ", "a", ""), ("expect ", "if a then ", "b", ""),
    ("expect a", " else b", "", ""), ("expect ", "f(", "a", ")"), ("nps of ", "(", "accounts", ")"),
    ("", "events of ", "accounts", ""), ("", "compare (", "nps of accounts", ")"),
    ("expect ", "month of ", "a", ""), ("expect ", "change of ", "a", " since 2026"),
    ("accounts where a in ", "((", "b", "))"), ("expect a is ", "(", "b", ")"),
    ("expect ", "count of (accounts where ", "a", ")"),
  ])
  func deepNestingIsRefusedOnce(_ before: String, _ open: String, _ core: String, _ close: String) {
    refusesOnce(before, open, core, close, depth: 5_000)
  }

  private func refusesOnce(
    _ before: String, _ open: String, _ core: String, _ close: String, depth: Int
  ) {
    let opening = String(repeating: open, count: depth)
    let text = before + opening + core + String(repeating: close, count: depth)
    let result = Parser.parse(text)
    #expect(result.diagnostics.map(\.code) == ["E0211"])
    for statement in result.statements {
      #expect(QueryFormatter.format(statement).utf8.count < 10_000)
    }
  }

  @Test(arguments: [
    ("expect a", " and a"), ("expect a", " or b > 3"), ("expect 1", " + 1"), ("expect 1", " * 2"),
    ("accounts show a", ", a"), ("accounts in A", ", A"), ("accounts matching a", " -> a"),
    ("accounts", " | top 5"), ("funnel a", " -> a or b"), ("expect a in (b", ", b"),
    ("expect f(a", ", a"), ("accounts", " churned"),
  ])
  func longChainsAreFlat(_ start: String, _ more: String) {
    readsFlat(start, more, count: 5_000)
  }

  private func readsFlat(_ start: String, _ more: String, count: Int) {
    let tail = start.hasPrefix("funnel") ? " of accounts" : start.contains("(") ? ")" : ""
    let text = start + String(repeating: more, count: count) + tail
    let statement = parsed(text)
    #expect((statement.map { QueryFormatter.format($0) } ?? "").utf8.count >= text.utf8.count)
  }

  @Test func manyErrorsStayLinear() {
    for text in [
      ") ", "where ", "wehre ", "accounts (", "[", "or x ", "a; ", "\"", "#", "-> ", "$",
    ] {
      _ = Parser.parse(String(repeating: text, count: 5_000))
    }
    _ = Parser.parse(String(repeating: "acounts wehre a\n", count: 1_000))
  }
}
