package import JourneyEngine

/// A table of pairs, laid out with a row for each `from` and a column for each `to`.
package enum Matrix {
  /// nil for a table without `from`, `to` and something to put into the cells: the first column
  /// behind them. What stands in front of them stands in front of the matrix. A cell is empty where
  /// the table has no such row.
  package static func arrange(_ table: ResultTable) -> ResultTable? {
    guard let from = table.columns.firstIndex(where: { $0.name == "from" }),
      let to = table.columns.firstIndex(where: { $0.name == "to" }),
      let value = table.columns.indices.first(where: { $0 > max(from, to) })
    else { return nil }
    let heads = Array(0..<min(from, to)) + [from]
    var rows: [[Value]] = []
    var rowOf: [[Value]: Int] = [:]
    var cells: [[Value: Value]] = []
    for row in 0..<table.safeRowCount {
      let key = heads.map { table.columns[$0].column[row] }
      let place = rowOf[key] ?? rows.count
      if place == rows.count {
        rowOf[key] = place
        rows.append(key)
        cells.append([:])
      }
      cells[place][table.columns[to].column[row]] = table.columns[value].column[row]
    }
    var columns = heads.enumerated().map { place, head in
      let source = table.columns[head]
      let style = head == from ? .plain : source.style
      return column(source.name, source.column.type, style, rows.map { $0[place] })
    }
    let source = table.columns[value]
    let style = source.style == .plain ? .remark : source.style
    for name in names(table, from: from, to: to) {
      columns.append(
        column(text(name), source.column.type, style, cells.map { $0[name] ?? .unknown }))
    }
    return ResultTable(
      columns: columns, rowCount: rows.count, footer: table.footer, zone: table.zone)
  }

  /// The order of the columns: that of the rows, so that the diagonal means the same place; what is
  /// no row stands behind.
  private static func names(_ table: ResultTable, from: Int, to: Int) -> [Value] {
    let rows = 0..<table.safeRowCount
    let isUsed = Set(rows.map { table.columns[to].column[$0] })
    var names: [Value] = []
    var seen: Set<Value> = []
    for column in [table.columns[from].column, table.columns[to].column] {
      for row in rows where isUsed.contains(column[row]) && seen.insert(column[row]).inserted {
        names.append(column[row])
      }
    }
    return names
  }

  private static func text(_ name: Value) -> String {
    name.isUnknown ? "unknown" : PlainText.of(name)
  }

  private static func column(
    _ name: String, _ type: ValueType, _ style: ResultTable.Style, _ cells: [Value]
  ) -> ResultTable.ResultColumn {
    var builder = ColumnBuilder(type)
    for cell in cells { builder.append(cell) }
    return ResultTable.ResultColumn(name, builder.build(), style: style)
  }
}
