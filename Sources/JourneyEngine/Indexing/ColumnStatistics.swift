/// What the planner knows of a column: one pass over it.
struct ColumnStatistics: Sendable {
  let rowCount: Int
  let unknownCount: Int
  /// Rows by dictionary code.
  private(set) var codeCounts: [Int] = []
  /// Of numbers and times, in their stored form.
  private(set) var minimum: Double?
  private(set) var maximum: Double?

  init(_ column: Column) {
    rowCount = column.count
    unknownCount = column.nulls.unknownCount
    switch column.storage {
    case .codes(let codes, let dictionary):
      codeCounts = [Int](repeating: 0, count: dictionary.count)
      for code in codes where code != StringDictionary.unknownCode { codeCounts[Int(code)] += 1 }
    case .integers(let values):
      for row in values.indices where !column.nulls.isUnknown(row) { note(Double(values[row])) }
    case .doubles(let values):
      for row in values.indices where !column.nulls.isUnknown(row) { note(values[row]) }
    case .booleans, .heap: break
    }
  }

  private mutating func note(_ value: Double) {
    minimum = min(minimum ?? value, value)
    maximum = max(maximum ?? value, value)
  }

  /// The share of rows in `[lower, upper]`, values spread evenly between minimum and maximum.
  func share(from lower: Double?, to upper: Double?) -> Double {
    guard rowCount > 0, let minimum, let maximum else { return 0 }
    let known = Double(rowCount - unknownCount) / Double(rowCount)
    let low = max(lower ?? minimum, minimum)
    let high = min(upper ?? maximum, maximum)
    guard high >= low else { return 0 }
    guard maximum > minimum else { return known }
    return known * max((high - low) / (maximum - minimum), 1 / Double(max(1, rowCount)))
  }
}
