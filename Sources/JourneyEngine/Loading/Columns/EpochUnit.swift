/// The units in which files count time since 1970.
enum EpochUnit: String, CaseIterable, Sendable {
  case seconds, milliseconds, microseconds, nanoseconds

  /// What date layouts call it: `epoch ms`.
  var pattern: String {
    switch self {
    case .seconds: "epoch"
    case .milliseconds: "epoch ms"
    case .microseconds: "epoch us"
    case .nanoseconds: "epoch ns"
    }
  }

  var words: String { "\(rawValue) since 1970" }

  /// How many of it are a second.
  var perSecond: Int64 {
    switch self {
    case .seconds: 1
    case .milliseconds: 1000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }

  init?(pattern: String) {
    let pattern = pattern == "epoch s" ? "epoch" : pattern
    guard let unit = EpochUnit.allCases.first(where: { $0.pattern == pattern }) else { return nil }
    self = unit
  }

  /// 1980: a name that speaks of time is believed from here on.
  static let earliestNamed: Int64 = 315_532_800
  /// 1990: without a name more has to speak for it.
  static let earliest: Int64 = 631_152_000
  /// 2100.
  private static let latest: Int64 = 4_102_444_800

  /// The unit in which all values from the lowest to the highest lie between `second` and 2100.
  init?(from low: Int64, to high: Int64, since second: Int64) {
    let fitting = EpochUnit.allCases.first { unit in
      let (last, overflow) = EpochUnit.latest.multipliedReportingOverflow(by: unit.perSecond)
      return low <= high && low >= second * unit.perSecond && high <= (overflow ? .max : last)
    }
    guard let fitting else { return nil }
    self = fitting
  }

  /// As microseconds since 1970; nil where they are more than 64 bits hold.
  func microseconds(_ count: Int64) -> Int64? {
    guard self != .nanoseconds else { return floorDivide(count, 1000) }
    let (product, overflow) = count.multipliedReportingOverflow(
      by: microsecondsPerSecond / perSecond)
    return overflow ? nil : product
  }

  func microseconds(_ count: Double) -> Double {
    (count * Double(microsecondsPerSecond) / Double(perSecond)).rounded()
  }
}

extension EpochUnit {
  /// Whole numbers without a name that says so, told by their size alone. As many nanoseconds might
  /// be the ids of a large system.
  init?(of column: Column) {
    guard column.type == .integer, case .integers(let values) = column.storage,
      let (low, high) = NumericDates.range(values, column.nulls)
    else { return nil }
    self.init(from: low, to: high, since: EpochUnit.earliest)
    if self == .nanoseconds { return nil }
  }
}
