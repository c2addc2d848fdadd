/// From the paths of a JSON file to the columns of a table.
enum JSONColumns {
  /// Gives every column its readable name, and one of its own; what had to be changed is said.
  static func name(_ columns: inout [Table.Field], _ report: inout FileReport) {
    var free = FreeNames(given: columns.map { JSONName.display($0.name) })
    for (place, field) in columns.enumerated() {
      let shown = JSONName.display(field.name)
      let name = free.take(shown, or: "column_\(place + 1)")
      columns[place] = Table.Field(name, field.column)
      if shown.isEmpty {
        report.warnings.append("a key without letters is called `\(name)`")
      } else if name != shown {
        report.warnings.append(
          "two different keys lead to `\(shown)` (a point is part of one): "
            + "the second is called `\(name)`")
      }
    }
  }

  /// Takes out the places that hold nothing but objects and null: their columns are those inside.
  /// A place that is a value on some rows and an object on others keeps its column; that is said.
  static func settle(
    _ columns: inout [Table.Field], _ paths: [String], _ report: inout FileReport
  ) {
    var inner: [String: Int] = [:]
    for (place, path) in paths.enumerated() {
      for outer in JSONName.outer(path) where inner[outer] == nil { inner[outer] = place }
    }
    var emptied: [Int] = []
    for (place, path) in paths.enumerated() {
      guard let first = inner[path] else { continue }
      if columns[place].column.nulls.unknownCount == columns[place].column.count {
        emptied.append(place)
      } else if path != JSONName.row, place < report.columns.count {
        let note =
          "an object on other rows: its parts are columns of their own, like "
          + "`\(columns[first].name)`"
        let before = report.columns[place].note
        report.columns[place].note = before.map { "\($0); \(note)" } ?? note
      }
    }
    for place in emptied.reversed() {
      columns.remove(at: place)
      report.columns.remove(at: place)
    }
  }
}
