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
  private(set) var aliases: AliasTable?
  private(set) var lookups: [String: Table] = [:]
  /// The order of the stages, where a ready-made reading knows it.
  private(set) var stageOrder: StageOrder?
  private(set) var report = LoadReport()
  /// What to say when there are neither accounts nor events nor stages.
  private(set) var undecided: LoadError?
  /// The newest state that events were made of.
  private(set) var newestState: Int64?
  let finder: ColumnFinder
  private let settings: AssemblySettings

  private var prepared: [Prepared] = []
  /// Parts that come with others and are not reported for themselves.
  private var derived: [Prepared] = []

  private struct Prepared {
    var source: DataSource
    var joins: [LoadReport.JoinReport]
    var reasons: [String]
    /// Rows of the file, before they were made into events.
    var rowCount = 0
    var shape: String?
    var mapped: ColumnMapper.Mapped?
  }

  init(_ sources: consuming [DataSource], settings: AssemblySettings) throws(LoadError) {
    self.settings = settings
    finder = ColumnFinder(isStopped: settings.isStopped)
    let isAlone = sources.count == 1
    for var source in sources {
      report.notes += source.notes
      try settings.checkStopped()
      let saysKind = isAlone && source.mappings.contains { $0.role.lowercased() == "kind" }
      if source.isShaped || saysKind, source.role == .recognised { source.role = .events }
      prepared.append(Prepared(source: source, joins: [], reasons: []))
      try applyJoins(source.joins, to: prepared.count - 1)
    }
    sources = []
    try readExports()
    uniteAlike()
    try settings.checkStopped()
    let recognition = SourceRecognition(prepared.map(\.source), finder: finder)
    report.notes += recognition.notes
    undecided = recognition.undecided
    try settings.checkStopped()
    for (place, verdict) in recognition.verdicts.enumerated() {
      let isOpen = prepared[place].source.role == .recognised
      prepared[place].source.role = verdict.role
      prepared[place].source.mappings += verdict.mappings
      prepared[place].reasons = verdict.reasons
      if isOpen || verdict.role == .events { sayUnscored(prepared[place].source) }
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
      finder.accountNames = accounts?.table.column("name")
    }
    takeStageColumns()
    try map { $0 != .accounts }
    try settings.checkStopped()
    events = union(.events)
    if let events { report.notes += SurveyScale.notes(events.table, events.places) }
    stages = union(.stages)
    aliases = union(.aliases).map { AliasTable($0.table, places: $0.places, name: $0.name) }
    collectLookups()
    try settings.checkStopped()
    report.notes += blanksAround
    report.sources = prepared.flatMap(sourceReports)
    prepared = []
    derived = []
  }

  /// Puts what a ready-made reading makes of a source in its place.
  private mutating func readExports() throws(LoadError) {
    var readings = try ExportReadings(
      prepared.map(\.source), finder: finder, zone: settings.zone)
    guard readings.isNeeded else { return }
    let made = try readings.applied()
    report.notes += readings.notes
    stageOrder = readings.stageOrder
    prepared = zip(prepared, made).flatMap { part, sources in
      sources.enumerated().map { place, source in
        Prepared(source: source, joins: place == 0 ? part.joins : [], reasons: [])
      }
    }
    for place in prepared.indices where !prepared[place].source.reasons.isEmpty {
      try applyJoins(prepared[place].source.joins, to: place)
    }
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
      prepared[place].rowCount = prepared[place].source.table.rowCount
      if prepared[place].source.role == .events {
        try mapEvents(place)
        continue
      }
      if prepared[place].source.role == .stages {
        try mapStages(place)
        continue
      }
      let source = prepared[place].source
      var mapper = try ColumnMapper(source, finder: finder)
      let mapped =
        switch source.role {
        case .accounts: try mapper.accounts()
        case .aliases: try mapper.aliases()
        case .lookup, .recognised, .events, .stages: mapper.lookup()
        }
      report.notes += mapped.notes
      prepared[place].mapped = mapped
    }
  }

  /// Answers to surveys that no score can be made of.
  private mutating func sayUnscored(_ source: DataSource) {
    guard source.role != .accounts, source.surveys.isEmpty else { return }
    report.notes += SurveyAnswers.doubts(in: source, finder: finder).flatMap { $0.notes(source) }
  }

  /// Events under their names, rows that are none as they stand made into some.
  private mutating func mapEvents(_ place: Int) throws(LoadError) {
    var source = prepared[place].source
    var expansion: EventExpansion?
    if !source.kindColumns.isEmpty {
      let made = try ColumnEvents.expanded(source, zone: settings.zone, notes: &report.notes)
      source.table = made.table
      source.lines = made.lines
      expansion = made
    }
    let surveys =
      source.surveys.isEmpty
      ? SurveyAnswers.found(in: source, finder: finder) : source.surveys
    if !surveys.isEmpty {
      let made = try SurveyAnswers.expanded(
        source, surveys, finder: finder, zone: settings.zone, notes: &report.notes)
      source.table = made.table
      source.lines = made.lines
      expansion = made
    }
    try source.takeShapesColumns(finder)
    var mapper = try ColumnMapper(source, finder: finder)
    var mapped = try mapper.events()
    report.notes += mapped.notes
    if let made = try source.expansion(of: mapped.table, settings, &report.notes) {
      mapped.table = made.table
      source.table = made.table
      source.lines = made.lines
      expansion = made
    }
    if let newest = expansion?.newest { newestState = max(newestState ?? newest, newest) }
    prepared[place].shape = expansion?.words
    prepared[place].source = source
    prepared[place].mapped = mapped
  }

  /// Stage entries under their names: from rows, from columns, from changes of fields.
  private mutating func mapStages(_ place: Int) throws(LoadError) {
    var source = prepared[place].source
    let declared = Set(source.mappings.map { $0.role.lowercased() })
    let isStageSaid = declared.contains("stage")
    let columns = StageColumns(source.table)
    let stageIsNamed = finder.matches(SourceWords.stage, in: source.table).contains {
      source.table.fields[$0].column.type == .text
    }
    if !isStageSaid && !stageIsNamed && columns.isHistory {
      let account = try ColumnMapper(source, finder: finder).accountPlace()
      let (table, rows) = columns.history(
        of: source.table, account: account, zone: settings.zone, keepsOthers: true)
      prepared[place].shape =
        "\(PlainText.counted(table.rowCount, "stage entry", "stage entries")) from columns "
        + columns.words(source.table)
      source.lines = EventExpansion.lines(source.lines, of: rows)
      source.table = table
      source.mappings = source.mappings.filter { $0.role.lowercased() != "account" }
    } else if let fields = FieldHistory(source.table, finder: finder),
      isStageSaid ? isStage(fields.new, of: source) : !stageIsNamed
    {
      if !isStageSaid {
        source.mappings.append(
          DataSource.Mapping("stage", column: source.table.fields[fields.new].name))
      }
      (source.table, source.lines) = fields.entries(of: source, notes: &report.notes)
    }
    var mapper = try ColumnMapper(source, finder: finder)
    let mapped = try mapper.stages()
    report.notes += mapped.notes
    let contradictions = FieldHistory.contradictions(mapped.table, finder, zone: settings.zone)
    if let note = EventExpansion.note(
      contradictions, "leaves another stage than the row before entered; what was entered holds",
      "leave another stage than the row before entered; what was entered holds", source)
    {
      report.notes.append(note)
    }
    prepared[place].source = source
    prepared[place].mapped = mapped
  }

  private func isStage(_ place: Int, of source: DataSource) -> Bool {
    source.mappings.contains {
      guard $0.role.lowercased() == "stage", case .column(let name) = $0.origin else {
        return false
      }
      return source.table.index(of: name) == place
    }
  }

  /// Accounts may bring their history in columns, one a stage.
  private mutating func takeStageColumns() {
    let hasHistory = prepared.contains { $0.source.role == .stages }
    for part in prepared where part.source.role == .accounts {
      guard let table = part.mapped?.table, let id = table.index(of: "id") else { continue }
      let columns = StageColumns(table)
      guard columns.isHistory else { continue }
      let words = columns.words(table)
      if hasHistory {
        report.notes.append(
          LoadReport.Note(
            .note, part.source.name,
            "has dates of stages in columns (\(words)); the stage history of its own holds"))
        continue
      }
      let (entries, rows) = columns.history(
        of: table, account: id, zone: settings.zone, keepsOthers: false)
      guard entries.rowCount > 0 else { continue }
      var source = DataSource(part.source.name, entries, role: .stages)
      source.lines = EventExpansion.lines(part.source.lines, of: rows)
      let mapped = ColumnMapper.Mapped(table: entries, mappings: [], notes: [], origins: [:])
      derived.append(Prepared(source: source, joins: [], reasons: [], mapped: mapped))
      report.notes.append(
        LoadReport.Note(
          .note, part.source.name,
          "\(PlainText.counted(entries.rowCount, "stage entry", "stage entries")) from columns \(words)",
          hint: "`load stages from ...` gives another history"))
    }
  }

  private mutating func union(_ role: DataSource.Role) -> Part? {
    let parts = (prepared + derived).filter { $0.source.role == role }
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
      places.append(part.source)
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
    var report = LoadReport.Source(
      name: part.source.name, role: role, reasons: part.reasons,
      mappings: part.mapped?.mappings ?? [], rowCount: part.source.rowsRead ?? part.rowCount,
      shape: part.shape,
      file: part.source.file, joins: part.joins)
    report.isRepeated = part.source.isRepeated
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
          hint: keyForm
            ?? "correct the key in one of the two files; until then what it leads to is "
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
