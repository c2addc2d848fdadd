internal import QueryLanguage

/// Rows that are not one event each, made into events.
struct EventExpansion {
  var table: Table
  var lines: RowLines
  /// What was made of the rows, for the report.
  var words: String
  /// The newest time of a row, also of one that makes no event: the data is known until then.
  var newest: Int64?

  /// The column a clause names.
  static func place(
    of name: String, in table: Table, _ source: DataSource, clause: String
  ) throws(LoadError) -> Int {
    if let place = table.index(of: name) { return place }
    let names = source.table.fields.map(\.name)
    let near = NameSuggestion.nearest(to: name, among: names)
    throw LoadError(
      path: source.name, line: 1, message: "there is no column `\(name)` for `\(clause)`",
      hint: near.map { "write `\(ColumnMapper.quoted($0))`" }
        ?? "its columns are " + names.map(ColumnMapper.quoted).joined(separator: ", "))
  }

  /// The column of times a clause names.
  static func timePlace(
    of name: String, in table: Table, _ source: DataSource, clause: String
  ) throws(LoadError) -> Int {
    let place = try place(of: name, in: table, source, clause: clause)
    let column = table.fields[place].column
    let isEmpty = column.nulls.unknownCount == column.count
    if isEmpty || column.type.isTime || EpochUnit(of: column) != nil { return place }
    if let misfit = ColumnMapper.misfit(
      table.fields[place], role: clause, source: source, isShape: true)
    {
      throw misfit
    }
    throw LoadError(
      path: source.name, line: 1,
      message:
        "column `\(name)` for `\(clause)` holds \(PlainText.plural(column.type)), not dates",
      hint: "name columns that hold dates")
  }

  /// One column of cells that stand in several: event e takes its cell from `columns[which[e]]`,
  /// row `rows[e]`, unknown where that is `KeyIndex.noRow`.
  static func picked(
    _ columns: [Column], _ which: [UInt32], _ rows: [UInt32], _ zone: CivilTimeZone
  ) -> Column {
    if columns.count == 1 { return columns[0].lookedUp(rows) }
    var pieces = [[UInt32]](repeating: [], count: columns.count)
    var places = [UInt32](repeating: 0, count: rows.count)
    for (event, column) in which.enumerated() {
      places[event] = UInt32(pieces[Int(column)].count)
      pieces[Int(column)].append(rows[event])
    }
    let tables = zip(columns, pieces).map { column, rows in
      Table([Table.Field("cell", column.lookedUp(rows))], rowCount: rows.count)
    }
    var start: UInt32 = 0
    var starts: [UInt32] = []
    for piece in pieces {
      starts.append(start)
      start += UInt32(piece.count)
    }
    let union = TableUnion.of(tables, zone: zone).table.fields[0].column
    return union.gather(which.indices.map { starts[Int(which[$0])] + places[$0] })
  }

  /// The rows' own columns behind those made for the events. A standard column that was made anew
  /// replaces the rows' own; another one of such a name gets the file's name in front.
  static func table(
    _ made: [Table.Field], _ table: Table, rows: [UInt32], _ source: DataSource,
    replacing replaced: Set<String> = []
  ) -> Table {
    var fields = made
    let taken = made.map { $0.name.lowercased() }
    var moved: [Int: Int] = [:]
    for (place, field) in table.fields.enumerated() {
      if replaced.contains(field.name) {
        moved[place] = made.firstIndex { $0.name == field.name }
        continue
      }
      moved[place] = fields.count
      let name =
        taken.contains(field.name.lowercased())
        ? "\(source.stem).\(field.name)" : field.name
      fields.append(Table.Field(name, field.column.gather(rows)))
    }
    let aliases = table.aliases.compactMapValues { moved[$0] }
    return Table(fields, rowCount: rows.count, aliases: aliases)
  }

  /// Where the row of each event stands.
  static func lines(_ lines: RowLines, of rows: [UInt32]) -> RowLines {
    RowLines { lines.place(ofRow: Int(rows[$0])) }
  }

  /// `1 row has no time and makes no event, line 7`
  static func note(
    _ rows: [Int], _ one: String, _ many: String, _ source: DataSource, hint: String? = nil
  ) -> LoadReport.Note? {
    guard let first = rows.first else { return nil }
    let place = source.lines.place(ofRow: first)
    return LoadReport.Note(
      .warning, place?.path ?? source.name, line: place?.line,
      "\(PlainText.counted(rows.count, "row \(one)", "rows \(many)")), the first in "
        + source.lines.words(forRow: first), hint: hint)
  }
}

extension DataSource {
  /// Whether its rows are made into events by a clause: they are no events as they stand.
  var isShaped: Bool { !kindColumns.isEmpty || changes != nil || periods != nil }

  /// What a clause says of columns without calling them standard: the start of a period is its
  /// time; a case that names no account is one.
  mutating func takeShapesColumns(_ finder: ColumnFinder) throws(LoadError) {
    if !kindColumns.isEmpty && (changes != nil || periods != nil) {
      throw LoadError(
        path: name,
        message: "`kind from columns` and `events from ...` are two ways to make events",
        hint: "keep one of them, or load the file twice")
    }
    let declared = Set(mappings.map { $0.role.lowercased() })
    if let periods {
      let said = mappings.first { $0.role.lowercased() == "at" }
      if let said, said.origin != .column(periods.start) {
        throw LoadError(
          path: name,
          message: "a period's time is its start, `\(periods.start)`: `at` says another column",
          hint: "leave out `at = ...`")
      }
      if said == nil { mappings.append(Mapping("at", column: periods.start)) }
    }
    guard let key = changes?.key ?? periods?.key, !declared.contains("account"),
      !finder.matches(SourceWords.account, in: table).contains(where: {
        finder.isKey(table.fields[$0].column)
      })
    else { return }
    mappings.append(Mapping("account", column: key))
  }

  /// The events of rows that are states or periods; `mapped` is the table under standard names.
  func expansion(
    of mapped: Table, _ settings: AssemblySettings, _ notes: inout [LoadReport.Note]
  ) throws(LoadError) -> EventExpansion? {
    guard changes != nil || periods != nil else { return nil }
    var prefix: String?
    for mapping in mappings where mapping.role.lowercased() == "kind" {
      guard case .constant(let text) = mapping.origin else {
        throw LoadError(
          path: name,
          message:
            "the kind of event comes from what changes, so `kind` takes a text, not a column",
          hint: "`kind = \"ticket\"` puts the word in front of each kind")
      }
      prefix = text
    }
    if let changes {
      return try ChangeEvents(self, changes, mapped, zone: settings.zone)
        .expanded(prefix: prefix, notes: &notes)
    }
    guard let periods else { return nil }
    let horizon =
      settings.now ?? AsOfInstant.midnight(after: settings.wallClock, settings.zone)
    return try PeriodEvents(self, periods, mapped, zone: settings.zone, horizon: horizon)
      .expanded(prefix: prefix, notes: &notes)
  }
}
