/// Columns filled from small arrays, without a `Value` for every cell.
enum SampleColumns {
  /// Text from places in a list of words; `SampleEvent.none` is unknown. Words that do not occur are
  /// left out, the others numbered in the order in which they appear, as a loader would.
  static func words(_ places: [UInt8], _ list: [String]) -> Column {
    var nulls = NullMask(count: places.count)
    var codeOf = [UInt32](repeating: .max, count: list.count)
    var used: [String] = []
    var codes = [UInt32](repeating: StringDictionary.unknownCode, count: places.count)
    for (row, place) in places.enumerated() {
      guard place != SampleEvent.none else {
        nulls.setUnknown(row)
        continue
      }
      if codeOf[Int(place)] == .max {
        codeOf[Int(place)] = UInt32(used.count)
        used.append(list[Int(place)])
      }
      codes[row] = codeOf[Int(place)]
    }
    return Column(.text, .codes(codes, StringDictionary(used)), nulls: nulls)
  }

  /// Text that does not repeat.
  static func texts(_ texts: [String]) -> Column {
    var heap = TextHeap()
    for text in texts { heap.append(text) }
    return Column(.text, .heap(heap), nulls: NullMask(count: texts.count))
  }

  /// Whole numbers, money, dates, instants; `Int64.min` is unknown.
  static func integers(_ type: ValueType, _ values: [Int64]) -> Column {
    var nulls = NullMask(count: values.count)
    var cleaned = values
    for (row, value) in values.enumerated() where value == .min {
      nulls.setUnknown(row)
      cleaned[row] = 0
    }
    return Column(type, .integers(cleaned), nulls: nulls)
  }

  /// Decimals from whole units of `1 / scale`; `Int.min` is unknown.
  static func decimals(_ values: [Int], scale: Double) -> Column {
    var nulls = NullMask(count: values.count)
    var doubles = [Double](repeating: 0, count: values.count)
    for (row, value) in values.enumerated() {
      if value == .min { nulls.setUnknown(row) } else { doubles[row] = Double(value) / scale }
    }
    return Column(.number, .doubles(doubles), nulls: nulls)
  }

  /// Yes and no; -1 is unknown.
  static func booleans(_ values: [Int8]) -> Column {
    var nulls = NullMask(count: values.count)
    var flags = [UInt8](repeating: 0, count: values.count)
    for (row, value) in values.enumerated() {
      if value < 0 { nulls.setUnknown(row) } else { flags[row] = UInt8(value) }
    }
    return Column(.boolean, .booleans(flags), nulls: nulls)
  }
}
