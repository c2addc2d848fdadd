internal import QueryLanguage

/// `kind from columns (order_purchase, order_delivered)`: every time column named is an event of
/// its own on each row where it is not blank; the row's other columns are the event's attributes.
enum EventExpansion {
  static func expanded(
    _ source: DataSource, zone: CivilTimeZone, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> (table: Table, lines: RowLines) {
    let table = source.table
    var places: [Int] = []
    for name in source.kindColumns {
      guard let place = table.index(of: name) else {
        let near = NameSuggestion.nearest(to: name, among: table.fields.map(\.name))
        throw LoadError(
          path: source.name, line: 1,
          message: "there is no column `\(name)` for `kind from columns`",
          hint: near.map { "write `\(ColumnMapper.quoted($0))`" }
            ?? "its columns are "
            + table.fields.map { ColumnMapper.quoted($0.name) }.joined(separator: ", "))
      }
      let column = table.fields[place].column
      guard column.type.isTime || EpochUnit(of: column) != nil else {
        throw LoadError(
          path: source.name, line: 1,
          message:
            "column `\(name)` for `kind from columns` holds \(column.type.displayName), not dates",
          hint: "name columns that hold dates")
      }
      places.append(place)
    }
    let times = places.map { table.fields[$0].column.asInstants(in: zone) }
    let unknown = places.map { table.fields[$0].column.nulls }
    var rows: [UInt32] = []
    var kinds: [UInt32] = []
    var at: [Int64] = []
    var silent = 0
    for row in 0..<table.rowCount {
      let before = rows.count
      for kind in places.indices where !unknown[kind].isUnknown(row) {
        rows.append(UInt32(row))
        kinds.append(UInt32(kind))
        at.append(times[kind][row])
      }
      if rows.count == before { silent += 1 }
    }
    if silent > 0 {
      notes.append(
        LoadReport.Note(
          .warning, source.name,
          "\(PlainText.counted(silent, "row is", "rows are")) no event: "
            + "every column of `kind from columns` is blank there"))
    }
    let dictionary = StringDictionary(places.map { table.fields[$0].name })
    var fields = [
      Table.Field("at", Column(.instant, .integers(at), nulls: NullMask(count: at.count))),
      Table.Field("kind", Column(codes: kinds, dictionary)),
    ]
    var moved: [Int: Int] = [:]
    for (place, field) in table.fields.enumerated() where !places.contains(place) {
      let isTaken = ["at", "kind"].contains(field.name.lowercased())
      moved[place] = fields.count
      fields.append(
        Table.Field(
          isTaken ? "\(source.stem).\(field.name)" : field.name, field.column.gather(rows)))
    }
    let aliases = table.aliases.compactMapValues { moved[$0] }
    let lines = source.lines
    let origin = rows
    return (
      Table(fields, rowCount: rows.count, aliases: aliases),
      RowLines { lines.place(ofRow: Int(origin[$0])) }
    )
  }
}
