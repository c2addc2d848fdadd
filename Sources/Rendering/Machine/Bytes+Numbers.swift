/// Numbers as digits, appended to bytes. No form depends on a locale.
extension [UInt8] {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// `1234`, grouped `1,234`, at least `digits` long with leading zeros.
  mutating func append(decimal value: UInt64, atLeast digits: Int = 1, isGrouped: Bool = false) {
    let start = count
    var rest = value
    var written = 0
    repeat {
      if isGrouped && written > 0 && written % 3 == 0 { append(0x2C) }
      append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      written += 1
    } while rest > 0 || written < digits
    self[start...].reverse()
  }

  mutating func append(decimal value: Int64, isGrouped: Bool = false) {
    if value < 0 { append(0x2D) }
    append(decimal: value.magnitude, isGrouped: isGrouped)
  }

  /// `unscaled / 10^scale`, rounded half away from zero to `decimals` places (exact when nil):
  /// money.
  mutating func append(
    unscaled: Int64, scale: Int, decimals: Int? = nil, isGrouped: Bool = false
  ) {
    let scale = Swift.min(Swift.max(scale, 0), 18)
    let places = Swift.min(Swift.max(decimals ?? scale, 0), 18)
    var magnitude = unscaled.magnitude
    var kept = scale
    if places < scale {
      let divisor = integerPowerOfTen(scale - places)
      magnitude = magnitude / divisor + (magnitude % divisor >= divisor - divisor / 2 ? 1 : 0)
      kept = places
    }
    if unscaled < 0 && magnitude > 0 { append(0x2D) }
    let unit = integerPowerOfTen(kept)
    append(decimal: magnitude / unit, isGrouped: isGrouped)
    guard places > 0 else { return }
    append(0x2E)
    if kept > 0 { append(decimal: magnitude % unit, atLeast: kept) }
    append(contentsOf: repeatElement(0x30, count: places - kept))
  }

  /// The shortest digits that read back as the same double: `0.1`, `100`, `1e+20`; never `-0`.
  /// Not for infinities and NaN.
  mutating func append(shortest value: Double) {
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
      append(decimal: whole)
      return
    }
    var text = value.description
    text.withUTF8 { utf8 in
      let isWhole = utf8.count > 2 && utf8[utf8.count - 1] == 0x30 && utf8[utf8.count - 2] == 0x2E
      append(contentsOf: isWhole ? utf8[..<(utf8.count - 2)] : utf8[...])
    }
  }
}

/// `10^exponent` for 0...19.
func integerPowerOfTen(_ exponent: Int) -> UInt64 {
  var result: UInt64 = 1
  for _ in 0..<exponent { result *= 10 }
  return result
}
