import JourneyEngine
import Rendering
import Testing

@Suite struct FooterTextTests {
  private func closing(
    _ shown: Int, _ total: Int, unknowns: [(String, Int)] = [], elapsed: UInt64? = nil
  ) -> String? {
    var footer = Footer()
    footer.population = .init(
      shown: shown, total: total, singular: "account", plural: "accounts")
    footer.unknowns = unknowns.map { .init($0.0, count: $0.1) }
    footer.elapsedNanoseconds = elapsed
    return FooterText.lines(
      for: ResultTable(columns: [], rowCount: shown, footer: footer)
    ).last
  }

  @Test func populations() {
    #expect(closing(412, 5_000) == "412 of 5,000 accounts")
    #expect(closing(1, 5_000) == "1 of 5,000 accounts")
    #expect(closing(5_000, 5_000) == "5,000 accounts")
    #expect(closing(1, 1) == "1 account")
    #expect(closing(0, 5_000) == "none of 5,000 accounts")
    #expect(closing(0, 1) == "none of 1 account")
    #expect(closing(0, 0) == "no accounts")
  }

  @Test func withoutAPopulation() {
    func line(_ rows: Int) -> [String] {
      FooterText.lines(for: ResultTable(columns: [], rowCount: rows))
    }
    #expect(line(1) == ["1 row"])
    #expect(line(0) == ["no rows"])
    #expect(line(1_234) == ["1,234 rows"])
  }

  @Test func unknowns() {
    #expect(
      closing(412, 5_000, unknowns: [("momentum", 3), ("arr", 0)], elapsed: 8_000_000)
        == "412 of 5,000 accounts, 3 without momentum, 8 ms")
    #expect(
      closing(9, 9, unknowns: [("a", 1), ("b", 9), ("c", 2), ("d", 2), ("e", 3), ("f", 4)])
        == "9 accounts, 9 without b, 2 without c, 3 without e, 4 without f, "
        + "others unknown in 2 more fields")
  }

  @Test(
    arguments: [
      (0, "under 1 ms"), (999_999, "under 1 ms"), (1_000_000, "1 ms"), (8_400_000, "8 ms"),
      (999_400_000, "999 ms"), (999_600_000, "1.0 s"), (1_240_000_000, "1.2 s"),
      (59_940_000_000, "59.9 s"), (59_960_000_000, "1 min 0 s"), (125_000_000_000, "2 min 5 s"),
    ] as [(UInt64, String)])
  func elapsedTimes(_ nanoseconds: UInt64, _ text: String) {
    #expect(FooterText.elapsed(nanoseconds) == text)
  }

  @Test func emptyAnswersExplainThemselves() {
    var footer = Footer()
    footer.population = .init(shown: 0, total: 988, singular: "account", plural: "accounts")
    footer.emptyExplanation = [
      "stage Benchmark: 988", "and jfi > 99: 0; highest jfi there is 98.7",
    ]
    footer.notes = ["lowest first"]
    let empty = ResultTable(columns: [], rowCount: 0, footer: footer)
    #expect(
      FooterText.lines(for: empty) == [
        "stage Benchmark: 988", "and jfi > 99: 0; highest jfi there is 98.7", "lowest first",
        "none of 988 accounts",
      ])
    #expect(
      FooterText.lines(for: empty, options: .init(width: 24))
        == [
          "stage Benchmark: 988", "and jfi > 99: 0; highest", "  jfi there is 98.7",
          "lowest first", "none of 988 accounts",
        ])
    #expect(
      FooterText.lines(for: empty, options: .init(usesColor: true)).last
        == "\u{1B}[2mnone of 988 accounts\u{1B}[0m")
  }

  @Test func namesFromDataAreMadeVisible() {
    var footer = Footer()
    footer.unknowns = [.init("evil\u{1B}[2J", count: 2)]
    let lines = FooterText.lines(for: ResultTable(columns: [], rowCount: 3, footer: footer))
    #expect(lines == ["3 rows, 2 without evil␛[2J"])
  }
}
