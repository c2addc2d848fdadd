#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How all numbers of one column are written for reading: one precision, thousands grouped.
struct NumberFormat: Equatable {
  enum Notation: Equatable {
    case fixed(decimals: Int)
    /// `1.23e+20`, for columns far outside what people count in.
    case scientific
  }

  var notation: Notation
  var isGrouped = true
  /// Written after each number: `%`, ` d`.
  var suffix = ""

  /// The limits within which a column's values choose its decimals.
  struct Limits {
    var least = 0
    /// What the largest value may ask for.
    var forLargest = 6
    /// What the typical value may ask for, beside a much larger one.
    var forTypical = 4
  }

  /// Chooses for the known values of a column.
  ///
  /// The largest value decides (98.7; 4.31; 0.812; 1,234), the typical one gets at least one digit
  /// less than it would choose alone, and decimals that are zero in every row are dropped.
  static func choose(for values: [Double], limits: Limits = Limits()) -> NumberFormat {
    let magnitudes = values.lazy.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
    guard let largest = magnitudes.max() else {
      return NumberFormat(notation: .fixed(decimals: limits.least))
    }
    if largest >= 1e15 || (largest < 1e-6 && limits.forLargest >= 6) {
      return NumberFormat(notation: .scientific)
    }
    var decimals = max(
      min(limits.forLargest, usefulDecimals(for: largest)),
      min(limits.forTypical, usefulDecimals(for: typical(magnitudes.map { $0 })) - 1))
    while decimals > limits.least && largest * powerOfTen(decimals) >= 9e18 { decimals -= 1 }
    while decimals > limits.least && areAllZero(decimal: decimals, in: values) { decimals -= 1 }
    return NumberFormat(notation: .fixed(decimals: max(limits.least, decimals)))
  }

  /// How many decimals show a value to about three digits.
  private static func usefulDecimals(for magnitude: Double) -> Int {
    if magnitude >= 1000 { return 0 }
    if magnitude >= 10 { return 1 }
    if magnitude >= 1 { return 2 }
    var decimals = 3
    var scaled = magnitude * 10
    while scaled < 1 && decimals < 9 {
      scaled *= 10
      decimals += 1
    }
    return decimals
  }

  /// The median of a sample.
  private static func typical(_ magnitudes: [Double]) -> Double {
    let step = max(1, magnitudes.count / 1024)
    let sample = stride(from: 0, to: magnitudes.count, by: step).map { magnitudes[$0] }.sorted()
    return sample[sample.count / 2]
  }

  private static func areAllZero(decimal: Int, in values: [Double]) -> Bool {
    let factor = powerOfTen(decimal)
    return values.allSatisfy { value in
      guard value.isFinite, let scaled = Int64(exactly: (value * factor).rounded()) else {
        return !value.isFinite
      }
      return scaled % 10 == 0
    }
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    Double(integerPowerOfTen(max(0, min(exponent, 18))))
  }

  /// Writes a number; never `-0`. Not for infinities and NaN.
  func append(_ value: Double, to bytes: inout [UInt8]) {
    switch notation {
    case .fixed(let decimals):
      let scaled = (value * NumberFormat.powerOfTen(decimals)).rounded()
      if let unscaled = Int64(exactly: scaled) {
        bytes.append(
          unscaled: unscaled, scale: decimals, decimals: decimals, isGrouped: isGrouped)
      } else {
        NumberFormat.appendScientific(value, to: &bytes)
      }
    case .scientific: NumberFormat.appendScientific(value, to: &bytes)
    }
    bytes.append(suffix)
  }

  private static func appendScientific(_ value: Double, to bytes: inout [UInt8]) {
    var buffer = [CChar](repeating: 0, count: 32)
    let length = withVaList([value == 0 ? 0 : value]) {
      vsnprintf(&buffer, buffer.count, "%.2e", $0)
    }
    for index in 0..<min(max(0, Int(length)), buffer.count - 1) {
      bytes.append(UInt8(bitPattern: buffer[index]))
    }
  }
}

/// The decimals of a money column: none when every amount is whole or large, else two; more only
/// for prices far below one unit.
enum MoneyFormat {
  static func decimals(for known: some Sequence<Int64>, scale: Int) -> Int {
    let scale = max(0, min(scale, 18))
    let unit = integerPowerOfTen(scale)
    var areAllWhole = true
    var areAllLarge = true
    var largest: UInt64 = 0
    for amount in known where amount != 0 {
      let magnitude = amount.magnitude
      if magnitude % unit != 0 { areAllWhole = false }
      if magnitude / unit < 1000 { areAllLarge = false }
      largest = max(largest, magnitude)
    }
    if areAllWhole || areAllLarge { return 0 }
    guard scale > 2, largest < unit else { return 2 }
    let isFine = known.contains { $0.magnitude % integerPowerOfTen(scale - 2) != 0 }
    return isFine ? min(scale, 4) : 2
  }
}

/// The unit in which a whole column of durations is shown.
enum DurationUnit: CaseIterable {
  case day
  case hour
  case minute
  case second
  case millisecond

  var microseconds: Double {
    switch self {
    case .day: 86_400_000_000
    case .hour: 3_600_000_000
    case .minute: 60_000_000
    case .second: 1_000_000
    case .millisecond: 1000
    }
  }

  var suffix: String {
    switch self {
    case .day: " d"
    case .hour: " h"
    case .minute: " min"
    case .second: " s"
    case .millisecond: " ms"
    }
  }

  /// The largest unit of which the longest duration holds at least one; days when all are zero.
  static func choose(for known: some Sequence<Int64>) -> DurationUnit {
    let longest = known.reduce(0) { max($0, $1.magnitude) }
    if longest == 0 { return .day }
    return allCases.first { Double(longest) >= $0.microseconds } ?? .millisecond
  }
}
