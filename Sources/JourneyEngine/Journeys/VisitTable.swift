/// All sojourns (visits to a stage), in account-major order and by time of entry.
package final class VisitTable: Sendable {
  /// Fields `account`, `stage` (dictionary text), `entered` (instant), `left` (instant, unknown
  /// while open), `days` (number: length in days, to now while open), `next` (the stage entered
  /// next, `lost`, or unknown while open), `move` (how the stage was entered: enter, forward, skip,
  /// regress), `open` (boolean), then the history's own attributes, if any.
  package var table: Table { contents.table.value }
  /// The same, as the analyses of journeys read it.
  package var sojourns: Sojourns { contents.sojourns.value }

  private let contents: Contents

  /// Optimisation: those of the past are made when they are asked for, and neither is needed to say
  /// where accounts stood.
  private struct Contents {
    var table: Lazy<Table>
    var sojourns: Lazy<Sojourns>
  }

  /// What the sojourns were made of, where the data says when each entry was recorded.
  private let record: Record?

  private struct Record {
    var entries: StageEntries
    /// The history whose rows the entries come from.
    var attributes: Table?
    /// The rules that made the entries.
    var rules: RuleRecord?
  }

  /// Whether the sojourns are in memory, and not to be made yet.
  var isMade: Bool { contents.sojourns.isMade }

  package var accountRows: [UInt32] { sojourns.accountRows }
  package var offsets: [Int] { sojourns.offsets }

  private init(_ contents: Contents, record: Record?) {
    self.contents = contents
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
    let table = Table(fields, rowCount: sojourns.count)
    self.init(Contents(table: Lazy { table }, sojourns: Lazy { sojourns }), record: record)
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
    let past = Lazy { self.sojourns.rewound(to: instant) }
    let table = Lazy { self.rewoundTable(past.value, now: instant) }
    return VisitTable(
      Contents(table: table, sojourns: Lazy { past.value.sojourns }), record: nil)
  }

  private func rewoundTable(
    _ past: (sojourns: Sojourns, rows: [UInt32]), now instant: Int64
  ) -> Table {
    guard case .codes(_, let dictionary)? = table.column("stage")?.storage,
      let labels = table.column("account")
    else { return table }
    let rows = past.rows
    var fields = VisitTable.fields(
      past.sojourns, dictionary: dictionary, labels: labels.gather(rows), now: instant)
    for field in table.fields.dropFirst(fields.count) {
      fields.append(Table.Field(field.name, field.type) { field.column.gather(rows) })
    }
    return Table(fields, rowCount: past.sojourns.count, aliases: table.aliases)
  }

  private static func fields(
    _ sojourns: Sojourns, dictionary: StringDictionary, labels: Column, now: Int64
  ) -> [Table.Field] {
    let places = 0..<sojourns.count
    let known = NullMask(count: sojourns.count)
    let moves = StringDictionary(StageMove.allCases.map(\.name))
    return [
      Table.Field("account", labels),
      Table.Field("stage", Column(codes: sojourns.stages, dictionary)),
      Table.Field("entered", Column(.instant, .integers(sojourns.entered), nulls: known)),
      Table.Field("left", .instant) {
        Column.instants(sojourns.left.map { $0 == StageEntries.unknownTime ? nil : $0 })
      },
      Table.Field("days", .number) {
        let days = places.map { place in
          let left = sojourns.isOpen(place) ? now : sojourns.left[place]
          return Double(left - sojourns.entered[place]) / Double(microsecondsPerDay)
        }
        return Column(.number, .doubles(days), nulls: known)
      },
      Table.Field("next", .text) { Column(codes: sojourns.next, dictionary) },
      Table.Field("move", .text) {
        Column(codes: sojourns.moves.map { UInt32($0.rawValue) }, moves)
      },
      Table.Field("open", .boolean) {
        Column.booleans(
          places.map { sojourns.next[$0] == Sojourns.nothing && sojourns.isOpen($0) })
      },
    ]
  }
}
