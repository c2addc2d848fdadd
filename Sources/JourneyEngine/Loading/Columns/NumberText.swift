/// Reads numbers from bytes.
///
/// What counts as a number is what can be printed again as it stood: no leading zeros (`007` is a
/// key), no plus sign (`+49 ...` is a telephone), no separators, no `inf` or `nan`.
enum NumberText {
  /// The largest whole number up to which a double holds every one.
  static let exactDoubleLimit: UInt64 = 1 << 53

  /// Digits as `mantissa * 10^exponent`.
  struct Scan {
    var mantissa: UInt64 = 0
    var exponent = 0
    var fractionDigits = 0
    var isNegative = false
    /// No point and no exponent.
    var isWhole = true
    /// The mantissa holds every digit.
    var isExact = true
  }

  @inline(__always)
  static func integer(_ text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    let isNegative = text[0] == UInt8(ascii: "-")
    let first = isNegative ? 1 : 0
    let digits = count &- first
    if digits < 1 || digits > 19 { return nil }
    if text[first] == UInt8(ascii: "0") { return count == 1 ? 0 : nil }
    var value: UInt64 = 0
    for index in first..<count {
      let digit = text[index] &- 48
      if digit > 9 { return nil }
      value = value &* 10 &+ UInt64(digit)
    }
    if value > UInt64(Int64.max) { return nil }
    return isNegative ? 0 &- Int64(value) : Int64(value)
  }

  /// Checks the shape `-? (0 | [1-9] digits)? (. digits)? ([eE] [+-]? digits)?`.
  @inline(__always)
  static func scan(_ text: UnsafePointer<UInt8>, count: Int) -> Scan? {
    var scan = Scan()
    var position = 0
    if text[0] == UInt8(ascii: "-") {
      scan.isNegative = true
      position = 1
    }
    let wholeStart = position
    while position < count && text[position].isDigit {
      take(text[position], &scan)
      position &+= 1
    }
    let wholeDigits = position &- wholeStart
    if wholeDigits > 1 && text[wholeStart] == UInt8(ascii: "0") { return nil }
    if position < count && text[position] == UInt8(ascii: ".") {
      scan.isWhole = false
      position &+= 1
      let start = position
      while position < count && text[position].isDigit {
        take(text[position], &scan)
        scan.exponent &-= 1
        position &+= 1
      }
      scan.fractionDigits = position &- start
      if scan.fractionDigits == 0 { return nil }
    } else if wholeDigits == 0 {
      return nil
    }
    if position == count { return scan }
    return exponent(text, count: count, from: position, scan)
  }

  @inline(__always)
  private static func take(_ byte: UInt8, _ scan: inout Scan) {
    if scan.mantissa < 1_000_000_000_000_000_000 {
      scan.mantissa = scan.mantissa &* 10 &+ UInt64(byte &- 48)
    } else {
      scan.isExact = false
    }
  }

  private static func exponent(
    _ text: UnsafePointer<UInt8>, count: Int, from start: Int, _ before: Scan
  ) -> Scan? {
    guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var scan = before
    scan.isWhole = false
    var position = start + 1
    var isNegative = false
    if position < count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+")
    {
      isNegative = text[position] == UInt8(ascii: "-")
      position += 1
    }
    guard position < count else { return nil }
    var value = 0
    while position < count {
      guard text[position].isDigit else { return nil }
      if value < 100_000 { value = value * 10 + Int(text[position] - 48) }
      position += 1
    }
    scan.exponent += isNegative ? -value : value
    return scan
  }

  /// A number as a double, correctly rounded. A whole number that a double cannot hold is none.
  @inline(__always)
  static func number(_ text: UnsafePointer<UInt8>, count: Int) -> Double? {
    guard let scan = scan(text, count: count) else { return nil }
    if scan.isExact && scan.mantissa <= exactDoubleLimit {
      let mantissa = Double(Int64(truncatingIfNeeded: scan.mantissa))
      let signed = scan.isNegative ? -mantissa : mantissa
      if scan.exponent == 0 { return signed }
      if scan.exponent < 0 && scan.exponent >= -22 { return signed / power(-scan.exponent) }
      if scan.exponent > 0 && scan.exponent <= 22 { return signed * power(scan.exponent) }
    }
    return slowNumber(text, count: count, scan)
  }

  @inline(never)
  private static func slowNumber(
    _ text: UnsafePointer<UInt8>, count: Int, _ scan: Scan
  ) -> Double? {
    if scan.isWhole { return nil }
    let copy = String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    guard let value = Double(copy), value.isFinite else { return nil }
    return value
  }

  /// `10^exponent` for 0...22, each exact.
  @inline(__always)
  static func power(_ exponent: Int) -> Double {
    var result = 1.0
    var base = 10.0
    var rest = exponent
    while rest > 0 {
      if rest & 1 != 0 { result *= base }
      base *= base
      rest &>>= 1
    }
    return result
  }

  /// The decimals every amount of money is first read with.
  static let moneyScale = 4

  /// An amount as a count of 1/10,000, and how many decimals it was written with.
  @inline(__always)
  static func money(_ text: UnsafePointer<UInt8>, count: Int) -> (unscaled: Int64, decimals: Int)? {
    guard let scan = scan(text, count: count), scan.isExact, scan.fractionDigits <= moneyScale,
      scan.exponent == 0 &- scan.fractionDigits,
      scan.isWhole || scan.fractionDigits > 0, text[count - 1].isDigit
    else { return nil }
    var value = scan.mantissa
    if value > UInt64(Int64.max) / 10_000 { return nil }
    var digits = scan.fractionDigits
    while digits < moneyScale {
      value &*= 10
      digits &+= 1
    }
    let signed = Int64(truncatingIfNeeded: value)
    return (scan.isNegative ? 0 &- signed : signed, scan.fractionDigits)
  }
}
