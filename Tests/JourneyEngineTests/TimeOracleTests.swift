import JourneyEngine
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Python's datetime and zoneinfo, asked thousands of questions at once.
enum PythonOracle {
  static let script = """
    import sys, datetime as d
    from zoneinfo import ZoneInfo
    utc = d.timezone.utc
    epoch = d.datetime(1970, 1, 1)
    for line in sys.stdin:
        kind, zone, value = line.split()
        value = int(value)
        if kind == "offset":
            t = (epoch + d.timedelta(microseconds=value)).replace(tzinfo=utc).astimezone(ZoneInfo(zone))
            print(int(t.utcoffset().total_seconds()))
        elif kind == "wall":
            t = (epoch + d.timedelta(microseconds=value)).replace(tzinfo=ZoneInfo(zone))
            print(value - int(t.utcoffset().total_seconds()) * 1000000)
        else:
            t = d.date(1970, 1, 1) + d.timedelta(days=value)
            y, w, k = t.isocalendar()
            print(t.year, t.month, t.day, y, w, k)
    """

  /// One answer a question; nil when there is no python3 here.
  static func answers(_ questions: [String]) -> [String]? {
    var template = Array("/tmp/orbits-time-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      for name in ["ask.py", "in"] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    write(script, to: "\(folder)/ask.py")
    write(questions.joined(separator: "\n") + "\n", to: "\(folder)/in")
    guard let pipe = popen("python3 \(folder)/ask.py < \(folder)/in 2>/dev/null", "r") else {
      return nil
    }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return lines.count == questions.count ? lines : nil
  }

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  static let isHere = answers(["day UTC 0"]) == ["1970 1 1 1970 1 4"]
}

@Suite(.enabled(if: PythonOracle.isHere)) struct TimeOracleTests {
  /// Both hemispheres, half-hour and quarter-hour offsets, a half-hour saving, a rule with negative
  /// saving, one that gave it up, one that skipped a day, and none.
  static let zones = [
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Istanbul", "America/New_York",
    "America/Sao_Paulo", "America/Santiago", "Australia/Sydney", "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Apia", "Pacific/Chatham", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Tehran", "Africa/Casablanca", "America/St_Johns", "UTC",
  ]

  /// Instants from 1950 to 2090, half of them within two hours of a change of the clock.
  static func instants(_ zone: CivilTimeZone, seed: UInt64, count: Int) -> [Int64] {
    var random = SeededGenerator(seed: seed)
    let range: Range<Int64> = -631_152_000..<3_786_912_000
    var instants: [Int64] = []
    while instants.count < count {
      let seconds = Int64.random(in: range, using: &random)
      instants.append(
        seconds * microsecondsPerSecond + Int64.random(in: 0..<1_000_000, using: &random))
      // Look for the next change within a year by halving.
      var low = seconds
      var high = seconds + 200 * 86_400
      let before = zone.offsetSeconds(at: low * microsecondsPerSecond)
      guard zone.offsetSeconds(at: high * microsecondsPerSecond) != before else { continue }
      while high - low > 1 {
        let middle = (low + high) / 2
        if zone.offsetSeconds(at: middle * microsecondsPerSecond) == before {
          low = middle
        } else {
          high = middle
        }
      }
      for change in [low, high, high + Int64.random(in: -7200...7200, using: &random)] {
        instants.append(change * microsecondsPerSecond)
      }
    }
    return instants
  }

  @Test(arguments: zones) func offsets(_ identifier: String) throws {
    let zone = try #require(CivilTimeZone(identifier: identifier))
    let instants = Self.instants(zone, seed: 11, count: 2000)
    let questions = instants.map { "offset \(identifier) \($0)" }
    let answers = PythonOracle.answers(questions) ?? []
    try #require(answers.count == instants.count)
    let wrong = zip(instants, answers).filter { zone.offsetSeconds(at: $0) != Int64($1) }
    #expect(wrong.prefix(3).isEmpty, "\(wrong.count) of \(instants.count) differ")
  }

  /// Wall clocks to instants, those that a change skips or repeats included.
  @Test(arguments: zones) func instantsOfWalls(_ identifier: String) throws {
    let zone = try #require(CivilTimeZone(identifier: identifier))
    var random = SeededGenerator(seed: 5)
    let walls = Self.instants(zone, seed: 12, count: 2000).map {
      zone.wall(of: $0) + Int64.random(in: -5400...5400, using: &random) * microsecondsPerSecond
    }
    let questions = walls.map { "wall \(identifier) \($0)" }
    let answers = PythonOracle.answers(questions) ?? []
    try #require(answers.count == walls.count)
    let wrong = zip(walls, answers).filter { zone.instant(ofWall: $0) != Int64($1) }
    #expect(wrong.prefix(3).isEmpty, "\(wrong.count) of \(walls.count) differ")
  }

  @Test func civilDatesAndISOWeeks() throws {
    var random = SeededGenerator(seed: 3)
    // From year 1 to 9999; then every day around the turn of each year from 1995 to 2035.
    var days = (0..<4000).map { _ in Int.random(in: -719_162...2_932_896, using: &random) }
    for year in 1995...2035 {
      let first = CivilDate.dayNumber(year: year, month: 1, day: 1)
      days += (first - 8...first + 8)
      days += [58, 59, 60].map { first + $0 }
    }
    let answers = PythonOracle.answers(days.map { "day UTC \($0)" }) ?? []
    try #require(answers.count == days.count)
    for (day, answer) in zip(days, answers) {
      let date = CivilDate(dayNumber: day)
      let week = CivilDate.isoWeek(dayNumber: day)
      let weekday = CivilDate.isoWeekday(dayNumber: day)
      #expect(
        "\(date.year) \(date.month) \(date.day) \(week.year) \(week.week) \(weekday)" == answer)
      #expect(date.dayNumber == day)
      #expect(CivilDate.monday(ofISOWeek: week.week, year: week.year) + weekday - 1 == day)
    }
  }
}

@Suite struct TimeArithmeticTests {
  @Test func monthsAreClampedToTheirEnd() {
    let january = CivilDate(year: 2024, month: 1, day: 31)
    #expect(january.adding(months: 1) == CivilDate(year: 2024, month: 2, day: 29))
    #expect(january.adding(months: 13) == CivilDate(year: 2025, month: 2, day: 28))
    #expect(january.adding(months: -2) == CivilDate(year: 2023, month: 11, day: 30))
    #expect(january.adding(months: -13) == CivilDate(year: 2022, month: 12, day: 31))
  }

  @Test func validityOfDates() {
    #expect(CivilDate(year: 2024, month: 2, day: 29).isValid)
    #expect(!CivilDate(year: 2023, month: 2, day: 29).isValid)
    #expect(!CivilDate(year: 1900, month: 2, day: 29).isValid)
    #expect(CivilDate(year: 2000, month: 2, day: 29).isValid)
    #expect(!CivilDate(year: 2024, month: 13, day: 1).isValid)
    #expect(!CivilDate(year: 2024, month: 4, day: 31).isValid)
  }

  @Test func unknownZonesAreRefused() {
    for name in ["", "Europe/Atlantis", "../etc/passwd", "/etc/passwd", "Europe/", "Europe Berlin"]
    {
      #expect(CivilTimeZone(identifier: name) == nil)
    }
  }

  @Test func daysBeginAtMidnightOfTheZone() throws {
    let zone = try #require(CivilTimeZone(identifier: "America/Sao_Paulo"))
    // On 2018-11-04 the clocks went from 00:00 to 01:00: the day began at 01:00.
    let day = CivilDate.dayNumber(year: 2018, month: 11, day: 4)
    #expect(PlainText.wall(zone.startOfDay(day), zone) == "2018-11-04 01:00")
    #expect(zone.dayNumber(of: zone.startOfDay(day)) == day)
    #expect(zone.dayNumber(of: zone.startOfDay(day) - 1) == day - 1)
  }
}
