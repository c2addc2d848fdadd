/// A log, and where its events come from.
struct SortedEvents {
  var log: EventLog
  /// The row of the sources of each event; empty where all come from one file.
  var rows: [UInt32]
  var places: RowPlaces
}

/// Makes the event log of the rows of one or more events sources.
///
/// A row needs a time: rows without one are left out, counted and named. A row whose account is not
/// known, or that names none, is kept at the log's end: it counts in `events`, and in no account's
/// journey. A row without a kind is kept, its kind unknown.
struct EventsAssembly {
  /// Fields `account`, `at`, `kind`, then the attributes, in the order of the sources.
  private var table: Table
  private let places: RowPlaces
  private let finder: ColumnFinder
  private let settings: AssemblySettings

  /// Keys that no account has.
  private(set) var orphans = TextHeap()
  private let accountCount: Int
  private(set) var orphanKeys: [LoadReport.Mismatch] = []
  private(set) var orphanCount = 0
  /// Events and their keys that mean no account; the other orphans mean several.
  private var missingCount = 0
  private var missingKeys = 0
  private var firstMissing = 0
  private var missingFiles: [String] = []
  /// How the missing keys are nevertheless those of the accounts.
  private var missingForm: String?
  private var identityNotes: [LoadReport.Note] = []
  private(set) var blankCount = 0
  private var accountRows: [UInt32] = []
  /// For each code of the account column, its place among the orphans.
  private var orphanOfCode: [UInt32] = []

  init(
    _ table: Table, places: RowPlaces, finder: ColumnFinder, settings: AssemblySettings,
    accounts: AccountsDraft, identities: AccountIdentities
  ) {
    self.table = table
    self.places = places
    self.finder = finder
    self.settings = settings
    accountCount = accounts.count
    guard let column = table.column("account") else { return }
    let key = finder.key(column)
    let matches = identities.matches(key)
    let rowOfCode = matches.rows
    accountRows = matches.accountRows(key)
    let counts = key.rowCounts(leavingOut: table.column("at")?.nulls)
    blankCount = counts.blank
    orphanOfCode = [UInt32](repeating: KeyColumn.blank, count: key.texts.count)
    var missing: [(text: String, rows: Int)] = []
    for (code, rows) in counts.perCode.enumerated()
    where rows > 0 && rowOfCode[code] == KeyIndex.noRow {
      orphanOfCode[code] = UInt32(orphans.count)
      key.texts.withText(code) { orphans.append($0) }
      if matches.ways[code] == .several { continue }
      missing.append((key.texts[code], rows))
      missingCount += rows
    }
    orphanCount = counts.perCode.indices.reduce(0) {
      $0 + (rowOfCode[$1] == KeyIndex.noRow ? counts.perCode[$1] : 0)
    }
    identityNotes = identities.notes(
      matches, key, counts: counts.perCode, source: places.name(ofRow: 0),
      noun: ("event", "events"))
    missingKeys = missing.count
    if missingKeys > 0 {
      let missed = matches.ways.indices.map {
        rowOfCode[$0] == KeyIndex.noRow && matches.ways[$0] != .several
      }
      func isMissing(_ row: Int) -> Bool {
        key.codes[row] != KeyColumn.blank && missed[Int(key.codes[row])]
      }
      firstMissing = key.codes.indices.first(where: isMissing) ?? 0
      missingFiles = places.fileNames(ofRows: key.codes.indices, where: isMissing)
      missingForm = KeyForms.hint(of: missing.map(\.text), from: accounts.index.keys)
    }
    orphanKeys = LoadReport.Mismatch.most(missing, candidates: accounts.index.keys)
  }

  /// Which events come before which: also what the stage model is found from.
  func order(reading: StageReading?) -> AccountOrder {
    let times = table.column("at")?.asInstants(in: settings.zone) ?? []
    let dropped = table.column("at")?.nulls ?? NullMask(count: table.rowCount)
    return AccountOrder(
      accountRows: accountRows, accountCount: accountCount, times: times,
      ranks: ranks(reading), dropped: dropped)
  }

  /// The column that says in which stage an event happened, if there is one.
  var stages: KeyColumn? { table.column("stage").map { finder.key($0) } }

  var kinds: KeyColumn? { table.column("kind").map { finder.key($0) } }

  var hasStages: Bool { table.column("stage") != nil }

  private func ranks(_ reading: StageReading?) -> AccountOrder.TieRank? {
    let stages = reading == nil ? nil : self.stages
    let stageRank = stages.flatMap { key in reading?.codes(of: key.texts) }
    let kinds = settings.kindPriority.isEmpty ? nil : table.column("kind").map { finder.key($0) }
    let kindRank = kinds.map { key in
      (0..<key.texts.count).map { code -> UInt32 in
        let text = key.texts[code].lowercased()
        return UInt32(
          settings.kindPriority.firstIndex { $0.lowercased() == text }
            ?? settings.kindPriority.count)
      }
    }
    switch (kinds, kindRank, stages, stageRank) {
    case (let kinds?, let kindRank?, nil, _):
      return AccountOrder.TieRank(codes: kinds.codes, rankOfCode: kindRank)
    case (nil, _, let stages?, let stageRank?):
      return AccountOrder.TieRank(codes: stages.codes, rankOfCode: stageRank)
    case (let kinds?, let kindRank?, let stages?, let stageRank?):
      // One number for both: the kind's priority first, then the stage.
      let width = UInt32(reading?.model.names.count ?? 0) + 2
      let last = UInt32(settings.kindPriority.count)
      let combined = kinds.codes.indices.map { row -> UInt32 in
        let kind = kinds.codes[row] == KeyColumn.blank ? last : kindRank[Int(kinds.codes[row])]
        let stage = stages.codes[row] == KeyColumn.blank ? width : stageRank[Int(stages.codes[row])]
        return kind * width + min(stage, width - 1)
      }
      return AccountOrder.TieRank(codes: combined, rankOfCode: Array(0..<(last + 1) * width))
    default: return nil
    }
  }

  /// Sorts everything and lets go of the unsorted columns one by one.
  consuming func log(
    labels: AccountLabels, reading: StageReading?, report: inout LoadReport
  ) -> SortedEvents {
    sayMissing(&report)
    let order = order(reading: reading)
    report.notes += EventDoubts(
      times: order.times, rows: order.rows, places: places, settings: settings,
      rivalLayout: report.sources.lazy.compactMap(\.file).flatMap(\.columns)
        .compactMap(\.rivalLayout).first
    ).notes(table.fields)
    let isUnchanged = order.isUnchanged(rowCount: table.rowCount)
    let key = table.column("account").map { finder.key($0) }
    let known = order.offsets[accountCount]
    let orphanPlaces = order.rows[known...].map { row -> UInt32 in
      let code = key?.codes[Int(row)] ?? KeyColumn.blank
      return code == KeyColumn.blank ? code : orphanOfCode[Int(code)]
    }
    finder.release()
    var sorted = [UInt32](repeating: EventLog.noAccount, count: order.rows.count)
    for account in 0..<accountCount {
      for place in order.offsets[account]..<order.offsets[account + 1] {
        sorted[place] = UInt32(account)
      }
    }
    var fields = table.fields
    let aliases = table.aliases
    table = Table([], rowCount: 0)
    let count = order.rows.count
    let accountColumn = labels.column(sorted, orphans: orphanPlaces)
    let atColumn = Column(.instant, .integers(order.times), nulls: NullMask(count: count))
    let rows = order.rows
    ColumnWork.replace(&fields) { field in
      switch field.name {
      case "account": return Table.Field("account", accountColumn)
      case "at": return Table.Field("at", atColumn)
      case let name:
        let column = name == "kind" ? field.column.asDictionaryText() : field.column
        return Table.Field(name, isUnchanged ? column : column.gather(rows))
      }
    }
    let log = EventLog(
      table: Table(fields, rowCount: count, aliases: aliases), accountRows: sorted,
      offsets: order.offsets)
    return SortedEvents(log: log, rows: places.fileCount > 1 ? rows : [], places: places)
  }

  private func sayMissing(_ report: inout LoadReport) {
    if let column = table.column("at"), column.nulls.hasUnknown {
      let rows = (0..<column.count).filter { column.nulls.isUnknown($0) }
      let lines = rows.prefix(3).map { places.words(ofRow: $0) }.joined(separator: ", ")
      report.notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: rows[0]), line: places.line(ofRow: rows[0]),
          "\(PlainText.counted(rows.count, "row has", "rows have")) no time and "
            + "\(rows.count == 1 ? "is" : "are") left out: \(lines)\(rows.count > 3 ? " ..." : "")",
          hint: "fill in the time, or say another column with `at = COLUMN`"))
    }
    if let column = table.column("kind"), column.nulls.hasUnknown,
      let row = (0..<column.count).first(where: { column.nulls.isUnknown($0) })
    {
      let count = column.nulls.unknownCount
      report.notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: row), line: places.line(ofRow: row),
          "\(PlainText.counted(count, "event has", "events have")) no kind and "
            + "\(count == 1 ? "is" : "are") kept with kind unknown, the first in "
            + places.words(ofRow: row)))
    }
    if blankCount > 0, let column = table.column("account") {
      let row = finder.key(column).codes.firstIndex(of: KeyColumn.blank) ?? 0
      report.notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: row), line: places.line(ofRow: row),
          "\(PlainText.counted(blankCount, "event names", "events name")) no account: kept, in no "
            + "account's journey, the first in \(places.words(ofRow: row))"))
    }
    if let first = orphanKeys.first {
      let row = firstMissing
      let near = first.near.map { ", near: `\($0)`" } ?? ""
      let more = missingFiles.count > 4 ? " and \(missingFiles.count - 4) more files" : ""
      let files =
        missingFiles.count > 1
        ? "; they are in \(missingFiles.prefix(4).joined(separator: ", "))\(more)" : ""
      report.notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: row), line: places.line(ofRow: row),
          "\(PlainText.counted(missingCount, "event is", "events are")) of "
            + "\(PlainText.counted(missingKeys, "account")) that the accounts do not have: kept, in "
            + "no account's journey; most often `\(first.key)` (\(PlainText.counted(first.rows, "event"))\(near))\(files)",
          hint: missingForm
            ?? "load the missing accounts, or say another key with `account = COLUMN`"))
    }
    report.notes += identityNotes
    report.orphanEvents = orphanCount
    report.orphanKeys = orphanKeys
    report.eventsWithoutKey = blankCount
  }
}
