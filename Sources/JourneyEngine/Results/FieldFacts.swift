internal import QueryLanguage

/// One field as an analyst looks at it first: how much is missing, where its values lie, which are
/// the commonest, and a line of bars that shows their shape.
struct FieldFacts {
  private let column: Column
  private let zone: CivilTimeZone
  private let known: Int

  init(_ column: Column, zone: CivilTimeZone) {
    self.column = column
    self.zone = zone
    known = column.count - column.nulls.unknownCount
  }

  /// Facts by name, in the order in which they are read.
  func rows() -> [(fact: String, value: String)] {
    var rows = [("type", column.type.displayName), ("rows", PlainText.count(column.count))]
    let missing = column.count - known
    let share = missing > 0 ? " (\(FieldFacts.percent(missing, of: column.count)))" : ""
    rows.append(("missing", PlainText.count(missing) + share))
    guard known > 0 else { return rows + [("distinct", "0")] }
    switch column.storage {
    case .codes(let codes, let dictionary): rows += texts(codes, dictionary)
    case .heap(let heap):
      guard case .codes(let codes, let dictionary) = HeapEncoding.codes(heap, column.nulls) else {
        return rows
      }
      rows += texts(codes, dictionary)
    case .booleans(let values): rows += flags(values)
    case .doubles(let values): rows += numbers(sorted(values))
    case .integers(let values):
      let sorted = sorted(values)
      rows += column.type.isTime ? times(sorted) : numbers(sorted)
    }
    return rows
  }

  private func sorted<Number: Comparable>(_ values: [Number]) -> [Number] {
    guard column.nulls.hasUnknown else { return values.sorted() }
    return values.indices.lazy.filter { !column.nulls.isUnknown($0) }.map { values[$0] }.sorted()
  }

  // MARK: - Texts and flags

  private typealias Facts = [(String, String)]
  private typealias Count = (words: String, rows: Int)
  private static let topCount = 8

  private func texts(_ codes: [UInt32], _ dictionary: StringDictionary) -> Facts {
    var counts = [Int](repeating: 0, count: dictionary.count)
    for code in codes where code != StringDictionary.unknownCode { counts[Int(code)] += 1 }
    let used = counts.indices.filter { counts[$0] > 0 }
    let most = FieldFacts.most(used, FieldFacts.topCount) { counts[$0] > counts[$1] }
    var lengths = (shortest: Int.max, longest: 0)
    for code in used {
      let length = dictionary[UInt32(code)].count
      lengths = (min(lengths.shortest, length), max(lengths.longest, length))
    }
    let range =
      lengths.shortest == lengths.longest
      ? "\(lengths.longest)" : "\(lengths.shortest) to \(lengths.longest)"
    let facts: Facts = [
      ("distinct", PlainText.count(used.count)), ("characters", range),
    ]
    guard used.count < known || used.count <= FieldFacts.topCount else {
      let examples = used.prefix(3).map { dictionary[UInt32($0)] }.joined(separator: ", ")
      return facts + [("values", "each another: \(examples), ...")]
    }
    let top = most.map { (words: dictionary[UInt32($0)], rows: counts[$0]) }
    return facts + self.top(top, distinct: used.count)
  }

  private func flags(_ values: [UInt8]) -> Facts {
    let yes = values.indices.count { values[$0] != 0 && !column.nulls.isUnknown($0) }
    let counts = [(words: "yes", rows: yes), (words: "no", rows: known - yes)]
    let used = counts.filter { $0.rows > 0 }.sorted { $0.rows > $1.rows }
    return [("distinct", "\(used.count)")] + top(used, distinct: used.count)
  }

  /// The commonest values with their counts, shares and bars.
  private func top(_ counts: [Count], distinct: Int) -> Facts {
    let names = counts.map { FieldFacts.short($0.words) }
    let width = names.map(\.count).max() ?? 0
    let digits = counts.map { PlainText.count($0.rows).count }.max() ?? 0
    let most = counts.map(\.rows).max() ?? 1
    var facts: Facts = counts.indices.map { index in
      let name = names[index] + String(repeating: " ", count: width - names[index].count)
      let rows = PlainText.count(counts[index].rows)
      let number = String(repeating: " ", count: digits - rows.count) + rows
      let percent = FieldFacts.percent(counts[index].rows, of: known)
      let share = String(repeating: " ", count: max(0, 5 - percent.count)) + percent
      let bar = SparkLine.bar(counts[index].rows, of: most)
      return ("top \(index + 1)", "\(name)  \(number)  \(share)  \(bar)")
    }
    let rest = known - counts.reduce(0) { $0 + $1.rows }
    if distinct > counts.count {
      facts.append(
        (
          "others",
          "\(PlainText.count(distinct - counts.count)) values in "
            + "\(PlainText.counted(rest, "row")) (\(FieldFacts.percent(rest, of: known)))"
        ))
    }
    return facts
  }

  // MARK: - Numbers

  private func numbers<Number: Comparable & Hashable>(_ sorted: [Number]) -> Facts {
    var values = sorted.map(amount)
    let runs = FieldFacts.runs(sorted)
    var sum = CompensatedSum()
    for value in values { sum.add(value) }
    var facts: Facts = [("distinct", PlainText.count(runs.count))]
    facts.append(("lowest", words(values[0])))
    for (name, p) in [("5%", 0.05), ("25%", 0.25), ("median", 0.5), ("75%", 0.75), ("95%", 0.95)] {
      if let value = Quantile.linear(&values, p) { facts.append((name, words(value))) }
    }
    facts.append(("highest", words(amount(sorted[sorted.count - 1]))))
    facts.append(("mean", words(sum.value / Double(values.count))))
    if let spark = SparkLine.spread(values) {
      facts.append(("spread", "\(spark.line)  \(words(spark.low)) to \(words(spark.high))"))
    }
    // Where values repeat, which ones do is the news.
    guard runs.count * 2 <= known else { return facts }
    let most = FieldFacts.most(Array(runs.indices), FieldFacts.topCount) {
      runs[$0].rows > runs[$1].rows
    }
    let top = most.map { (words: words(amount(runs[$0].value)), rows: runs[$0].rows) }
    return facts + self.top(top, distinct: runs.count)
  }

  /// A stored number in the unit in which it is shown; durations in microseconds.
  private func amount<Number>(_ stored: Number) -> Double {
    if let number = stored as? Double { return number }
    guard let whole = stored as? Int64 else { return 0 }
    if case .money(let scale) = column.type { return Double(whole) / powerOfTen(scale) }
    return Double(whole)
  }

  private func words(_ value: Double) -> String {
    guard column.type == .duration else { return Value.number(value).words(in: zone) }
    return Value.duration(Int64(value)).words(in: zone)
  }

  // MARK: - Times

  private func times(_ sorted: [Int64]) -> Facts {
    func words(_ time: Int64) -> String {
      (column.type == .date ? Value.date(time) : .instant(time)).words(in: zone)
    }
    func rank(_ p: Double) -> Int64 { sorted[Int((Double(sorted.count - 1) * p).rounded())] }
    var facts: Facts = [
      ("distinct", PlainText.count(FieldFacts.runs(sorted).count)), ("first", words(sorted[0])),
    ]
    for (name, p) in [("5%", 0.05), ("25%", 0.25), ("median", 0.5), ("75%", 0.75), ("95%", 0.95)] {
      facts.append((name, words(rank(p))))
    }
    facts.append(("last", words(sorted[sorted.count - 1])))
    let days = column.type == .date ? sorted.map(Int.init) : sorted.map(zone.dayNumber)
    if let spark = SparkLine.periods(days) {
      facts.append(("by \(spark.unit)", "\(spark.line)  \(spark.first) to \(spark.last)"))
    }
    return facts
  }

  // MARK: - Counting

  private static func runs<Number: Equatable>(
    _ sorted: [Number]
  ) -> [(value: Number, rows: Int)] {
    var runs: [(value: Number, rows: Int)] = []
    for value in sorted {
      if let last = runs.last, last.value == value {
        runs[runs.count - 1].rows += 1
      } else {
        runs.append((value, 1))
      }
    }
    return runs
  }

  /// The first few in an order, ties as they come.
  private static func most(
    _ items: [Int], _ limit: Int, _ precedes: (Int, Int) -> Bool
  ) -> [Int] {
    var top: [Int] = []
    for item in items {
      let place = top.firstIndex { precedes(item, $0) } ?? top.count
      guard place < limit else { continue }
      top.insert(item, at: place)
      if top.count > limit { top.removeLast() }
    }
    return top
  }

  private static func short(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 32 || line.count < text.count ? "\(line.prefix(32))..." : text
  }

  /// `12.5%`
  private static func percent(_ count: Int, of all: Int) -> String {
    let tenths = Int((Double(count) / Double(max(1, all)) * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
  }
}
