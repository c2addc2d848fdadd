/// The rows of a number or time column in the order of their values; unknown rows are left out.
final class SortedIndex: Sendable {
  private let rows: [UInt32]
  private let keys: [UInt64]

  init?(_ column: Column) {
    guard let keyOf = SortedIndex.keys(of: column) else { return nil }
    var known: [UInt32] = []
    known.reserveCapacity(column.count)
    for row in 0..<column.count where !column.nulls.isUnknown(row) { known.append(UInt32(row)) }
    known.sort { left, right in
      let a = keyOf[Int(left)]
      let b = keyOf[Int(right)]
      return a == b ? left < right : a < b
    }
    rows = known
    keys = known.map { keyOf[Int($0)] }
  }

  private static func keys(of column: Column) -> [UInt64]? {
    switch column.storage {
    case .integers(let values): values.map(OrderedBits.of)
    case .doubles(let values): values.map(OrderedBits.of)
    case .booleans, .codes, .heap: nil
    }
  }

  /// The rows with `lower <= key < upper`, ascending by row number; nil bounds are open.
  func rows(from lower: UInt64?, to upper: UInt64?) -> [UInt32] {
    rows[range(lower, upper)].sorted()
  }

  private func range(_ lower: UInt64?, _ upper: UInt64?) -> Range<Int> {
    let start = lower.map(firstIndex) ?? 0
    let end = upper.map(firstIndex) ?? keys.count
    return start..<max(start, end)
  }

  /// The first place whose key is not below `key`.
  private func firstIndex(notBelow key: UInt64) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Numbers as unsigned integers of the same order.
enum OrderedBits {
  @inline(__always)
  static func of(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ (1 << 63) }

  /// Minus zero equals zero.
  @inline(__always)
  static func of(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits & (1 << 63) != 0 ? ~bits : bits | (1 << 63)
  }
}
