import JourneyEngine
import TestSupport

/// Random journeys as rows of a stage history and of an event log: ties, re-entries, skips, steps
/// back, losses, stages left for nowhere, things after now.
struct RandomHistories {
  static let stages = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"]
  static let departments = ["Marketing", "Sales", "Product", "Support"]
  static let kinds = ["first_value", "ticket", "login", "praise"]
  static let colours = ["amber", "blue", "cyan"]

  struct Event {
    var at: Int64
    var kind: String
    var department: String?
  }

  /// By account; in the order of the file.
  private(set) var entries: [[NaiveJourney.Row]] = []
  private(set) var events: [[Event]] = []
  private(set) var colourOf: [String?] = []
  let now = CatalogFixtures.at("2026-01-01")

  /// `step`: by what times differ, where the seed is not to say it.
  init(
    seed: UInt64, accounts count: Int, visits: ClosedRange<Int> = 0...6,
    events: ClosedRange<Int> = 0...25, step given: Int64? = nil
  ) {
    var random = SeededGenerator(seed: seed)
    let begin = CatalogFixtures.at("2025-01-01")
    // Some seeds on few days, so that ties are many; some say when stages were left.
    let steps = [microsecondsPerDay, 10 * microsecondsPerDay, 3_600_000_000]
    let step = given ?? steps[Int(seed % 3)]
    let last = Int64(max(150, visits.upperBound * 12))
    let saysLeft = seed % 2 == 1
    for _ in 0..<count {
      var rows: [NaiveJourney.Row] = []
      var at = begin + Int64.random(in: 0...20, using: &random) * step
      for _ in 0..<Int.random(in: visits, using: &random) {
        let left =
          saysLeft && Int.random(in: 0..<3, using: &random) == 0
          ? at + Int64.random(in: -2...20, using: &random) * step : nil
        // Six is the loss, rarer than the stages.
        let stage = Int.random(in: 0..<13, using: &random) / 2
        rows.append(NaiveJourney.Row(stage: stage, at: at, left: left))
        at += Int64.random(in: 0...25, using: &random) * step
      }
      entries.append(rows.shuffled(using: &random))
      self.events.append(
        (0..<Int.random(in: events, using: &random)).map { _ in
          Event(
            at: begin + Int64.random(in: 0...last, using: &random) * step,
            kind: RandomHistories.kinds.randomElement(using: &random) ?? "",
            department: Int.random(in: 0..<4, using: &random) == 0
              ? nil : RandomHistories.departments.randomElement(using: &random))
        })
      colourOf.append(
        Int.random(in: 0..<5, using: &random) == 0
          ? nil : RandomHistories.colours.randomElement(using: &random))
    }
  }

  /// The journeys as they were known at an instant, by account.
  func naive(before instant: Int64? = nil) -> [NaiveJourney] {
    let instant = instant ?? now
    return entries.map { rows in
      let known = rows.filter { $0.at < instant }.map { row in
        NaiveJourney.Row(
          stage: row.stage, at: row.at, left: row.left.flatMap { $0 < instant ? $0 : nil })
      }
      return NaiveJourney(known, lost: RandomHistories.stages.count)
    }
  }

  func snapshot(now instant: Int64? = nil, departments: Bool = true) throws -> Snapshot {
    var sources = [
      DataSource("accounts.csv", accountTable(), role: .accounts),
      DataSource("stages.csv", stageTable(), role: .stages),
    ]
    sources.append(DataSource("events.csv", eventTable(departments), role: .events))
    let settings = CatalogFixtures.settings { $0.now = instant ?? now }
    return try SourceAssembly.assemble(sources, settings: settings).snapshot
  }

  private func id(_ account: Int) -> Value { .text("A\(10_000 + account)") }

  private func accountTable() -> Table {
    Table(
      [
        RandomCompany.field("id", .text, limit: 0, colourOf.indices.map(id)),
        RandomCompany.field(
          "colour", .text, colourOf.map { $0.map { .text($0) } ?? .unknown }),
      ], rowCount: colourOf.count)
  }

  private func stageTable() -> Table {
    let rows = entries.enumerated().flatMap { account, rows in rows.map { (account, $0) } }
    let names = RandomHistories.stages + ["Lost"]
    return Table(
      [
        RandomCompany.field("account", .text, limit: 0, rows.map { id($0.0) }),
        RandomCompany.field("stage", .text, rows.map { .text(names[$0.1.stage]) }),
        RandomCompany.field("entered", .instant, rows.map { .instant($0.1.at) }),
        RandomCompany.field(
          "left", .instant, rows.map { $0.1.left.map { .instant($0) } ?? .unknown }),
      ], rowCount: rows.count)
  }

  private func eventTable(_ departments: Bool) -> Table {
    let rows = events.enumerated().flatMap { account, rows in rows.map { (account, $0) } }
    var fields = [
      RandomCompany.field("account", .text, limit: 0, rows.map { id($0.0) }),
      RandomCompany.field("at", .instant, rows.map { .instant($0.1.at) }),
      RandomCompany.field("kind", .text, rows.map { .text($0.1.kind) }),
    ]
    if departments {
      fields.append(
        RandomCompany.field(
          "department", .text, rows.map { $0.1.department.map { .text($0) } ?? .unknown }))
    }
    return Table(fields, rowCount: rows.count)
  }
}
