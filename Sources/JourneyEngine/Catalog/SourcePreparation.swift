/// Sources in their roles: joined, recognised, under standard names, those of one role under one
/// another.
struct SourcePreparation {
  /// All tables of one role as one.
  struct Part {
    var table: Table
    var places: RowPlaces
    /// The column that a standard one was, where all sources agree.
    var origins: [String: String]
    /// Names of the sources.
    var name: String
  }

  private(set) var accounts: AccountsDraft?
  private(set) var accountsPart: Part?
  private(set) var events: Part?
  private(set) var stages: Part?
  private(set) var lookups: [String: Table] = [:]
  private(set) var report = LoadReport()
  let finder: ColumnFinder
  private let settings: AssemblySettings

  private var prepared: [Prepared] = []

  private struct Prepared {
    var source: DataSource
    var joins: [LoadReport.JoinReport]
    var reasons: [String]
    var mapped: ColumnMapper.Mapped?
  }

  init(_ sources: consuming [DataSource], settings: AssemblySettings) throws(LoadError) {
    self.settings = settings
    finder = ColumnFinder(isStopped: settings.isStopped)
    for source in sources {
      try settings.checkStopped()
      prepared.append(Prepared(source: source, joins: [], reasons: []))
      try applyJoins(source.joins, to: prepared.count - 1)
    }
    sources = []
    uniteAlike()
    try settings.checkStopped()
    let recognition = SourceRecognition(prepared.map(\.source), finder: finder)
    report.notes += recognition.notes
    try settings.checkStopped()
    for (place, verdict) in recognition.verdicts.enumerated() {
      prepared[place].source.role = verdict.role
      prepared[place].source.mappings += verdict.mappings
      prepared[place].reasons = verdict.reasons
      try applyJoins(verdict.joins, to: place)
    }
    try map { $0 == .accounts }
    try settings.checkStopped()
    accountsPart = union(.accounts)
    try settings.checkStopped()
    if let part = accountsPart {
      accounts = try AccountsAssembly(
        table: part.table, places: part.places, finder: finder, settings: settings
      )
      .draft(notes: &report.notes)
      finder.accounts = accounts?.index
    }
    try map { $0 != .accounts }
    try settings.checkStopped()
    events = union(.events)
    stages = union(.stages)
    collectLookups()
    try settings.checkStopped()
    report.sources = prepared.flatMap(sourceReports)
    prepared = []
  }

  /// Makes one source of files that are parts of one table.
  private mutating func uniteAlike() {
    let groups = SourcePreparation.alike(prepared.map(\.source), notes: &report.notes)
    guard groups.count < prepared.count else { return }
    let all = prepared
    prepared = groups.map { group in
      var first = all[group[0]]
      guard group.count > 1 else { return first }
      first.source = DataSource.united(
        group.map { all[$0].source }, zone: settings.zone, notes: &report.notes)
      return first
    }
  }

  private mutating func applyJoins(
    _ joins: [DataSource.Join], to place: Int
  ) throws(LoadError) {
    for join in joins {
      if let note = join.repetition(in: prepared[place].source.name, after: prepared[place].joins) {
        report.notes.append(note)
        continue
      }
      let (table, joinReport) = try SourceJoin(
        join: join, source: prepared[place].source.name, finder: finder
      ).joined(to: prepared[place].source.table, notes: &report.notes)
      prepared[place].source.table = table
      prepared[place].joins.append(joinReport)
      report.notes += joinReport.notes(source: prepared[place].source.name)
    }
  }

  private mutating func map(where isMeant: (DataSource.Role) -> Bool) throws(LoadError) {
    for place in prepared.indices where isMeant(prepared[place].source.role) {
      try settings.checkStopped()
      var source = prepared[place].source
      if source.role == .events && !source.kindColumns.isEmpty {
        let expanded = try EventExpansion.expanded(
          source, zone: settings.zone, notes: &report.notes)
        source.table = expanded.table
        source.lines = expanded.lines
      }
      var mapper = try ColumnMapper(source, finder: finder)
      let mapped =
        switch source.role {
        case .accounts: try mapper.accounts()
        case .events: try mapper.events()
        case .stages: try mapper.stages()
        case .lookup, .recognised, .aliases: mapper.lookup()
        }
      report.notes += mapped.notes
      prepared[place].source = source
      prepared[place].mapped = mapped
    }
  }

  private mutating func union(_ role: DataSource.Role) -> Part? {
    let parts = prepared.filter { $0.source.role == role }
    let tables = parts.compactMap { $0.mapped?.table }
    guard !tables.isEmpty else { return nil }
    // Times become instants before tables of different kinds of time meet.
    let zone = settings.zone
    let times = role == .events ? ["at"] : role == .stages ? ["entered", "left"] : []
    let union = TableUnion.of(tables.map { $0.withInstants(times, zone) }, zone: zone)
    let name = parts.map(\.source.name).joined(separator: ", ")
    for change in union.retyped { report.notes.append(LoadReport.Note(.note, name, change)) }
    // Sources of different kinds of event have little in common by nature; parts of one export do.
    if !union.lacking.isEmpty && union.lacking.count * 2 <= union.table.fields.count {
      let names = union.lacking.map { "`\($0)`" }.joined(separator: ", ")
      report.notes.append(
        LoadReport.Note(.note, name, "not every file has \(names); unknown where it is missing"))
    }
    var places = RowPlaces()
    var origins: [String: String] = [:]
    for part in parts {
      places.append(part.source.name, part.source.lines, count: part.source.table.rowCount)
      origins.merge(part.mapped?.origins ?? [:]) { first, _ in first }
    }
    return Part(table: union.table, places: places, origins: origins, name: name)
  }

  private mutating func collectLookups() {
    var tables: [String: [Table]] = [:]
    for part in prepared {
      guard case .lookup(let name) = part.source.role, let table = part.mapped?.table else {
        continue
      }
      // Look-up tables of the same columns may be about different things: each keeps its name.
      for file in part.source.parts {
        let rows = file.rows.map(UInt32.init)
        tables[file.stem.lowercased(), default: []].append(table.gathered(rows))
      }
      if part.source.parts.isEmpty { tables[name.lowercased(), default: []].append(table) }
    }
    lookups = tables.mapValues { TableUnion.of($0, zone: settings.zone).table }
  }

  /// One for each file.
  private func sourceReports(_ part: Prepared) -> [LoadReport.Source] {
    let role =
      switch part.source.role {
      case .accounts: "accounts"
      case .events: "events"
      case .stages: "stages"
      case .lookup, .recognised: "table"
      case .aliases: "aliases"
      }
    let report = LoadReport.Source(
      name: part.source.name, role: role, reasons: part.reasons,
      mappings: part.mapped?.mappings ?? [], rowCount: part.source.table.rowCount,
      file: part.source.file, joins: part.joins)
    return part.source.parts.isEmpty ? [report] : report.reports(of: part.source.parts)
  }
}

extension LoadReport.JoinReport {
  /// What of a join deserves a word: keys that the look-up lacks, and columns that got another
  /// name.
  func notes(source: String) -> [LoadReport.Note] {
    var notes: [LoadReport.Note] = []
    if let first = mismatches.first {
      let rest = unmatchedKeys > 1 ? "; \(PlainText.counted(unmatchedKeys, "key")) in all" : ""
      let near = first.near.map { "; near: `\($0)`" } ?? ""
      notes.append(
        LoadReport.Note(
          .warning, source,
          "\(PlainText.counted(first.rows, "row")): `\(first.key)` is not in \(file)\(near)\(rest)",
          hint:
            "correct the key in one of the two files; until then what it leads to is "
            + "unknown there"))
    }
    if !renamed.isEmpty {
      let names = renamed.map { "`\($0)`" }.joined(separator: ", ")
      notes.append(
        LoadReport.Note(
          .note, file,
          "\(renamed.count == 1 ? "a column whose name was" : "columns whose names were") taken: \(names)"
        ))
    }
    return notes
  }
}

extension Table {
  func withInstants(_ names: [String], _ zone: CivilTimeZone) -> Table {
    guard fields.contains(where: { names.contains($0.name) && $0.column.type != .instant }) else {
      return self
    }
    return Table(
      fields.map { field in
        guard names.contains(field.name), field.column.type != .instant else { return field }
        let column = field.column
        return Field(
          field.name,
          Column(.instant, .integers(column.asInstants(in: zone)), nulls: column.nulls))
      }, rowCount: rowCount, aliases: aliases)
  }
}
