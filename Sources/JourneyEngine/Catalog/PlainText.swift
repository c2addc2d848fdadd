/// Cells and counts as plain text, for keys and for messages about data.
package enum PlainText {
  /// A cell in the form a file would write it: `1480`, `12.5`, `2026-03-31`,
  /// `2026-03-31T10:00:00Z`.
  package static func of(_ value: Value) -> String {
    switch value {
    case .unknown: ""
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number), .duration(let number): String(number)
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    case .money(let unscaled, let scale): money(unscaled, scale)
    case .date(let day): CivilDate(dayNumber: Int(day)).description
    case .instant(let instant): instantText(instant)
    case .text(let text): text
    }
  }

  /// With one decimal: `14.4`, `3`.
  static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let rest = tenths.magnitude % 10
    return sign + "\(tenths.magnitude / 10)" + (rest == 0 ? "" : ".\(rest)")
  }

  /// `8,800`
  package static func count(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (number < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// `1 row`, `8,800 rows`; `plural` where an `s` will not do.
  package static func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// What values of a type are called together: "whole numbers".
  /// A length of time: `27 days`, `1 day`; below a day `5 hours`.
  package static func length(_ microseconds: Int64) -> String {
    let days = Int((Double(microseconds) / Double(microsecondsPerDay)).rounded())
    if microseconds >= microsecondsPerDay || microseconds == 0 { return counted(days, "day") }
    let hours = Int((Double(microseconds) / Double(3600 * microsecondsPerSecond)).rounded())
    return hours == 0 ? "less than an hour" : counted(hours, "hour")
  }

  static func plural(_ type: ValueType) -> String {
    switch type {
    case .boolean: "yes and no"
    case .money, .text: type.displayName
    case .instant: "dates and times"
    default: type.displayName + "s"
    }
  }

  /// An instant as wall clock in a zone, to the second or minute it needs: `2026-03-31 10:00`.
  package static func wall(_ instant: Int64, _ zone: CivilTimeZone) -> String {
    let wall = zone.wall(of: instant)
    let day = floorDivide(wall, microsecondsPerDay)
    let seconds = (wall - day * microsecondsPerDay) / microsecondsPerSecond
    let date = CivilDate(dayNumber: Int(day)).description
    let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return seconds % 60 == 0 ? "\(date) \(clock)" : "\(date) \(clock):\(two(seconds % 60))"
  }

  /// The same, a midnight as the date alone: `2026-03-31`.
  package static func moment(_ instant: Int64, _ zone: CivilTimeZone) -> String {
    let wall = wall(instant, zone)
    return wall.hasSuffix(" 00:00") ? String(wall.dropLast(6)) : wall
  }

  private static func instantText(_ instant: Int64) -> String {
    let day = floorDivide(instant, microsecondsPerDay)
    let rest = instant - day * microsecondsPerDay
    let seconds = rest / microsecondsPerSecond
    let micros = rest % microsecondsPerSecond
    let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    let date = CivilDate(dayNumber: Int(day)).description
    if micros == 0 { return "\(date)T\(clock)Z" }
    let digits = String(micros)
    return "\(date)T\(clock)." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
  }

  private static func money(_ unscaled: Int64, _ scale: Int) -> String {
    guard scale > 0 else { return String(unscaled) }
    var digits = String(unscaled.magnitude)
    if digits.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.count) + digits
    }
    let sign = unscaled < 0 ? "-" : ""
    return "\(sign)\(digits.dropLast(scale)).\(digits.suffix(scale))"
  }

  private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
}
