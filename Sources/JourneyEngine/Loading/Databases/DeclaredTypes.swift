/// What the types that a schema declares say beyond the values themselves: 1 is `true`, a number
/// of seconds is a date, an amount is money. They are wishes, and only believed when every value
/// of the column agrees.
enum DeclaredTypes {
  /// The letters of a declared type before its sizes: `DECIMAL(10, 2)` -> `decimal`.
  private static func word(_ type: String) -> String {
    let word = type.prefix { $0 != "(" }.lowercased()
    return word.split(separator: " ").joined(separator: " ")
  }

  /// The decimals of `DECIMAL(10, 2)`.
  private static func scale(_ type: String) -> Int? {
    guard let open = type.firstIndex(of: "("), type.last == ")" else { return nil }
    let parts = type[type.index(after: open)...].dropLast().split(separator: ",")
    return parts.count == 2 ? Int(parts[1].filter { $0 != " " }) : nil
  }

  /// Amounts; a share or a count of the same type is told by its name.
  static func isMoney(_ column: SQLiteRows.Column) -> Bool {
    switch word(column.declaredType) {
    case "money", "smallmoney", "currency": return true
    case "decimal", "numeric", "dec":
      return scale(column.declaredType) == 2 && !ColumnName(column.name).isOtherMeasure
    default: return false
    }
  }

  static func apply(
    _ columns: [SQLiteRows.Column], to file: inout LoadedFile, zone: CivilTimeZone
  ) {
    let types = Dictionary(
      columns.map { ($0.name, $0.declaredType) }, uniquingKeysWith: { first, _ in first })
    var fields = file.table.fields
    for (place, field) in fields.enumerated() {
      guard let type = types[field.name], let (column, note) = converted(field.column, type, zone)
      else { continue }
      fields[place] = Table.Field(field.name, column)
      guard let index = file.report.columns.firstIndex(where: { $0.name == field.name }) else {
        continue
      }
      file.report.columns[index].type = column.type
      file.report.columns[index].note = note
    }
    file.table = Table(fields, rowCount: file.table.rowCount, aliases: file.table.aliases)
  }

  private static func converted(
    _ column: Column, _ type: String, _ zone: CivilTimeZone
  ) -> (Column, note: String?)? {
    switch word(type) {
    case "bool", "boolean": return boolean(column).map { ($0, nil) }
    case "date", "datetime", "timestamp", "timestamptz", "timestamp with time zone",
      "timestamp without time zone", "datetime2", "smalldatetime":
      return time(column, type, zone)
    default: return nil
    }
  }

  /// Nothing but 0 and 1.
  private static func boolean(_ column: Column) -> Column? {
    guard case .integers(let values) = column.storage, column.type == .integer,
      column.nulls.unknownCount < column.count, values.allSatisfy({ $0 == 0 || $0 == 1 })
    else { return nil }
    return Column(.boolean, .booleans(values.map { UInt8($0) }), nulls: column.nulls)
  }

  /// Time since 1970, or days since noon of the first day of the Julian calendar.
  private static func time(
    _ column: Column, _ type: String, _ zone: CivilTimeZone
  ) -> (Column, note: String?)? {
    if let unit = EpochUnit(of: column), case .integers(let values) = column.storage {
      let instants = values.enumerated().map { row, value in
        column.nulls.isUnknown(row) ? 0 : unit.microseconds(value) ?? 0
      }
      return (
        times(instants, column.nulls, asDates: type.lowercased() == "date"),
        "declared \(type), stored as \(unit.words)"
      )
    }
    guard case .doubles(let values) = column.storage, column.nulls.unknownCount < column.count
    else { return nil }
    // 1900 to 2100.
    let range = 2_415_020.5...2_488_070.5
    for (row, value) in values.enumerated() where !column.nulls.isUnknown(row) {
      guard range.contains(value) else { return nil }
    }
    // A double holds such a day to 40 microseconds: what is finer is rubble.
    let instants = values.enumerated().map { row, value -> Int64 in
      guard !column.nulls.isUnknown(row) else { return 0 }
      let milliseconds = ((value - 2_440_587.5) * 86_400_000).rounded()
      return Int64(milliseconds) * 1000
    }
    return (
      times(instants, column.nulls, asDates: type.lowercased() == "date"),
      "declared \(type), stored as Julian days"
    )
  }

  /// Whole days stay dates where the schema says so.
  private static func times(_ instants: [Int64], _ nulls: NullMask, asDates: Bool) -> Column {
    guard asDates, instants.allSatisfy({ $0 % microsecondsPerDay == 0 }) else {
      return Column(.instant, .integers(instants), nulls: nulls)
    }
    return Column(
      .date, .integers(instants.map { floorDivide($0, microsecondsPerDay) }), nulls: nulls)
  }
}
