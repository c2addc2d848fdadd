/// Puts tables under one another: columns of one name become one column, a column that some lack is
/// unknown there, and columns whose types differ meet in a type that holds both.
enum TableUnion {
  struct Union {
    var table: Table
    /// Columns that some of the tables lack.
    var lacking: [String] = []
    /// Columns whose types differ, in words.
    var retyped: [String] = []
  }

  static func of(_ tables: [Table], zone: CivilTimeZone = .utc) -> Union {
    if tables.count == 1 { return Union(table: tables[0]) }
    var names: [String] = []
    for table in tables {
      for field in table.fields
      where !names.contains(where: { $0.lowercased() == field.name.lowercased() }) {
        names.append(field.name)
      }
    }
    let rowCount = tables.reduce(0) { $0 + $1.rowCount }
    var union = Union(table: tables[0])
    var aliases: [String: Int] = [:]
    let fields = names.enumerated().map { place, name in
      // A column of the same name only: an alias of one table is another column in the next.
      let columns = tables.map { table in
        table.fields.first { $0.name.lowercased() == name.lowercased() }?.column
      }
      if columns.contains(where: { $0 == nil }) { union.lacking.append(name) }
      let types = columns.compactMap { $0?.type }
      let type = types.dropFirst().reduce(types[0], common)
      if Set(types).count > 1 {
        let words = Set(types.map(\.displayName)).sorted().joined(separator: " and ")
        union.retyped.append("`\(name)` holds \(words), taken as \(type.displayName)")
      }
      for table in tables {
        for (alias, index) in table.aliases where table.fields[index].name == name {
          aliases[alias] = place
        }
      }
      return Table.Field(name, concatenated(columns, tables.map(\.rowCount), type, zone))
    }
    union.table = Table(fields, rowCount: rowCount, aliases: aliases)
    return union
  }

  /// The narrowest type that holds the values of both.
  static func common(_ left: ValueType, _ right: ValueType) -> ValueType {
    if left == right { return left }
    switch (left, right) {
    case (.integer, .money(let scale)), (.money(let scale), .integer): return .money(scale: scale)
    case (.money(let one), .money(let other)): return .money(scale: max(one, other))
    case (.integer, .number), (.number, .integer), (.number, .money), (.money, .number):
      return .number
    case (.date, .instant), (.instant, .date): return .instant
    default: return .text
    }
  }

  private static func concatenated(
    _ columns: [Column?], _ counts: [Int], _ type: ValueType, _ zone: CivilTimeZone
  ) -> Column {
    var nulls = NullMask(count: 0)
    for (column, count) in zip(columns, counts) {
      if let column {
        nulls.append(contentsOf: column.nulls)
      } else {
        for _ in 0..<count { nulls.append(isUnknown: true) }
      }
    }
    switch type {
    case .boolean:
      var values: [UInt8] = []
      for (column, count) in zip(columns, counts) {
        if case .booleans(let part)? = column?.storage {
          values += part
        } else {
          values += [UInt8](repeating: 0, count: count)
        }
      }
      return Column(type, .booleans(values), nulls: nulls)
    case .number:
      var values: [Double] = []
      for (column, count) in zip(columns, counts) {
        if case .doubles(let part)? = column?.storage {
          values += part
        } else {
          values += (0..<count).map { column?[$0].double ?? 0 }
        }
      }
      return Column(type, .doubles(values), nulls: nulls)
    case .text: return text(columns, counts)
    case .integer, .money, .date, .instant, .duration:
      let values = zip(columns, counts).flatMap { integers($0, count: $1, type, zone) }
      return Column(type, .integers(values), nulls: nulls)
    }
  }

  private static func integers(
    _ column: Column?, count: Int, _ type: ValueType, _ zone: CivilTimeZone
  ) -> [Int64] {
    guard let column, case .integers(let values) = column.storage else {
      return [Int64](repeating: 0, count: count)
    }
    switch (type, column.type) {
    case (.instant, .date): return column.asInstants(in: zone)
    case (.money(let scale), .integer): return scaled(values, by: scale)
    case (.money(let scale), .money(let own)): return scaled(values, by: scale - own)
    default: return values
    }
  }

  private static func scaled(_ values: [Int64], by exponent: Int) -> [Int64] {
    let factor = (0..<max(0, exponent)).reduce(Int64(1)) { product, _ in product &* 10 }
    return factor == 1 ? values : values.map { $0 &* factor }
  }

  private static func text(_ columns: [Column?], _ counts: [Int]) -> Column {
    var isHeap = false
    if case .heap? = columns.compactMap({ $0 }).first?.storage { isHeap = true }
    var interner = TextInterner()
    var codes: [UInt32] = []
    codes.reserveCapacity(counts.reduce(0, +))
    for (column, count) in zip(columns, counts) {
      guard let column else {
        codes.append(contentsOf: [UInt32](repeating: KeyColumn.blank, count: count))
        continue
      }
      let key = KeyColumn(column)
      let map = (0..<key.texts.count).map { key.texts.withText($0) { interner.intern($0) } }
      for code in key.codes { codes.append(code == KeyColumn.blank ? code : map[Int(code)]) }
    }
    if isHeap {
      return Column(heapOf: KeyColumn(codes: codes, texts: interner.heap))
    }
    return Column(codes: codes, StringDictionary(interner.heap))
  }
}
