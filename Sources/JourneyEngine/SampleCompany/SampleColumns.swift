/// Columns filled in one pass, without a `Value` for every cell. The cells come from a function of
/// the row; everything is inlined where it is used.
enum SampleColumns {
  /// Text from places in a list of words; `SampleEvent.none` is unknown. Words that do not occur
  /// are left out, the others numbered in the order in which they appear, as a loader would.
  @inline(__always)
  static func words(_ count: Int, _ list: [String], _ place: (Int) -> UInt8) -> Column {
    var nulls = NullMask(count: count)
    var codeOf = [UInt32](repeating: .max, count: list.count)
    var used: [String] = []
    let codes = [UInt32](unsafeUninitializedCapacity: count) { codes, initialized in
      for row in 0..<count {
        let word = place(row)
        guard word != SampleEvent.none else {
          nulls.setUnknown(row)
          codes[row] = StringDictionary.unknownCode
          continue
        }
        if codeOf[Int(word)] == .max {
          codeOf[Int(word)] = UInt32(used.count)
          used.append(list[Int(word)])
        }
        codes[row] = codeOf[Int(word)]
      }
      initialized = count
    }
    return Column(.text, .codes(codes, StringDictionary(used)), nulls: nulls)
  }

  /// Text that does not repeat.
  static func texts(_ texts: [String]) -> Column {
    var heap = TextHeap()
    for text in texts { heap.append(text) }
    return Column(.text, .heap(heap), nulls: NullMask(count: texts.count))
  }

  /// Whole numbers, money, dates, instants; nil is unknown.
  @inline(__always)
  static func integers(_ type: ValueType, _ count: Int, _ cell: (Int) -> Int64?) -> Column {
    var nulls = NullMask(count: count)
    let values = [Int64](unsafeUninitializedCapacity: count) { values, initialized in
      for row in 0..<count {
        let value = cell(row)
        if value == nil { nulls.setUnknown(row) }
        values[row] = value ?? 0
      }
      initialized = count
    }
    return Column(type, .integers(values), nulls: nulls)
  }

  /// Decimals; nil is unknown.
  @inline(__always)
  static func decimals(_ count: Int, _ cell: (Int) -> Double?) -> Column {
    var nulls = NullMask(count: count)
    let values = [Double](unsafeUninitializedCapacity: count) { values, initialized in
      for row in 0..<count {
        let value = cell(row)
        if value == nil { nulls.setUnknown(row) }
        values[row] = value ?? 0
      }
      initialized = count
    }
    return Column(.number, .doubles(values), nulls: nulls)
  }

  /// Yes and no; -1 is unknown.
  @inline(__always)
  static func booleans(_ count: Int, _ cell: (Int) -> Int8) -> Column {
    var nulls = NullMask(count: count)
    let flags = [UInt8](unsafeUninitializedCapacity: count) { flags, initialized in
      for row in 0..<count {
        let value = cell(row)
        if value < 0 { nulls.setUnknown(row) }
        flags[row] = value > 0 ? 1 : 0
      }
      initialized = count
    }
    return Column(.boolean, .booleans(flags), nulls: nulls)
  }
}
