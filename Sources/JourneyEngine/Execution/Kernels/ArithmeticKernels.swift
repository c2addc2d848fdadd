internal import QueryLanguage

extension Kernels {
  /// One step of a sum or product. The binder has brought both sides to a common form: integers for
  /// whole numbers, money of one scale, times and durations; doubles for all else. What does not
  /// fit into 64 bits, and division by zero, is unknown.
  static func arithmetic(
    _ a: Vector, _ operation: ArithmeticOperator, _ b: Vector, as type: ValueType
  ) -> Vector {
    switch (a, b) {
    case (.integers(let x, let xn), .integers(let y, let yn)):
      if type == .number { return divide(x.map(Double.init), xn, y.map(Double.init), yn) }
      return bounded(integers(x, operation, y, union(xn, yn)), type)
    case (.doubles(let x, let xn), .doubles(let y, let yn)):
      if operation == .divide, type == .number { return divide(x, xn, y, yn) }
      let nulls = union(xn, yn)
      switch operation {
      case .add: return finite(x.indices.map { x[$0] + y[$0] }, nulls)
      case .subtract: return finite(x.indices.map { x[$0] - y[$0] }, nulls)
      case .multiply: return finite(x.indices.map { x[$0] * y[$0] }, nulls)
      case .divide: return divide(x, xn, y, yn)
      }
    case (.doubles, .integers) where operation == .multiply:
      return arithmetic(b, operation, a, as: type)
    case (.integers(let x, let xn), .doubles(let y, let yn)):
      // A duration by a number.
      let nulls = union(xn, yn)
      var mask = nulls
      let values = x.indices.map { row -> Int64 in
        let exact = operation == .divide ? Double(x[row]) / y[row] : Double(x[row]) * y[row]
        guard let whole = Int64(exactly: exact.rounded()) else {
          mask.setUnknown(row)
          return 0
        }
        return whole
      }
      return .integers(values, mask)
    case (.texts, _), (.codes, _), (_, .texts), (_, .codes):
      return .texts(
        (0..<a.count).map { row in
          guard let left = a.text(row), let right = b.text(row) else { return nil }
          return left + right
        })
    default: return a
    }
  }

  private static func integers(
    _ x: [Int64], _ operation: ArithmeticOperator, _ y: [Int64], _ nulls: NullMask
  ) -> Vector {
    var mask = nulls
    let values = x.indices.map { row -> Int64 in
      let (value, overflow) =
        switch operation {
        case .add: x[row].addingReportingOverflow(y[row])
        case .subtract: x[row].subtractingReportingOverflow(y[row])
        case .multiply, .divide: x[row].multipliedReportingOverflow(by: y[row])
        }
      if overflow { mask.setUnknown(row) }
      return value
    }
    return .integers(values, mask)
  }

  /// Times so far out that the calendar cannot name them are unknown.
  private static func bounded(_ vector: Vector, _ type: ValueType) -> Vector {
    guard type.isTime, case .integers(let values, var nulls) = vector else { return vector }
    let limit = type == .date ? CivilTimeZone.farthestDay : CivilTimeZone.farthestInstant
    for row in values.indices where values[row].magnitude > limit { nulls.setUnknown(row) }
    return .integers(values, nulls)
  }

  private static func divide(_ x: [Double], _ xn: NullMask, _ y: [Double], _ yn: NullMask) -> Vector
  {
    finite(x.indices.map { y[$0] == 0 ? .nan : x[$0] / y[$0] }, union(xn, yn))
  }

  /// What is not a number any more is unknown.
  static func finite(_ values: [Double], _ nulls: NullMask) -> Vector {
    var mask = nulls
    for row in values.indices where !values[row].isFinite { mask.setUnknown(row) }
    return .doubles(values, mask)
  }

  static func convert(
    _ vector: Vector, from: ValueType, to: ValueType, _ zone: CivilTimeZone
  ) -> Vector {
    guard case .integers(let values, let nulls) = vector, from != to else { return vector }
    switch (from, to) {
    case (.money(let scale), .number):
      let unit = powerOfTen(scale)
      return .doubles(values.map { Double($0) / unit }, nulls)
    case (_, .number): return .doubles(values.map(Double.init), nulls)
    case (.date, .instant):
      var mask = nulls
      return .integers(
        values.indices.map { row in
          guard !mask.isUnknown(row), let day = Int(exactly: values[row]), abs(day) < 100_000_000
          else {
            mask.setUnknown(row)
            return 0
          }
          return zone.startOfDay(day)
        }, mask)
    case (.money(let scale), .money(let wanted)) where wanted > scale:
      return scaled(values, nulls, by: wanted - scale)
    case (.integer, .money(let wanted)): return scaled(values, nulls, by: wanted)
    default: return vector
    }
  }

  private static func scaled(_ values: [Int64], _ nulls: NullMask, by digits: Int) -> Vector {
    var factor: Int64 = 1
    for _ in 0..<digits { factor *= 10 }
    return integers(values, .multiply, [Int64](repeating: factor, count: values.count), nulls)
  }
}
