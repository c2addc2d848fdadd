/// Reads object-centric event logs from SQLite (OCEL 2.0): a table of events and one of objects, a
/// table of attributes for each of their types, and what is related to what.
struct OCELDatabase {
  private let file: SQLiteFile
  private let schema: SQLiteSchema
  private let meter: LoadMeter
  private var log: OCELLog

  private static let tables: Set<String> = [
    "event", "object", "event_object", "event_map_type", "object_map_type",
  ]

  /// Whether the tables are those of a log.
  static func isLog(_ schema: SQLiteSchema) -> Bool {
    tables.isSubset(of: schema.relations.map { $0.name.lowercased() })
  }

  init(_ file: SQLiteFile, _ schema: SQLiteSchema, _ meter: LoadMeter) {
    self.file = file
    self.schema = schema
    self.meter = meter
    log = OCELLog(size: file.source.size)
  }

  mutating func read() throws(LoadError) -> OCELLog {
    meter.expect(schema.relations.map(\.expectedRows))
    let objectTypes = try types("object_map_type")
    for type in objectTypes { log.declareObjectType(log.intern(type.name)) }
    try rows("object", ["ocel_id", "ocel_type"]) { log, cells in
      if cells[0] != OCELLog.none && cells[1] != OCELLog.none {
        _ = log.addObject(id: cells[0], type: cells[1])
      } else {
        log.refuse(at: 0, "an object has no id or no type")
      }
    }
    try rows("event", ["ocel_id", "ocel_type"]) { log, cells in
      _ = log.addEvent(id: cells[0], type: cells[1], time: OCELLog.none)
    }
    for type in objectTypes { try objectValues("object_\(type.table)") }
    for type in try types("event_map_type") { try eventValues("event_\(type.table)") }
    try relations()
    return log
  }

  func hasObjectType(_ name: String) throws(LoadError) -> Bool {
    try types("object_map_type").contains { $0.name.lowercased() == name.lowercased() }
  }

  private func types(_ table: String) throws(LoadError) -> [(name: String, table: String)] {
    try file.texts("SELECT ocel_type, ocel_type_map FROM \(SQLiteDatabase.quoted(table))")
      .map { ($0[0], $0[1]) }
  }

  // MARK: - Attributes

  /// A row says all attributes at a time, or the one that changed then.
  private mutating func objectValues(_ table: String) throws(LoadError) {
    var unknown = 0
    try rows(
      table, ["ocel_id", "ocel_time", "ocel_changed_field"], others: true
    ) { log, cells, names in
      guard let row = log.object(cells[0]) else {
        unknown += 1
        return
      }
      let changed = cells[2]
      for (place, name) in names.enumerated() {
        let value = cells[place + 3]
        guard changed == OCELLog.none ? value != OCELLog.none : changed == name else { continue }
        log.setObjectValue(name, row: row, time: cells[1], value)
      }
    }
    sayUnknown(unknown, table, "objects")
  }

  private mutating func eventValues(_ table: String) throws(LoadError) {
    var unknown = 0
    try rows(table, ["ocel_id", "ocel_time"], others: true) { log, cells, names in
      guard let row = log.event(cells[0]) else {
        unknown += 1
        return
      }
      log.setTime(cells[1], ofEvent: row)
      for (place, name) in names.enumerated() {
        log.setEventValue(name, row: row, cells[place + 2])
      }
    }
    sayUnknown(unknown, table, "events")
  }

  private mutating func relations() throws(LoadError) {
    var unknown = 0
    try rows("event_object", ["ocel_event_id", "ocel_object_id", "ocel_qualifier"]) { log, cells in
      if let row = log.event(cells[0]) {
        log.relateEvent(row, to: cells[1], cells[2])
      } else {
        unknown += 1
      }
    }
    sayUnknown(unknown, "event_object", "events")
    guard schema.relations.contains(where: { $0.name.lowercased() == "object_object" }) else {
      return
    }
    var strange = 0
    try rows(
      "object_object", ["ocel_source_id", "ocel_target_id", "ocel_qualifier"]
    ) { log, cells in
      if let row = log.object(cells[0]) {
        log.relateObject(row, to: cells[1], cells[2])
      } else {
        strange += 1
      }
    }
    sayUnknown(strange, "object_object", "objects")
  }

  private mutating func sayUnknown(_ count: Int, _ table: String, _ things: String) {
    guard count > 0 else { return }
    log.notes.append(
      "\(PlainText.counted(count, "row")) of `\(table)` \(count == 1 ? "is" : "are") about \(things) "
        + "that the log does not have, and left out")
  }

  // MARK: - Rows

  private mutating func rows(
    _ table: String, _ wanted: [String], _ body: (inout OCELLog, [UInt32]) -> Void
  ) throws(LoadError) {
    try rows(table, wanted, others: false) { log, cells, _ in body(&log, cells) }
  }

  /// The cells of the columns wanted, then those of all others with their names.
  private mutating func rows(
    _ table: String, _ wanted: [String], others: Bool,
    _ body: (inout OCELLog, _ cells: [UInt32], _ names: [UInt32]) -> Void
  ) throws(LoadError) {
    guard
      let relation = schema.relations.first(where: { $0.name.lowercased() == table.lowercased() })
    else {
      log.notes.append("the log has no table `\(table)`: its attributes are unknown")
      return
    }
    let cells: SQLiteTable
    do throws(SQLiteDatabase.Trouble) {
      cells = try SQLiteTable(file.database, relation, size: file.source.size)
    } catch {
      throw file.error(error, table: table)
    }
    let folded = cells.names.map { $0.lowercased() }
    let places = wanted.map { folded.firstIndex(of: $0) }
    guard places[0] != nil else {
      throw LoadError(
        path: file.source.path, message: "table `\(table)` has no column `\(wanted[0])`",
        hint: "an OCEL 2.0 database has one; `reading table \"\(table)\"` reads it as any table")
    }
    let rest = others ? folded.indices.filter { !wanted.contains(folded[$0]) } : []
    let names = rest.map { log.intern(cells.names[$0]) }
    let isFlag = cells.columns.map { $0.declaredType.lowercased().hasPrefix("bool") }
    let block = RowBlock(capacity: 1 << 16)
    var codes = [UInt32](repeating: OCELLog.none, count: wanted.count + rest.count)
    while true {
      do throws(BlockFault) {
        guard try cells.fill(block) else { break }
      } catch {
        throw cells.trouble.map { file.error($0, table: table, after: cells.rowsRead) }
          ?? error.loadError(in: file.source)
      }
      guard meter.report(cells.rowsRead, of: relation.expectedRows) else {
        throw file.error(.stopped)
      }
      for row in 0..<block.rowCount {
        let fields = block.fields + row * block.columnCount
        for (place, column) in (places + rest.map(Optional.some)).enumerated() {
          codes[place] = column.map { code(fields[$0], block, isFlag: isFlag[$0]) } ?? OCELLog.none
        }
        body(&log, codes, names)
      }
    }
    meter.finishPart()
    var report = FileReport(path: "", format: "")
    report.rowsRead = cells.rowsRead
    cells.describe(&report)
    if report.rowsRead > 0 { log.notes += report.warnings.map { "\(table): \($0)" } }
  }

  private mutating func code(_ field: Field, _ block: RowBlock, isFlag: Bool) -> UInt32 {
    let text = UnsafeBufferPointer(start: block.bytes + field.start, count: field.length)
    if isFlag && text.count == 1 {
      if text[0] == UInt8(ascii: "1") { return log.intern("true") }
      if text[0] == UInt8(ascii: "0") { return log.intern("false") }
    }
    // A time of Coordinated Universal Time, said in letters.
    if text.count > 14 && text.suffix(4).elementsEqual(" UTC".utf8) && text[0].isDigit {
      return log.intern(String(decoding: text.dropLast(4), as: UTF8.self) + "Z")
    }
    return log.intern(text)
  }
}
