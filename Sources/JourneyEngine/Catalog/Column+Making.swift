extension Column {
  /// The same text on every row.
  static func constant(_ text: String, count: Int) -> Column {
    Column(
      .text, .codes([UInt32](repeating: 0, count: count), StringDictionary([text])),
      nulls: NullMask(count: count))
  }

  /// Nothing known, in a type.
  static func unknown(_ type: ValueType, count: Int) -> Column {
    var builder = ColumnBuilder(type)
    for _ in 0..<count { builder.appendUnknown() }
    return builder.build()
  }

  /// Dictionary text from codes of which `StringDictionary.unknownCode` is unknown.
  convenience init(codes: [UInt32], _ dictionary: StringDictionary) {
    var nulls = NullMask(count: codes.count)
    for (row, code) in codes.enumerated() where code == StringDictionary.unknownCode {
      nulls.setUnknown(row)
    }
    self.init(.text, .codes(codes, dictionary), nulls: nulls)
  }

  /// Rare text from keys, one a row.
  convenience init(heapOf key: KeyColumn) {
    var heap = TextHeap()
    var nulls = NullMask(count: key.codes.count)
    for (row, code) in key.codes.enumerated() {
      if code == KeyColumn.blank {
        nulls.setUnknown(row)
        heap.append("")
      } else {
        key.texts.withText(Int(code)) { heap.append($0) }
      }
    }
    self.init(.text, .heap(heap), nulls: nulls)
  }

  /// This column's cells in the rows named, unknown where the row is `KeyIndex.noRow`. Rare text
  /// becomes dictionary text: a joined column repeats.
  func lookedUp(_ rows: [UInt32]) -> Column {
    guard count > 0 else { return Column.unknown(type, count: rows.count) }
    var mask = NullMask(count: rows.count)
    for (index, row) in rows.enumerated() where row == KeyIndex.noRow || nulls.isUnknown(Int(row)) {
      mask.setUnknown(index)
    }
    func taken<Element>(_ values: [Element], else fallback: Element) -> [Element] {
      rows.map { $0 == KeyIndex.noRow ? fallback : values[Int($0)] }
    }
    switch storage {
    case .booleans(let values): return Column(type, .booleans(taken(values, else: 0)), nulls: mask)
    case .integers(let values): return Column(type, .integers(taken(values, else: 0)), nulls: mask)
    case .doubles(let values): return Column(type, .doubles(taken(values, else: 0)), nulls: mask)
    case .codes(let codes, let dictionary):
      let codes = taken(codes, else: StringDictionary.unknownCode)
      return Column(type, .codes(codes, dictionary), nulls: mask)
    case .heap:
      let key = KeyColumn(self)
      return Column(
        codes: taken(key.codes, else: KeyColumn.blank), StringDictionary(key.texts))
    }
  }

  /// Text as dictionary text, other types as the text of their values; blank cells are unknown.
  func asDictionaryText() -> Column {
    if type == .text, case .codes = storage { return self }
    let key = KeyColumn(self)
    return Column(codes: key.codes, StringDictionary(key.texts))
  }

  /// A date, instant or count since 1970 as instants. A civil date is the instant at which that day
  /// begins in the zone.
  func asInstants(in zone: CivilTimeZone) -> [Int64] {
    guard case .integers(var values) = storage else { return [Int64](repeating: 0, count: count) }
    if type == .instant { return values }
    if type == .date {
      var startOf: [Int64: Int64] = [:]
      for row in values.indices {
        let day = values[row]
        if zone == .utc {
          values[row] = day &* microsecondsPerDay
        } else if let start = startOf[day] {
          values[row] = start
        } else {
          values[row] = zone.startOfDay(Int(day))
          startOf[day] = values[row]
        }
      }
      return values
    }
    guard let unit = EpochUnit(of: self) else { return values }
    for row in values.indices where !nulls.isUnknown(row) {
      values[row] = unit.microseconds(values[row]) ?? 0
    }
    return values
  }

  /// The same cells but unknown where told.
  func blanking(_ isBlank: (Int) -> Bool) -> Column {
    var mask = nulls
    for row in 0..<count where isBlank(row) { mask.setUnknown(row) }
    if case .codes(var codes, let dictionary) = storage {
      for row in 0..<count where isBlank(row) { codes[row] = StringDictionary.unknownCode }
      return Column(type, .codes(codes, dictionary), nulls: mask)
    }
    return Column(type, storage, nulls: mask)
  }

  static func instants(_ values: [Int64?]) -> Column {
    var mask = NullMask(count: values.count)
    for (row, value) in values.enumerated() where value == nil { mask.setUnknown(row) }
    return Column(.instant, .integers(values.map { $0 ?? 0 }), nulls: mask)
  }

  static func booleans(_ values: [Bool]) -> Column {
    Column(.boolean, .booleans(values.map { $0 ? 1 : 0 }), nulls: NullMask(count: values.count))
  }
}
