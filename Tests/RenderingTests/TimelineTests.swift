import JourneyEngine
import Rendering
import Testing

@Suite struct TimelineTests {
  private static func at(_ day: Int, _ hour: Int = 0) -> Int64 {
    let start = Int64(CivilDate.dayNumber(year: 2026, month: 1, day: 1))
    return (start + Int64(day)) * microsecondsPerDay + Int64(hour) * 3600 * microsecondsPerSecond
  }

  private typealias Row = (day: Int, stage: String?, kind: String, what: String?, signal: String?)

  private static func table(
    _ rows: [Row], bands: [ToldJourney.Band], end: Int, account: String? = nil
  ) -> ResultTable {
    var columns = [
      instants("at", rows.map { at($0.day, 9) }), integers("day", rows.map { Int64($0.day) }),
      texts("stage", rows.map(\.stage)), texts("kind", rows.map(\.kind)),
      texts("what", rows.map(\.what)), texts("signal", rows.map(\.signal)),
    ]
    if let account { columns.insert(texts("account", rows.map { _ in account }), at: 0) }
    var table = ResultTable(columns: columns, rowCount: rows.count)
    table.journeys = [
      ToldJourney(
        name: account ?? "Acme Ltd", start: rows.first.map { at($0.day, 9) } ?? 0, end: at(end),
        bands: bands, rows: 0..<rows.count,
        kinds: rows.map { row in
          switch row.kind {
          case "silence": .silence
          case "entered", "lost": .change
          default: .event
          }
        })
    ]
    return table
  }

  private let acme = TimelineTests.table(
    [
      (0, "Obstacle", "entered", "the journey begins: enquiry", nil),
      (0, "Obstacle", "enquiry", "asks for prices", "forward"),
      (3, "Obstacle", "login", "web", nil), (4, "Obstacle", "login", "web", nil),
      (6, "Obstacle", "login", "web", nil),
      (10, "Research", "entered", "from Obstacle after 10 days: demo", "forward"),
      (12, "Research", "ticket", "import fails, severity critical, and nobody answers", "severe"),
      (12, "Research", "silence", "28 days of silence", nil),
      (40, "lost", "lost", "after 30 days in Research", "severe"),
    ],
    bands: [
      .init(stage: "Obstacle", from: at(0, 9), to: at(10, 9)),
      .init(stage: "Research", from: at(10, 9), to: at(40, 9)),
      .init(stage: "lost", isLost: true, from: at(40, 9), to: at(40, 9)),
    ], end: 41)

  private func text(_ table: ResultTable, _ options: RenderingOptions) -> String {
    Rendering.text(table, as: .timeline, options: options)
  }

  @Test func stagesAreBandsAndRunsAreOneLine() {
    #expect(
      text(acme, RenderingOptions(width: 84)) == """
        Acme Ltd · 2026-01-01 to 2026-02-10 · 41 days

                    │Obstacle────────│Research────────────────────────────────────────────✕
        ▲ forward   ▁                ▁
        ▼ friction                       ▅                                                ▅
                     2026-01-02  2026-01-09  2026-01-16   2026-01-23  2026-01-30

        ━━ Obstacle ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 10 days
        │ 2026-01-01 09:00   0     entered    the journey begins: enquiry
        │                        ▲ enquiry    asks for prices
        │ 2026-01-04 09:00   3     login × 3  until 2026-01-07 09:00: web
        ━━ Research ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 30 days
        │ 2026-01-11 09:00  10   ▲ entered    from Obstacle after 10 days: demo
        │ 2026-01-13 09:00  12  ▼▼ ticket     import fails, severity critical, and nobody
        │                                     answers
        ┊                          28 days of silence
        ━━ lost ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        │ 2026-02-10 09:00  40  ▼▼ lost       after 30 days in Research

        """)
  }

  @Test func aNarrowWindowSaysLessOnALineAndNothingLess() {
    #expect(
      text(acme, RenderingOptions(width: 50)) == """
        Acme Ltd · 2026-01-01 to 2026-02-10 · 41 days

                    │Obstacle│Research───────────────────✕
        ▲ forward   ▁        ▁
        ▼ friction             ▅                         ▅
                    2026-01-02   2026-01-16   2026-01-30

        ━━ Obstacle ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 10 days
        │ 2026-01-01   0     entered
        │     the journey begins: enquiry
        │                  ▲ enquiry    asks for prices
        │ 2026-01-04   3     login × 3
        │     until 2026-01-07 09:00: web
        ━━ Research ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 30 days
        │ 2026-01-11  10   ▲ entered
        │     from Obstacle after 10 days: demo
        │ 2026-01-13  12  ▼▼ ticket
        │     import fails, severity critical, and nobody
        │     answers
        ┊     28 days of silence
        ━━ lost ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        │ 2026-02-10  40  ▼▼ lost
        │     after 30 days in Research

        """)
  }

  @Test func plainSignsWhereThereIsNoUnicode() {
    let plain = text(acme, RenderingOptions(width: 84, symbols: .ascii))
    #expect(plain.utf8.max() ?? 0 < 128)
    #expect(plain.contains("| 2026-01-13 09:00  12  -- ticket"))
    #expect(plain.contains("            |Obstacle--------|Research---"))
  }

  @Test func everyLineFits() {
    for width in 1...130 {
      for line in text(acme, RenderingOptions(width: width)).split(separator: "\n") {
        #expect(DisplayWidth.width(of: line) <= max(width, 36), "\(width): \(line)")
      }
    }
  }

  @Test func coloursAreForSignalsAndEndWhereTheyBegan() {
    let coloured = text(acme, RenderingOptions(width: 84, usesColor: true))
    #expect(coloured.contains("\u{1B}[32m ▲ enquiry\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[1;31m▼▼ ticket\u{1B}[0m"))
    let bare = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(bare == text(acme, RenderingOptions(width: 84)))
    for line in coloured.split(separator: "\n") where line.contains("\u{1B}") {
      #expect(line.ranges(of: "\u{1B}[").count % 2 == 0)
    }
  }

  @Test func whatIsCutIsCounted() {
    let cut = text(acme, RenderingOptions(width: 84, maxRows: 2))
    #expect(
      cut.contains(
        "7 more happenings not shown, from 2026-01-04 on: ask `during 2026-01`, or for all of\n"
          + "  it `into \"journey.txt\"`\n"))
    #expect(!cut.contains("Research ━"))
  }

  @Test func dataCannotSteerTheTerminal() {
    let table = TimelineTests.table(
      [(0, "In\u{1B}[2J", "ki\u{7}nd", "wh\nat", nil), (1, "In\u{1B}[2J", "x", nil, nil)],
      bands: [.init(stage: "In\u{1B}[2J", from: TimelineTests.at(0, 9), to: TimelineTests.at(2))],
      end: 2, account: "A\u{1B}c")
    let text = text(table, RenderingOptions(width: 84))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  /// A kind of event may be called anything; what the journey says of its rows counts.
  @Test func eventsCalledLikeMarksAreEvents() {
    var table = TimelineTests.table(
      [
        (0, "Invest", "silence", "a call", nil), (1, "Invest", "silence", "a call", nil),
        (2, "Invest", "silence", "a call", nil), (3, "Invest", "entered", "x", nil),
        (4, "Invest", "entered", "y", nil), (5, "Invest", "entered", "x", nil),
      ], bands: [.init(stage: "Invest", from: TimelineTests.at(0, 9), to: TimelineTests.at(9))],
      end: 9)
    table.journeys?[0].kinds = [ToldJourney.RowKind](repeating: .event, count: 6)
    let text = text(table, RenderingOptions(width: 84))
    #expect(
      text.contains("│ 2026-01-01 09:00  0     silence × 3  until 2026-01-03 09:00: a call\n"))
    // Other words are another line.
    #expect(text.contains("entered      x\n") && text.contains("entered      y\n"))
  }

  @Test func datesAloneHaveNoHours() {
    var table = TimelineTests.table(
      [(0, nil, "login", nil, nil), (5, nil, "order", "2 pieces", "forward")], bands: [], end: 9)
    table.columns[0] = instants("at", [TimelineTests.at(0), TimelineTests.at(5)])
    #expect(
      text(table, RenderingOptions(width: 84)).contains("│ 2026-01-06  5   ▲ order  2 pieces\n"))
  }

  /// One day in a narrow window: the hour where the date is that of the line above.
  @Test func hoursOfOneDayAreToldApart() {
    let table = TimelineTests.table(
      [
        (0, nil, "login", nil, nil), (0, nil, "order", "2 pieces", nil), (0, nil, "exit", nil, nil),
      ],
      bands: [], end: 1)
    var later = table
    later.columns[0] = instants(
      "at", [TimelineTests.at(0, 9), TimelineTests.at(0, 14), TimelineTests.at(0, 14)])
    let lines = text(later, RenderingOptions(width: 60)).split(separator: "\n").suffix(3)
    #expect(
      lines.map { String($0.prefix(12)) } == ["│ 2026-01-01", "│      14:00", "│           "])
  }

  /// What a period leaves empty still says in which stage that was.
  @Test func aStayInWhichNothingHappenedIsDrawn() {
    let table = TimelineTests.table(
      [], bands: [.init(stage: "Invest", from: TimelineTests.at(0), to: TimelineTests.at(9))],
      end: 9)
    var quiet = table
    quiet.journeys?[0].start = TimelineTests.at(0)
    #expect(text(quiet, RenderingOptions(width: 84)).contains("            │Invest───"))
  }

  @Test func withoutStagesItIsStillATimeline() {
    let table = TimelineTests.table(
      [(0, nil, "login", nil, nil), (5, nil, "order", "2 pieces", "forward")], bands: [], end: 9)
    let text = text(table, RenderingOptions(width: 84))
    #expect(text.contains("│ 2026-01-06 09:00  5   ▲ order  2 pieces\n"))
    #expect(!text.contains("━"))
  }

  @Test func wideCharactersKeepTheStripInStep() {
    let table = TimelineTests.table(
      [(0, "課題", "entered", nil, nil), (20, "調査", "entered", nil, "forward")],
      bands: [
        .init(stage: "課題", from: TimelineTests.at(0, 9), to: TimelineTests.at(20, 9)),
        .init(stage: "調査", from: TimelineTests.at(20, 9), to: TimelineTests.at(40)),
      ], end: 40)
    let lines = text(table, RenderingOptions(width: 60)).split(separator: "\n")
    #expect(lines.first { $0.contains("課題─") }.map { DisplayWidth.width(of: $0) } == 60)
  }

  /// A period may hold no happening of an account, and a table no journey at all.
  @Test func nothingToTellIsNoTrouble() {
    var table = acme
    table.journeys = nil
    #expect(
      text(table, RenderingOptions(width: 84))
        == Rendering.text(table, as: .table, options: RenderingOptions(width: 84)))
    let empty = TimelineTests.table([], bands: [], end: 0)
    #expect(text(empty, RenderingOptions(width: 84)) == "")
  }
}
