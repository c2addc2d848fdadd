import JourneyEngine
import TestSupport

/// A company of random cells: every type of column, unknowns, ties, texts that are hard to compare.
enum RandomCompany {
  static let words = [
    "Straße", "strasse", "Ärger", "ärger", "zebra", "Zebra", "株式会社", "naïve", "naïve", "a b", "",
    " x",
    "100%", "O'Brien", "emoji 🙂", "ß", "İstanbul", "x_y", "NULL", "unknown",
  ]
  static let groups = ["red", "green", "blue", "grey"]

  static func snapshot(
    seed: UInt64, accounts count: Int, events eventCount: Int = 0, zone: CivilTimeZone = .utc
  ) throws -> Snapshot {
    var random = SeededGenerator(seed: seed)
    var sources = [DataSource("accounts.csv", accounts(count, &random), role: .accounts)]
    if eventCount > 0 {
      sources.append(
        DataSource("events.csv", events(eventCount, accounts: count, &random), role: .events))
      sources.append(
        DataSource("stages.csv", stages(accounts: count, &random), role: .stages))
    }
    let settings = CatalogFixtures.settings { settings in
      settings.now = CatalogFixtures.at("2026-07-01")
      settings.zone = zone
    }
    return try SourceAssembly.assemble(sources, settings: settings).snapshot
  }

  static func accounts(_ count: Int, _ random: inout SeededGenerator) -> Table {
    // Ids in no order, so that ties cannot be broken by the row by chance.
    let ids = (0..<count).shuffled(using: &random).map { "A\(padded($0))" }
    return Table(
      [
        field("id", .text, limit: 0, ids.map(Value.text)),
        field(
          "label", .text, limit: 0,
          cells(count, &random) {
            .text(words.randomElement(using: &$0)! + "\(Int.random(in: 0..<9, using: &$0))")
          }),
        field("word", .text, cells(count, &random) { .text(words.randomElement(using: &$0)!) }),
        field(
          "colour", .text,
          cells(count, &random, unknown: 0.02) { .text(groups.randomElement(using: &$0)!) }),
        field(
          "whole", .integer,
          cells(count, &random) { .integer(Int64.random(in: -20...20, using: &$0)) }),
        field(
          "huge", .integer,
          cells(count, &random) { .integer(Int64.random(in: -(1 << 60)...(1 << 60), using: &$0)) }),
        field("level", .number, cells(count, &random) { number(&$0) }),
        field(
          "fine", .number,
          cells(count, &random) { .number(Double.random(in: -1e6...1e6, using: &$0)) }),
        field(
          "price", .money(scale: 2),
          cells(count, &random) {
            .money(Int64.random(in: -99_999...9_999_999, using: &$0), scale: 2)
          }),
        field(
          "day", .date,
          cells(count, &random) { .date(Int64.random(in: 20_000...20_800, using: &$0)) }),
        field(
          "moment", .instant,
          cells(count, &random) {
            .instant(Int64.random(in: 20_000 * 86_400...20_800 * 86_400, using: &$0) * 1_000_000)
          }),
        field("flag", .boolean, cells(count, &random) { .boolean(Bool.random(using: &$0)) }),
        field("empty", .number, [Value](repeating: .unknown, count: count)),
      ], rowCount: count)
  }

  static func events(_ count: Int, accounts: Int, _ random: inout SeededGenerator) -> Table {
    Table(
      [
        field(
          "account", .text, limit: 0,
          (0..<count).map { _ in
            // Some of accounts that nobody has.
            .text("A\(padded(Int.random(in: 0..<(accounts + accounts / 10), using: &random)))")
          }),
        field(
          "at", .instant,
          (0..<count).map { _ in
            .instant(
              Int64.random(in: 20_000 * 86_400...20_630 * 86_400, using: &random) * 1_000_000)
          }),
        field(
          "kind", .text,
          (0..<count).map { _ in
            .text(["login", "ticket", "praise"].randomElement(using: &random)!)
          }),
        field(
          "points", .integer,
          cells(count, &random) { .integer(Int64.random(in: 0...5, using: &$0)) }),
        field(
          "mood", .number, cells(count, &random) { .number(Double.random(in: -1...1, using: &$0)) }),
      ], rowCount: count)
  }

  static func stages(accounts: Int, _ random: inout SeededGenerator) -> Table {
    var keys: [Value] = [], at: [Value] = [], stage: [Value] = []
    for account in 0..<accounts {
      var day = Int64.random(in: 20_000...20_300, using: &random)
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        keys.append(.text("A\(padded(account))"))
        at.append(.date(day))
        stage.append(
          .text(
            ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share", "Lost"]
              .randomElement(using: &random)!))
        day += Int64.random(in: 0...90, using: &random)
      }
    }
    return Table(
      [
        field("account", .text, limit: 0, keys), field("stage", .text, stage),
        field("entered", .date, at),
      ],
      rowCount: keys.count)
  }

  /// Few distinct numbers, so that there are ties; zeros of both signs.
  private static func number(_ random: inout SeededGenerator) -> Value {
    .number(
      [0, -0.0, 0.1, 0.2, 0.30000000000000004, 0.3, -7.5, 1e-9, 12].randomElement(using: &random)!)
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  static func cells(
    _ count: Int, _ random: inout SeededGenerator, unknown: Double = 0.15,
    _ make: (inout SeededGenerator) -> Value
  ) -> [Value] {
    (0..<count).map { _ in
      Double.random(in: 0..<1, using: &random) < unknown ? .unknown : make(&random)
    }
  }

  static func field(_ name: String, _ type: ValueType, limit: Int = .max, _ cells: [Value])
    -> Table.Field
  {
    var builder = ColumnBuilder(type, dictionaryLimit: limit)
    for cell in cells { builder.append(cell) }
    return Table.Field(name, builder.build())
  }
}
