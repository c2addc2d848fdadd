/// What is said of numbers that were not written plainly.
struct NumberNotes {
  private(set) var lines: [String] = []

  /// `isSaid`: the caller told how numbers are written.
  init(
    _ finding: NumberRefinement.Finding, _ values: DistinctValues, _ column: Column,
    isSaid: Bool
  ) {
    guard let example = finding.example else { return }
    let row = NumberNotes.row(of: example.index, values)
    let value = row.map { PlainText.of(column[$0]) } ?? ""
    let code = finding.currencies.keys.first.map { " \(Currency.code($0))" } ?? ""
    let clause = isSaid ? "" : " (`reading numbers none` keeps the text)"
    lines.append("`\(example.text)` is read as \(value)\(code)\(clause)")
    if !finding.currencies.isEmpty && finding.unmarked > 0 {
      let verb = finding.unmarked == 1 ? "names no currency and is" : "name no currency and are"
      lines.append("\(PlainText.counted(finding.unmarked, "value")) \(verb) taken for\(code)")
    }
    if finding.currencies.count == 1, column.type == .number {
      lines.append("more than four decimals, so numbers and not exact money")
    }
  }

  private static func row(of index: Int, _ values: DistinctValues) -> Int? {
    guard case .codes(let codes, _) = values.column.storage else { return index }
    return codes.firstIndex(of: UInt32(index))
  }

  static let tooLong =
    "kept as text: whole numbers beyond 9,007,199,254,740,992 beside decimals cannot be held exactly"

  /// Why numbers stay text; nil when nothing stands in the way.
  static func obstacle(_ finding: NumberRefinement.Finding) -> String? {
    if finding.currencies.count > 1 {
      let counts = finding.currencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let list = counts.prefix(3).map { "\(PlainText.count($0.value)) in \(Currency.code($0.key))" }
      return "amounts in several currencies (\(list.joined(separator: ", ")))"
    }
    guard finding.percents > 0 else { return nil }
    let others = finding.unmarked + finding.currencies.values.reduce(0, +)
    return others == 0
      ? nil : "\(PlainText.counted(finding.percents, "value")) of it are percentages, others not"
  }

  static func guess(_ text: String, _ name: String, decimalComma: Bool) -> String {
    let asThousands = text.contains(",") != decimalComma
    let plain = text.filter { $0.isASCII && $0.isNumber }
    let meaning = asThousands ? "\(plain)" : "\(plain.dropLast(3)).\(plain.suffix(3))"
    let other = decimalComma ? "1,234.5" : "1.234,5"
    return
      "\(name): `\(text)` is taken for \(meaning): `reading numbers \"\(other)\"` says otherwise"
  }

  static func question(_ text: String, _ name: String, _ path: String) -> LoadError {
    let plain = text.filter { $0.isASCII && $0.isNumber }
    var error = LoadError(
      path: path, message: "`\(text)` in column `\(name)` may be one thousand or one and a bit",
      hint: "`reading numbers \"1,234.5\"` for \(plain), `reading numbers \"1.234,5\"` for "
        + "\(plain.dropLast(3)).\(plain.suffix(3))")
    error.question = LoadQuestion(
      "is `\(text)` in column `\(name)` a large number or one with decimals?",
      answers: [
        .init("the comma separates thousands: \(plain)", option: "numbers", value: "1,234.5"),
        .init(
          "the comma is the decimal one: \(plain.dropLast(3)).\(plain.suffix(3))",
          option: "numbers", value: "1.234,5"),
      ])
    return error
  }

  /// Numbers all of whose decimals are three: `1.234` may be a thousand.
  static func looksGrouped(_ column: Column) -> Bool {
    var hasFraction = false
    switch (column.type, column.storage) {
    case (.money(scale: 3), .integers(let values)):
      return values.indices.allSatisfy { column.nulls.isUnknown($0) || values[$0] >= 1000 }
    case (.number, .doubles(let values)):
      for (row, value) in values.enumerated() where !column.nulls.isUnknown(row) {
        guard value.magnitude >= 1, value.magnitude < 1000 else { return false }
        let thousandths = value * 1000
        guard abs(thousandths - thousandths.rounded()) < 1e-6 else { return false }
        hasFraction = hasFraction || value != value.rounded()
      }
      return hasFraction
    default: return false
    }
  }
}

/// What is said and asked of dates.
enum DateNotes {
  /// Which of day, month and year a layout begins with.
  static func order(_ pattern: String) -> DateLayouts.Order? {
    switch pattern.first(where: { "dMy".contains($0) }) {
    case "d": .dayFirst
    case "M": .monthFirst
    case "y": .yearFirst
    default: nil
    }
  }

  static func question(
    _ example: String, _ name: String, _ candidates: [DateRefinement.Settled], _ path: String
  ) -> LoadError {
    let answers = candidates.map { candidate in
      LoadQuestion.Answer(
        "\(candidate.order.words): \(words(example, candidate.format))", option: "dates",
        value: candidate.date)
    }
    var error = LoadError(
      path: path,
      message: "day and month cannot be told apart in column `\(name)`: every date fits "
        + candidates.map { "\"\($0.date)\"" }.joined(separator: " and "),
      hint: "for `\(example)` write "
        + zip(answers, candidates).map { answer, candidate in
          "`\(answer.clause)` if it is \(words(example, candidate.format))"
        }.joined(separator: ", "))
    error.question = LoadQuestion(
      "which date is `\(example)` in column `\(name)`?", answers: answers)
    return error
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static func words(_ text: String, _ format: DateFormat) -> String {
    guard let wall = format.wall(of: text) else { return text }
    let date = CivilDate(dayNumber: Int(floorDivide(wall, microsecondsPerDay)))
    return "\(date.day) \(months[date.month - 1]) \(date.year)"
  }

  /// Dates that programs write for "none" or "for ever": kept, but told of.
  static func placeholders(_ column: Column, _ zone: CivilTimeZone) -> String? {
    guard column.type.isTime, case .integers(let values) = column.storage else { return nil }
    let unit = column.type == .instant ? microsecondsPerDay : 1
    let low = Int64(CivilDate(year: 1900, month: 1, day: 3).dayNumber) * unit
    let high = Int64(CivilDate(year: 2200, month: 1, day: 1).dayNumber) * unit
    var counts: [(day: Int64, rows: Int)] = []
    var others = 0
    for (row, value) in values.enumerated() where value < low || value >= high {
      if column.nulls.isUnknown(row) { continue }
      let day = column.type == .instant ? floorDivide(zone.wall(of: value), unit) : value
      if let place = counts.firstIndex(where: { $0.day == day }) {
        counts[place].rows += 1
      } else if counts.count < 3 {
        counts.append((day, 1))
      } else {
        others += 1
      }
    }
    guard !counts.isEmpty else { return nil }
    let list = counts.map {
      "\(CivilDate(dayNumber: Int($0.day)).description) in \(PlainText.counted($0.rows, "row"))"
    }
    let more = others > 0 ? " and others in \(PlainText.counted(others, "row"))" : ""
    let day = CivilDate(dayNumber: Int(counts[0].day)).description
    return "far-off dates, perhaps for \"none\": \(list.joined(separator: ", "))\(more)"
      + " (`reading missing \"\(day)\"` makes them unknown)"
  }
}
