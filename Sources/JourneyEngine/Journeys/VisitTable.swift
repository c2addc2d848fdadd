/// All sojourns (visits to a stage), in account-major order and by time of entry.
package final class VisitTable: Sendable {
  /// Fields `account`, `stage` (dictionary text), `entered` (instant), `left` (instant, unknown
  /// while open), `days` (number: length in days, to now while open), `next` (the stage entered
  /// next, `lost`, or unknown while open), `move` (how the stage was entered: enter, forward, skip,
  /// regress), `open` (boolean), then the history's own attributes, if any.
  package let table: Table
  /// The same, as the analyses of journeys read it.
  package let sojourns: Sojourns

  /// What the sojourns were made of, where the data says when each entry was recorded.
  private let record: Record?

  private struct Record {
    var entries: StageEntries
    /// The history whose rows the entries come from.
    var attributes: Table?
    /// The rules that made the entries.
    var rules: RuleRecord?
  }

  package var accountRows: [UInt32] { sojourns.accountRows }
  package var offsets: [Int] { sojourns.offsets }

  private init(table: Table, sojourns: Sojourns, record: Record?) {
    self.table = table
    self.sojourns = sojourns
    self.record = record
  }

  /// `attributes` is the history's table, whose own columns (all but the standard ones) a sojourn
  /// takes from the row that began it. `entries`: what the sojourns were made of,
  /// `rules`: by whom, where events say when they were recorded.
  convenience init(
    _ sojourns: Sojourns, of entries: StageEntries, reading: StageReading, labels: AccountLabels,
    now: Int64, attributes: Table? = nil, rules: RuleRecord? = nil
  ) {
    self.init(
      sojourns, dictionary: reading.dictionary(), labels: labels.column(sojourns.accountRows),
      now: now, attributes: attributes,
      record: entries.recorded.isEmpty && rules == nil
        ? nil : Record(entries: entries, attributes: attributes, rules: rules))
  }

  private convenience init(
    _ sojourns: Sojourns, dictionary: StringDictionary, labels: Column, now: Int64,
    attributes: Table?, record: Record?
  ) {
    var fields = VisitTable.fields(sojourns, dictionary: dictionary, labels: labels, now: now)
    let names = Set(fields.map(\.name))
    for field in attributes?.fields ?? [] where !names.contains(field.name) {
      fields.append(Table.Field(field.name, field.column.lookedUp(sojourns.sourceRows)))
    }
    self.init(
      table: Table(fields, rowCount: sojourns.count), sojourns: sojourns, record: record)
  }

  /// Whether the data says when stage entries were recorded, or the events that rules make them of.
  var hasRecordedTimes: Bool { record != nil }

  var isOfRules: Bool { record?.rules != nil }

  /// How many entries were recorded at an instant or later.
  func recordedCount(from instant: Int64) -> Int {
    record?.entries.recorded.count { $0 >= instant } ?? 0
  }

  /// The visits as the entries recorded before an instant make them, or the rules on the events of
  /// `snapshot`, where all are known.
  func known(before instant: Int64, in snapshot: Snapshot) -> VisitTable {
    guard let record, record.rules != nil || recordedCount(from: instant) > 0,
      case .codes(_, let dictionary)? = table.column("stage")?.storage
    else { return self }
    let entries =
      record.rules.map { $0.entries(in: snapshot) } ?? record.entries.known(before: instant)
    let known = Sojourns(
      entries, accountCount: sojourns.offsets.count - 1, stageCount: Int(sojourns.lostCode))
    guard let labels = labels(of: known, record.rules == nil ? nil : snapshot.events) else {
      return self
    }
    return VisitTable(
      known, dictionary: dictionary, labels: labels, now: snapshot.now,
      attributes: record.attributes, record: nil)
  }

  /// What the accounts of other sojourns are called: whoever has a visit of fewer entries has one
  /// of all; of rules, which may see more in fewer events, an event.
  private func labels(of known: Sojourns, _ log: EventLog?) -> Column? {
    let column = log.map(\.table)?.column("account") ?? table.column("account")
    let starts = log?.offsets ?? sojourns.offsets
    return column?.gather(known.accountRows.map { UInt32(starts[Int($0)]) })
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
      table: Table(fields, rowCount: past.count, aliases: table.aliases), sojourns: past,
      record: nil)
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
