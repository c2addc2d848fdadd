import JourneyEngine
import TestSupport

/// Accounts with random journeys, as rows that can be cut at an instant: ties, re-entries, skips,
/// regress, losses that are overcome, duplicate events, accounts without anything.
struct RandomJourneys {
  struct Happening {
    var account: Int
    /// Hours after the first of January 2026.
    var hour: Int
    /// A stage or `Lost` for stage entries, a kind for events.
    var what: String
    var points: Int?
  }

  static let stages = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"]
  static let kinds = ["login", "ticket", "praise", "demo"]
  static let hours = 0..<2400

  let accountCount: Int
  private(set) var events: [Happening] = []
  private(set) var entries: [Happening] = []

  init(seed: UInt64, accounts: Int) {
    var random = SeededGenerator(seed: seed)
    accountCount = accounts
    // Few distinct hours in some seeds, so that ties are many.
    let step = [1, 24, 240][Int(seed % 3)]
    func hour() -> Int { Int.random(in: RandomJourneys.hours, using: &random) / step * step }
    for account in 0..<accounts where !Bool.random(using: &random) || account % 7 != 0 {
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let event = Happening(
          account: account, hour: hour(),
          what: RandomJourneys.kinds.randomElement(using: &random) ?? "login",
          points: Bool.random(using: &random) ? Int.random(in: 0...4, using: &random) : nil)
        events.append(event)
        if Int.random(in: 0..<10, using: &random) == 0 { events.append(event) }
      }
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        entries.append(
          Happening(
            account: account, hour: hour(),
            what: (RandomJourneys.stages + ["Lost"]).randomElement(using: &random) ?? "Lost"))
      }
    }
  }

  /// Microseconds of an hour.
  static func instant(_ hour: Int) -> Int64 {
    CatalogFixtures.at("2026-01-01") + Int64(hour) * 3_600_000_000
  }

  /// The snapshot whose now is the end of an hour's start; with `cut` only what happened before it
  /// is there at all, accounts that had not begun included.
  func snapshot(now hour: Int = RandomJourneys.hours.upperBound, cut: Bool = false) throws
    -> Snapshot
  {
    func isThere(_ happening: Happening) -> Bool { !cut || happening.hour < hour }
    let first = firstHours
    let accounts = (0..<accountCount).filter { account in
      !cut || first[account].map { $0 < hour } ?? true
    }
    let sources = [
      DataSource(
        "accounts.csv",
        Table(
          [
            RandomCompany.field(
              "id", .text, limit: 0, accounts.map { .text(RandomJourneys.id($0)) }),
            RandomCompany.field(
              "colour", .text, accounts.map { .text(RandomCompany.groups[$0 % 4]) }),
          ], rowCount: accounts.count), role: .accounts),
      DataSource("events.csv", table(events.filter(isThere), what: "kind"), role: .events),
      DataSource("stages.csv", table(entries.filter(isThere), what: "stage"), role: .stages),
    ]
    let settings = CatalogFixtures.settings { $0.now = RandomJourneys.instant(hour) }
    return try SourceAssembly.assemble(sources, settings: settings).snapshot
  }

  /// When each account begins: with its first stage entry, or an event or a loss before it; nil
  /// without a stage, for then nobody knows.
  private var firstHours: [Int?] {
    (0..<accountCount).map { account in
      let own = entries.filter { $0.account == account }
      let happened = (own + events.filter { $0.account == account }).map(\.hour)
      return own.contains { $0.what != "Lost" } ? happened.min() : nil
    }
  }

  static func id(_ account: Int) -> String { "A\(1000 + account)" }

  private func table(_ rows: [Happening], what: String) -> Table {
    let times = rows.map { Value.instant(RandomJourneys.instant($0.hour)) }
    var fields = [
      RandomCompany.field(
        "account", .text, limit: 0, rows.map { .text(RandomJourneys.id($0.account)) }),
      RandomCompany.field(what == "kind" ? "at" : "entered", .instant, times),
      RandomCompany.field(what, .text, rows.map { .text($0.what) }),
    ]
    if what == "kind" {
      fields.append(
        RandomCompany.field(
          "points", .integer, rows.map { $0.points.map { .integer(Int64($0)) } ?? .unknown }))
    }
    return Table(fields, rowCount: rows.count)
  }
}
