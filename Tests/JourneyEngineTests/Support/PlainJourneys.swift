@testable import JourneyEngine
import TestSupport

/// Journeys as plain rows, small enough to be gone through by hand, and the snapshot that a load
/// would make of them. Times are whatever the test takes for microseconds.
struct PlainJourneys {
  struct Event {
    var at: Int64
    var kind: String
    var sentiment: Double?
  }

  struct Entry {
    var at: Int64
    /// The number of stages means lost.
    var stage: Int
  }

  struct Account {
    var events: [Event] = []
    var entries: [Entry] = []
    var cents: Int64?

    /// A loss before the first stage is overcome by that, and forgotten: a snapshot taken later
    /// cannot tell of it. (One that nothing follows stays.)
    mutating func dropEarlyLosses(_ stageCount: Int) {
      let first = entries.filter { $0.stage < stageCount }.map(\.at).min()
      if let first { entries.removeAll { $0.stage == stageCount && $0.at < first } }
    }
  }

  var stageNames: [String]
  var accounts: [Account]

  /// What was there before a time.
  func before(_ time: Int64) -> PlainJourneys {
    var earlier = self
    for row in accounts.indices {
      earlier.accounts[row].events.removeAll { $0.at >= time }
      earlier.accounts[row].entries.removeAll { $0.at >= time }
    }
    return earlier
  }

  /// Ties of everything with everything, duplicates, steps back, skips, losses and returns.
  static func random(seed: UInt64, accounts count: Int, latest: Int64) -> PlainJourneys {
    var random = SeededGenerator(seed: seed)
    let stageCount = Int.random(in: 1...5, using: &random)
    var journeys = PlainJourneys(stageNames: (0..<stageCount).map { "S\($0)" }, accounts: [])
    for _ in 0..<count {
      var account = Account()
      if Int.random(in: 0..<9, using: &random) > 0 {
        account.cents = Int64.random(in: -500...90_000, using: &random)
      }
      var stage = 0
      for _ in 0..<Int.random(in: 0...7, using: &random) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: stage = stageCount
        case 1, 2: stage = Int.random(in: 0..<stageCount, using: &random)
        default: stage = min(stage + 1, stageCount - 1)
        }
        account.entries.append(
          Entry(at: Int64.random(in: 0...latest, using: &random), stage: stage))
      }
      account.dropEarlyLosses(stageCount)
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let kind = ["login", "ticket", "demo", "ticket_resolved", "praise"]
          .randomElement(using: &random)!
        let sentiment = [nil, nil, -0.5, 0, 0.4].randomElement(using: &random)!
        let event = Event(
          at: Int64.random(in: 0...latest, using: &random), kind: kind, sentiment: sentiment)
        let copies = Int.random(in: 0..<8, using: &random) == 0 ? 2 : 1
        account.events += [Event](repeating: event, count: copies)
      }
      account.events.sort { $0.at < $1.at }
      journeys.accounts.append(account)
    }
    return journeys
  }

  // MARK: - As a snapshot

  func snapshot(now: Int64) -> Snapshot {
    var entries = StageEntries()
    for (row, account) in accounts.enumerated() {
      for entry in account.entries {
        entries.append(account: UInt32(row), stage: UInt32(entry.stage), at: entry.at)
      }
    }
    let sojourns = Sojourns(
      entries, accountCount: accounts.count, stageCount: stageNames.count)
    let hasHistory = accounts.contains { !$0.entries.isEmpty }
    return Snapshot(
      accounts: accountTable(sojourns), events: eventLog(),
      visits: hasHistory ? visitTable(sojourns, now: now) : nil, tables: [:],
      stageModel: StageModel(names: stageNames, isDeclared: true), now: now, zone: .utc,
      title: "plain journeys")
  }

  var money: Column {
    Self.column(.money(scale: 2), accounts.map { $0.cents.map { .money($0, scale: 2) } })
  }

  private func accountTable(_ sojourns: Sojourns) -> Table {
    let lostAt = sojourns.lostAt.map { $0 == StageEntries.unknownTime ? nil : $0 }
    return Table(
      [
        Table.Field("id", Self.column(.text, accounts.indices.map { .text("A\($0)") })),
        Table.Field("arr", money),
        Table.Field("lost", Self.column(.boolean, lostAt.map { .boolean($0 != nil) })),
        Table.Field("lost_at", Self.column(.instant, lostAt.map { $0.map { .instant($0) } })),
      ], rowCount: accounts.count)
  }

  private func eventLog() -> EventLog {
    let events = accounts.flatMap(\.events)
    var offsets = [0]
    for account in accounts { offsets.append((offsets.last ?? 0) + account.events.count) }
    let rows = accounts.indices.flatMap { row in
      [UInt32](repeating: UInt32(row), count: accounts[row].events.count)
    }
    return EventLog(
      table: Table(
        [
          Table.Field("account", Self.column(.text, rows.map { .text("A\($0)") })),
          Table.Field("at", Self.column(.instant, events.map { .instant($0.at) })),
          Table.Field("kind", Self.column(.text, events.map { .text($0.kind) })),
          Table.Field(
            "sentiment", Self.column(.number, events.map { $0.sentiment.map { .number($0) } })),
        ], rowCount: events.count), accountRows: rows, offsets: offsets)
  }

  func visitTable(_ sojourns: Sojourns, now: Int64) -> VisitTable {
    let ids = Self.column(
      .text, (0..<max(0, sojourns.offsets.count - 1)).map { .text("A\($0)") })
    let labels = AccountLabels(AccountsDraft.derived(from: [KeyColumn(ids)]), orphans: TextHeap())
    let model = StageModel(names: stageNames, isDeclared: true)
    return VisitTable(
      sojourns, of: StageEntries(), reading: StageReading(model: model, lostStages: []),
      labels: labels, now: now)
  }

  private static func column(_ type: ValueType, _ cells: [Value?]) -> Column {
    var builder = ColumnBuilder(type)
    for cell in cells { builder.append(cell ?? .unknown) }
    return builder.build()
  }
}
