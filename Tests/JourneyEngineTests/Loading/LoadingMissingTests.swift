import JourneyEngine
import TestSupport
import Testing

/// Words for values that are not there, and words for yes and no.
struct LoadingMissingTests {
  private func column(
    _ values: [String], named name: String = "v",
    _ configure: (inout ReadingOptions) -> Void = { _ in }
  ) throws -> (type: ValueType, cells: [String?], note: String?) {
    let file = try load(
      "\(name)\tx\n" + values.map { "\($0)\t1\n" }.joined(), as: "data.tsv", configure)
    #expect(file.report.columns[0].missing == file.table.fields[0].column.nulls.unknownCount)
    return (file.types[0], file.column(name), file.note(name))
  }

  @Test(arguments: [
    "NA", "N/A", "n/a", "?", "null", "NULL", "None", "nan", "NaN", "-", "--", "#N/A", ".", "\\N",
    "\u{2014}",
    "(blank)", "#DIV/0!",
  ])
  func isMissingAmongValuesOfAnotherType(_ word: String) throws {
    for (value, type) in [
      ("5", ValueType.integer), ("2.5", .number), ("2024-01-05", .date),
      ("2024-01-05 10:00", .instant),
      ("yes", .boolean), ("1,234.50", .number), ("25.12.2024", .date),
    ] {
      let found = try column([value, word, value, word])
      #expect(found.type == type)
      #expect(found.cells[1] == nil && found.cells[3] == nil && found.cells[2] != nil)
      #expect(
        found.note?.hasSuffix(
          "2 values \"\(word)\" are missing (`reading missing none` keeps them)") ?? false)
    }
    #expect(try column(["5", word], named: "arr").type == .money(scale: 0))
    // Text and keys keep it.
    for (values, name) in [
      (["Namibia", word, "Chile"], "country"), (["17", word, "18"], "account_id"),
      ([word, word], "v"),
    ] {
      let found = try column(values, named: name)
      #expect(found.type == .text)
      #expect(found.cells == values)
    }
  }

  @Test func tellsOfFrequentWordsInText() throws {
    let found = try column(["red", "NA", "NA", "blue"])
    #expect(
      found.note == "\"NA\" in 2 rows is kept as text: `reading missing \"NA\"` makes it unknown")
    #expect(try column(["red", "NA", "blue"] + (0..<60).map { "c\($0)" }).note == nil)
  }

  @Test func takesTheCallersWords() throws {
    let text = try column(["red", "none", "blue"]) { $0.missing = ["none"] }
    #expect(text.cells == ["red", nil, "blue"])
    let none = try column(["5", "NA"]) { $0.missing = [] }
    #expect(none.cells == ["5", "NA"])
    #expect(none.type == .text)
    // Beside the usual ones, which text keeps.
    let both = try column(["5", "NA", "tbd"]) { $0.missing = ["tbd"] }
    #expect(both.cells == ["5", nil, nil])
    let mixed = try column(["red", "NA", "tbd"]) { $0.missing = ["tbd"] }
    #expect(mixed.cells == ["red", "NA", nil])
    let number = try column(["5", "-999", "7"]) { $0.missing = ["-999"] }
    #expect(number.cells == ["5", nil, "7"])
    #expect(number.note == "1 value \"-999\" is missing")
    let date = try column(["2024-01-05", "1900-01-01"]) { $0.missing = ["1900-01-01"] }
    #expect(date.cells == ["2024-01-05", nil])
    let key = try column(["5", "none"], named: "account_id") { $0.missing = ["none"] }
    #expect(key.cells == ["5", "none"])
    let money = try column(["5.50", "0.00"], named: "arr") { $0.missing = ["0"] }
    #expect(money.cells == ["5.50", nil])
    let unique = (0..<9000).map { "name \($0)" } + ["gone"]
    #expect(try column(unique) { $0.missing = ["gone"] }.cells == unique.dropLast() + [nil])
  }

  @Test func offersTheOneWordThatStandsInTheWay() throws {
    let note = try column(["5", "tbd", "6", "tbd"]).note
    #expect(
      note
        == "kept as text: 2 of 4 values are not a number, the first `tbd` on line 3: `reading missing \"tbd\"` makes it unknown"
    )
    #expect(try column(["5", "tbd", "6", "open", "7"]).note?.hasSuffix("on line 3") ?? false)
  }

  @Test(arguments: [
    (["on", "off"], [true, false]), (["Enabled", "disabled"], [true, false]),
    (["Ja", "NEIN"], [true, false]),
    (["oui", "non"], [true, false]), (["s\u{ED}", "no"], [true, false]),
    (["S\u{CD}", "no"], [true, false]),
    (["si", "no"], [true, false]), (["sim", "n\u{E3}o"], [true, false]),
    (["vrai", "faux"], [true, false]),
    (["J", "n"], [true, false]), (["\u{2713}", "\u{2717}"], [true, false]),
  ])
  func readsYesAndNo(_ words: [String], _ values: [Bool]) throws {
    let found = try column(words + words)
    #expect(found.type == .boolean)
    #expect(found.cells == (values + values).map { $0 ? "true" : "false" })
    #expect(found.note?.contains("is read as yes") ?? false)
    #expect(try column([words[0], words[0]]).type == .text)
    #expect(try column(words + ["maybe"]).type == .text)
  }

  @Test(arguments: [
    ["active", "inactive"], ["open", "closed"], ["x"], ["ja", "no"], ["on"], ["o", "x"],
  ])
  func keepsCategories(_ words: [String]) throws {
    #expect(try column(words).type == .text)
  }

  @Test func readsOnesAndZerosWhereTheNameAsks() throws {
    for name in ["is_paid", "churned", "trial_flag", "HasTrial"] {
      let found = try column(["1", "0", ""], named: name)
      #expect(found.type == .boolean)
      #expect(found.cells == ["true", "false", nil])
    }
    #expect(try column(["1", "2"], named: "is_paid").type == .integer)
    #expect(try column(["1", "0"], named: "seats").type == .integer)
  }
}
