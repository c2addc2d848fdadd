import Foundation
import JourneyEngine
import Testing
import TestSupport

/// What a period selects, against Foundation's calendar, in UTC and in a zone whose days have 23,
/// 24 and 25 hours.
@Suite struct PeriodTests {
  /// A snapshot whose events stand at instants around every boundary that could matter, and its
  /// calendar.
  struct Fixture {
    let asking: Asking
    let calendar: Foundation.Calendar
    let now: Date
    let instants: [Int64]

    init(zone identifier: String, now: String = "2026-07-01 00:00") throws {
      let zone = try #require(CivilTimeZone(identifier: identifier))
      var calendar = Foundation.Calendar(identifier: .iso8601)
      calendar.timeZone = try #require(TimeZone(identifier: identifier))
      let nowWall = CatalogFixtures.at(now)
      let nowInstant = zone.instant(ofWall: nowWall)
      var random = SeededGenerator(seed: 4)
      var instants: [Int64] = []
      // Round each local midnight of two years, and each hour of the days on which clocks change.
      for day in 20_089...20_819 {
        let midnight = zone.startOfDay(day)
        instants += [midnight - 1, midnight, midnight + 1].map { $0 }
        instants.append(midnight + Int64.random(in: 0..<86_400, using: &random) * 1_000_000)
      }
      for day in ["2025-03-30", "2025-10-26", "2026-03-29"] {
        let start = CatalogFixtures.at(day)
        instants += (0..<52).map { start + ($0 - 2) * 1_800_000_000 }
      }
      instants += [nowInstant - 1, nowInstant, nowInstant + 1]
      instants.sort()
      let count = instants.count
      let accounts = Table([RandomCompany.field("id", .text, [.text("A1")])], rowCount: 1)
      let events = Table(
        [
          RandomCompany.field("account", .text, [Value](repeating: .text("A1"), count: count)),
          RandomCompany.field("at", .instant, instants.map(Value.instant)),
          RandomCompany.field("kind", .text, [Value](repeating: .text("login"), count: count)),
          RandomCompany.field("due", .date, instants.map { .date(Int64(zone.dayNumber(of: $0))) }),
        ], rowCount: count)
      let assembled = try SourceAssembly.assemble(
        [
          DataSource("accounts.csv", accounts, role: .accounts),
          DataSource("events.csv", events, role: .events),
        ],
        settings: CatalogFixtures.settings { settings in
          settings.zone = zone
          settings.now = nowInstant
        })
      asking = Asking(assembled.snapshot)
      self.calendar = calendar
      self.now = Date(timeIntervalSince1970: Double(nowInstant) / 1e6)
      self.instants = instants
    }

    func date(_ year: Int, _ month: Int, _ day: Int) -> Date {
      calendar.date(from: DateComponents(year: year, month: month, day: day))!
    }

    func plus(_ date: Date, _ unit: Foundation.Calendar.Component, _ count: Int) -> Date {
      calendar.date(byAdding: unit, value: count, to: date)!
    }

    /// The first moment of the unit that holds a date.
    func start(_ unit: Foundation.Calendar.Component, _ date: Date) -> Date {
      calendar.dateInterval(of: unit, for: date)!.start
    }

    func startOfQuarter(_ date: Date) -> Date {
      let parts = calendar.dateComponents([.year, .month], from: date)
      return self.date(parts.year!, (parts.month! - 1) / 3 * 3 + 1, 1)
    }

    func check(
      _ period: String, _ start: Date?, _ end: Date?,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      func micro(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1e6).rounded()) }
      let (low, high) = (start.map(micro) ?? .min, end.map(micro) ?? .max)
      let expected = instants.filter { $0 >= low && $0 < high }.map(Value.instant)
      let found = try asking.column("at", of: "events where at \(period) show at")
      #expect(
        found == expected,
        "at \(period) in \(calendar.timeZone.identifier): \(found.count), \(expected.count)",
        sourceLocation: sourceLocation)
      let clause = try asking.column("at", of: "events \(period) show at")
      #expect(clause == expected, "clause \(period)", sourceLocation: sourceLocation)
      // A civil date belongs to the period when its day begins inside it.
      let days = instants.filter { instant in
        let midnight = micro(
          calendar.startOfDay(for: Date(timeIntervalSince1970: Double(instant) / 1e6)))
        return midnight >= low && midnight < high
      }
      let due = try asking.column("at", of: "events where due \(period) show at")
      #expect(
        due.count == days.count,
        "due \(period) in \(calendar.timeZone.identifier): \(due.count), \(days.count)",
        sourceLocation: sourceLocation)
    }
  }

  static let zones = ["UTC", "Europe/Berlin"]

  @Test(arguments: zones) func namedPeriods(zone: String) throws {
    let f = try Fixture(zone: zone)
    try f.check("during 2026", f.date(2026, 1, 1), f.date(2027, 1, 1))
    for quarter in 1...4 {
      let start = f.date(2025, quarter * 3 - 2, 1)
      try f.check("during 2025-Q\(quarter)", start, f.plus(start, .month, 3))
    }
    for month in [1, 3, 10, 12] {
      let start = f.date(2025, month, 1)
      let name = "2025-\(month < 10 ? "0" : "")\(month)"
      try f.check("during \(name)", start, f.plus(start, .month, 1))
      try f.check("since \(name)", start, nil)
      try f.check("before \(name)", nil, start)
    }
    for (month, day) in [(3, 30), (3, 31), (10, 26), (10, 25), (2, 28), (12, 31)] {
      let start = f.date(2025, month, day)
      let name = "2025-\(month < 10 ? "0" : "")\(month)-\(day)"
      try f.check("during \(name)", start, f.plus(start, .day, 1))
      try f.check("since \(name)", start, nil)
      try f.check("before \(name)", nil, start)
      try f.check("between \(name) and 2026-02-03", start, f.date(2026, 2, 4))
    }
    try f.check("between 2025-Q4 and 2026-Q1", f.date(2025, 10, 1), f.date(2026, 4, 1))
  }

  @Test(arguments: zones) func relativePeriods(zone: String) throws {
    let f = try Fixture(zone: zone)
    let today = f.date(2026, 6, 30)
    try f.check("during today", today, f.now)
    try f.check("during yesterday", f.date(2026, 6, 29), today)
    try f.check("during this month", f.date(2026, 6, 1), f.now)
    try f.check(
      "during this week", f.start(.weekOfYear, today), f.plus(f.start(.weekOfYear, today), .day, 7))
    try f.check("during this quarter", f.date(2026, 4, 1), f.now)
    try f.check("during this year", f.date(2026, 1, 1), f.date(2027, 1, 1))
    // Days are 24 hours between instants, months follow the calendar.
    for count in [1, 7, 90, 93, 100, 250, 400] {
      try f.check("in last \(count) days", f.now.addingTimeInterval(-86_400 * Double(count)), f.now)
    }
    try f.check("in last 3 weeks", f.now.addingTimeInterval(-86_400 * 21), f.now)
    try f.check("in last 36 hours", f.now.addingTimeInterval(-3600 * 36), f.now)
    for count in [1, 3, 8, 13] {
      try f.check("in last \(count) months", f.plus(f.now, .month, -count), f.now)
    }
    try f.check("in last 2 quarters", f.plus(f.now, .month, -6), f.now)
    // The unit that ends exactly now is complete.
    try f.check("during last month", f.date(2026, 6, 1), f.now)
    try f.check("during last quarter", f.date(2026, 4, 1), f.now)
    try f.check("during last year", f.date(2025, 1, 1), f.date(2026, 1, 1))
    try f.check("during last week", f.date(2026, 6, 22), f.date(2026, 6, 29))
    try f.check("in last 2 full quarters", f.date(2026, 1, 1), f.now)
    try f.check("in last 3 full months", f.date(2026, 4, 1), f.now)
    try f.check("in last 2 full weeks", f.date(2026, 6, 15), f.date(2026, 6, 29))
    try f.check("in next 60 days", f.now, f.now.addingTimeInterval(86_400 * 60))
  }

  @Test(arguments: zones) func nowInTheMiddle(zone: String) throws {
    let f = try Fixture(zone: zone, now: "2026-03-29 13:30")
    let today = f.date(2026, 3, 29)
    try f.check("during today", today, f.plus(today, .day, 1))
    try f.check("during last quarter", f.date(2025, 10, 1), f.date(2026, 1, 1))
    try f.check("during last month", f.date(2026, 2, 1), f.date(2026, 3, 1))
    try f.check("in last 1 months", f.plus(f.now, .month, -1), f.now)
    try f.check("in last 2 days", f.now.addingTimeInterval(-86_400 * 2), f.now)
    try f.check("during last week", f.date(2026, 3, 16), f.date(2026, 3, 23))
  }

  /// `month of`, `week of`, and the parts, each against the calendar.
  @Test(arguments: zones) func partsAndBuckets(zone: String) throws {
    let f = try Fixture(zone: zone)
    let table = try f.asking.table(
      """
      events show at, year(at), quarter(at), month(at), week(at), day(at), weekday(at), hour(at), \
      date(at), truncate(at, week), truncate(at, quarter)
      """)
    for row in table.cells {
      guard case .instant(let instant) = row[0] else { continue }
      let date = Date(timeIntervalSince1970: (Double(instant) / 1e6).rounded(.down))
      let parts = f.calendar.dateComponents(
        [.year, .month, .day, .hour, .weekday, .weekOfYear], from: date)
      let numbers = [
        parts.year!, (parts.month! - 1) / 3 + 1, parts.month!, parts.weekOfYear!, parts.day!,
        (parts.weekday! + 5) % 7 + 1, parts.hour!,
      ]
      #expect(row[1...7].map { $0 } == numbers.map { .integer(Int64($0)) }, "\(date) in \(zone)")
      let days = [date, f.start(.weekOfYear, date), f.startOfQuarter(date)].map { day -> Value in
        let parts = f.calendar.dateComponents([.year, .month, .day], from: day)
        return .date(
          Int64(CivilDate(year: parts.year!, month: parts.month!, day: parts.day!).dayNumber))
      }
      #expect(row[8...10].map { $0 } == days, "\(date) in \(zone)")
    }
  }

  @Test(arguments: zones) func groupsByMonthAndWeek(zone: String) throws {
    let f = try Fixture(zone: zone)
    for unit in ["month", "week", "quarter", "year", "day"] {
      var expected: [Date: Int64] = [:]
      for instant in f.instants {
        let date = Date(timeIntervalSince1970: (Double(instant) / 1e6).rounded(.down))
        let start =
          switch unit {
          case "month": f.start(.month, date)
          case "week": f.start(.weekOfYear, date)
          case "quarter": f.startOfQuarter(date)
          case "year": f.start(.year, date)
          default: f.start(.day, date)
          }
        expected[start, default: 0] += 1
      }
      let counts = try f.asking.column("n", of: "events by \(unit) of at show count called n")
      #expect(
        counts == expected.sorted { $0.key < $1.key }.map { .integer($0.value) }, "\(unit), \(zone)"
      )
    }
  }

  @Test func isoWeeksAtTheYearsEnds() throws {
    for year in 1990...2035 {
      for (month, day) in [(12, 28), (12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3), (1, 4)] {
        var calendar = Foundation.Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(identifier: "UTC")!
        let date = calendar.date(from: DateComponents(year: year, month: month, day: day))!
        let number = CivilDate.dayNumber(year: year, month: month, day: day)
        let found = CivilDate.isoWeek(dayNumber: number)
        #expect(
          found.week == calendar.component(.weekOfYear, from: date), "\(year)-\(month)-\(day)")
        #expect(
          found.year == calendar.component(.yearForWeekOfYear, from: date),
          "\(year)-\(month)-\(day)")
      }
    }
  }
}
