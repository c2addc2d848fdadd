/// A database file and how it is opened: as it stands at one moment, its log included, and without
/// a trace beside it.
struct SQLiteFile {
  let source: ByteSource
  let database: SQLiteDatabase
  /// A copy in memory, or a file that nothing guards against other programs.
  private let stamp: FileStamp?

  init(_ source: ByteSource) throws(LoadError) {
    self.source = source
    do throws(SQLiteDatabase.Trouble) {
      let way = SQLiteFile.way(source)
      if let way {
        database = try SQLiteDatabase(uri: way.uri, first: way.pragma)
      } else {
        database = try SQLiteDatabase(source)
      }
      stamp = way?.isGuarded == false ? FileStamp(source.path) : nil
      // Everything is read as it is now, whatever is written meanwhile.
      try database.execute("PRAGMA cell_size_check = ON; BEGIN; SELECT 1 FROM sqlite_schema")
    } catch {
      throw SQLiteFile.error(error, source.path)
    }
  }

  // MARK: - The way in

  private struct Way {
    var uri: String
    var pragma: String?
    /// Whether locks or a log keep the file as it is while it is read.
    var isGuarded = true
  }

  /// Nil: the database is not a file of its own (it was packed, or came down a pipe).
  private static func way(_ source: ByteSource) -> Way? {
    let path = source.path
    // A pipe that was emptied would be waited for.
    guard FileStamp(path) != nil, let file = try? FileOpener.open(path), file.size == source.size,
      file.bytes(at: 0, count: 100) == source.bytes(at: 0, count: 100)
    else { return nil }
    // Two slashes at the beginning would name a host.
    let uri = (path.hasPrefix("/") ? "file://" : "file:") + escaped(path) + "?mode=ro"
    let log = FileStamp(path + "-wal")?.size ?? 0
    let hasIndex = FileStamp(path + "-shm") != nil
    if log > 0 {
      // Without its index the log would be indexed beside the file; with locking left aside the
      // index is held in memory. Who had the database open would have left the index there.
      return hasIndex
        ? Way(uri: uri)
        : Way(uri: uri + "&vfs=unix-none", pragma: "PRAGMA locking_mode = EXCLUSIVE")
    }
    let usesLog = source.bytes(at: 18, count: 1) == [2]
    // To ask a database for its log would create one.
    return usesLog && !hasIndex ? Way(uri: uri + "&immutable=1", isGuarded: false) : Way(uri: uri)
  }

  private static func escaped(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return path.utf8.map { byte in
      let isPlain =
        byte.isDigit || (byte | 0x20 >= 97 && byte | 0x20 <= 122)
        || "/._-~".utf8.contains(byte)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }

  // MARK: - Questions

  /// All rows of a statement with few of them.
  func texts(_ sql: String) throws(LoadError) -> [[String]] {
    do throws(SQLiteDatabase.Trouble) {
      return try SQLiteFile.texts(sql, in: database)
    } catch {
      throw self.error(error)
    }
  }

  private static func texts(
    _ sql: String, in database: SQLiteDatabase
  ) throws(SQLiteDatabase.Trouble) -> [[String]] {
    let rows = try SQLiteRows(database, sql)
    let block = RowBlock(capacity: 1 << 16)
    let columns = rows.columns.count
    var texts: [[String]] = []
    while true {
      switch try rows.fill(
        block.bytes, capacity: block.capacity, block.fields,
        rowCapacity: block.capacity / columns)
      {
      case .done: return texts
      case .needs(let count): block.reserve(count)
      case .rows(let count, bytes: _):
        for row in 0..<count {
          texts.append(
            (0..<columns).map { column in
              let field = block.fields[row * columns + column]
              let text = UnsafeBufferPointer(start: block.bytes + field.start, count: field.length)
              return String(decoding: text, as: UTF8.self)
            })
        }
      }
    }
  }

  /// What the database itself finds wrong with its pages, or those of one table; nil when nothing
  /// is.
  func damage(of table: String? = nil) throws(LoadError) -> String? {
    do throws(SQLiteDatabase.Trouble) {
      let pages = table.map { SQLiteDatabase.quoted($0) } ?? "20"
      let lines = try SQLiteFile.texts("PRAGMA quick_check(\(pages))", in: database)
        .compactMap(\.first)
      // That a value breaks a rule of its table is no damage.
      return lines.flatMap { $0.split(separator: "\n").map(String.init) }.first { line in
        line != "ok" && !line.hasPrefix("***") && !line.hasPrefix("NULL value in ")
          && !line.hasPrefix("CHECK constraint failed ") && !line.hasPrefix("non-unique entry ")
          && !line.contains(" value in ")
      }
    } catch {
      if error == .damaged || error == .stopped { throw self.error(error) }
      return nil
    }
  }

  /// Whether another program has changed the file meanwhile, where nothing kept it from that.
  func checkUnchanged() throws(LoadError) {
    guard let stamp else { return }
    guard FileStamp(source.path) == stamp, FileStamp(source.path + "-wal")?.size ?? 0 == 0 else {
      throw LoadError(
        path: source.path, message: "the database changed while it was read",
        hint: "load it again once nothing writes to it")
    }
  }

  // MARK: - Trouble

  func error(_ trouble: SQLiteDatabase.Trouble, table: String? = nil, after rows: Int = 0)
    -> LoadError
  {
    SQLiteFile.error(trouble, source.path, table: table, after: rows)
  }

  private static func error(
    _ trouble: SQLiteDatabase.Trouble, _ path: String, table: String? = nil, after rows: Int = 0
  ) -> LoadError {
    let place = table.map { ": table `\($0)` cannot be read past row \(rows)" } ?? ""
    let repair =
      "repair a copy of it: sqlite3 \(ByteSource.shellWord(path)) .recover | sqlite3 repaired.sqlite"
    switch trouble {
    case .stopped: return LoadError(path: path, message: "stopped")
    case .busy:
      return LoadError(
        path: path, message: "another program is writing to the database",
        hint: "load it again when that is done, or load a copy")
    case .damaged:
      return LoadError(path: path, message: "the database is damaged\(place)", hint: repair)
    case .noDatabase:
      return LoadError(
        path: path, message: "begins like a SQLite database and is none behind that",
        hint: "it may be encrypted or damaged: open it with the program it is from")
    case .cannotOpen(let message):
      if let size = FileStamp(path + "-journal")?.size, size > 0 {
        return LoadError(
          path: path, message: "the last writing to the database was never finished",
          hint: "open it once with the program it is from, so that \(path)-journal is settled")
      }
      return LoadError(path: path, message: "the database cannot be opened: \(message)")
    case .failed(let message):
      let name = table.map { "table `\($0)` of " } ?? ""
      return LoadError(path: path, message: "\(name)the database cannot be read: \(message)")
    }
  }
}
