internal import CInput

/// A SQLite database, open for reading. Used by one thread at a time.
final class SQLiteDatabase: @unchecked Sendable {
  /// Why a statement or an opening came to nothing.
  enum Trouble: Error, Hashable {
    case busy, damaged, noDatabase, stopped
    case cannotOpen(String)
    case failed(String)
  }

  fileprivate let handle: OpaquePointer
  /// Whether to go on is asked through a pointer to it.
  private var watch: Watch?

  private final class Watch {
    let isStopped: () -> Bool
    init(_ isStopped: @escaping () -> Bool) { self.isStopped = isStopped }
  }

  /// Opens by URI; `sql` comes before anything is read.
  init(uri: String, first sql: String? = nil) throws(Trouble) {
    var outcome: Int32 = 0
    guard let handle = orbits_database_open(uri, &outcome) else { throw .failed("out of memory") }
    self.handle = handle
    try check(outcome)
    if let sql { try execute(sql) }
  }

  /// Opens what is in memory.
  init(_ source: ByteSource) throws(Trouble) {
    guard let bytes = orbits_database_allocate(Int64(source.size)) else {
      throw .failed("it does not fit into memory")
    }
    guard source.read(at: 0, into: bytes, count: source.size) == source.size else {
      orbits_database_release(bytes)
      throw .failed("it could not be read to its end")
    }
    // A database in memory has no log beside it, whatever its header says about one.
    if source.size > 20 {
      bytes[18] = 1
      bytes[19] = 1
    }
    var outcome: Int32 = 0
    guard let handle = orbits_database_open_bytes(bytes, Int64(source.size), &outcome) else {
      throw .failed("out of memory")
    }
    self.handle = handle
    try check(outcome)
  }

  deinit { orbits_database_close(handle) }

  func execute(_ sql: String) throws(Trouble) { try check(orbits_database_execute(handle, sql)) }

  /// Stops long work when `isStopped` says so.
  func watch(_ isStopped: @escaping () -> Bool) {
    let watch = Watch(isStopped)
    self.watch = watch
    let context = Unmanaged.passUnretained(watch).toOpaque()
    orbits_database_watch(
      handle,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().isStopped() ? 1 : 0
      }, context)
  }

  fileprivate func check(_ outcome: Int32) throws(Trouble) {
    if let trouble = trouble(outcome) { throw trouble }
  }

  fileprivate func trouble(_ outcome: Int32) -> Trouble? {
    let outcome = Int(outcome)
    let message = String(cString: orbits_database_message(handle))
    switch outcome {
    case Int(ORBITS_SQLITE_FINE), Int(ORBITS_SQLITE_DONE), Int(ORBITS_SQLITE_FULL): return nil
    case Int(ORBITS_SQLITE_BUSY): return .busy
    case Int(ORBITS_SQLITE_DAMAGED): return .damaged
    case Int(ORBITS_SQLITE_NO_DATABASE): return .noDatabase
    case Int(ORBITS_SQLITE_INTERRUPTED): return .stopped
    case Int(ORBITS_SQLITE_CANNOT_OPEN): return .cannotOpen(message)
    default: return .failed(message)
    }
  }

  /// A name as SQL wants it.
  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// The rows of a select statement, handed over as text, many at a time.
final class SQLiteRows: @unchecked Sendable {
  struct Column: Hashable {
    var name: String
    /// As the schema says it: `VARCHAR(20)`; empty where it says nothing.
    var declaredType: String
  }

  private let database: SQLiteDatabase
  private let handle: OpaquePointer
  let columns: [Column]

  init(_ database: SQLiteDatabase, _ sql: String) throws(SQLiteDatabase.Trouble) {
    var outcome: Int32 = 0
    guard let handle = orbits_rows_open(database.handle, sql, &outcome) else {
      try database.check(outcome)
      throw .failed("no statement")
    }
    self.database = database
    self.handle = handle
    columns = (0..<orbits_rows_column_count(handle)).map { index in
      Column(
        name: String(cString: orbits_rows_name(handle, index)),
        declaredType: orbits_rows_declared_type(handle, index).map { String(cString: $0) } ?? "")
    }
  }

  deinit { orbits_rows_close(handle) }

  /// From the first row again.
  func rewind() { orbits_rows_rewind(handle) }

  /// Cells that hold bytes and no text, and infinite numbers.
  func textless(_ column: Int) -> (binary: Int, infinite: Int) {
    let column = Int32(column)
    return (
      Int(orbits_rows_binary_count(handle, column)), Int(orbits_rows_infinite_count(handle, column))
    )
  }

  /// What one call wrote: rows and bytes; or no row, and how many bytes the next one needs.
  enum Filled {
    case rows(Int, bytes: Int)
    case needs(Int)
    case done
  }

  func fill(
    _ bytes: UnsafeMutablePointer<UInt8>, capacity: Int, _ fields: UnsafeMutablePointer<Field>,
    rowCapacity: Int
  ) throws(SQLiteDatabase.Trouble) -> Filled {
    var batch = orbits_batch()
    batch.bytes = bytes
    batch.byte_capacity = capacity
    batch.cells = UnsafeMutableRawPointer(fields).assumingMemoryBound(to: UInt64.self)
    batch.row_capacity = rowCapacity
    let outcome = orbits_rows_fill(handle, &batch)
    try database.check(outcome)
    if Int(outcome) == Int(ORBITS_SQLITE_DONE) { return .done }
    if Int(outcome) == Int(ORBITS_SQLITE_FULL) { return .needs(batch.bytes_wanted) }
    return .rows(batch.row_count, bytes: batch.byte_count)
  }
}
