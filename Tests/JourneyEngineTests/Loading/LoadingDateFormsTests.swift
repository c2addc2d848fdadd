import JourneyEngine
import TestSupport
import Testing

/// Dates in whatever layout, found and settled over the whole column.
struct LoadingDateFormsTests {
  private func column(
    _ values: [String], named name: String = "v",
    _ configure: (inout ReadingOptions) -> Void = { _ in }
  ) throws -> (type: ValueType, cells: [String?], note: String?) {
    let file = try load(
      "\(name)\tx\n" + values.map { "\($0)\t1\n" }.joined(), as: "data.tsv", configure)
    return (file.types[0], file.column(name), file.note(name))
  }

  private func day(_ text: String) -> String { "\(text)T00:00:00.000000Z" }

  @Test(arguments: [
    (["25/12/2024", "03/04/2026"], ["2024-12-25", "2026-04-03"]),
    (["12/25/2024", "03/04/2026"], ["2024-12-25", "2026-03-04"]),
    (["2024/12/25", "2026/03/04"], ["2024-12-25", "2026-03-04"]),
    (["25.12.2024", "3.4.2026"], ["2024-12-25", "2026-04-03"]),
    (["25 12 2024", "03 04 2026"], ["2024-12-25", "2026-04-03"]),
    (["2024-1-5", "2026-12-31"], ["2024-01-05", "2026-12-31"]),
    (["25/12/69", "03/04/70"], ["2069-12-25", "1970-04-03"]),
    (["12/25/24", "3/4/26"], ["2024-12-25", "2026-03-04"]),
    (["5 Mar 2024", "25 December 2026"], ["2024-03-05", "2026-12-25"]),
    (["Mar 5, 2024", "Sept 25, 2026"], ["2024-03-05", "2026-09-25"]),
    (["March 3rd, 2024", "June 21st, 2026"], ["2024-03-03", "2026-06-21"]),
    (["5-Mar-24", "25-Dec-26"], ["2024-03-05", "2026-12-25"]),
    (["3. M\u{E4}rz 2026", "14. Oktober 2025"], ["2026-03-03", "2025-10-14"]),
    (["3 f\u{E9}vrier 2026", "14 ao\u{FB}t 2025"], ["2026-02-03", "2025-08-14"]),
    (["3 de marzo de 2026", "14 de enero de 2025"], ["2026-03-03", "2025-01-14"]),
    (["3 de mar\u{E7}o de 2026", "14 de dezembro de 2025"], ["2026-03-03", "2025-12-14"]),
    (["Di, 3. Mrz. 2026", "Mi, 4. Mrz. 2026"], ["2026-03-03", "2026-03-04"]),
    (["Tuesday, March 3, 2026", "Wednesday, March 4, 2026"], ["2026-03-03", "2026-03-04"]),
    (["mar. 3 mars 2026", "mer. 4 mars 2026"], ["2026-03-03", "2026-03-04"]),
    (["2026 Mar 03", "2026 Apr 04"], ["2026-03-03", "2026-04-04"]),
    (["01/01/2024", "02/02/2024"], ["2024-01-01", "2024-02-02"]),
    // The weekday tells: 2026-03-04 was a Wednesday, 2026-04-03 a Friday.
    (["Wed 03/04/2026"], ["2026-03-04"]), (["Fri 03/04/2026"], ["2026-04-03"]),
  ])
  func readsDates(_ values: [String], _ expected: [String]) throws {
    let found = try column(values)
    #expect(found.type == .date)
    #expect(found.cells == expected)
    #expect(found.note?.hasPrefix("dates written ") ?? false)
  }

  @Test(arguments: [
    (
      ["25/12/2024 10:00", "03/04/2026 23:59"],
      ["2024-12-25T10:00:00.000000Z", "2026-04-03T23:59:00.000000Z"]
    ),
    (
      ["25/12/2024 10:00:05", "03/04/2026"],
      ["2024-12-25T10:00:05.000000Z", "2026-04-03T00:00:00.000000Z"]
    ),
    (
      ["12/25/2024 12:05 AM", "3/4/2026 1:05 pm"],
      ["2024-12-25T00:05:00.000000Z", "2026-03-04T13:05:00.000000Z"]
    ),
    (
      ["12/25/2024, 9:05:01\u{202F}AM", "3/4/2026, 11:05:00\u{202F}PM"],
      ["2024-12-25T09:05:01.000000Z", "2026-03-04T23:05:00.000000Z"]
    ),
    (
      ["25.12.2024 10:00:00,5", "3.4.2026 10:00:00,25"],
      ["2024-12-25T10:00:00.500000Z", "2026-04-03T10:00:00.250000Z"]
    ),
    (
      ["25.12.2024 10.30", "3.4.2026 9.05"],
      ["2024-12-25T10:30:00.000000Z", "2026-04-03T09:05:00.000000Z"]
    ),
    (
      ["2026-03-03 10:00:00 UTC", "2026-03-04 10:00:00 UTC"],
      ["2026-03-03T10:00:00.000000Z", "2026-03-04T10:00:00.000000Z"]
    ),
    (
      ["2026-03-03 10:00:00 +0200", "2026-03-04 10:00:00 -0530"],
      ["2026-03-03T08:00:00.000000Z", "2026-03-04T15:30:00.000000Z"]
    ),
    (["Tue, 03 Mar 2026 10:00:00 +0100"], ["2026-03-03T09:00:00.000000Z"]),
    (
      ["Tue, 3 Mar 2026 10:00:00 GMT", "Wed, 4 Mar 2026 10:00:00 GMT"],
      ["2026-03-03T10:00:00.000000Z", "2026-03-04T10:00:00.000000Z"]
    ),
    (
      ["Tue Mar  3 10:00:00 2026", "Sat Mar 14 10:00:00 2026"],
      ["2026-03-03T10:00:00.000000Z", "2026-03-14T10:00:00.000000Z"]
    ),
    (["Tue Mar 03 10:00:00 CET 2026"], ["2026-03-03T09:00:00.000000Z"]),
    (
      ["Tue Mar 03 2026 10:00:00 GMT+0100 (Central European Standard Time)"],
      ["2026-03-03T09:00:00.000000Z"]
    ),
    (
      ["20260303T100000Z", "20261224T235959Z"],
      ["2026-03-03T10:00:00.000000Z", "2026-12-24T23:59:59.000000Z"]
    ),
    (
      ["03/Mar/2026:10:00:00 +0000", "14/Dec/2026:10:00:00 +0000"],
      ["2026-03-03T10:00:00.000000Z", "2026-12-14T10:00:00.000000Z"]
    ),
    (
      ["Mar 3, 2026 10:00 a.m.", "Mar 14, 2026 1:00 p.m."],
      ["2026-03-03T10:00:00.000000Z", "2026-03-14T13:00:00.000000Z"]
    ),
    (["ISODate(\"2026-03-03T10:00:00.000Z\")"], ["2026-03-03T10:00:00.000000Z"]),
    (
      ["10:00 25/12/2024", "11:00 03/04/2026"],
      ["2024-12-25T10:00:00.000000Z", "2026-04-03T11:00:00.000000Z"]
    ),
    (
      ["2026-03-03 10:00", "2026-03-03 10:00:07", "2026-3-4 9:05"],
      ["2026-03-03T10:00:00.000000Z", "2026-03-03T10:00:07.000000Z", "2026-03-04T09:05:00.000000Z"]
    ),
  ])
  func readsInstants(_ values: [String], _ expected: [String]) throws {
    let file = try load("v;x\n" + values.map { "\"\($0.replacingQuotes)\";1\n" }.joined())
    #expect(file.types[0] == .instant)
    #expect(file.column("v") == expected)
  }

  @Test(arguments: [
    ["1.2.24", "1.3.10"], ["31/02/2024"], ["25/13/2024"], ["2024-13-01"], ["10:30"], ["5 Foo 2024"],
    ["Mon 03/03/2026 13"], ["Mar 2026"], ["2026-03"], ["25/12/2024", "2024-12-25"],
    ["Tue 05/05/2027"],
    ["1/2"], ["192.168.1.1"], ["25/12/2024", "12/25/2024"], ["2026-03-03 10:00 XYZ"], ["20-99-12"],
  ])
  func keepsAsText(_ values: [String]) throws {
    let found = try column(values)
    #expect(found.type == .text)
    #expect(found.cells == values)
  }

  // MARK: - Day and month

  @Test func asksWhenDayAndMonthAreOpen() throws {
    let error = try #require(loadError("id,created\n1,03/04/2026 10:00\n2,05/06/2026 11:00\n"))
    #expect(error.message.contains("column `created`"))
    #expect(error.hint?.contains("`reading dates \"dd/MM/yyyy\"` if it is 3 April 2026") ?? false)
    let answers = try #require(error.question?.answers)
    #expect(answers.map(\.value) == ["dd/MM/yyyy", "MM/dd/yyyy"])
    #expect(
      answers.map(\.words) == ["the day first: 3 April 2026", "the month first: 4 March 2026"])
    #expect(answers.allSatisfy { $0.option == "dates" })
    for (answer, expected) in zip(answers, ["2026-04-03", "2026-03-04"]) {
      let file = try load("id,created\n1,03/04/2026 10:00\n2,05/06/2026 11:00\n") {
        $0.dates = answer.value
      }
      #expect(file.column("created")[0]?.hasPrefix(expected) ?? false)
    }
    let three = try #require(loadError("id,day\n1,03-04-05\n"))
    #expect(three.question?.answers.map(\.value) == ["dd-MM-yy", "MM-dd-yy", "yy-MM-dd"])
    let declared = try load("id,created\n1,03/04/2026\n") {
      $0.dateFormats = ["created": "MM/dd/yyyy"]
    }
    #expect(declared.column("created") == ["2026-03-04"])
    let none = try load("id,created\n1,03/04/2026\n") { $0.dates = "none" }
    #expect(none.types[1] == .text)
  }

  @Test func otherColumnsOfOneHandSettle() throws {
    let file = try load("a,b\n03/04/2026,25/12/2024\n05/06/2026,01/02/2024\n")
    #expect(file.column("a") == ["2026-04-03", "2026-06-05"])
    #expect(file.note("a")?.contains("the day first as in b") ?? false)
    // Another shape, or columns that contradict each other, settle nothing.
    #expect(loadError("a,b\n03/04/2026,25.12.2024\n05/06/2026,01.02.2024\n")?.question != nil)
    #expect(loadError("a,b,c\n03/04/2026,25/12/2024,12/25/2024\n")?.question != nil)
    // `01/01/2026` is the same day either way, and says nothing about the column beside it.
    for text in ["a,b\n03/04/2026,01/01/2026\n", "b,a\n01/01/2026,03/04/2026\n"] {
      #expect(loadError(text)?.question?.text.contains("column `a`") == true)
    }
    let told = try load("b,a\n01/01/2026,12/25/2026\n")
    #expect(told.note("b")?.contains("MM/dd/yyyy, the month first as in a") == true)
    // What is proven stands, whatever was answered.
    let proven = try load("a,b\n03/04/2026,25/12/2024\n05/06/2026,01/02/2024\n") {
      $0.dates = "MM/dd/yyyy"
    }
    #expect(proven.column("a") == ["2026-03-04", "2026-05-06"])
    #expect(proven.column("b") == ["2024-12-25", "2024-02-01"])
  }

  @Test func refusesLayoutsThatAreNone() {
    #expect(
      loadError("a,x\n1,2\n") { $0.dates = "dd/qq" }?.message == "\"dd/qq\" is no date layout")
  }

  // MARK: - Numbers that are dates

  @Test(arguments: [
    (
      "created_at", ["1772532000", "1772532060"],
      ["2026-03-03T10:00:00.000000Z", "2026-03-03T10:01:00.000000Z"]
    ),
    (
      "timestamp", ["1772532000123", "1772532060000"],
      ["2026-03-03T10:00:00.123000Z", "2026-03-03T10:01:00.000000Z"]
    ),
    ("ts_us", ["1772532000123456"], ["2026-03-03T10:00:00.123456Z"]),
    (
      "time", ["1772532000.5", "1772532001.25"],
      ["2026-03-03T10:00:00.500000Z", "2026-03-03T10:00:01.250000Z"]
    ),
    ("close_date", ["45000", "46000"], ["2023-03-15", "2025-12-09"]),
    (
      "created_at", ["45000.5", "46000"],
      ["2023-03-15T12:00:00.000000Z", "2025-12-09T00:00:00.000000Z"]
    ),
    ("day", ["20260303", "20261224"], ["2026-03-03", "2026-12-24"]),
    ("stamp", (1...9).map { "2026030\($0)" }, (1...9).map { "2026-03-0\($0)" }),
    (
      "date", ["20260303101500", "20261224235959"],
      ["2026-03-03T10:15:00.000000Z", "2026-12-24T23:59:59.000000Z"]
    ),
    (
      "when", ["202603031015", "202612242359"],
      ["2026-03-03T10:15:00.000000Z", "2026-12-24T23:59:00.000000Z"]
    ),
  ])
  func readsCountedDates(_ name: String, _ values: [String], _ expected: [String]) throws {
    let found = try column(values, named: name)
    #expect(found.cells == expected)
    #expect(found.note?.contains("`reading dates none` keeps the numbers") ?? false)
    #expect(try column(values, named: name) { $0.dates = "none" }.type.isNumeric)
  }

  @Test(arguments: [
    ("seats", ["1772532000"]), ("response_time", ["45000"]), ("created_at", ["12", "1772532000"]),
    ("amount", ["20260303"]), ("stamp", ["20260303"]), ("time", ["12", "20261399"]),
    ("days_since", ["45000"]), ("accounts_created", ["45000"]), ("day", ["20261399"]),
  ])
  func keepsNumbers(_ name: String, _ values: [String]) throws {
    #expect(try column(values, named: name).type.isNumeric)
  }

  @Test func declaredCountsAreRead() throws {
    let file = try load("t,u,s\n1772532000,1772532000123,45000.25\n") {
      $0.dateFormats = ["t": "epoch", "u": "epoch ms", "s": "serial"]
    }
    #expect(
      file.cells == [
        [
          "2026-03-03T10:00:00.000000Z", "2026-03-03T10:00:00.123000Z",
          "2023-03-15T06:00:00.000000Z",
        ]
      ])
  }

  @Test func tellsOfPlaceholders() throws {
    let found = try column(["2024-01-05", "9999-12-31", "0001-01-01", "9999-12-31"])
    #expect(found.type == .date)
    #expect(found.cells == ["2024-01-05", "9999-12-31", "0001-01-01", "9999-12-31"])
    #expect(found.note?.contains("9999-12-31 in 2 rows, 0001-01-01 in 1 row") ?? false)
    #expect(try column(["2024-01-05"]).note == nil)
  }

  @Test func wallTimesAreOfTheFilesZone() throws {
    let zone = try #require(CivilTimeZone(identifier: "Europe/Berlin"))
    let found = try column(["25/12/2024 10:00", "03/07/2026 10:00", "14/07/2026 10:00"]) {
      $0.zone = zone
    }
    #expect(found.cells.compactMap { $0?.dropFirst(11).prefix(2) } == ["09", "08", "08"])
    let offset = try column(["2026-03-03 10:00:00 +0000"]) { $0.zone = zone }
    #expect(offset.cells == ["2026-03-03T10:00:00.000000Z"])
  }

  // MARK: - Second opinions

  /// What Python's strftime writes comes back as the times it wrote.
  @Test(.enabled(if: PythonProcess.isAvailable()))
  func readsWhatPythonWrites() throws {
    let script = """
      import datetime, random
      random.seed(7)
      forms = ["%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y%m%dT%H%M%S", "%d-%b-%Y %H:%M:%S",
        "%A, %d %B %Y %H:%M:%S", "%a %b %d %H:%M:%S %Y", "%d.%m.%y %H:%M:%S", "%c", "%Y/%m/%d %H:%M:%S.%f",
        "%B %d, %Y at %I:%M:%S %p", "%Y-%m-%d %H:%M:%S+00:00", "%a, %d %b %Y %H:%M:%S GMT", "%s", "%D %T"]
      first = int(datetime.datetime(1999, 12, 31, tzinfo=datetime.timezone.utc).timestamp())
      times = [first] + [random.randrange(400000000, 3100000000) for _ in range(40)]
      for form in forms:
        for time in times:
          moment = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
          text = str(time) if form == "%s" else moment.strftime(form)
          print(f"{form}\\t{text}\\t{time}")
      """
    var columns: [String: (texts: [String], times: [Int64])] = [:]
    for line in try PythonProcess.run(script).split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      columns[fields[0], default: ([], [])].texts.append(fields[1])
      columns[fields[0], default: ([], [])].times.append(try #require(Int64(fields[2])))
    }
    #expect(columns.count == 14)
    for (form, (texts, times)) in columns {
      let found = try column(texts, named: "time")
      #expect(found.cells == times.map { Value.instant($0 * 1_000_000).written }, "\(form)")
    }
  }

  // MARK: - At random

  @Test func randomLayoutsComeBackExactly() throws {
    var random = SeededGenerator(seed: 79)
    for round in 0..<(200 * randomScale) {
      let layout = RandomLayout(&random)
      // A day that no month has settles the order.
      let days = [20_447] + (0..<30).map { _ in Int.random(in: 3_653...36_000, using: &random) }
      let moments = days.map { Int64($0) * 86_400 + Int64.random(in: 0..<86_400, using: &random) }
      let file = try load("v;x\n" + moments.map { "\"\(layout.write($0))\";1\n" }.joined()) {
        $0.threadCount = Int.random(in: 1...2, using: &random)
        $0.blockSize = 200
      }
      let expected = moments.map { layout.kept($0).written }
      #expect(file.column("v") == expected, "round \(round): \(layout.write(moments[0]))")
    }
  }

  /// Days up to the 12th only: such a column asks, or all its days are its months.
  @Test func randomAmbiguousColumnsAsk() throws {
    var random = SeededGenerator(seed: 80)
    for _ in 0..<(100 * randomScale) {
      let separator = ["/", "-", ".", " "].randomElement(using: &random) ?? "/"
      let pairs = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (Int.random(in: 1...12, using: &random), Int.random(in: 1...12, using: &random))
      }
      let values = pairs.map {
        "\($0 < 10 ? "0" : "")\($0)\(separator)\($1 < 10 ? "0" : "")\($1)\(separator)2026"
      }
      let error = loadError("v\tx\n" + values.map { "\($0)\t1\n" }.joined(), as: "data.tsv")
      #expect((error?.question == nil) == pairs.allSatisfy { $0 == $1 })
    }
  }

  @Test func aSpoiltCellChangesNoOther() throws {
    var random = SeededGenerator(seed: 81)
    for _ in 0..<(100 * randomScale) {
      let layout = RandomLayout(&random)
      let moments =
        [Int64(20_447) * 86_400]
        + (0..<12).map { _ in Int64.random(in: 4_000...30_000, using: &random) * 86_400 }
      var written = moments.map { layout.write($0) }
      let clean = try load("v;x\n" + written.map { "\"\($0)\";1\n" }.joined()).column("v")
      let place = Int.random(in: 1..<13, using: &random)
      written[place] =
        ["soon", "", "31/31/2026", "n/a", "2026", "0"].randomElement(using: &random) ?? ""
      let spoilt = try load("v;x\n" + written.map { "\"\($0)\";1\n" }.joined())
      if spoilt.types[0] == .text {
        #expect(spoilt.column("v").enumerated().allSatisfy { $1 ?? "" == written[$0] })
      } else {
        #expect(spoilt.column("v")[place] == nil)
        for row in 0..<13 where row != place { #expect(spoilt.column("v")[row] == clean[row]) }
      }
    }
  }
}

extension String {
  fileprivate var replacingQuotes: String { map { $0 == "\"" ? "\"\"" : String($0) }.joined() }
}

/// A way to write dates, drawn at random and kept for a column; written by hand, not by a layout.
private struct RandomLayout {
  private let order: Int
  private let separator: String
  private let isPadded: Bool
  private let isShort: Bool
  /// 0 none, 1 to the minute, 2 to the second, 3 of twelve hours, 4 with an offset.
  private let time: Int

  init(_ random: inout SeededGenerator) {
    order = Int.random(in: 0..<5, using: &random)
    separator = ["/", "-", ".", " "].randomElement(using: &random) ?? "/"
    isPadded = Bool.random(using: &random)
    time = Int.random(in: 0..<5, using: &random)
    isShort = order < 2 && separator == "/" && Bool.random(using: &random)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  func write(_ seconds: Int64) -> String {
    let date = CivilDate(dayNumber: Int(seconds / 86_400))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let day = isPadded ? two(date.day) : "\(date.day)"
    let month = isPadded ? two(date.month) : "\(date.month)"
    let year = isShort ? two(date.year % 100) : "\(date.year)"
    let parts =
      switch order {
      case 0: [day, month, year]
      case 1: [month, day, year]
      case 2: [year, month, day]
      case 3: [day, RandomLayout.months[date.month - 1], year]
      default: [RandomLayout.months[date.month - 1], day, year]
      }
    let text = parts.joined(separator: separator)
    let rest = Int(seconds % 86_400)
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    switch time {
    case 1: return "\(text) \(two(hour)):\(two(minute))"
    case 2: return "\(text) \(two(hour)):\(two(minute)):\(two(second))"
    case 3:
      return "\(text) \(hour % 12 == 0 ? 12 : hour % 12):\(two(minute)) \(hour < 12 ? "AM" : "PM")"
    case 4: return "\(text) \(two(hour)):\(two(minute)):\(two(second)) +0130"
    default: return text
    }
  }

  /// What of a moment the layout keeps.
  func kept(_ seconds: Int64) -> Value {
    switch time {
    case 0: return .date(seconds / 86_400)
    case 1, 3: return .instant(seconds / 60 * 60 * 1_000_000)
    case 4: return .instant((seconds - 5400) * 1_000_000)
    default: return .instant(seconds * 1_000_000)
    }
  }
}
