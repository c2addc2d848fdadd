import JourneyEngine
import TestSupport
import Testing

/// The event log against the naive way: filter one account's rows, sort them by the whole order.
@Suite struct CatalogEventOrderTests {
  @Test(arguments: 0..<12) func logAgreesWithTheNaiveWay(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let accountCount = Int.random(in: 1...40, using: &random)
    let rowCount = Int.random(in: 0...[50, 2000, 6000][seed % 3], using: &random)
    let hasStage = seed % 2 == 0
    let hasPriority = seed % 4 < 2
    let kinds = ["login", "ticket", "renewal", "Ticket closed"]
    let priority = hasPriority ? ["renewal", "ticket"] : []
    let stages = ["Research", "invest", "Share", "Lost", "elsewhere"]
    var rows: [(account: Int?, at: Int64?, kind: Int, stage: Int?, n: Int)] = []
    for n in 0..<rowCount {
      let account = Int.random(in: 0..<accountCount + 2, using: &random)
      rows.append(
        (
          Int.random(in: 0..<30, using: &random) == 0 ? nil : account,
          Int.random(in: 0..<40, using: &random) == 0
            ? nil
            : 1_700_000_000_000_000 + Int64.random(in: 0...60, using: &random) * 3_600_000_000,
          Int.random(in: 0..<4, using: &random),
          hasStage && Bool.random(using: &random) ? Int.random(in: 0..<5, using: &random) : nil, n
        ))
    }
    var account = ColumnBuilder(.text, dictionaryLimit: seed % 2 == 0 ? .max : 3)
    var at = ColumnBuilder(.instant)
    var kind = ColumnBuilder(.text)
    var stage = ColumnBuilder(.text)
    var n = ColumnBuilder(.integer)
    var ids = ColumnBuilder(.text)
    var current = ColumnBuilder(.text)
    for index in 0..<accountCount {
      ids.append(.text("A\(index)"))
      current.append(.text("Research"))
    }
    for row in rows {
      account.append(row.account.map { .text("A\($0)") } ?? .unknown)
      at.append(row.at.map { .instant($0) } ?? .unknown)
      kind.append(.text(kinds[row.kind]))
      stage.append(row.stage.map { .text(stages[$0]) } ?? .unknown)
      n.append(.integer(Int64(row.n)))
    }
    var fields = [
      Table.Field("account", account.build()), Table.Field("at", at.build()),
      Table.Field("kind", kind.build()), Table.Field("n", n.build()),
    ]
    if hasStage { fields.append(Table.Field("stage", stage.build())) }
    let accounts = Table(
      [Table.Field("id", ids.build()), Table.Field("stage", current.build())],
      rowCount: accountCount)
    let result = try SourceAssembly.assemble(
      [
        DataSource("accounts", accounts, role: .accounts),
        DataSource("events", Table(fields, rowCount: rowCount), role: .events),
      ], settings: CatalogFixtures.settings { $0.kindPriority = priority })
    let log = try #require(result.snapshot.events)

    func rank(_ row: (account: Int?, at: Int64?, kind: Int, stage: Int?, n: Int)) -> (
      Int64, Int, Int, Int
    ) {
      let kindRank = priority.firstIndex { $0 == kinds[row.kind].lowercased() } ?? priority.count
      let ordinals = [1, 3, 5, 6, 99]
      return (row.at ?? 0, kindRank, row.stage.map { ordinals[$0] } ?? 99, row.n)
    }
    var expected: [Int] = []
    var offsets = [0]
    for index in 0..<accountCount {
      expected += rows.filter { $0.account == index && $0.at != nil }.sorted { rank($0) < rank($1) }
        .map(\.n)
      offsets.append(expected.count)
    }
    expected += rows.filter { $0.at != nil && $0.account.map { $0 >= accountCount } ?? true }
      .sorted { rank($0) < rank($1) }.map(\.n)
    #expect(log.table.texts("n") == expected.map(String.init))
    #expect(log.offsets == offsets)
    #expect(log.table.texts("account") == expected.map { rows[$0].account.map { "A\($0)" } ?? "-" })
    #expect(
      log.accountRows
        == expected.map { n in
          rows[n].account.flatMap { $0 < accountCount ? UInt32($0) : nil } ?? EventLog.noAccount
        })
    #expect(log.table.texts("kind") == expected.map { kinds[rows[$0].kind] })
    for index in 0..<accountCount {
      #expect(log.places(ofAccount: index) == offsets[index]..<offsets[index + 1])
    }
    let orphans = rows.count { $0.at != nil && $0.account.map { $0 >= accountCount } ?? false }
    #expect(result.report.orphanEvents == orphans)
    #expect(result.report.eventsWithoutKey == rows.count { $0.at != nil && $0.account == nil })
  }

  @Test func duplicatesAreCountedAndDroppedOnDemand() throws {
    let text = """
      account,at,kind,note
      A,2026-01-01 10:00:00,login,x
      B,2026-01-01 10:00:00,login,x
      A,2026-01-01 10:00:00,ticket,x
      A,2026-01-01 10:00:00,login,x
      A,2026-01-01 10:00:00,login,y
      A,2026-01-01 11:00:00,login,x
      A,2026-01-01 10:00:00,login,x
      """
    let kept = try SourceAssembly.assemble(
      [CatalogFixtures.source("e.csv", text, role: .events)], settings: CatalogFixtures.settings())
    #expect(kept.report.duplicateEvents == 2)
    #expect(kept.snapshot.events?.table.rowCount == 7)
    #expect(kept.report.warnings.contains { $0.hint == "`set duplicates drop`" })
    let dropped = try SourceAssembly.assemble(
      [CatalogFixtures.source("e.csv", text, role: .events)],
      settings: CatalogFixtures.settings { $0.dropsDuplicates = true })
    #expect(dropped.snapshot.events?.table.rowCount == 5)
    #expect(dropped.snapshot.events?.offsets == [0, 4, 5])
    #expect(dropped.snapshot.events?.table.texts("note") == ["x", "x", "y", "x", "x"])
  }
}
