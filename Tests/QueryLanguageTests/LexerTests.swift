import QueryLanguage
import Testing

@Suite struct LexerTests {
  @Test(arguments: [
    ("2026-Q1", Period.quarter(year: 2026, quarter: 1)),
    ("2026-03", .month(year: 2026, month: 3)),
    ("2024-02-29", .day(year: 2024, month: 2, day: 29)),
    ("2026-W53", .isoWeek(year: 2026, week: 53)),
    ("1970-01-01T00:00", .instant(microseconds: 0, offsetMinutes: nil)),
    ("1970-01-02T00:00:01.5Z", .instant(microseconds: 86_401_500_000, offsetMinutes: 0)),
    ("1969-12-31T23:59-02:30", .instant(microseconds: -60_000_000, offsetMinutes: -150)),
  ])
  func dates(_ text: String, _ period: Period) {
    let result = Parser.parse("expect at > \(text)")
    #expect(result.diagnostics.isEmpty)
    #expect(result.tokens.last?.kind == .date(period))
    #expect(period.spelling == text)
  }

  @Test(arguments: [
    ("2026-13", "2026-12"), ("2026-00", "2026-01"), ("2025-02-29", "2025-02-28"),
    ("2026-04-31", "2026-04-30"), ("2026-Q5", "2026-Q4"), ("2025-W53", "2025-W52"),
    ("2026-3-4", "2026-03-04"), ("2026-03-31T25:00", "2026-03-31T23:00"),
  ])
  func impossibleDatesHaveANearest(_ text: String, _ nearest: String) {
    let diagnostics = Parser.parse("accounts during \(text)").diagnostics
    #expect(diagnostics.map(\.code) == ["E0104"])
    #expect(diagnostics.first?.fixIts.first?.edits.first?.replacement == nearest)
  }

  @Test(arguments: ["2026 - 3", "2026-3", "20260-01", "2026-0101"])
  func otherDigitsAreNumbers(_ text: String) {
    let tokens = Parser.parse("expect \(text)").tokens.dropFirst()
    #expect(tokens.map(\.kind).contains(.symbol(.minus)))
  }

  @Test func wordsAndQuotes() {
    let tokens = Parser.parse("Größe 株式 `a ``b``` 'it''s' \"a\\n\\\"b\\\"\" $p p99.9 p90.x").tokens
    #expect(
      tokens.map(\.text) == [
        "Größe", "株式", "a `b`", "it's", "a\n\"b\"", "p", "p99.9", "p90", "", "x",
      ])
  }

  @Test func comments() {
    let result = Parser.parse("a --b\n-- c\nd#e\nf--g\n\th -- i")
    #expect(result.comments.map(\.text) == ["--b", "-- c", "#e", "-- i"])
    #expect(result.tokens.map(\.text) == ["a", "d", "f", "", "", "g", "h"])
  }

  @Test func placesCountCharacters() {
    let map = LineMap("ab\r\n株é\tx\n")
    #expect(map.place(of: 0) == LineMap.Place(line: 1, column: 1))
    #expect(map.place(of: 4) == LineMap.Place(line: 2, column: 1))
    #expect(map.place(of: 7) == LineMap.Place(line: 2, column: 2))
    #expect(map.place(of: 10) == LineMap.Place(line: 2, column: 4))
    #expect(map.line(at: 1) == "ab")
    #expect(map.place(of: 99).line == 3)
  }
}
