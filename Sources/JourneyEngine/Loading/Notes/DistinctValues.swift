/// The values of a text column with the number of rows that hold each, whichever way they are
/// stored.
struct DistinctValues {
  let column: Column
  let heap: TextHeap
  /// Rows by value; nil where every row has a value of its own.
  let rows: [Int]?

  /// nil for a column that is not text. Without counted rows every value counts as one: enough for a
  /// first look, which is all that most columns get.
  init?(_ column: Column, countsRows: Bool = true) {
    self.column = column
    switch column.storage {
    case .heap(let heap):
      self.heap = heap
      rows = nil
    case .codes(let codes, let dictionary):
      heap = dictionary.values
      guard countsRows else {
        rows = nil
        return
      }
      var counts = [Int](repeating: 0, count: dictionary.count)
      for code in codes where code != StringDictionary.unknownCode { counts[Int(code)] += 1 }
      rows = counts
    default: return nil
    }
  }

  /// Calls `body` with each value (trimmed) and its number of rows, until it returns false.
  private func forEach(_ body: (Int, UnsafePointer<UInt8>, Int, Int) -> Bool) {
    // Eight bytes behind the last value can be read.
    let padded =
      heap.bytes.capacity >= heap.bytes.count + 8
      ? heap.bytes : heap.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for index in 0..<heap.count {
        var start = heap.offsets[index]
        var end = heap.offsets[index + 1]
        while start < end && (base[start] == .space || base[start] == .tab) { start += 1 }
        while end > start && (base[end - 1] == .space || base[end - 1] == .tab) { end -= 1 }
        if end > start && !body(index, base + start, end - start, rows?[index] ?? 1) { return }
      }
    }
  }

  /// At least a third of the first values begin like a number or a date.
  var looksNumeric: Bool {
    let samples = samples(64)
    let likely = samples.count { sample in
      sample.prefix(4).contains(where: \.isDigit) || DateWords.startsWithName(sample)
    }
    return likely * 3 >= samples.count
  }

  /// Few values, as of a column that says yes or no.
  var isSmall: Bool { heap.count < 64 }

  /// Some of the first values begin like a number, a date or a word for yes and no: a closer look
  /// may be worth while.
  static func mayBeTyped(_ column: Column, _ missing: MissingWords) -> Bool {
    guard let values = DistinctValues(column, countsRows: false) else { return false }
    let samples = values.samples(8).filter { !missing.contains($0) }
    if samples.isEmpty { return values.heap.count > 8 }
    return values.isSmall
      || samples.allSatisfy { sample in
        sample.contains(where: \.isDigit) || DateWords.startsWithName(sample)
      }
  }

  /// Few values, and the first are like `true` or `no`.
  var mayBeBoolean: Bool {
    guard heap.count < 64 else { return false }
    var isLikely = false
    forEach { index, text, count, _ in
      isLikely = isLikely || ValueClass(text, count: count) == .boolean
      return index < 2 && !isLikely
    }
    return isLikely
  }

  func samples(_ limit: Int) -> [[UInt8]] {
    var samples: [[UInt8]] = []
    forEach { _, text, count, _ in
      samples.append(Array(UnsafeBufferPointer(start: text, count: count)))
      return samples.count < limit
    }
    return samples
  }

  /// The number of rows of each kind of value.
  func counts<Kind: Hashable>(_ kind: (UnsafePointer<UInt8>, Int) -> Kind) -> [Kind: Int] {
    var counts: [Kind: Int] = [:]
    forEach { _, text, count, rows in
      counts[kind(text, count), default: 0] += rows
      return true
    }
    return counts
  }

  /// The first row whose value satisfies a condition.
  func first(
    where condition: (UnsafePointer<UInt8>, Int) -> Bool
  ) -> (row: Int, text: String)? {
    // Codes and heap rows stand in the order of first appearance.
    var found: (index: Int, text: String)?
    forEach { index, text, count, rows in
      guard rows > 0, condition(text, count) else { return true }
      found = (
        index, String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
      )
      return false
    }
    guard let found else { return nil }
    if case .codes(let codes, _) = column.storage {
      return codes.firstIndex(of: UInt32(found.index)).map { ($0, found.text) }
    }
    return (found.index, found.text)
  }
}
