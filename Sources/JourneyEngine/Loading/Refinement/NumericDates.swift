/// Dates that stand in a file as numbers: seconds since 1970, days of a spreadsheet, `20260303`.
/// Decided by the column's name and all of its values.
struct NumericDates {
  let zone: CivilTimeZone

  struct Finding {
    let column: Column
    /// The layout that reads the same: `epoch ms`.
    let pattern: String
    let words: String
  }

  /// nil when the numbers are no dates.
  func find(_ column: Column, name: ColumnName) -> Finding? {
    guard !name.isMoney else { return nil }
    switch (column.type, column.storage) {
    case (.integer, .integers(let values)):
      guard let first = NumericDates.first(values, column.nulls),
        isPlausible(Double(first), name)
          || NumericDates.compact.contains(where: { $0.holds(first) }),
        let (low, high) = NumericDates.range(values, column.nulls)
      else { return nil }
      if name.isTime, let unit = epoch(low, high) {
        return epoch(column, [], values, unit)
      }
      if name.isDate, low >= 20_000, high < 80_000 {
        return serial(column, values.map(Double.init))
      }
      return calendar(column, values, low, high, isNamed: name.isTime)
        ?? stamps(column, values, low, high, isNamed: name.isTime)
    case (.number, .doubles(let values)):
      guard let first = NumericDates.first(values, column.nulls), isPlausible(first, name),
        let (low, high) = NumericDates.range(values, column.nulls), high < 9e18
      else { return nil }
      if name.isTime, low >= 0, let unit = epoch(Int64(low), Int64(high)), unit != .nanoseconds {
        return epoch(column, values, nil, unit)
      }
      return name.isDate && low >= 20_000 && high < 80_000 ? serial(column, values) : nil
    default: return nil
    }
  }

  /// Whole numbers that all fit the layout a caller asks for; nil when one does not.
  func column(_ column: Column, by format: DateFormat) -> Column? {
    guard column.type == .integer, case .integers(let values) = column.storage else { return nil }
    var time = TimeText(zone: zone)
    var cells = [Int64](repeating: 0, count: values.count)
    for (row, value) in values.enumerated() where !column.nulls.isUnknown(row) {
      var text = String(value)
      let moment = text.withUTF8 { bytes in
        bytes.baseAddress.flatMap { format.moment($0, count: bytes.count) }
      }
      guard let moment else { return nil }
      cells[row] =
        format.hasTime ? moment.instant(&time) : floorDivide(moment.wall, microsecondsPerDay)
    }
    return Column(format.hasTime ? .instant : .date, .integers(cells), nulls: column.nulls)
  }

  /// A look at one value saves most columns the look at all.
  private func isPlausible(_ value: Double, _ name: ColumnName) -> Bool {
    (name.isTime && value >= Double(EpochUnit.earliestNamed))
      || (name.isDate && value >= 20_000 && value < 80_000)
  }

  // MARK: - Ranges

  private static func first<Number>(_ values: [Number], _ nulls: NullMask) -> Number? {
    values.indices.first { !nulls.isUnknown($0) }.map { values[$0] }
  }

  static func range<Number: Comparable>(
    _ values: [Number], _ nulls: NullMask
  ) -> (Number, Number)? {
    guard var low = first(values, nulls) else { return nil }
    var high = low
    for (row, value) in values.enumerated() where !nulls.isUnknown(row) {
      if value < low { low = value }
      if value > high { high = value }
    }
    return (low, high)
  }

  private func epoch(_ low: Int64, _ high: Int64) -> EpochUnit? {
    EpochUnit(from: low, to: high, since: EpochUnit.earliestNamed)
  }

  /// Dates written without any separator, from 1900 to 2100.
  private struct Compact {
    let pattern: String
    let range: ClosedRange<Int64>
    func holds(_ value: Int64) -> Bool { range.contains(value) }
  }

  private static let compact = [
    Compact(pattern: "yyyyMMdd", range: 19_000_101...21_001_231),
    Compact(pattern: "yyyyMMddHHmm", range: 190_001_010_000...210_012_312_359),
    Compact(pattern: "yyyyMMddHHmmss", range: 19_000_101_000_000...21_001_231_235_959),
  ]

  // MARK: - Conversion

  private func epoch(
    _ column: Column, _ numbers: [Double], _ whole: [Int64]?, _ unit: EpochUnit
  ) -> Finding {
    let cells: [Int64]
    if let whole {
      // None too large: they lie before 2100.
      cells = whole.enumerated().map { row, value in
        column.nulls.isUnknown(row) ? 0 : unit.microseconds(value) ?? 0
      }
    } else {
      cells = numbers.enumerated().map { row, value in
        column.nulls.isUnknown(row) ? 0 : Int64(unit.microseconds(value))
      }
    }
    return Finding(
      column: Column(.instant, .integers(cells), nulls: column.nulls), pattern: unit.pattern,
      words: unit.words)
  }

  private func serial(_ column: Column, _ numbers: [Double]) -> Finding {
    let isWhole = numbers.enumerated().allSatisfy {
      column.nulls.isUnknown($0.offset) || $0.element == $0.element.rounded()
    }
    var time = TimeText(zone: zone)
    let cells = numbers.enumerated().map { row, value -> Int64 in
      if column.nulls.isUnknown(row) { return 0 }
      if isWhole { return Int64(value) - 25_569 }
      let wall = Int64(((value - 25_569) * 8_640_000).rounded()) * 10_000
      return time.instant(ofWall: wall)
    }
    return Finding(
      column: Column(isWhole ? .date : .instant, .integers(cells), nulls: column.nulls),
      pattern: "serial", words: "a spreadsheet's days since 1900")
  }

  /// `20260303`: by its name, or by so many values that chance does not make them all dates.
  private func calendar(
    _ column: Column, _ values: [Int64], _ low: Int64, _ high: Int64, isNamed: Bool
  ) -> Finding? {
    guard NumericDates.compact[0].holds(low), NumericDates.compact[0].holds(high) else {
      return nil
    }
    var days: [Int64] = []
    days.reserveCapacity(values.count)
    var distinct: Set<Int64> = []
    for (row, value) in values.enumerated() {
      guard !column.nulls.isUnknown(row) else {
        days.append(0)
        continue
      }
      let date = CivilDate(
        year: Int(value / 10_000), month: Int(value / 100 % 100), day: Int(value % 100))
      guard date.isValid else { return nil }
      if distinct.count < 8 { distinct.insert(value) }
      days.append(Int64(date.dayNumber))
    }
    guard isNamed || distinct.count >= 8 else { return nil }
    return Finding(
      column: Column(.date, .integers(days), nulls: column.nulls), pattern: "yyyyMMdd",
      words: "dates written yyyyMMdd")
  }

  /// `20260303101500`: days and times without separators, on the same grounds as days alone.
  private func stamps(
    _ column: Column, _ values: [Int64], _ low: Int64, _ high: Int64, isNamed: Bool
  ) -> Finding? {
    guard let written = NumericDates.compact.dropFirst().first(where: { $0.holds(low) }),
      written.holds(high), isNamed || Set(values.prefix(1000)).count >= 8,
      let format = DateFormat(written.pattern), let read = self.column(column, by: format)
    else { return nil }
    return Finding(
      column: read, pattern: written.pattern, words: "dates written \(written.pattern)")
  }
}
