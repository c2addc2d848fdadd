extension Period {
  /// The period as it is written: `2026-Q1`, `last 2 full quarters`.
  package var spelling: String {
    switch self {
    case .year(let year): Self.padded(year, 4)
    case .quarter(let year, let quarter): "\(Self.padded(year, 4))-Q\(quarter)"
    case .month(let year, let month): "\(Self.padded(year, 4))-\(Self.padded(month, 2))"
    case .day(let year, let month, let day):
      "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    case .isoWeek(let year, let week): "\(Self.padded(year, 4))-W\(Self.padded(week, 2))"
    case .instant(let microseconds, let offset): Self.spelling(microseconds, offset)
    case .today: "today"
    case .yesterday: "yesterday"
    case .now: "now"
    case .current(let unit): "this \(unit)"
    case .last(let count, let unit, let full):
      "last " + Self.amount(count, unit, full: full)
    case .next(let count, let unit): "next " + Self.amount(count, unit, full: false)
    case .parameter(let name): "$" + name.text
    case .named(let name): name.spelling
    }
  }

  private static func amount(_ count: Int?, _ unit: TimeUnit, full: Bool) -> String {
    let words = [count.map(String.init), full ? "full" : nil, unit.spelling(for: count ?? 1)]
    return words.compactMap(\.self).joined(separator: " ")
  }

  private static func spelling(_ microseconds: Int64, _ offsetMinutes: Int?) -> String {
    let (seconds, fraction) = floorDivide(microseconds, by: 1_000_000)
    let (days, time) = floorDivide(seconds, by: 86_400)
    let date = CivilDate(daysSince1970: Int(days))
    let day = Period.day(year: date.year, month: date.month, day: date.day).spelling
    var text = "\(day)T\(padded(Int(time / 3600), 2)):\(padded(Int(time / 60 % 60), 2))"
    if time % 60 != 0 || fraction != 0 { text += ":" + padded(Int(time % 60), 2) }
    if fraction != 0 {
      var digits = padded(Int(fraction), 6)
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    guard let offsetMinutes else { return text }
    if offsetMinutes == 0 { return text + "Z" }
    let minutes = offsetMinutes.magnitude
    return text + (offsetMinutes < 0 ? "-" : "+") + padded(Int(minutes / 60), 2) + ":"
      + padded(Int(minutes % 60), 2)
  }

  private static func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let remainder = (value % divisor + divisor) % divisor
    return ((value - remainder) / divisor, remainder)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension TimeUnit {
  /// `day`, `days`; `per day`, `14 days`.
  package func spelling(for amount: some Numeric & Equatable) -> String {
    amount == 1 ? rawValue : rawValue + "s"
  }

  /// The unit that a word names, in singular or plural.
  init?(word: String) {
    self.init(rawValue: word.hasSuffix("s") ? String(word.dropLast()) : word)
  }
}
