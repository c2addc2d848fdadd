/// The sample company's own source of chance (SplitMix64): the same numbers on every machine.
struct SampleRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A stream of its own for each account, so that a change to one journey leaves the others alone.
  init(seed: UInt64, stream: Int) {
    var mixer = SampleRandom(
      seed: seed &+ UInt64(truncatingIfNeeded: stream) &* 0xD134_2543_DE82_EF95)
    state = mixer.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In `[0, 1)`.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// In `0..<bound`.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
  }

  /// In `low...high`.
  mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  mutating func chance(_ probability: Double) -> Bool { unit() < probability }
}

/// Evenly spread numbers for the members of a group: member 0, 1, 2 ... of a group gets the
/// fractional part of a multiple of an irrational step. A dozen members already meet a quantile
/// closely, whatever the seed; every purpose has a step of its own so that two purposes are not
/// correlated.
enum Spread {
  /// When an account signs, or begins.
  static let when = 0.618_033_988_749_895
  static let timeToValue = 0.414_213_562_373_095
  static let size = 0.732_050_807_568_877
  static let mindset = 0.236_067_977_499_790
  static let later = 0.645_751_311_064_591
  static let mood = 0.605_551_275_463_989
  static let place = 0.316_624_790_355_400

  static func unit(_ member: Int, step: Double, offset: Double) -> Double {
    let value = Double(member) * step + offset
    return value - value.rounded(.down)
  }
}

/// `quota` members out of `count`, evenly spaced: is `member` one of them?
func isPicked(_ member: Int, quota: Int, of count: Int) -> Bool {
  count > 0 && (member + 1) * quota / count > member * quota / count
}

/// A distribution by its quantiles at 0, 25, 50, 75, 90 and 100 %, straight in between.
struct QuantileCurve {
  let points: (Double, Double, Double, Double, Double, Double)

  init(_ p0: Double, _ p25: Double, _ p50: Double, _ p75: Double, _ p90: Double, _ p100: Double) {
    points = (p0, p25, p50, p75, p90, p100)
  }

  subscript(_ unit: Double) -> Double {
    func line(_ low: Double, _ high: Double, _ from: Double, _ to: Double) -> Double {
      low + (high - low) * (unit - from) / (to - from)
    }
    if unit < 0.25 { return line(points.0, points.1, 0, 0.25) }
    if unit < 0.5 { return line(points.1, points.2, 0.25, 0.5) }
    if unit < 0.75 { return line(points.2, points.3, 0.5, 0.75) }
    if unit < 0.9 { return line(points.3, points.4, 0.75, 0.9) }
    return line(points.4, points.5, 0.9, 1)
  }
}
