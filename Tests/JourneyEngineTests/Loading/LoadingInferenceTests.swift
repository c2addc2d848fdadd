import JourneyEngine
import TestSupport
import Testing

/// Which type a column gets, and what is said about it.
struct LoadingInferenceTests {
  private func type(of values: [String], named name: String = "v") throws -> ValueType {
    try load(name + ",x\n" + values.map { "\"\($0)\",1\n" }.joined()).types[0]
  }

  @Test(arguments: [
    (["1", "-2", "0", "9223372036854775807", "-9223372036854775807"], ValueType.integer),
    (["1", "2.5", ""], .number), (["1e3", "2E-4"], .number), ([".5", "-0.25"], .number),
    (["-0"], .number),
    (["1", "2", "007"], .text), (["+1"], .integer), (["1,000"], .integer), (["1_000"], .text),
    (["0x1F"], .text),
    (["inf", "1"], .text), (["nan"], .text), (["1."], .text), (["1e999"], .text), (["1 2"], .text),
    (["12345678901234567890"], .text), (["9007199254740993", "1.5"], .text),
    (["9007199254740992", "1.5"], .number),
    (["true", "FALSE", ""], .boolean), (["yes", "No"], .boolean), (["t", "f"], .boolean),
    (["Y", "n"], .boolean),
    (["f", "f"], .text), (["n"], .text), (["yes", "true"], .text), (["t", "n"], .text),
    (["0", "1"], .integer),
    (["true", "maybe"], .text), (["2024-02-29", "1999-12-31"], .date), (["2023-02-29"], .text),
    (["2024-1-5"], .date), (["0000-01-01"], .text), (["2024-01-01T10:00:00Z"], .instant),
    (["2024-01-01 10:00", "2024-01-01"], .instant), (["2024-01-01", "2024-01-01 10:00"], .instant),
    (["2024-01-01T24:00:00"], .text), (["2024-01-01T10:00:60Z"], .text),
    (["2024-01-01x10:00"], .text),
    (["27-10-2024"], .date), (["", ""], .text), (["2024-01-01", "5"], .text),
    (["1", "true"], .text),
  ])
  func findsTheNarrowestType(_ values: [String], _ expected: ValueType) throws {
    #expect(try type(of: values) == expected)
  }

  @Test func looksAtTheWholeColumn() throws {
    // The last row contradicts thousands, read as another type by several threads.
    let rows = (0..<5000).map { "\($0),\($0).5,2024-01-01,yes\n" }.joined()
    for (last, expected) in [
      ("1,2.5,2024-01-02,no", [ValueType.integer, .number, .date, .boolean]),
      ("1.5,2e3,2024-01-02T05:00,no", [.number, .number, .instant, .boolean]),
      ("soon,x,never,perhaps", [.text, .text, .text, .text]),
      ("n/a,-,?,null", [.integer, .number, .date, .boolean]),
    ] {
      let file = try load("a,b,c,d\n" + rows + last) {
        $0.blockSize = 1000
        $0.threadCount = 2
      }
      #expect(file.types == expected)
      #expect(file.column("a")[4999] == (expected[0] == .number ? "4999.0" : "4999"))
      #expect(file.column("b")[0] == "0.5")
      #expect(file.column("d")[0] == (expected[3] == .text ? "yes" : "true"))
    }
  }

  @Test func saysWhyAColumnStayedText() throws {
    let rows = (2..<8802).map { "\($0),x\($0),2024-01-01\n" }.joined()
    let file = try load("seats,name,at\n" + rows + "4 seats,y,soon\n") { $0.blockSize = 4096 }
    #expect(
      file.note("seats")
        == "kept as text: 1 of 8,801 values is not a number, `4 seats` on line 8802")
    #expect(
      file.note("at")
        == "kept as text: 1 of 8,801 values is not a date, `soon` on line 8802: `reading missing \"soon\"` makes it unknown"
    )
    #expect(file.note("name") == nil)
  }

  @Test(arguments: [
    ("01", "5", "kept as text: `01` on line 2 begins with a zero, as labels do"),
    (
      "\"1,234.50\"", "7,5 kg",
      "kept as text: 1 of 2 values is not a number, `7,5 kg` on line 3"
    ),
    ("1.5", "\"2,75\"", "kept as text: `1.5` on line 2 and `2,75` on line 3 are not written alike"),
    ("$5", "7 EUR", "kept as text: amounts in several currencies (1 in USD, 1 in EUR)"),
    ("5 %", "7", "kept as text: 1 value of it are percentages, others not"),
    (
      "27-10-2024", "28/10/2024",
      "kept as text: its dates are read with ... = v in \"dd-MM-yyyy\"; 1 of 2 values does not fit, the first `28/10/2024` on line 3"
    ),
    (
      "12345678901234567890", "5",
      "kept as text: `12345678901234567890` on line 2 has more digits than a number holds exactly"
    ),
    (
      "9007199254740993", "5.5",
      "kept as text: whole numbers beyond 9,007,199,254,740,992 beside decimals cannot be held exactly"
    ),
    (
      "yes", "soon",
      "kept as text: 1 of 2 values is not yes or no, `soon` on line 3: `reading missing \"soon\"` makes it unknown"
    ),
    ("", "", "all values are unknown"),
  ])
  func notesWhatStoodInTheWay(_ first: String, _ second: String, _ note: String) throws {
    let file = try load(
      "v,x\n\(first),1\n\(second.contains(",") && !second.contains("\"") ? "\"\(second)\"" : second),1\n"
    )
    #expect(file.types[0] == .text)
    #expect(file.note("v") == note)
  }

  // MARK: - Names

  @Test(arguments: [
    "id", "account_id", "AccountID", "accountId", "ACCOUNT_ID", "caseid", "zip",
    "customer_zip_code_prefix",
    "Contact Phone Number", "phone", "key", "reason_code", "uuid", "postcode", "Org ID",
  ])
  func keepsKeysAsText(_ name: String) throws {
    let file = try load("\(name),x\n1,1\n22,1\n")
    #expect(file.types == [.text, .integer])
    #expect(file.cells == [["1", "1"], ["22", "1"]])
    #expect(file.note(name) == nil)
  }

  @Test(arguments: [
    "paid", "bid", "valid", "grid", "idle", "monkey", "keys_pressed", "phone_calls",
  ])
  func doesNotTakeEveryNameForAKey(_ name: String) throws {
    #expect(try load("\(name),x\n1,1\n").types[0] == .integer)
  }

  @Test(arguments: [
    ("arr", ["1.5", "2"], ValueType.money(scale: 2)), ("mrr_amount", ["2786"], .money(scale: 0)),
    ("refund_amount_usd", ["4.03", "-0.1"], .money(scale: 2)),
    ("price", ["0.1234"], .money(scale: 4)),
    ("price", ["0.12345"], .number), ("price", ["1.5", "2e3"], .number),
    ("price", ["1", "x"], .text),
    ("price", ["1", "99999999999999999"], .text), ("price", ["1", "2000000000000000"], .number),
    ("close_value", ["1054"], .money(scale: 0)), ("lifetime_value", ["1.5"], .money(scale: 2)),
    ("value", ["1.5"], .number), ("payment_value", ["128.45"], .money(scale: 2)),
    ("payment_installments", ["2"], .integer), ("cost_center", ["2"], .integer),
    ("carrot", ["2"], .integer),
    ("arr_growth_pct", ["2.5"], .number), ("payment", ["2.50"], .money(scale: 2)),
  ])
  func readsMoneyByItsName(_ name: String, _ values: [String], _ expected: ValueType) throws {
    #expect(try type(of: values, named: name) == expected)
  }

  @Test func addsMoneyUpExactly() throws {
    let file = try load("x,price\n" + String(repeating: "1,0.1\n", count: 1000) + "1,0.05\n") {
      $0.blockSize = 100
    }
    guard case .integers(let values) = file.table.fields[1].column.storage else {
      Issue.record("not stored as integers")
      return
    }
    #expect(values.reduce(0, +) == 10_005)
  }

  // MARK: - What the caller knows

  @Test func keepsColumnsAsTextOnRequest() throws {
    let file = try load("Seats,x\n1,1\n") { $0.textColumns = ["seats"] }
    #expect(file.types == [.text, .integer])
  }

  @Test func readsDeclaredLayouts() throws {
    let text =
      "day,at,x\n27-10-2024,27-10-2024 05:30,1\n,28-10-2024,1\n2024-10-29,30-10-2024 24:00,1\n"
    let file = try load(text) {
      $0.dateFormats = ["DAY": "dd-MM-yyyy", "at": "dd-MM-yyyy HH:mm", "gone": "yyyy", "x": "q"]
    }
    #expect(file.types == [.date, .instant, .integer])
    #expect(file.column("day") == ["2024-10-27", nil, nil])
    #expect(
      file.column("at") == ["2024-10-27T05:30:00.000000Z", "2024-10-28T00:00:00.000000Z", nil])
    #expect(
      file.note("day")
        == "1 of 2 values does not fit \"dd-MM-yyyy\" and is unknown, the first `2024-10-29` on line 4"
    )
    #expect(file.report.warnings.count == 4)
    #expect(file.report.columns.map(\.missing) == [2, 1, 0])
  }

  @Test func readsWallTimesInTheFilesZone() throws {
    let text =
      "at,x\n2024-03-30 12:00,1\n2024-03-31 12:00:00.5,1\n2024-03-31T12:00Z,1\n2024-03-31 12:00+0530,1\n2024-03-31,1\n2024-03-31 02:30,1\n"
    let zone = try #require(CivilTimeZone(identifier: "Europe/Berlin"))
    let file = try load(text) { $0.zone = zone }
    #expect(
      file.column("at") == [
        "2024-03-30T11:00:00.000000Z", "2024-03-31T10:00:00.500000Z", "2024-03-31T12:00:00.000000Z",
        "2024-03-31T06:30:00.000000Z", "2024-03-30T23:00:00.000000Z", "2024-03-31T01:30:00.000000Z",
      ])
  }

  @Test func zonedTimesAgreeWithTheZone() throws {
    let zone = try #require(CivilTimeZone(identifier: "America/New_York"))
    var random = SeededGenerator(seed: 5)
    let walls = (0..<2000).map { _ in
      Int64.random(in: 1_500_000_000...1_800_000_000, using: &random) * 1_000_000
    }
    let text = "at,x\n" + walls.map { Value.instant($0).written.dropLast() + ",1\n" }.joined()
    let file = try load(text) { $0.zone = zone }
    let column = try #require(file.table.column("at"))
    for (row, wall) in walls.enumerated() {
      #expect(column[row] == .instant(zone.instant(ofWall: wall)))
    }
  }

  // MARK: - Text

  @Test func storesTextThatRepeatsAsCodes() throws {
    let rows = (0..<20_000).map { "\($0 % 7),u\($0),p\($0 % 6000)\n" }.joined()
    for threads in [1, 2] {
      let file = try load("kind_code,unique_id,pair\n" + rows) {
        $0.blockSize = 10_000
        $0.threadCount = threads
      }
      guard case .codes(let codes, let dictionary) = file.table.fields[0].column.storage,
        case .heap(let heap) = file.table.fields[1].column.storage,
        case .codes(_, let pairs) = file.table.fields[2].column.storage
      else {
        Issue.record("stored otherwise")
        return
      }
      #expect(codes.prefix(9) == [0, 1, 2, 3, 4, 5, 6, 0, 1])
      #expect((0..<7).map { dictionary[$0] } == ["0", "1", "2", "3", "4", "5", "6"])
      #expect(heap.count == 20_000)
      #expect(heap[19_999] == "u19999")
      #expect(pairs.count == 6000)
      #expect(pairs[5999] == "p5999")
    }
  }

  @Test func numbersCodesByFirstAppearance() throws {
    var random = SeededGenerator(seed: 9)
    let values = (0..<3000).map { _ in "w\(Int.random(in: 0..<500, using: &random))" }
    var seen: [String] = []
    for value in values where !seen.contains(value) { seen.append(value) }
    // `kind` is text only because of its last row: all of it is read again.
    let file = try load(
      "word,kind\n" + values.indices.map { "\(values[$0]),\($0 % 40)\n" }.joined() + "w0,x\n"
    ) {
      $0.blockSize = 64
      $0.threadCount = 3
    }
    guard case .codes(_, let words) = file.table.fields[0].column.storage,
      case .codes(_, let kinds) = file.table.fields[1].column.storage
    else {
      Issue.record("not stored as codes")
      return
    }
    #expect((0..<UInt32(seen.count)).map { words[$0] } == seen)
    #expect((0..<41).map { kinds[$0] } == (0..<40).map(String.init) + ["x"])
    #expect(words.code(of: "w7") == seen.firstIndex(of: "w7").map(UInt32.init))
    #expect(words.code(of: "w") == nil)
  }
}
