import JourneyEngine
import TestSupport
import Testing

@Suite struct TimelineTests {
  private static let stages = """
    account,stage,entered,reason
    a,Obstacle,2025-01-10,
    a,Benchmark,2025-02-10,won them at the fair
    a,Research,2025-02-20,
    a,Lost,2025-03-10,
    a,Research,2025-06-01,
    b,Obstacle,2025-01-01,

    """
  private static let events = """
    account,at,kind,name,severity,sentiment,solved
    a,2025-01-05 10:00,webinar,,,,
    a,2025-01-10 00:00,enquiry,asks for prices,,,
    a,2025-02-19 12:00,ticket,import fails,critical,-0.85,FALSE
    a,2025-02-20 09:00,login,,,,
    a,2025-03-09 18:00,complaint,,,-0.4,
    a,2025-06-01 08:00,praise,,,0.7,TRUE
    a,2026-05-01 08:00,praise,,,0.7,TRUE

    """

  private func asking() throws -> Asking {
    let accounts = "id,name\na,Acme Ltd\nb,Bexley\nc,Corin\n"
    return Asking(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source("accounts.csv", accounts, role: .accounts),
          CatalogFixtures.source("stages.csv", TimelineTests.stages, role: .stages),
          CatalogFixtures.source("events.csv", TimelineTests.events, role: .events),
        ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-06-10") }
      ).snapshot)
  }

  /// Rows as text: day, stage, kind, signal, what.
  private func rows(_ table: ResultTable) -> [String] {
    let shown = ["day", "stage", "kind", "signal", "what"].compactMap { name in
      table.columns.first { $0.name == name }?.column
    }
    return (0..<table.rowCount).map { row in
      shown.map { $0[row].isUnknown ? "-" : PlainText.of($0[row]) }.joined(separator: " | ")
    }
  }

  @Test func tellsStagesEventsAndSilences() throws {
    let table = try asking().table("journey of \"Acme Ltd\"")
    #expect(
      rows(table) == [
        "-5 | - | webinar | forward | -",
        "0 | Obstacle | entered | - | the journey begins: enquiry",
        "0 | Obstacle | enquiry | forward | asks for prices",
        "31 | Benchmark | entered | forward | from Obstacle after 31 days, skipping Research: "
          + "won them at the fair",
        "40 | Benchmark | ticket | severe | import fails, severity critical, sentiment -0.85, "
          + "not solved",
        "41 | Research | entered | friction | back from Benchmark after 10 days: ticket",
        "41 | Research | login | - | -",
        "58 | Research | complaint | friction | sentiment -0.4",
        "59 | lost | lost | severe | after 18 days in Research: complaint",
        "59 | lost | silence | - | 83 days of silence",
        "142 | Research | entered | - | back after a loss: stage history",
        "142 | Research | praise | forward | sentiment 0.7, solved",
      ])
    #expect(table.footer.notes.contains("now in Research, since 2025-06-01: 9 days"))
  }

  @Test func asOfLeavesOutWhatCameLater() throws {
    let table = try asking().table("journey of \"Acme Ltd\" as of 2025-03-09")
    #expect(rows(table).last == "58 | Research | complaint | friction | sentiment -0.4")
    let lost = try asking().table("journey of \"Acme Ltd\" as of 2025-04-30")
    #expect(rows(lost).last?.hasPrefix("59 | lost | lost") == true)
  }

  @Test func severalAccountsAreNamed() throws {
    let table = try asking().table("journey of (accounts where name is not \"Acme Ltd\")")
    #expect(table.columns.map(\.name).prefix(2) == ["account", "at"])
    #expect(
      rows(table) == [
        "0 | Obstacle | entered | - | the journey begins: stage history",
        "0 | Obstacle | silence | - | 160 days of silence, up to now",
      ])
    #expect(table.footer.notes.contains("nothing is known to have happened to 1 account"))
  }

  @Test func anAccountWithoutAnythingIsToldSo() throws {
    let table = try asking().table("journey of \"Corin\"")
    #expect(table.rowCount == 0)
    #expect(
      table.footer.notes.contains(
        "nothing is known to have happened to it: no events, no stages"))
  }

  @Test func aPeriodAndPipesNarrowIt() throws {
    let table = try asking().table(
      "journey of \"Acme Ltd\" during 2025-02 | where signal is known | show kind, signal")
    #expect(table.cells.map { $0[0] } == ["entered", "ticket", "entered"].map { .text($0) })
  }

  private func bands(_ table: ResultTable) -> [String] {
    (table.journeys ?? []).flatMap { journey in
      journey.bands.map { band in
        let days = [band.from, band.to].map { PlainText.moment($0, .utc) }
        return "\(band.stage ?? "-") \(days[0]) \(days[1]) \(band.length / microsecondsPerDay)"
          + (band.isLost ? " lost" : "")
      }
    }
  }

  @Test func bandsFollowOneAnotherUpToNow() throws {
    let table = try asking().table("journey of \"Acme Ltd\"")
    #expect(
      bands(table) == [
        "Obstacle 2025-01-10 2025-02-10 31", "Benchmark 2025-02-10 2025-02-20 10",
        "Research 2025-02-20 2025-03-10 18", "lost 2025-03-10 2025-06-01 83 lost",
        "Research 2025-06-01 2025-06-10 9",
      ])
    #expect(table.journeys?.map(\.rows) == [0..<table.rowCount])
    #expect(table.journeys?.first?.name == "Acme Ltd")
    let lost = try asking().table("journey of \"Acme Ltd\" as of 2025-04-30")
    #expect(bands(lost).last?.hasPrefix("lost 2025-03-10 ") == true)
    // What ends, ends just after its last happening.
    let end = try #require(lost.journeys?.first?.end)
    #expect(end == CatalogFixtures.at("2025-03-10") + 1)
  }

  @Test func aPeriodCutsBandsAndKeepsTheirLength() throws {
    let table = try asking().table("journey of \"Acme Ltd\" during 2025-02")
    #expect(
      bands(table) == [
        "Obstacle 2025-02-01 2025-02-10 31", "Benchmark 2025-02-10 2025-02-20 10",
        "Research 2025-02-20 2025-03-01 18",
      ])
  }

  /// A period is half-open: what begins at its end is no part of it.
  @Test func whatBeginsAtTheEndOfAPeriodIsNotDrawn() throws {
    let table = try asking().table("journey of \"Acme Ltd\" during 2025-01-10 order by at")
    #expect(table.rowCount == 2)
    let month = try asking().table(
      "journey of \"Acme Ltd\" between 2025-02-11 and 2025-02-19")
    #expect(bands(month).map { $0.prefix(9) } == ["Benchmark"])
  }

  @Test func aPeriodWithoutHappeningsSaysWhatWasBeforeAndAfter() throws {
    let table = try asking().table("journey of \"Acme Ltd\" during 2025-01-20")
    #expect(
      table.footer.notes.contains(
        "nothing happened during 2025-01-20: the last before it on 2025-01-10, the next on 2025-02-10"
      ))
    // A silence that reaches into it is told.
    let silent = try asking().table("journey of \"Acme Ltd\" during 2025-04")
    #expect(rows(silent) == ["59 | lost | silence | - | 83 days of silence"])
  }

  /// A journey is drawn only while its rows are all there, as they happened.
  @Test(arguments: [
    ("", true), (" during 2025-02", true), (" as of 2025-03-01", true), (" order by kind", false),
    (" where signal is known", false), (" show at, kind", false), (" top 3 by day", false),
    (" | where signal is known", false), (" | top 3 by day", false), (" | as timeline", true),
  ])
  func rowsThatAreChosenOrMovedAreNoJourney(_ clauses: String, _ isDrawn: Bool) throws {
    let table = try asking().table("journey of \"Acme Ltd\"" + clauses)
    #expect((table.journeys != nil) == isDrawn)
  }

  @Test func manyEventsOfOneAccount() throws {
    var events = "account,at,kind\n"
    for minute in 0..<50_000 {
      let hour = minute / 60 % 24
      let day = minute / 1440 % 28 + 1
      let month = minute / 40_320 + 1
      events +=
        "a,2025-\(two(month))-\(two(day)) \(two(hour)):\(two(minute % 60)),login\n"
    }
    let snapshot = try SourceAssembly.assemble(
      [CatalogFixtures.source("events.csv", events, role: .events)],
      settings: CatalogFixtures.settings()
    ).snapshot
    #expect(try Asking(snapshot).table("journey of \"a\"").rowCount == 50_000)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
