/// All sojourns (visits to a stage), in account-major order and by time of entry.
package final class VisitTable: Sendable {
  /// Fields `account`, `stage` (dictionary text), `entered` (instant), `left` (instant, unknown
  /// while open), `days` (number: length in days, to now while open), `next` (the stage entered
  /// next, `lost`, or unknown while open), `move` (how the stage was entered: enter, forward, skip,
  /// regress), `open` (boolean), then the history's own attributes, if any.
  package let table: Table
  /// The same, as the analyses of journeys read it.
  package let sojourns: Sojourns

  package var accountRows: [UInt32] { sojourns.accountRows }
  package var offsets: [Int] { sojourns.offsets }

  private init(table: Table, sojourns: Sojourns) {
    self.table = table
    self.sojourns = sojourns
  }

  /// `attributes` is the history's table, whose own columns (all but the standard ones) a sojourn
  /// takes from the row that began it.
  convenience init(
    _ sojourns: Sojourns, reading: StageReading, labels: AccountLabels, now: Int64,
    attributes: Table? = nil
  ) {
    var fields = VisitTable.fields(
      sojourns, dictionary: reading.dictionary(), labels: labels.column(sojourns.accountRows),
      now: now)
    let names = Set(fields.map(\.name))
    for field in attributes?.fields ?? [] where !names.contains(field.name) {
      fields.append(Table.Field(field.name, field.column.lookedUp(sojourns.sourceRows)))
    }
    self.init(table: Table(fields, rowCount: sojourns.count), sojourns: sojourns)
  }

  /// The visits as they were known at an instant.
  package func rewound(to instant: Int64) -> VisitTable {
    let (past, rows) = sojourns.rewound(to: instant)
    guard case .codes(_, let dictionary)? = table.column("stage")?.storage,
      let labels = table.column("account")
    else { return self }
    var fields = VisitTable.fields(
      past, dictionary: dictionary, labels: labels.gather(rows), now: instant)
    for field in table.fields.dropFirst(fields.count) {
      fields.append(Table.Field(field.name, field.column.gather(rows)))
    }
    return VisitTable(
      table: Table(fields, rowCount: past.count, aliases: table.aliases), sojourns: past)
  }

  private static func fields(
    _ sojourns: Sojourns, dictionary: StringDictionary, labels: Column, now: Int64
  ) -> [Table.Field] {
    let count = sojourns.count
    let isOpen = (0..<count).map {
      sojourns.next[$0] == Sojourns.nothing && sojourns.isOpen($0)
    }
    let left = sojourns.left.map { $0 == StageEntries.unknownTime ? nil : $0 }
    let days = (0..<count).map { place in
      Double((left[place] ?? now) - sojourns.entered[place]) / Double(microsecondsPerDay)
    }
    let moves = StringDictionary(StageMove.allCases.map(\.name))
    let known = NullMask(count: count)
    return [
      Table.Field("account", labels),
      Table.Field("stage", Column(codes: sojourns.stages, dictionary)),
      Table.Field("entered", Column(.instant, .integers(sojourns.entered), nulls: known)),
      Table.Field("left", Column.instants(left)),
      Table.Field("days", Column(.number, .doubles(days), nulls: known)),
      Table.Field("next", Column(codes: sojourns.next, dictionary)),
      Table.Field("move", Column(codes: sojourns.moves.map { UInt32($0.rawValue) }, moves)),
      Table.Field("open", Column.booleans(isOpen)),
    ]
  }
}
