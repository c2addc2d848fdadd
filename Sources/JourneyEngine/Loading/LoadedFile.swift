/// One file, read: its columns as they stand in it, and what happened on the way.
package struct LoadedFile: Sendable {
  package var table: Table
  package var report: FileReport

  package init(table: Table, report: FileReport) {
    self.table = table
    self.report = report
  }
}

/// What reading one file found.
package struct FileReport: Sendable {
  /// A row that could not be taken, with its line (1 = the header's) and why.
  package struct RefusedRow: Hashable, Sendable {
    package var line: Int
    package var reason: String

    package init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  package struct ColumnReport: Hashable, Sendable {
    package var name: String
    package var type: ValueType
    package var missing: Int
    /// "kept as text: 3 values are not numbers, the first `n/a` on line 812"
    package var note: String?

    package init(name: String, type: ValueType, missing: Int, note: String? = nil) {
      self.name = name
      self.type = type
      self.missing = missing
      self.note = note
    }
  }

  package var path: String
  /// "CSV, comma", "JSON Lines", ...
  package var format: String
  package var byteCount: Int
  package var rowsRead: Int
  package var refusedCount: Int
  /// The first few of the refused.
  package var refused: [RefusedRow]
  package var columns: [ColumnReport]
  package var warnings: [String]
  package var elapsedNanoseconds: UInt64

  package init(path: String, format: String) {
    self.path = path
    self.format = format
    byteCount = 0
    rowsRead = 0
    refusedCount = 0
    refused = []
    columns = []
    warnings = []
    elapsedNanoseconds = 0
  }
}

/// Why a file cannot be read (exit status 4 in a script).
package struct LoadError: Error, Hashable, Sendable {
  package var path: String
  /// 1-based, when the trouble has a place.
  package var line: Int?
  package var column: Int?
  /// One sentence, lower-case.
  package var message: String
  /// The way out, as a sentence or a clause to paste.
  package var hint: String?

  package init(
    path: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }
}

/// What the caller knows about a file before it is read.
package struct ReadingOptions: Sendable {
  /// Date layouts by column name, e.g. `dd-MM-yyyy HH:mm` (case of names is ignored).
  package var dateFormats: [String: String] = [:]
  /// Columns that stay text whatever they hold (keys and ids), by name.
  package var textColumns: Set<String> = []
  /// The zone of instants written without one.
  package var zone: CivilTimeZone = .utc
  /// Called now and then with bytes done and bytes in all; returns false to stop reading.
  package var progress: (@Sendable (_ done: Int, _ total: Int) -> Bool)?
  /// How many threads read one file; 0 leaves it to the machine.
  package var threadCount = 0
  /// About how many bytes a thread takes at a time.
  package var blockSize = 256 << 10

  package init() {}
}
