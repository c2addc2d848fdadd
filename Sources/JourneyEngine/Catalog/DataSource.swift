/// One table on its way into a snapshot: what it is called, what its rows are, and how its columns
/// are to be understood. Made from a `load` declaration (`LoadPlan`), from files named on the
/// command line, or by hand for the embedded company and for tests.
package struct DataSource: Sendable {
  /// What the rows are.
  package enum Role: Hashable, Sendable {
    /// To be found out from the content (`SourceRecognition`).
    case recognised
    case accounts, events, stages
    /// A look-up table, by this name.
    case lookup(String)
    /// Other names and keys of accounts: columns `alias` and `account`.
    case aliases
  }

  /// `id = account_id`, `kind = "usage"`
  package struct Mapping: Hashable, Sendable {
    package enum Origin: Hashable, Sendable {
      case column(String)
      case constant(String)
    }

    package var role: String
    package var origin: Origin

    package init(_ role: String, column: String) {
      self.role = role
      origin = .column(column)
    }

    package init(_ role: String, constant: String) {
      self.role = role
      origin = .constant(constant)
    }
  }

  /// `events from changes of (state, priority) by case`: each row is the state of a case at a time,
  /// and each change of one of the columns from the row before is an event.
  package struct Changes: Hashable, Sendable {
    package var columns: [String]
    package var key: String

    package init(of columns: [String], by key: String) {
      self.columns = columns
      self.key = key
    }
  }

  /// `events from periods (start_date, end_date) by subscription_id`: each row is something that
  /// lasts, as a subscription does; it starts, perhaps ends, and changes where the next row of the
  /// same key goes on with other values.
  package struct Periods: Hashable, Sendable {
    package var start: String
    package var end: String
    /// Nil: the account's own rows follow one another.
    package var key: String?

    package init(from start: String, to end: String, by key: String? = nil) {
      self.start = start
      self.end = end
      self.key = key
    }
  }

  /// `join "accounts.csv" on account`: `right` nil when the key has one name on both sides.
  package struct Join: Sendable {
    package var file: String
    package var table: Table
    package var left: String
    package var right: String?
    package var lines: RowLines

    package init(
      file: String, table: Table, left: String, right: String? = nil, lines: RowLines = RowLines()
    ) {
      self.file = file
      self.table = table
      self.left = left
      self.right = right
      self.lines = lines
    }
  }

  /// The path as its author wrote it, or a name.
  package var name: String
  package var table: Table
  package var role: Role
  package var mappings: [Mapping]
  package var joins: [Join]
  /// `kind from columns (a, b)`
  package var kindColumns: [String]
  package var changes: Changes?
  package var periods: Periods?
  /// `reading export "Salesforce cases"`: the ready-made reading to take; `none` for none.
  package var export: String?
  /// Columns that may hold the account's key, best first, where a ready-made reading knows several.
  var accountKeys: [String] = []
  /// Rows of the file, where a ready-made reading made others of them.
  var rowsRead: Int?
  /// What is to be said of how it was found, such as what else its folder holds.
  var notes: [LoadReport.Note] = []
  /// Another meaning of the rows that the source before it has.
  var isRepeated = false
  /// Why the role is the one that it is; empty when `load` says it.
  var reasons: [String] = []
  /// Survey questions whose scores are events; empty: those that the headers name.
  package var surveys: [Survey] = []
  /// Which table of its file, for files of several.
  package var part: FilePart?
  /// Nil for tables that come from no file.
  package var file: FileReport?
  package var lines: RowLines
  /// The files that were put under one another to make this source; empty for one file.
  var parts: [Part] = []

  /// One of several files that are one table.
  struct Part: Sendable {
    var name: String
    var rows: Range<Int>
    var file: FileReport?
    var stem: String
  }

  package init(
    _ name: String, _ table: Table, role: Role = .recognised, mappings: [Mapping] = [],
    joins: [Join] = [], kindColumns: [String] = [], file: FileReport? = nil,
    lines: RowLines = RowLines()
  ) {
    self.name = name
    self.table = table
    self.role = role
    self.mappings = mappings
    self.joins = joins
    self.kindColumns = kindColumns
    self.file = file
    self.lines = lines
  }

  /// `usage` for `crm/usage.csv.gz`: names look-up tables, and prefixes columns whose name is
  /// taken.
  package var stem: String {
    // `book.xlsx:Orders` is known as `Orders`.
    if let part, name.hasSuffix(":\(part.name)") { return part.name }
    return DataSource.stem(of: name)
  }

  /// What a `load` says to read this table and no other: `"shop.sqlite" reading table "orders"`.
  var clause: String {
    guard let part, name.hasSuffix(":\(part.name)") else { return "\"\(name)\"" }
    let kind = file?.partKind ?? "table"
    return "\"\(name.dropLast(part.name.count + 1))\" reading \(kind) \"\(part.name)\""
  }

  /// `usage` for `crm/usage.csv.gz`, `orders` for `shop.sqlite:orders`.
  package static func stem(of path: String) -> String {
    if let part = DataFiles.part(in: path) { return part }
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let stem = base.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init)
    return stem ?? base
  }
}

/// Where the rows of a table stand in their file. Rows from nowhere have no line.
package struct RowLines: Sendable {
  private let find: (@Sendable (_ row: Int) -> (path: String, line: Int)?)?

  /// `find` is asked for few rows only, those that a message names.
  package init(_ find: (@Sendable (_ row: Int) -> (path: String, line: Int)?)? = nil) {
    self.find = find
  }

  package func place(ofRow row: Int) -> (path: String, line: Int)? { find?(row) }

  /// `line 812`, else `row 811`.
  package func words(forRow row: Int) -> String {
    place(ofRow: row).map { "line \(PlainText.count($0.line))" }
      ?? "row \(PlainText.count(row + 1))"
  }
}
