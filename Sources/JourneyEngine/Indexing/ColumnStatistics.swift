/// What the planner knows of a column: one pass over it.
struct ColumnStatistics: Sendable {
  let rowCount: Int
  let unknownCount: Int
  /// Rows by dictionary code.
  private(set) var codeCounts: [Int] = []
  /// Known values of a number or time column in their stored form, sorted: all of a short column,
  /// some hundreds at even distances of a long one, with the lowest and the highest.
  private var sample: [Double] = []

  private static let sampleCount = 512

  init(_ column: Column) {
    rowCount = column.count
    unknownCount = column.nulls.unknownCount
    switch column.storage {
    case .codes(let codes, let dictionary):
      codeCounts = [Int](repeating: 0, count: dictionary.count)
      for code in codes where code != StringDictionary.unknownCode { codeCounts[Int(code)] += 1 }
    case .integers(let values): take(values, column.nulls) { Double($0) }
    case .doubles(let values): take(values, column.nulls) { $0 }
    case .booleans, .heap: break
    }
  }

  private mutating func take<Element>(
    _ values: [Element], _ nulls: NullMask, _ number: (Element) -> Double
  ) {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    let step = max(1, values.count / ColumnStatistics.sampleCount)
    for row in values.indices where !nulls.isUnknown(row) {
      let value = number(values[row])
      lowest = min(lowest, value)
      highest = max(highest, value)
      if row % step == 0 { sample.append(value) }
    }
    guard lowest <= highest else { return }
    sample += [lowest, highest]
    sample.sort()
  }

  /// The share of rows in `[lower, upper]`, as the sample has it; never quite nothing inside the
  /// range of the values.
  func share(from lower: Double?, to upper: Double?) -> Double {
    guard let lowest = sample.first, let highest = sample.last, rowCount > 0 else { return 0 }
    let low = lower ?? lowest
    let high = upper ?? highest
    guard high >= lowest, low <= highest, low <= high else { return 0 }
    let inside = sample.count { $0 >= low && $0 <= high }
    let known = Double(rowCount - unknownCount) / Double(rowCount)
    return known * max(Double(inside) / Double(sample.count), 1 / Double(max(rowCount, 1)))
  }
}
