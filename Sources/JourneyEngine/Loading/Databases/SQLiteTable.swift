/// The cells of one table, as text.
final class SQLiteTable: CellSource, @unchecked Sendable {
  let table: SQLiteSchema.Relation
  let names: [String]
  /// As the schema has them, but under `names`.
  let columns: [SQLiteRows.Column]
  let expectedRowCount: Int
  private let rows: SQLiteRows
  private let renamed: [String]
  private(set) var rowsRead = 0
  /// What ended the reading early.
  private(set) var trouble: SQLiteDatabase.Trouble?
  private var textless: [(binary: Int, infinite: Int)] = []
  private var repairedCells = 0
  /// Of the last pass that came to the end: a message may look rows up later.
  private var repairedInAll = 0
  /// How many bytes a view may show, which can be made to show rows without end.
  private let most: Int
  private var shown = 0

  init(
    _ database: SQLiteDatabase, _ table: SQLiteSchema.Relation, size: Int
  ) throws(SQLiteDatabase.Trouble) {
    self.table = table
    rows = try SQLiteRows(database, "SELECT * FROM \(SQLiteDatabase.quoted(table.name))")
    expectedRowCount = table.expectedRows
    most = max(256 << 20, 100 * size)
    var names: [String] = []
    var renamed: [String] = []
    let given = rows.columns.map { SQLiteTable.plain($0.name) }
    var free = FreeNames(given: given)
    for (place, name) in given.enumerated() {
      let own = free.take(name, or: "column_\(place + 1)")
      if name.isEmpty { renamed.append("column \(place + 1) has no name; it is called `\(own)`") }
      names.append(own)
    }
    self.names = names
    self.renamed = renamed
    columns = zip(names, rows.columns).map {
      SQLiteRows.Column(name: $0, declaredType: $1.declaredType)
    }
  }

  /// Without spaces around it and line ends inside.
  private static func plain(_ name: String) -> String {
    let line = name.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    let start = line.prefix { $0 == " " }.count
    let end = line.reversed().prefix { $0 == " " }.count
    return start + end >= line.count ? "" : String(line[start..<(line.count - end)])
  }

  var moneyColumns: Set<String> {
    Set(columns.filter { DeclaredTypes.isMoney($0) }.map(\.name))
  }

  // MARK: - Rows

  func rewind() {
    rows.rewind()
    rowsRead = 0
    repairedCells = 0
    shown = 0
  }

  func fill(_ block: RowBlock) throws(BlockFault) -> Bool {
    block.reserve(SQLiteTable.blockSize)
    do throws(SQLiteDatabase.Trouble) {
      while true {
        switch try rows.fill(
          block.bytes, capacity: block.capacity, block.fields,
          rowCapacity: max(1, block.capacity / names.count))
        {
        case .done:
          repairedInAll = repairedCells
          textless = names.indices.map { rows.textless($0) }
          return false
        case .needs(let count):
          guard count <= BlockFeed.longestRow else {
            throw .failed("row \(rowsRead + 1) is longer than \(BlockFeed.longestRow >> 20) MB")
          }
          block.reserve(count)
        case .rows(let count, let bytes):
          block.finishCells(bytes: bytes, rows: count, columns: names.count)
          if ByteScan.firstUnreadable(block.bytes, count: bytes) != nil { repair(block) }
          rowsRead += count
          shown += bytes + count * names.count * MemoryLayout<Field>.size
          guard !table.isView || shown <= most else {
            throw .failed(
              "the view shows more than \(PlainText.counted(rowsRead, "row")), too many for a "
                + "database of this size; does it ever end?")
          }
          return true
        }
      }
    } catch {
      trouble = error
      throw BlockFault(offset: 0, message: "the database cannot be read on")
    }
  }

  /// About how many bytes a block has.
  private static let blockSize = 256 << 10

  /// Makes texts readable that are no UTF-8: a database takes any bytes for text.
  private func repair(_ block: RowBlock) {
    let rowCount = block.rowCount
    var text: [UInt8] = []
    var fields: [Field] = []
    for index in 0..<(rowCount * names.count) {
      let field = block.fields[index]
      let start = text.count
      let bytes = UnsafeBufferPointer(start: block.bytes + field.start, count: field.length)
      if let base = bytes.baseAddress,
        ByteScan.firstUnreadable(base, count: field.length) != nil
      {
        let readable = String(decoding: bytes, as: UTF8.self)
          .map { $0 == "\0" ? "\u{FFFD}" : $0 }
        text.append(contentsOf: String(readable).utf8)
        repairedCells += 1
      } else {
        text.append(contentsOf: bytes)
      }
      fields.append(Field(start: start, length: text.count - start))
    }
    block.reserve(max(text.count, fields.count))
    block.bytes.update(from: text, count: text.count)
    for (index, field) in fields.enumerated() { block.fields[index] = field }
    block.finishCells(bytes: text.count, rows: rowCount, columns: names.count)
  }

  // MARK: - What is to be said

  func describe(_ report: inout FileReport) {
    report.warnings += renamed
    for (place, count) in textless.enumerated() {
      let name = ColumnMapper.quoted(names[place])
      if count.binary > 0 {
        report.warnings.append(
          "\(name): \(PlainText.counted(count.binary, "value is", "values are")) binary data (BLOB) "
            + "and unknown here")
      }
      if count.infinite > 0 {
        report.warnings.append(
          "\(name): \(PlainText.counted(count.infinite, "value is", "values are")) infinite "
            + "and unknown here")
      }
    }
    if repairedInAll > 0 {
      report.warnings.append(
        "\(PlainText.counted(repairedInAll, "text is", "texts are")) not UTF-8: what cannot be "
          + "read in \(repairedInAll == 1 ? "it" : "them") shows as \u{FFFD}")
    }
    if report.rowsRead == 0 { report.warnings.append("the table has no rows") }
  }
}
