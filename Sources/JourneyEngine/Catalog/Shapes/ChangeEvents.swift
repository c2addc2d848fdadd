/// `events from changes of (state, priority) by case`: each row says how a case stands at a time;
/// each value that differs from the last one known of that case is an event.
///
/// The kind is the column's name, `from` and `to` are the values, `from` unknown for the first one;
/// so `state[to is Closed]` matches whoever got there, on the first row too. A blank cell says
/// nothing: the value before it holds (a comparison with unknown is unknown). Rows of one case at
/// one time follow one another as in the file. The whole row is the event's attributes.
struct ChangeEvents {
  private let source: DataSource
  private let table: Table
  private let changes: DataSource.Changes
  private let zone: CivilTimeZone

  /// No change in this cell; the first value of the case.
  private static let none = KeyIndex.noRow
  private static let first = KeyIndex.noRow - 1

  /// `table`: the source's under standard names.
  init(_ source: DataSource, _ changes: DataSource.Changes, _ table: Table, zone: CivilTimeZone) {
    self.source = source
    var columns: [String] = []
    for column in changes.columns where !columns.contains(column) { columns.append(column) }
    self.changes = DataSource.Changes(of: columns, by: changes.key)
    self.table = table
    self.zone = zone
  }

  func expanded(
    prefix: String?, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> EventExpansion {
    let clause = "events from changes"
    var places: [Int] = []
    for name in changes.columns {
      places.append(try EventExpansion.place(of: name, in: table, source, clause: clause))
    }
    let keyPlace = try EventExpansion.place(of: changes.key, in: table, source, clause: clause)
    guard let account = table.column("account"), let at = table.column("at") else {
      throw LoadError(path: source.name, message: "no column says when a row was so")
    }
    let times = at.asInstants(in: zone)
    let cases = KeyColumn(table.fields[keyPlace].column)
    let order = AccountOrder(
      accountRows: cases.codes, accountCount: cases.texts.count, times: times,
      dropped: at.nulls)
    let columns = places.map { table.fields[$0].column }
    let previous = columns.map { ChangeEvents.previous(KeyColumn($0), order) }
    var rows: [UInt32] = []
    var which: [UInt32] = []
    var from: [UInt32] = []
    var counts = [Int](repeating: 0, count: columns.count)
    var unchanged = 0
    var newest: Int64?
    for row in 0..<table.rowCount {
      let before = rows.count
      for (place, earlier) in previous.enumerated() where earlier[row] != ChangeEvents.none {
        rows.append(UInt32(row))
        which.append(UInt32(place))
        from.append(earlier[row] == ChangeEvents.first ? KeyIndex.noRow : earlier[row])
        counts[place] += 1
      }
      let hasCase = cases.codes[row] != KeyColumn.blank && !at.nulls.isUnknown(row)
      if hasCase && rows.count == before { unchanged += 1 }
      if hasCase { newest = max(newest ?? times[row], times[row]) }
    }
    say(cases, at, &notes)
    let names = places.indices.map { place in
      prefix.map { "\($0)_\(changes.columns[place])" } ?? changes.columns[place]
    }
    let made = [
      Table.Field("account", account.gather(rows)), Table.Field("at", at.gather(rows)),
      Table.Field("kind", Column(codes: which, StringDictionary(names))),
      Table.Field("from", EventExpansion.picked(columns, which, from, zone)),
      Table.Field("to", EventExpansion.picked(columns, which, rows, zone)),
    ]
    let used = cases.firstRows().count { $0 >= 0 }
    let told = zip(changes.columns, counts).map { "\(PlainText.count($1)) of \($0)" }
    let words =
      "\(PlainText.counted(table.rowCount, "row")) of \(PlainText.counted(used, "case")): changes, "
      + "\(told.joined(separator: ", ")); "
      + "\(PlainText.counted(unchanged, "row changes", "rows change")) nothing"
    return EventExpansion(
      table: EventExpansion.table(
        made, table, rows: rows, source,
        replacing: prefix == nil ? ["account", "at"] : ["account", "at", "kind"]),
      lines: EventExpansion.lines(source.lines, of: rows), words: words, newest: newest)
  }

  /// For each row the one with the value before it, where its own is another one.
  private static func previous(_ key: KeyColumn, _ order: AccountOrder) -> [UInt32] {
    var previous = [UInt32](repeating: none, count: key.codes.count)
    for account in 0..<(order.offsets.count - 1) {
      var last: UInt32?
      for row in order.rows[order.offsets[account]..<order.offsets[account + 1]] {
        let code = key.codes[Int(row)]
        guard code != KeyColumn.blank else { continue }
        if let last, key.codes[Int(last)] == code { continue }
        previous[Int(row)] = last ?? first
        last = row
      }
    }
    return previous
  }

  private func say(_ cases: KeyColumn, _ at: Column, _ notes: inout [LoadReport.Note]) {
    let timeless = (0..<table.rowCount).filter { at.nulls.isUnknown($0) }
    let homeless = cases.codes.indices.filter {
      cases.codes[$0] == KeyColumn.blank && !at.nulls.isUnknown($0)
    }
    let name = ColumnMapper.quoted(changes.key)
    notes += [
      EventExpansion.note(
        timeless, "has no time and is left out", "have no time and are left out", source,
        hint: "fill in the time, or say another column with `at = COLUMN`"),
      EventExpansion.note(
        homeless, "has no \(name) and is left out", "have no \(name) and are left out", source),
    ].compactMap { $0 }
  }
}
