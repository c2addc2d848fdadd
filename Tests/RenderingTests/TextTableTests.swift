import JourneyEngine
import Rendering
import Testing

@Suite struct TextTableTests {
  private func lines(_ table: ResultTable, _ options: RenderingOptions = .init()) -> [String] {
    Rendering.text(table, as: .table, options: options).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init).dropLast()
  }

  private func cells(_ column: ResultTable.ResultColumn, zone: CivilTimeZone = .utc) -> [String] {
    lines(table([column], zone: zone)).dropFirst(2).map { line in
      String(line.drop { $0 == " " })
    }
  }

  @Test func aWholeTable() {
    #expect(
      Rendering.text(accountsTable(), as: .table, options: .init(width: 72)) == """
        name            stage       jfi  momentum      arr   share    dwell
        ──────────────  ─────────  ────  ────────  ───────  ──────  ───────
        Acme Ltd        Benchmark  64.3    -0.812   12,500   12.5%   47.0 d
        株式会社サクラ  Invest     98.7         -      999   50.0%    3.5 d
        Zoë & Söhne     Invest      3.0     0.250  120,000    0.0%    0.3 d
        -               Transform  51.0     0.000        -  100.0%  112.0 d
        not shown: renewal, last_login, account, events, open — widen the window
          or `as list`

        """)
  }

  /// What is unknown because it goes on says for how long; files leave the cell empty.
  @Test func whatIsUnderWaySaysForHowLong() {
    let day = Value.duration(microsecondsPerDay)
    var answer = table([column("ttv", .duration, [day, .unknown, .unknown])])
    answer.columns[0].waiting =
      column("", .duration, [.unknown, .duration(12 * microsecondsPerDay), .unknown]).column
    #expect(
      Rendering.text(answer, as: .table) == """
                      ttv
        ─────────────────
                      1 d
        not yet (12 days)
                        -

        """)
    #expect(Rendering.text(answer, as: .csv) == "ttv\n1\n\"\"\n\"\"\n")
    #expect(!Rendering.text(answer, as: .json).contains("not yet"))
  }

  @Test func longTextsShrinkBeforeColumnsLeave() {
    let answer = table([
      texts("name", ["A rather long company name Ltd", "株式会社サクラインターネット"]),
      texts("note", ["one note that goes on and on and on", "short"]),
      texts("stage", ["Benchmark", "Invest"]), numbers("jfi", [64.3, 98.7]),
    ])
    #expect(
      lines(answer, .init(width: 60)) == [
        "name                   note                  stage       jfi",
        "─────────────────────  ────────────────────  ─────────  ────",
        "A rather long compan…  one note that goes…   Benchmark  64.3",
        "株式会社サクラインタ…  short                 Invest     98.7",
      ])
    #expect(
      lines(answer, .init(width: 38)) == [
        "name           note          stage",
        "─────────────  ────────────  ─────────",
        "A rather lon…  one note th…  Benchmark",
        "株式会社サク…  short         Invest",
        "not shown: jfi — widen the window or",
        "  `as list`",
      ])
  }

  @Test func datesAndNumbersAreNeverCut() {
    let answer = table([
      texts("name", ["A rather long company name"]), dates("renewal", [20_543]),
      instants("last_login", [instant(2026, 3, 31, 12, 5)]), money("arr", scale: 0, [123_456_789]),
    ])
    for width in 28...80 {
      let row = lines(answer, .init(width: width))[2]
      let cells = row.split(separator: "  ").dropFirst().map { $0.filter { $0 != " " } }
      #expect(["2026-03-31", "2026-03-3112:05", "123,456,789"].starts(with: cells), "\(row)")
    }
  }

  @Test func precisionOfNumbers() {
    #expect(cells(numbers("x", [1, 2, 300])) == ["1", "2", "300"])
    #expect(cells(numbers("x", [64.32, 98.7, 3])) == ["64.3", "98.7", "3.0"])
    #expect(cells(numbers("x", [4.312, 3.5])) == ["4.31", "3.50"])
    #expect(cells(numbers("x", [-0.007307667, 0.5])) == ["-0.007", "0.500"])
    #expect(cells(numbers("x", [1234.567, 98_765.4])) == ["1,235", "98,765"])
    #expect(cells(numbers("x", [0.000123])) == ["0.000123"])
    #expect(cells(numbers("x", [1.5, 2.5])) == ["1.5", "2.5"])
    #expect(cells(numbers("x", [-0.0, 0])) == ["0", "0"])
    #expect(cells(numbers("x", [-0.00001, 12.3])) == ["0.0", "12.3"])
    #expect(cells(numbers("x", [0.85, 0.9, 1200])) == ["0.85", "0.90", "1,200.00"])
    #expect(cells(numbers("x", [1e20, 3])) == ["1.00e+20", "3.00e+00"])
    #expect(cells(numbers("x", [.infinity, -.infinity, .nan, 2])) == ["∞", "-∞", "-", "2"])
    #expect(cells(numbers("year", [2026, 2025], style: .identifier)) == ["2026", "2025"])
  }

  @Test func integersAndIdentifiers() {
    #expect(cells(integers("n", [1_234_567, -1000, nil])) == ["1,234,567", "-1,000", "-"])
    #expect(cells(integers("id", [1_234_567], style: .identifier)) == ["1234567"])
    #expect(cells(integers("n", [.min])) == ["-9,223,372,036,854,775,808"])
  }

  @Test func precisionOfMoney() {
    #expect(cells(money("arr", scale: 2, [1_250_000, 99_900])) == ["12,500", "999"])
    #expect(cells(money("arr", scale: 2, [1_250_050, 199_999])) == ["12,501", "2,000"])
    #expect(cells(money("fee", scale: 2, [1_250_050, 199])) == ["12,500.50", "1.99"])
    #expect(cells(money("fee", scale: 1, [15, -25])) == ["1.50", "-2.50"])
    #expect(cells(money("rate", scale: 6, [1_234, 990])) == ["0.0012", "0.0010"])
    #expect(cells(money("fee", scale: 3, [1_999, 1_001])) == ["2.00", "1.00"])
    #expect(cells(money("fee", scale: 3, [-1, 1_500])) == ["0.00", "1.50"])
  }

  @Test func shares() {
    #expect(
      cells(numbers("s", [0.125, 1, 0, nil], style: .share)) == ["12.5%", "100.0%", "0.0%", "-"])
    #expect(cells(numbers("s", [0.0042, 0.001], style: .share)) == ["0.42%", "0.10%"])
  }

  @Test func durationsHaveOneUnit() {
    #expect(cells(days("d", [47, 12, nil])) == ["47 d", "12 d", "-"])
    #expect(cells(days("d", [47, 3.5])) == ["47.0 d", "3.5 d"])
    #expect(cells(days("d", [0.5, 0.25])) == ["12 h", "6 h"])
    #expect(cells(days("d", [3, 0.04, 0.05])) == ["3.00 d", "0.04 d", "0.05 d"])
    #expect(cells(days("d", [0.01, 0.005])) == ["14.4 min", "7.2 min"])
    #expect(cells(days("d", [0, 0])) == ["0 d", "0 d"])
    #expect(cells(days("d", [4000.5, 100])) == ["4,001 d", "100 d"])
  }

  @Test func instantsInTheZone() throws {
    let noon = instant(2026, 3, 31, 12, 5)
    #expect(cells(instants("at", [noon, nil])) == ["2026-03-31 12:05", "-"])
    #expect(cells(instants("at", [noon, noon + 7_000_000]))[1] == "2026-03-31 12:05:07")
    #expect(
      cells(instants("at", [instant(2026, 3, 31), instant(2026, 4, 1)])) == [
        "2026-03-31", "2026-04-01",
      ])
    let berlin = try #require(CivilTimeZone(identifier: "Europe/Berlin"))
    #expect(cells(instants("at", [noon]), zone: berlin) == ["2026-03-31 14:05"])
    #expect(cells(instants("at", [instant(2026, 3, 30, 22)]), zone: berlin) == ["2026-03-31"])
  }

  @Test func flagsAndAwkwardTexts() {
    #expect(cells(booleans("open", [true, false, nil])) == ["yes", "no", "-"])
    #expect(
      cells(
        texts("t", ["two\nlines", "a\tb", "cr\r\nlf", "\u{1B}[31mred", "\u{9B}1m", "a\u{202E}b"]))
        == ["two⏎lines", "a→b", "cr⏎lf", "␛[31mred", "\u{FFFD}1m", "a\u{FFFD}b"])
  }

  @Test func asciiSymbols() {
    let answer = table([texts("name", ["two\nlines that are long", "\u{7}"])])
    #expect(
      lines(answer, .init(width: 14, symbols: .ascii)) == [
        "name", "--------------", "two\\nlines...", "\\u{7}",
      ])
  }

  @Test func colourOnlyWhenAsked() {
    let answer = table([texts("name", ["Acme", nil]), integers("n", [nil, 5])])
    #expect(
      Rendering.text(answer, as: .table, options: .init(usesColor: true))
        == "\u{1B}[1mname\u{1B}[0m  \u{1B}[1mn\u{1B}[0m\n\u{1B}[2m────  ─\u{1B}[0m\n"
        + "Acme  \u{1B}[2m-\u{1B}[0m\n\u{1B}[2m-\u{1B}[0m     5\n")
  }

  @Test func rowsNotShownAreCounted() {
    let answer = table([integers("n", (0..<1500).map { Int64($0) })])
    #expect(lines(answer, .init(maxRows: 2)) == ["n", "─", "0", "1", "1,498 more rows not shown"])
    #expect(lines(answer, .init(maxRows: 1499)).last == "1 more row not shown")
    #expect(lines(answer, .init(maxRows: 1500)).count == 1502)
    #expect(Rendering.text(answer, as: .csv, options: .init(maxRows: 2)).utf8.count > 1500)
  }
}
