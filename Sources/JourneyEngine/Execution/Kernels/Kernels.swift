internal import QueryLanguage

/// Loops over whole vectors. Each is a free function specialised on its element type; the choice of
/// type is made outside.
enum Kernels {
  static func fill(_ value: Value, count: Int, type: ValueType? = nil) -> Vector {
    switch value {
    case .unknown: return unknowns(count: count, type: type)
    case .boolean(let flag): return .truths([UInt8](repeating: Truth.of(flag), count: count))
    case .number(let number):
      return .doubles([Double](repeating: number, count: count), NullMask(count: count))
    case .text(let text): return .texts([String?](repeating: text, count: count))
    case .integer(let raw), .money(let raw, _), .date(let raw), .instant(let raw),
      .duration(let raw):
      return .integers([Int64](repeating: raw, count: count), NullMask(count: count))
    }
  }

  private static func unknowns(count: Int, type: ValueType?) -> Vector {
    var mask = NullMask(count: count)
    for row in 0..<count { mask.setUnknown(row) }
    switch type {
    case .boolean, nil: return .truths([UInt8](repeating: Truth.unknown, count: count))
    case .number: return .doubles([Double](repeating: 0, count: count), mask)
    case .text: return .texts([String?](repeating: nil, count: count))
    default: return .integers([Int64](repeating: 0, count: count), mask)
    }
  }

  /// Cells of a column for the rows named; a row number of `UInt32.max` (no account) gives unknown.
  static func gather(_ column: Column, rows: [UInt32]) -> Vector {
    let limit = UInt32(clamping: column.count)
    var mask = NullMask(count: rows.count)
    if column.nulls.hasUnknown || rows.contains(where: { $0 >= limit }) {
      for (index, row) in rows.enumerated()
      where row >= limit || column.nulls.isUnknown(Int(row)) {
        mask.setUnknown(index)
      }
    }
    switch column.storage {
    case .booleans(let values):
      return .truths(
        rows.enumerated().map { index, row in
          mask.isUnknown(index) ? Truth.unknown : (values[Int(row)] != 0 ? Truth.yes : Truth.no)
        })
    case .integers(let values): return .integers(take(values, rows, limit, 0), mask)
    case .doubles(let values): return .doubles(take(values, rows, limit, 0), mask)
    case .codes(let codes, let dictionary):
      return .codes(take(codes, rows, limit, StringDictionary.unknownCode), dictionary)
    case .heap(let heap):
      return .texts(
        rows.enumerated().map { index, row in mask.isUnknown(index) ? nil : heap[Int(row)] })
    }
  }

  @inline(__always)
  private static func take<Element>(
    _ values: [Element], _ rows: [UInt32], _ limit: UInt32, _ missing: Element
  ) -> [Element] {
    values.withUnsafeBufferPointer { source in
      [Element](unsafeUninitializedCapacity: rows.count) { target, count in
        for (index, row) in rows.enumerated() {
          (target.baseAddress! + index).initialize(to: row < limit ? source[Int(row)] : missing)
        }
        count = rows.count
      }
    }
  }

  static func truths(_ vector: Vector) -> [UInt8] {
    if case .truths(let values) = vector { return values }
    return (0..<vector.count).map { _ in Truth.unknown }
  }

  static func negate(_ vector: Vector) -> Vector {
    switch vector {
    case .integers(let values, let nulls): .integers(values.map { 0 &- $0 }, nulls)
    case .doubles(let values, let nulls): .doubles(values.map { -$0 }, nulls)
    case .truths, .codes, .texts: vector
    }
  }

  static func range(_ vector: Vector, lower: Int64?, upper: Int64?) -> Vector {
    guard case .integers(let values, let nulls) = vector else { return vector }
    let low = lower ?? .min
    let high = upper ?? .max
    return .truths(
      values.indices.map { row in
        nulls.isUnknown(row)
          ? Truth.unknown : Truth.of(values[row] >= low && (upper == nil || values[row] < high))
      })
  }

  /// Row by row: from `a` where the condition is yes, from `b` where it is no, unknown where it is
  /// unknown. Both have the type given.
  static func choose(_ condition: [UInt8], _ a: Vector, _ b: Vector, type: ValueType) -> Vector {
    let takesFirst = condition.map { $0 == Truth.yes }
    if condition.contains(Truth.unknown) {
      let known = condition.map { $0 != Truth.unknown }
      let chosen = choose(
        condition.map { $0 == Truth.yes ? Truth.yes : Truth.no }, a, b, type: type)
      return keeping(chosen, where: known)
    }
    switch (a, b) {
    case (.truths(let x), .truths(let y)):
      return .truths(takesFirst.indices.map { takesFirst[$0] ? x[$0] : y[$0] })
    case (.integers(let x, let xn), .integers(let y, let yn)):
      return .integers(
        takesFirst.indices.map { takesFirst[$0] ? x[$0] : y[$0] }, choose(takesFirst, xn, yn))
    case (.doubles(let x, let xn), .doubles(let y, let yn)):
      return .doubles(
        takesFirst.indices.map { takesFirst[$0] ? x[$0] : y[$0] }, choose(takesFirst, xn, yn))
    default:
      return .texts(takesFirst.indices.map { takesFirst[$0] ? a.text($0) : b.text($0) })
    }
  }

  private static func keeping(_ vector: Vector, where known: [Bool]) -> Vector {
    func masked(_ nulls: NullMask) -> NullMask {
      var mask = nulls
      for row in known.indices where !known[row] { mask.setUnknown(row) }
      return mask
    }
    switch vector {
    case .truths(let values):
      return .truths(known.indices.map { known[$0] ? values[$0] : Truth.unknown })
    case .integers(let values, let nulls): return .integers(values, masked(nulls))
    case .doubles(let values, let nulls): return .doubles(values, masked(nulls))
    case .codes, .texts:
      return .texts(known.indices.map { known[$0] ? vector.text($0) : nil })
    }
  }

  private static func choose(_ takesFirst: [Bool], _ a: NullMask, _ b: NullMask) -> NullMask {
    var mask = NullMask(count: takesFirst.count)
    for row in takesFirst.indices where (takesFirst[row] ? a : b).isUnknown(row) {
      mask.setUnknown(row)
    }
    return mask
  }

  static func union(_ a: NullMask, _ b: NullMask) -> NullMask {
    guard b.hasUnknown else { return a }
    guard a.hasUnknown else { return b }
    var mask = a
    for row in 0..<b.count where b.isUnknown(row) { mask.setUnknown(row) }
    return mask
  }
}
