/// Takes the words for a missing value out of columns that keep their type.
enum MissingValues {
  /// The column with the numbers or dates that the words name as unknown; nil when it has none.
  static func removed(
    _ words: [String], from column: Column, zone: CivilTimeZone
  ) -> (Column, MissingCounts)? {
    var counts = MissingCounts()
    var nulls = column.nulls
    func remove<Value: Equatable>(_ word: String, _ value: Value?, _ values: [Value]) {
      guard let value else { return }
      var rows = 0
      for row in values.indices where values[row] == value && !nulls.isUnknown(row) {
        nulls.setUnknown(row)
        rows += 1
      }
      if rows > 0 { counts.add(word, rows: rows) }
    }
    for word in words {
      switch column.storage {
      case .doubles(let values): remove(word, number(word), values)
      case .integers(let values):
        for value in integers(word, column.type, zone) { remove(word, value, values) }
      default: return nil
      }
    }
    guard counts.total > 0 else { return nil }
    return (Column(column.type, column.storage, nulls: nulls), counts)
  }

  private static func number(_ word: String) -> Double? {
    read(word) { NumberText.number($0, count: $1) }
  }

  /// What a word is in a column of a type; for times a day may be any time of it that is its
  /// midnight.
  private static func integers(
    _ word: String, _ type: ValueType, _ zone: CivilTimeZone
  ) -> [Int64] {
    var time = TimeText(zone: zone)
    switch type {
    case .integer: return [read(word) { NumberText.integer($0, count: $1) }].compactMap { $0 }
    case .money(let scale):
      guard let amount = read(word, { NumberText.money($0, count: $1) }),
        amount.decimals <= scale
      else { return [] }
      var value = amount.unscaled
      for _ in scale..<max(scale, NumberText.moneyScale) { value /= 10 }
      return [value]
    case .date: return [read(word) { time.date($0, count: $1) }].compactMap { $0 }
    case .instant:
      guard let instant = read(word, { time.instant($0, count: $1) }) else { return [] }
      let midnight = read(word) { time.date($0, count: $1) }.map { $0 * microsecondsPerDay }
      return Array(Set([instant, midnight ?? instant]))
    default: return []
    }
  }

  private static func read<Value>(
    _ word: String, _ body: (UnsafePointer<UInt8>, Int) -> Value?
  ) -> Value? {
    let bytes = Array(word.utf8)
    guard !bytes.isEmpty else { return nil }
    return (bytes + [0, 0, 0, 0, 0, 0, 0, 0]).withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { body($0, bytes.count) }
    }
  }

  // MARK: - Text

  /// A text column without the words; nil when it has none of them.
  static func removed(
    _ words: MissingWords, fromText column: Column
  ) -> (Column, MissingCounts)? {
    guard mayHold(words, column), let values = DistinctValues(column) else { return nil }
    let found = places(of: words, values)
    guard !found.isEmpty else { return nil }
    var counts = MissingCounts()
    for index in found { counts.add(values.trimmedText(index), rows: values.rows?[index] ?? 1) }
    var nulls = column.nulls
    switch column.storage {
    case .codes(var codes, let dictionary):
      let gone = Set(found.map(UInt32.init))
      for (row, code) in codes.enumerated() where gone.contains(code) {
        codes[row] = StringDictionary.unknownCode
        nulls.setUnknown(row)
      }
      return (Column(.text, .codes(codes, dictionary), nulls: nulls), counts)
    case .heap(let heap):
      var rest = TextHeap()
      let gone = Set(found)
      for row in 0..<heap.count {
        if gone.contains(row) {
          nulls.setUnknown(row)
          rest.append("")
        } else {
          rest.append(heap.utf8(at: row))
        }
      }
      return (Column(.text, .heap(rest), nulls: nulls), counts)
    default: return nil
    }
  }

  /// Words for nothing that are frequent among texts: told of, not touched. A twentieth of the rows
  /// is frequent.
  static func note(_ column: Column, _ words: MissingWords) -> String? {
    guard mayHold(words, column), let values = DistinctValues(column) else { return nil }
    var counts = MissingCounts()
    for index in places(of: words, values) {
      counts.add(values.trimmedText(index), rows: values.rows?[index] ?? 1)
    }
    let known = column.count - column.nulls.unknownCount
    guard let most = counts.counts.max(by: { $0.rows < $1.rows }), most.rows > 1,
      most.rows * 20 >= known, most.rows < known
    else { return nil }
    return "\"\(most.word)\" in \(PlainText.counted(most.rows, "row")) is kept as text: "
      + "`reading missing \"\(most.word)\"` makes it unknown"
  }

  /// Rows are counted only where that pays.
  private static func mayHold(_ words: MissingWords, _ column: Column) -> Bool {
    DistinctValues(column, countsRows: false).map { !places(of: words, $0).isEmpty } ?? false
  }

  private static func places(of words: MissingWords, _ values: DistinctValues) -> [Int] {
    var found: [Int] = []
    let longest = words.longest + 2
    values.heap.bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      values.heap.offsets.withUnsafeBufferPointer { offsets in
        guard let starts = offsets.baseAddress else { return }
        let texts = PlacedTexts(base: base, offsets: starts)
        for index in 0..<values.heap.count
        where offsets[index + 1] - offsets[index] <= longest && values.isUsed(index) {
          let (start, count) = texts[index]
          if count > 0 && words.contains(start, count: count) { found.append(index) }
        }
      }
    }
    return found
  }
}
