internal import QueryLanguage

/// The tables and views of a database that hold its user's data.
struct SQLiteSchema {
  struct Relation: Hashable {
    var name: String
    var isView: Bool
    /// Rows there may be.
    var expectedRows: Int
  }

  let relations: [Relation]
  private let path: String

  init(_ file: SQLiteFile) throws(LoadError) {
    path = file.source.path
    // Shadow tables are how a full-text index stores its own.
    let names = try file.texts(
      """
      SELECT l.name, l.type FROM pragma_table_list AS l
      LEFT JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
      WHERE l.schema = 'main' AND l.type <> 'shadow' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY s.rowid NULLS LAST, l.name
      """)
    var relations: [Relation] = []
    for name in names {
      let isView = name[1] == "view"
      // Each row takes some bytes of the file; a number beyond that is an id and no count.
      let most = file.source.size / 4
      let last = isView ? nil : SQLiteSchema.lastRow(of: name[0], file)
      relations.append(
        Relation(
          name: name[0], isView: isView,
          expectedRows: max(1, min(most, last ?? most / 20))))
    }
    self.relations = relations
  }

  /// The last row's number: what is counted at once, while counting would read the whole table.
  private static func lastRow(of table: String, _ file: SQLiteFile) -> Int? {
    let rows = try? file.texts("SELECT max(rowid) FROM \(SQLiteDatabase.quoted(table))")
    return rows?.first?.first.flatMap { Int($0) }
  }

  /// What the columns of a table refer to, one by one; a key of several columns is no key here.
  static func references(
    of table: Relation, in file: SQLiteFile
  ) throws(LoadError) -> [FilePart.Reference] {
    guard !table.isView else { return [] }
    let name = table.name.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''")
    // Without a name the key is the primary one.
    let rows = try file.texts(
      """
      SELECT "from", "table", coalesce("to", (SELECT name FROM pragma_table_info("table") WHERE pk = 1))
      FROM pragma_foreign_key_list('\(name)') AS f
      GROUP BY id HAVING count(*) = 1
      """)
    return rows.map { FilePart.Reference(column: $0[0], table: $0[1], key: $0[2]) }
  }

  // MARK: - What is wanted

  private var tables: [Relation] { relations.filter { !$0.isView } }

  /// The table that `reading table "..."` names; without it every table, or every view where there
  /// are only views: the rows of a view are some table's rows once more.
  func wanted(_ name: String?) throws(LoadError) -> [Relation] {
    guard !relations.isEmpty else {
      throw LoadError(
        path: path, message: "there are no tables in the database",
        hint: "was it written to the end? its tables may be in another file")
    }
    guard let name else { return tables.isEmpty ? relations : tables }
    let folded = name.lowercased()
    let match =
      relations.first { $0.name == name } ?? relations.first { $0.name.lowercased() == folded }
    if let match { return [match] }
    throw missing(name)
  }

  func has(_ name: String) -> Bool {
    relations.contains { $0.name.lowercased() == name.lowercased() }
  }

  private func missing(_ name: String) -> LoadError {
    let names = relations.map(\.name)
    let near = NameSuggestion.nearest(to: name, among: names)
    return LoadError(
      path: path, message: "there is no table `\(name)` in the database",
      hint: near.map { "write `reading table \"\($0)\"`" }
        ?? "its tables are \(SQLiteSchema.list(names))")
  }

  static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }

  /// What was left out, and how to get it.
  func guesses(_ wanted: [Relation]) -> [String] {
    let views = relations.filter { $0.isView && !wanted.contains($0) }
    guard let first = views.first, wanted.count == tables.count else { return [] }
    let many = views.count > 1
    return [
      "the \(many ? "views" : "view") \(SQLiteSchema.list(views.map(\.name))) \(many ? "show" : "shows") "
        + "rows of its tables and \(many ? "are" : "is") not read: `reading table \"\(first.name)\"` reads "
        + (many ? "one" : "it")
    ]
  }
}
