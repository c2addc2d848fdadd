/// One table of a file, read: its columns as they stand in it, and what happened on the way.
package struct LoadedFile: Sendable {
  package var table: Table
  package var report: FileReport
  /// Nil for files that are one table, like CSV.
  package var part: FilePart?
  /// What it was read with: reading it again finds the same.
  package var options = ReadingOptions()
  /// Where its rows stand in the file, as far as the reader noted it.
  var origins = RowOrigins.unknown

  package init(table: Table, report: FileReport, part: FilePart? = nil) {
    self.table = table
    self.report = report
    self.part = part
  }
}

/// Where the rows of a table stand in their file.
enum RowOrigins: Sendable {
  /// To be found by reading the file once more.
  case unknown
  /// In bytes from its start, after unpacking.
  case offsets([Int])
  /// 1-based; the rows of a sheet as a spreadsheet numbers them.
  case lines([Int])
}

/// One of several tables in a file: a sheet of a workbook, a table of a database, the cases or the
/// events of an event log.
package struct FilePart: Hashable, Sendable {
  /// What the format itself says about the rows.
  package enum Rows: Hashable, Sendable { case unsaid, accounts, events, lookup }

  /// As one names it in `reading sheet "Sheet1"`.
  package var name: String
  package var rows: Rows
  /// Standard columns the format itself names: `account` -> `case`.
  package var roles: [String: String]

  /// A column whose values are keys of another table of the file, as the file itself says.
  package struct Reference: Hashable, Sendable {
    package var column: String
    package var table: String
    package var key: String
  }

  package var references: [Reference] = []

  package init(_ name: String, rows: Rows = .unsaid, roles: [String: String] = [:]) {
    self.name = name
    self.rows = rows
    self.roles = roles
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
    /// How the dates are written if day and month are the other way round, where that may be.
    var rivalLayout: String?

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
  /// What was guessed about how the file is written, each in words with the clause that says
  /// otherwise: "the delimiter is `;`: `reading delimiter \",\"` says otherwise".
  package var guesses: [String] = []
  package var elapsedNanoseconds: UInt64
  /// What the parts of such a file are called in `reading`: sheet, table.
  var partKind = "table"

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
