internal import QueryLanguage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Every function of the language, in one table.
package enum FunctionCatalog {
  package static let all: [FunctionDefinition] = text + number + time

  static func named(_ name: String) -> FunctionDefinition? { byName[name.lowercased()] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  // MARK: - Text

  private static let text: [FunctionDefinition] = [
    FunctionDefinition(
      "upper(text)", .text, "the text in capital letters",
      example: "accounts show upper(vertical) top 3", [.text], result: { _ in .text }
    ) { $0.mapText { $0.uppercased() } },
    FunctionDefinition(
      "lower(text)", .text, "the text in small letters",
      example: "accounts where lower(name) starts with \"ac\" show name", [.text],
      result: { _ in .text }
    ) { $0.mapText { $0.lowercased() } },
    FunctionDefinition(
      "trim(text)", .text, "the text without spaces at its ends",
      example: "accounts show trim(name) top 3", [.text], result: { _ in .text }
    ) { $0.mapText(\.withoutBlanksAround) },
    FunctionDefinition(
      "length(text)", .text, "how many characters the text has",
      example: "accounts show name, length(name) order by length(name) desc top 3", [.text],
      result: { _ in .integer }
    ) { call in call.integers { row in call.text(0, row).map { Int64($0.count) } } },
    FunctionDefinition(
      "replace(text, old, new)", .text, "the text with every `old` replaced by `new`",
      example: "accounts show replace(name, \"Ltd\", \"Limited\") top 3", [.text, .text, .text],
      result: { _ in .text }
    ) { call in
      .texts(
        (0..<call.count).map { row in
          guard let text = call.text(0, row), let old = call.text(1, row),
            let new = call.text(2, row)
          else { return nil }
          return old.isEmpty
            ? text
            : text.split(separator: old, omittingEmptySubsequences: false)
              .joined(separator: new)
        })
    },
    FunctionDefinition(
      "split(text, separator, n)", .text,
      "the n-th piece (from 1) of the text cut at the separator; unknown when there are fewer",
      example: "accounts show split(id, \"-\", 2) top 3", [.text, .text, .number],
      result: { _ in .text }
    ) { call in
      .texts(
        (0..<call.count).map { row in
          guard let text = call.text(0, row), let separator = call.text(1, row), !separator.isEmpty,
            let place = call.number(2, row).flatMap({ Int(exactly: $0) }), place >= 1
          else { return nil }
          let pieces = text.split(separator: separator, omittingEmptySubsequences: false)
          return pieces.indices.contains(place - 1) ? String(pieces[place - 1]) : nil
        })
    },
    FunctionDefinition(
      "left(text, n)", .text, "the first n characters",
      example: "accounts by left(name, 1) show count", [.text, .number], result: { _ in .text }
    ) { call in
      .texts(
        (0..<call.count).map { row in
          guard let text = call.text(0, row), let count = call.number(1, row) else { return nil }
          return String(text.prefix(max(0, Int(exactly: count.rounded(.down)) ?? 0)))
        })
    },
  ]

  // MARK: - Numbers

  private static let number: [FunctionDefinition] = [
    FunctionDefinition(
      "round(number, digits)", .number,
      "the number rounded to `digits` decimals (none when left out); halves go away from zero",
      example: "accounts by stage show round(avg jfi, 1)", [.number, .number], optional: 1,
      result: { $0.count == 1 ? .integer : .number }
    ) { call in
      guard call.arguments.count == 2 else { return call.mapWhole { $0.rounded() } }
      return call.doubles { row in
        guard let value = call.number(0, row), let digits = call.number(1, row) else { return nil }
        let unit = pow(10, digits.rounded())
        return (value * unit).rounded() / unit
      }
    },
    FunctionDefinition(
      "floor(number)", .number, "the next whole number below",
      example: "accounts by floor(jfi / 10) * 10 show count", [.number], result: { _ in .integer }
    ) { $0.mapWhole { $0.rounded(.down) } },
    FunctionDefinition(
      "ceiling(number)", .number, "the next whole number above",
      example: "accounts show name, ceiling(jfi) top 3", [.number], result: { _ in .integer }
    ) { $0.mapWhole { $0.rounded(.up) } },
    FunctionDefinition(
      "abs(number)", .number, "the number without its sign",
      example: "accounts show name, abs(jfi - momentum) top 3", [.number], result: { _ in .number }
    ) { $0.mapNumber { Swift.abs($0) } },
    FunctionDefinition(
      "ln(number)", .number, "the natural logarithm; unknown for zero and below",
      example: "accounts show name, ln(arr) top 3", [.number], result: { _ in .number }
    ) { $0.mapNumber { $0 > 0 ? log($0) : .nan } },
    FunctionDefinition(
      "exp(number)", .number, "e to the power of the number",
      example: "accounts show name, exp(jfi / 100) top 3", [.number], result: { _ in .number }
    ) { $0.mapNumber { exp($0) } },
    FunctionDefinition(
      "sqrt(number)", .number, "the square root; unknown below zero",
      example: "accounts show name, sqrt(arr) top 3", [.number], result: { _ in .number }
    ) { $0.mapNumber { $0.squareRoot() } },
    FunctionDefinition(
      "power(base, exponent)", .number, "the base raised to the exponent",
      example: "accounts show name, power(jfi / 100, 2) top 3", [.number, .number],
      result: { _ in .number }
    ) { call in
      call.doubles { row in
        guard let base = call.number(0, row), let exponent = call.number(1, row) else { return nil }
        return pow(base, exponent)
      }
    },
    FunctionDefinition(
      "mod(number, divisor)", .number,
      "the remainder, with the divisor's sign; unknown for a divisor of zero",
      example: "accounts where mod(length(name), 2) = 0 show name top 3", [.number, .number],
      result: { _ in .number }
    ) { call in
      call.doubles { row in
        guard let value = call.number(0, row), let divisor = call.number(1, row), divisor != 0
        else {
          return nil
        }
        let rest = value.truncatingRemainder(dividingBy: divisor)
        return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
      }
    },
  ]

  // MARK: - Dates and times

  private static func part(
    _ name: String, _ summary: String, _ body: @escaping @Sendable (Int) -> Int
  ) -> FunctionDefinition {
    FunctionDefinition(
      "\(name)(time)", .time, summary, example: "accounts by \(name)(started) show count", [.time],
      result: { _ in .integer }
    ) { call in call.integers { row in call.day(0, row).map { Int64(body($0)) } } }
  }

  private static let time: [FunctionDefinition] = [
    part("year", "the year of a date") { CivilDate(dayNumber: $0).year },
    part("quarter", "the quarter of a date, 1 to 4") {
      (CivilDate(dayNumber: $0).month - 1) / 3 + 1
    },
    part(
      "month", "the month of a date, 1 to 12 (`month of x` tells months of different years apart)"
    ) { CivilDate(dayNumber: $0).month },
    part("week", "the ISO week of a date, 1 to 53") { CivilDate.isoWeek(dayNumber: $0).week },
    part("day", "the day of the month, 1 to 31") { CivilDate(dayNumber: $0).day },
    part("weekday", "the day of the week, 1 (Monday) to 7 (Sunday)") {
      CivilDate.isoWeekday(dayNumber: $0)
    },
    FunctionDefinition(
      "hour(time)", .time, "the hour of a date and time, 0 to 23",
      example: "events by hour(at) show count", [.time], result: { _ in .integer }
    ) { call in
      call.integers { row in
        guard case .integers(let values, let nulls) = call.arguments[0], !nulls.isUnknown(row)
        else {
          return nil
        }
        if call.types[0] == .date { return 0 }
        let wall = call.zone.wall(of: values[row])
        return floorDivide(wall, 3600 * microsecondsPerSecond) - floorDivide(
          wall, microsecondsPerDay) * 24
      }
    },
    FunctionDefinition(
      "truncate(time, unit)", .time,
      "the first day of the week, month, quarter or year that holds the time",
      example: "accounts by truncate(started, quarter) show count", [.time, .unit],
      result: { _ in .date }
    ) { call in
      call.integers { row in
        guard let day = call.day(0, row), let word = call.text(1, row),
          let unit = TimeUnit(rawValue: word)
        else { return nil }
        return Int64(Calendar.firstDay(of: unit, holding: day))
      }
    },
    FunctionDefinition(
      "date(time)", .time, "the civil day of a date and time",
      example: "events by date(at) show count top 3 by count", [.time], result: { _ in .date }
    ) { call in call.integers { row in call.day(0, row).map(Int64.init) } },
    FunctionDefinition(
      "days(duration)", .time, "a duration as a number of days",
      example: "accounts show name, days(renewal_date - started) top 3", [.duration],
      result: { _ in .number }
    ) { call in
      guard case .integers(let values, let nulls) = call.arguments[0] else {
        return call.arguments[0]
      }
      return .doubles(values.map { Double($0) / Double(microsecondsPerDay) }, nulls)
    },
    FunctionDefinition(
      "months_between(start, end)", .time, "whole calendar months from the start to the end",
      example: "accounts show name, months_between(started, today) top 3", [.time, .time],
      result: { _ in .integer }
    ) { call in
      call.integers { row in
        guard let start = call.day(0, row), let end = call.day(1, row) else { return nil }
        return Int64(wholeMonths(from: start, to: end))
      }
    },
  ]

  private static func wholeMonths(from start: Int, to end: Int) -> Int {
    let first = CivilDate(dayNumber: start)
    let last = CivilDate(dayNumber: end)
    var months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0, first.adding(months: months).dayNumber > end { months -= 1 }
    if months < 0, first.adding(months: months).dayNumber < end { months += 1 }
    return months
  }
}
