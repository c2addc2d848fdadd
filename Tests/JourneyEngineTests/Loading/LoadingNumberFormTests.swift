import JourneyEngine
import TestSupport
import Testing

/// Numbers as people and spreadsheets write them.
struct LoadingNumberFormTests {
  private func column(
    _ values: [String], named name: String = "v",
    _ configure: (inout ReadingOptions) -> Void = { _ in }
  ) throws -> (type: ValueType, cells: [String?], note: String?) {
    let file = try load(
      "\(name)\tx\n" + values.map { "\($0)\t1\n" }.joined(), as: "data.tsv", configure)
    return (file.types[0], file.column(name), file.note(name))
  }

  @Test(arguments: [
    (["1,234", "7"], ValueType.integer, ["1234", "7"]),
    (["1,234.50", "-3.1"], .number, ["1234.5", "-3.1"]),
    (["1.234,50", "7"], .number, ["1234.5", "7.0"]),
    (["1.234.567", "7"], .integer, ["1234567", "7"]),
    (["1 234,50", "7,25"], .number, ["1234.5", "7.25"]),
    (["1\u{A0}234", "7"], .integer, ["1234", "7"]),
    (["1\u{202F}234,5", "7"], .number, ["1234.5", "7.0"]),
    (["1'234.50", "12\u{2019}345"], .number, ["1234.5", "12345.0"]),
    (["12,34,567.5", "1"], .number, ["1234567.5", "1.0"]),
    (["0,5", "12,75"], .number, ["0.5", "12.75"]),
    (["1,234", "0,5"], .number, ["1.234", "0.5"]),
    (["1.234", "0,5"], .number, ["1234.0", "0.5"]),
    (["1.234", "1.5"], .number, ["1.234", "1.5"]),
    (["1,5E+05", "2"], .number, ["150000.0", "2.0"]),
    (["(5)", "(1,200.50)", "3"], .number, ["-5.0", "-1200.5", "3.0"]),
    (["5-", "7"], .integer, ["-5", "7"]), (["+5", "-7"], .integer, ["5", "-7"]),
    (["\u{2212}5", "7"], .integer, ["-5", "7"]),
    (["12.5 %", "3%", "0"], .number, ["0.125", "0.03", "0.0"]),
    (["12,5\u{A0}%", "-3%"], .number, ["0.125", "-0.03"]),
    (
      ["$5", "-$1,234.5", "$-3", "($2)"], .money(scale: 2), ["5.00", "-1234.50", "-3.00", "-2.00"]
    ),
    (["5 \u{20AC}", "1.234,50 \u{20AC}", "7"], .money(scale: 2), ["5.00", "1234.50", "7.00"]),
    (["EUR 5", "7 EUR", "\u{20AC}9"], .money(scale: 0), ["5", "7", "9"]),
    (["Fr. 5", "CHF 7.05"], .money(scale: 2), ["5.00", "7.05"]),
    (["R$ 1.234,56", "R$5"], .money(scale: 2), ["1234.56", "5.00"]),
    (["\u{20AC} 12.000", "\u{20AC} 8.500"], .money(scale: 0), ["12000", "8500"]),
    (["12 z\u{142}", "3,50 z\u{142}"], .money(scale: 2), ["12.00", "3.50"]),
    (["$0.12345", "$2"], .number, ["0.12345", "2.0"]),
  ])
  func reads(_ values: [String], _ type: ValueType, _ cells: [String]) throws {
    let found = try column(values)
    #expect(found.type == type)
    #expect(found.cells == cells)
    #expect(found.note?.contains("is read as") ?? (values == ["1.234", "1.5"]))
  }

  @Test(arguments: [
    ["1,23,4"], ["1.234,5.6"], ["01,234"], ["1,234", "1.5", "0,5"], ["1_000"], ["5 kg"],
    ["$5", "7 \u{20AC}"],
    ["12 %", "5"], ["+49301234567"], ["$"], ["(5", "6"], ["5)"], ["--5"], ["5--"], ["1 2"], ["1,"],
    ["$5%"], ["12:30"], ["1/2"], ["(-5)"], ["5 USD EUR"], ["1,234 567"],
  ])
  func keepsAsText(_ values: [String]) throws {
    let found = try column(values)
    #expect(found.type == .text)
    #expect(found.cells == values)
  }

  @Test func takesTheCallersStyle() throws {
    for (style, expected) in [("1.234,5", "1234"), ("1234,5", "1234"), ("1,234.5", "1.234")] {
      #expect(
        try column(["1.234", "7"]) { $0.numbers = style }.cells[0].flatMap(Double.init)
          == Double(expected))
    }
    let comma = try column(["1,234", "5,678"]) { $0.numbers = "1.234,5" }
    #expect(comma.cells == ["1.234", "5.678"])
    let none = try column(["1,234.5", "5"]) { $0.numbers = "none" }
    #expect(none.type == .text)
    #expect(throws: LoadError.self) { _ = try column(["1,5"]) { $0.numbers = "12" } }
  }

  @Test func decimalCommaReadsPlainColumnsAgain() throws {
    let rows = (0..<500).map { "\($0 % 900 + 100).250;\($0);x\($0)\n" }.joined()
    let file = try load("arr;n;id\n" + rows) {
      $0.numbers = "1.234,5"
      $0.blockSize = 300
      $0.threadCount = 2
    }
    #expect(file.types == [.money(scale: 0), .integer, .text])
    #expect(file.column("arr")[3] == "103250")
  }

  @Test func settlesByOtherColumnsOrAsks() throws {
    // A comma beside dotted thousands elsewhere is a decimal one.
    let settled = try load("a;b\n1,234;1.000,5\n5,678;2\n")
    #expect(settled.column("a") == ["1.234", "5.678"])
    let open = try #require(loadError("a;b\n1,234;1\n5,678;2\n"))
    #expect(open.question?.answers.map(\.value) == ["1,234.5", "1.234,5"])
    #expect(open.question?.answers.allSatisfy { $0.option == "numbers" } ?? false)
    // Percentages and amounts without decimals settle nothing.
    for other in ["5 %", "5 EUR"] {
      #expect(loadError("id;n;p\n1;1,234;\(other)\n2;2,345;\(other)\n")?.question != nil)
    }
    // With another delimiter the comma separates thousands, and that is told.
    let guessed = try load("a\tb\n1,234\tx\n5,678\ty\n", as: "data.tsv")
    #expect(guessed.column("a") == ["1234", "5678"])
    #expect(guessed.report.guesses.count == 1)
  }

  @Test func warnsOfThousandsReadAsDecimals() throws {
    let file = try load("a;b\n1,5;1.234\n2,25;5.678\n")
    #expect(file.report.warnings.contains { $0.hasPrefix("b: its points") })
    let fine = try load("a;b\n1,5;1.23\n2,25;5.678\n")
    #expect(fine.report.warnings.isEmpty == false || fine.column("b") == ["1.23", "5.678"])
  }

  @Test func warnsOfDamagedKeys() throws {
    let file = try load("order_id,x\nA1,1\n1.23E+11,1\n\"4,5e+10\",2\n")
    #expect(file.types[0] == .text)
    #expect(file.column("order_id") == ["A1", "1.23E+11", "4,5e+10"])
    #expect(
      file.report.warnings.contains {
        $0.hasPrefix(
          "order_id: 2 keys have lost digits in a spreadsheet, the first `1.23E+11` on line 3")
      })
  }

  // MARK: - At random

  /// Amounts in hundredths, written in a random style by hand; must come back exactly.
  @Test func randomStylesComeBackExactly() throws {
    var random = SeededGenerator(seed: 77)
    for round in 0..<(200 * randomScale) {
      let style = RandomStyle(&random)
      var amounts = (0..<Int.random(in: 3...40, using: &random)).map { _ in
        Int64.random(in: -200_000_000...200_000_000, using: &random)
      }
      // One value that settles which sign is the decimal one.
      amounts[0] = 1_234_550
      let written = amounts.map { style.write($0) }
      let found = try column(written)
      let expected = amounts.map { style.isPercent ? Double($0) / 10_000 : Double($0) / 100 }
      let cells = found.cells.map { $0.flatMap(Double.init) }
      #expect(cells == expected, "round \(round): \(written.prefix(5))")
      if !style.currency.isEmpty { #expect(found.type == .money(scale: 2)) }
    }
  }

  /// One spoilt cell makes text of the column or is unknown itself; it never changes another.
  @Test func aSpoiltCellChangesNoOther() throws {
    var random = SeededGenerator(seed: 78)
    let spoils = ["x", "1.2.3", "n/a", "", "12,", "5 apples", "-", "$", "1e", "(3", "12..5"]
    for _ in 0..<(100 * randomScale) {
      let style = RandomStyle(&random)
      var amounts = (0..<20).map { _ in Int64.random(in: -99_999_999...99_999_999, using: &random) }
      amounts[0] = 1_234_550
      var written = amounts.map { style.write($0) }
      let clean = try column(written)
      let place = Int.random(in: 1..<20, using: &random)
      written[place] = spoils.randomElement(using: &random) ?? ""
      let spoilt = try column(written)
      if spoilt.type == .text {
        #expect(spoilt.cells.enumerated().allSatisfy { $1 ?? "" == written[$0] })
      } else {
        #expect(spoilt.cells[place] == nil)
        for row in 0..<20 where row != place { #expect(spoilt.cells[row] == clean.cells[row]) }
      }
    }
  }
}

/// A way to write numbers, drawn at random and kept for a column.
private struct RandomStyle {
  let decimal: String
  let group: String
  let currency: String
  let isBefore: Bool
  let isPercent: Bool
  let negative: Int

  init(_ random: inout SeededGenerator) {
    let pairs = [
      (".", ","), (".", " "), (".", "'"), (",", "."), (",", " "), (",", "'"), (",", "\u{A0}"),
    ]
    (decimal, group) = pairs.randomElement(using: &random) ?? (".", ",")
    isPercent = Int.random(in: 0..<6, using: &random) == 0
    let signs = ["", "", "$", "\u{20AC}", "CHF ", "USD", "R$"]
    currency = isPercent ? "" : signs.randomElement(using: &random) ?? ""
    isBefore = Bool.random(using: &random)
    negative = Int.random(in: 0..<4, using: &random)
  }

  func write(_ hundredths: Int64) -> String {
    let digits = String(hundredths.magnitude / 100)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { grouped += group }
      grouped.append(digit)
    }
    let cents = hundredths.magnitude % 100
    var text = "\(grouped)\(decimal)\(cents < 10 ? "0" : "")\(cents)"
    if isPercent { text += "%" }
    if !currency.isEmpty {
      let sign = currency.hasSuffix(" ") ? String(currency.dropLast()) : currency
      text = isBefore ? currency + text : "\(text) \(sign)"
    }
    guard hundredths < 0 else { return text }
    switch negative {
    case 0: return "(\(text))"
    case 1 where currency.isEmpty && !isPercent: return "\(text)-"
    default: return "-\(text)"
    }
  }
}
