internal import QueryLanguage

extension Value {
  /// The value as one says it in a sentence or a list: rounded, with its unit, digits in groups.
  func words(in zone: CivilTimeZone) -> String {
    switch self {
    case .boolean(let flag): return flag ? "yes" : "no"
    case .integer(let number): return PlainText.count(Int(number))
    case .number(let number): return Value.rounded(number)
    case .money(_, let scale):
      let text = PlainText.of(self)
      let fraction = scale > 0 ? String(text.suffix(scale + 1)) : ""
      guard let whole = Int(text.dropLast(fraction.count)) else { return text }
      return PlainText.count(whole)
        + (fraction.allSatisfy { $0 == "0" || $0 == "." } ? "" : fraction)
    case .instant(let instant): return PlainText.wall(instant, zone)
    case .duration(let length):
      return Value.rounded(Double(length) / Double(microsecondsPerDay)) + " days"
    case .unknown, .date, .text: return PlainText.of(self)
    }
  }

  /// At most two decimals, more for numbers below one hundredth.
  private static func rounded(_ number: Double) -> String {
    let unit = abs(number) >= 0.01 || number == 0 ? 100.0 : 1e6
    let value = (number * unit).rounded() / unit
    guard value == value.rounded(), abs(value) < 1e15 else { return String(value) }
    return PlainText.count(Int(value))
  }
}
