/// `kind from columns (order_purchase, order_delivered)`: every time column named is an event of
/// its own on each row where it is not blank; the whole row is the event's attributes, so that the
/// purchase knows of the delivery.
enum ColumnEvents {
  static func expanded(
    _ source: DataSource, zone: CivilTimeZone, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> EventExpansion {
    let table = source.table
    var places: [Int] = []
    for name in source.kindColumns {
      places.append(
        try EventExpansion.timePlace(of: name, in: table, source, clause: "kind from columns"))
    }
    let times = places.map { table.fields[$0].column.asInstants(in: zone) }
    let unknown = places.map { table.fields[$0].column.nulls }
    var rows: [UInt32] = []
    var kinds: [UInt32] = []
    var at: [Int64] = []
    var silent: [Int] = []
    var counts = [Int](repeating: 0, count: places.count)
    for row in 0..<table.rowCount {
      let before = rows.count
      for kind in places.indices where !unknown[kind].isUnknown(row) {
        rows.append(UInt32(row))
        kinds.append(UInt32(kind))
        at.append(times[kind][row])
        counts[kind] += 1
      }
      if rows.count == before { silent.append(row) }
    }
    if let note = EventExpansion.note(
      silent, "is no event: every column of `kind from columns` is blank there",
      "are no event: every column of `kind from columns` is blank there", source)
    {
      notes.append(note)
    }
    let names = places.map { table.fields[$0].name }
    let made = [
      Table.Field("at", Column(.instant, .integers(at), nulls: NullMask(count: at.count))),
      Table.Field("kind", Column(codes: kinds, StringDictionary(names))),
    ]
    let told = zip(names, counts).map { "\(PlainText.count($1)) \($0)" }.joined(separator: ", ")
    return EventExpansion(
      table: EventExpansion.table(made, table, rows: rows, source),
      lines: EventExpansion.lines(source.lines, of: rows), words: "events from columns: \(told)")
  }
}
