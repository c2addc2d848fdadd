internal import QueryLanguage
internal import Synchronization

/// Reads the tables of SQLite databases; OCEL 2.0 among them.
enum SQLiteReader {
  private static let magic = Array("SQLite format 3\0".utf8)

  /// Whether a file begins as databases do.
  static func isDatabase(_ sample: [UInt8]) -> Bool { sample.starts(with: magic) }

  /// What is called a database and holds bytes that are neither one nor text.
  static func refusal(_ path: String, _ kind: ForeignFile.Kind) -> LoadError? {
    guard DataFileEnding(of: path)?.isDatabase ?? false,
      kind.name.contains("binary data")
    else { return nil }
    return LoadError(
      path: path,
      message: "the file is called a database and does not begin like a SQLite database",
      hint: "it may be encrypted, damaged, or another program's: export its tables as CSV there")
  }

  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    let file = try SQLiteFile(source)
    let meter = LoadMeter(source.size, options.progress)
    file.database.watch { !meter.report() }
    let schema = try SQLiteSchema(file)
    let damage = try file.damage(of: onlyTable(schema, options))
    var files: [LoadedFile]
    if let log = try log(schema, file, options, meter) {
      files = log
    } else {
      files = try read(schema, file, options, meter)
    }
    try file.checkUnchanged()
    if let damage {
      for place in files.indices {
        files[place].report.warnings.append(
          "the database is damaged (\(damage)): rows may be missing; repair a copy with "
            + "`sqlite3 \(ByteSource.shellWord(source.path)) .recover | sqlite3 repaired.sqlite`")
      }
    }
    return files
  }

  /// The name of the table where one alone is read; a view may show rows of any.
  private static func onlyTable(_ schema: SQLiteSchema, _ options: ReadingOptions) -> String? {
    guard let part = options.part, !OCELDatabase.isLog(schema),
      let table = try? schema.wanted(part).first, !table.isView
    else { return nil }
    return table.name
  }

  /// An event log in its tables; nil when there is none, or one of the tables is asked for.
  private static func log(
    _ schema: SQLiteSchema, _ file: SQLiteFile, _ options: ReadingOptions, _ meter: LoadMeter
  ) throws(LoadError) -> [LoadedFile]? {
    guard OCELDatabase.isLog(schema) else { return nil }
    var database = OCELDatabase(file, schema, meter)
    if let part = options.part, try !database.hasObjectType(part), schema.has(part) { return nil }
    let log = try database.read()
    return try OCELTables(log, file.source, format: "OCEL, SQLite", options: options).files()
  }

  private static func read(
    _ schema: SQLiteSchema, _ file: SQLiteFile, _ options: ReadingOptions, _ meter: LoadMeter
  ) throws(LoadError) -> [LoadedFile] {
    let wanted = try schema.wanted(options.part)
    var cells: [SQLiteTable] = []
    var skipped: [String] = []
    for table in wanted {
      do throws(SQLiteDatabase.Trouble) {
        cells.append(try SQLiteTable(file.database, table, size: file.source.size))
      } catch {
        // A table of a kind that this SQLite lacks, or a view of what is gone: the others are read.
        guard case .failed(let message) = error, wanted.count > 1 else {
          throw file.error(error, table: table.name)
        }
        skipped.append("\(table.isView ? "view" : "table") `\(table.name)` is left out: \(message)")
      }
    }
    meter.expect(cells.map(\.expectedRowCount))
    var files: [LoadedFile] = []
    for cells in cells { files.append(try read(cells, file, options, meter)) }
    for place in files.indices {
      files[place].part?.references = try SQLiteSchema.references(of: cells[place].table, in: file)
    }
    files.nameReferredKeys()
    if !files.isEmpty {
      files[0].report.warnings += skipped
      files[0].report.guesses += schema.guesses(wanted)
    }
    return files
  }

  private static func read(
    _ cells: SQLiteTable, _ file: SQLiteFile, _ options: ReadingOptions, _ meter: LoadMeter
  ) throws(LoadError) -> LoadedFile {
    var options = options
    options.moneyColumns = cells.moneyColumns
    options.progress = { done, total in meter.report(done, of: total) }
    var loaded: LoadedFile
    do {
      loaded = try CellReader.table(
        cells, of: file.source, format: "SQLite, table \(cells.table.name)", options: options)
    } catch {
      throw cells.trouble.map {
        file.error($0, table: cells.table.name, after: cells.rowsRead)
      } ?? error
    }
    meter.finishPart()
    loaded.part = FilePart(cells.table.name)
    cells.describe(&loaded.report)
    DeclaredTypes.apply(cells.columns, to: &loaded, zone: options.zone)
    return loaded
  }
}

extension [LoadedFile] {
  /// Lets a key be found by the name it has where another table refers to it: `orders.id` also as
  /// `order_id`.
  fileprivate mutating func nameReferredKeys() {
    for reference in compactMap(\.part).flatMap(\.references) {
      for place in indices
      where self[place].part?.name.lowercased() == reference.table.lowercased() {
        let table = self[place].table
        guard table.index(of: reference.column) == nil, let key = table.index(of: reference.key)
        else { continue }
        var aliases = table.aliases
        aliases[reference.column] = key
        self[place].table = Table(table.fields, rowCount: table.rowCount, aliases: aliases)
      }
    }
  }
}

/// How far the reading of a file of several tables has come, in bytes of the file.
final class LoadMeter: @unchecked Sendable {
  private let size: Int
  private let progress: (@Sendable (Int, Int) -> Bool)?
  private let state = Mutex(State())

  private struct State: Sendable {
    var weights: [Int] = []
    var part = 0
    var done = 0
    var isStopped = false
    var lastReport: UInt64 = 0
  }

  init(_ size: Int, _ progress: (@Sendable (Int, Int) -> Bool)?) {
    self.size = size
    self.progress = progress
  }

  /// The rows of each part to come.
  func expect(_ rows: [Int]) { state.withLock { $0.weights = rows } }

  func finishPart() { state.withLock { $0.part += 1 } }

  /// Takes over how far one part has come; false to stop.
  func report(_ done: Int, of total: Int) -> Bool {
    state.withLock { state in
      let all = max(1, state.weights.reduce(0, +))
      let before = state.weights.prefix(state.part).reduce(0, +)
      let own = state.part < state.weights.count ? state.weights[state.part] : 0
      let share = Double(done) / Double(max(1, total)) * Double(own)
      state.done = Int((Double(before) + share) / Double(all) * Double(size))
      return ask(&state)
    }
  }

  /// From within long work that knows no rows; false to stop.
  func report() -> Bool {
    state.withLock { state in
      let now = monotonicNanoseconds()
      guard now - state.lastReport >= 50_000_000 else { return !state.isStopped }
      state.lastReport = now
      return ask(&state)
    }
  }

  private func ask(_ state: inout State) -> Bool {
    if let progress, !state.isStopped { state.isStopped = !progress(state.done, size) }
    return !state.isStopped
  }
}
