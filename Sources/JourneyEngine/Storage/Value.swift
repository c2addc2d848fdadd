/// One cell, for results, literals and messages; never used row by row in a hot loop.
package enum Value: Hashable, Sendable {
  case unknown
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  /// `unscaled / 10^scale`
  case money(Int64, scale: Int)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Microseconds since 1970-01-01T00:00Z.
  case instant(Int64)
  /// Microseconds.
  case duration(Int64)
  case text(String)

  package var isUnknown: Bool { self == .unknown }

  /// The number in a numeric cell; money in its whole unit. nil for everything else.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .money(let unscaled, let scale): Double(unscaled) / powerOfTen(scale)
    default: nil
    }
  }
}

/// `10^exponent` for the scales money uses (0...18).
package func powerOfTen(_ exponent: Int) -> Double {
  var result = 1.0
  for _ in 0..<max(0, exponent) { result *= 10 }
  return result
}
