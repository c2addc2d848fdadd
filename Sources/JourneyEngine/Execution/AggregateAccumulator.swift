internal import QueryLanguage

/// Collects one aggregate for every group, batch by batch. Unknown values are skipped.
struct AggregateAccumulator {
  private let aggregate: BoundAggregate
  private let zone: CivilTimeZone
  private var counts: [Int64] = []
  /// Groups whose sum is larger than a cell can hold.
  private(set) var overflowCount = 0
  private var exactSums: [Int128] = []
  private var sums: [CompensatedSum] = []
  private var spreads: [Welford] = []
  private var extremes: [Value] = []
  /// When the `first` or `last` value of each group happened.
  private var extremeTimes: [Int64] = []
  private var lists: [[String]] = []
  private var spells: [CompetingDurations] = []
  private var samples: [(group: UInt32, value: Double)] = []
  private var distinctKeys = KeyEncoder()
  private var distinctPairs = PairEncoder()
  /// Shared by `list`, so that each text is listed once.
  private var listed: [Set<String>] = []

  /// `zone` is the one in which `list` writes instants.
  init(_ aggregate: BoundAggregate, zone: CivilTimeZone = .utc) {
    self.aggregate = aggregate
    self.zone = zone
  }

  /// `groups[i]` is the group of row i; `vector` its operand (nil for a plain count). `first` and
  /// `last` go by `times` where rows have a time, else by the order in which they come.
  mutating func add(
    _ vector: Vector?, groups: [UInt32], groupCount: Int, times: [Int64]? = nil
  ) {
    grow(to: groupCount)
    guard let vector else {
      for group in groups { counts[Int(group)] += 1 }
      return
    }
    switch aggregate.function {
    case .count, .countDistinct: addCount(vector, groups)
    case .countWhere, .shareWhere: addTruths(Kernels.truths(vector), groups)
    case .sum, .average, .shareOfTotal: addSum(vector, groups)
    case .standardDeviation: addSpread(vector, groups)
    case .quantile: addSamples(vector, groups)
    case .minimum, .maximum: addExtremes(vector, groups)
    case .first, .last: addEnds(vector, groups, times)
    case .list: addList(vector, groups)
    case .incidenceQuantile, .incidenceMean: addSpells(vector, groups)
    }
  }

  private mutating func grow(to count: Int) {
    func extend<Element>(_ array: inout [Element], _ value: Element) {
      if array.count < count {
        array.append(contentsOf: repeatElement(value, count: count - array.count))
      }
    }
    extend(&counts, 0)
    extend(&exactSums, 0)
    extend(&sums, CompensatedSum())
    switch aggregate.function {
    case .standardDeviation: extend(&spreads, Welford())
    case .minimum, .maximum: extend(&extremes, .unknown)
    case .first, .last:
      extend(&extremes, .unknown)
      extend(&extremeTimes, 0)
    case .incidenceQuantile, .incidenceMean: extend(&spells, CompetingDurations())
    case .list:
      extend(&lists, [])
      extend(&listed, [])
    default: break
    }
  }

  // MARK: - Adding

  private mutating func addCount(_ vector: Vector, _ groups: [UInt32]) {
    guard aggregate.function == .countDistinct else {
      for (row, group) in groups.enumerated() where !vector.isUnknown(row) {
        counts[Int(group)] += 1
      }
      return
    }
    let keys = distinctKeys.encode(vector)
    for (row, group) in groups.enumerated() where !vector.isUnknown(row) {
      let before = distinctPairs.count
      if distinctPairs.encode(group, keys[row]) == before { counts[Int(group)] += 1 }
    }
  }

  private mutating func addTruths(_ truths: [UInt8], _ groups: [UInt32]) {
    for (row, group) in groups.enumerated() where truths[row] != Truth.unknown {
      counts[Int(group)] += 1
      if truths[row] == Truth.yes { exactSums[Int(group)] += 1 }
    }
  }

  private mutating func addSum(_ vector: Vector, _ groups: [UInt32]) {
    switch vector {
    case .integers(let values, let nulls):
      for (row, group) in groups.enumerated() where !nulls.isUnknown(row) {
        counts[Int(group)] += 1
        exactSums[Int(group)] += Int128(values[row])
      }
    case .doubles(let values, let nulls):
      for (row, group) in groups.enumerated() where !nulls.isUnknown(row) {
        counts[Int(group)] += 1
        sums[Int(group)].add(values[row])
      }
    case .truths, .codes, .texts: break
    }
  }

  private mutating func addSpread(_ vector: Vector, _ groups: [UInt32]) {
    for (row, group) in groups.enumerated() {
      if let value = AggregateAccumulator.double(vector, row) { spreads[Int(group)].add(value) }
    }
  }

  private mutating func addSamples(_ vector: Vector, _ groups: [UInt32]) {
    for (row, group) in groups.enumerated() {
      if let value = AggregateAccumulator.double(vector, row) { samples.append((group, value)) }
    }
  }

  private static func double(_ vector: Vector, _ row: Int) -> Double? {
    switch vector {
    case .integers(let values, let nulls): nulls.isUnknown(row) ? nil : Double(values[row])
    case .doubles(let values, let nulls): nulls.isUnknown(row) ? nil : values[row]
    case .truths, .codes, .texts: nil
    }
  }

  private mutating func addExtremes(_ vector: Vector, _ groups: [UInt32]) {
    let wantsLess = aggregate.function == .minimum
    for (row, group) in groups.enumerated() where !vector.isUnknown(row) {
      let value = vector.value(row, type: aggregate.type)
      let best = extremes[Int(group)]
      if best.isUnknown || (wantsLess ? value.precedes(best) : best.precedes(value)) {
        extremes[Int(group)] = value
      }
    }
  }

  private mutating func addEnds(_ vector: Vector, _ groups: [UInt32], _ times: [Int64]?) {
    let wantsFirst = aggregate.function == .first
    for (row, group) in groups.enumerated() where !vector.isUnknown(row) {
      let time = times?[row] ?? 0
      let group = Int(group)
      if !extremes[group].isUnknown {
        // Of rows at the same time the earlier one is first, the later one last.
        if wantsFirst ? time >= extremeTimes[group] : time < extremeTimes[group] { continue }
      }
      extremes[group] = vector.value(row, type: aggregate.type)
      extremeTimes[group] = time
    }
  }

  private mutating func addList(_ vector: Vector, _ groups: [UInt32]) {
    let type = aggregate.operand?.type ?? .text
    for (row, group) in groups.enumerated() where !vector.isUnknown(row) {
      let text = vector.value(row, type: type).words(in: zone)
      if listed[Int(group)].insert(text).inserted { lists[Int(group)].append(text) }
    }
  }

  private mutating func addSpells(_ vector: Vector, _ groups: [UInt32]) {
    guard case .integers(let values, let nulls) = vector else { return }
    for (row, group) in groups.enumerated() where !nulls.isUnknown(row) {
      let spell = SpellMeasures.decode(values[row])
      spells[Int(group)].append(spell.length, spell.outcome)
    }
  }

  // MARK: - Results

  /// One value a group.
  mutating func finish(groupCount: Int) -> Column {
    grow(to: groupCount)
    switch aggregate.function {
    case .count, .countDistinct: return column { .integer(counts[$0]) }
    case .countWhere: return column { .integer(Int64(exactSums[$0])) }
    case .shareWhere:
      return column {
        counts[$0] == 0 ? .unknown : .number(Double(exactSums[$0]) / Double(counts[$0]))
      }
    case .sum:
      if aggregate.type != .number {
        overflowCount = counts.indices.count { Int64(exactly: exactSums[$0]) == nil }
      }
      return column { counts[$0] == 0 ? .unknown : total($0) }
    case .average: return column { counts[$0] == 0 ? .unknown : average($0) }
    case .shareOfTotal: return sharesOfTotal()
    case .standardDeviation: return column { measured(spreads[$0].sampleDeviation) }
    case .quantile(let p): return quantiles(p)
    case .incidenceQuantile(let p): return incidences { $0.quantile(p) }
    case .incidenceMean: return incidences { $0.mean }
    case .minimum, .maximum, .first, .last: return column { extremes[$0] }
    case .list:
      return column { lists[$0].isEmpty ? .unknown : .text(lists[$0].joined(separator: ", ")) }
    }
  }

  private func column(_ value: (Int) -> Value) -> Column {
    var builder = ColumnBuilder(aggregate.type)
    for group in counts.indices { builder.append(value(group)) }
    return builder.build()
  }

  private func total(_ group: Int) -> Value {
    if aggregate.type == .number { return .number(sums[group].value) }
    guard let sum = Int64(exactly: exactSums[group]) else { return .unknown }
    switch aggregate.type {
    case .money(let scale): return .money(sum, scale: scale)
    case .duration: return .duration(sum)
    default: return .integer(sum)
    }
  }

  private func average(_ group: Int) -> Value {
    let count = Double(counts[group])
    if aggregate.type == .duration { return measured(Double(exactSums[group]) / count) }
    return .number(sums[group].value / count)
  }

  private func sharesOfTotal() -> Column {
    // Without an operand the share is one of rows.
    guard aggregate.operand != nil else {
      let all = Double(counts.reduce(0, +))
      return column { all == 0 ? .unknown : .number(Double(counts[$0]) / all) }
    }
    var all = CompensatedSum()
    for group in counts.indices where counts[group] > 0 { all.add(sums[group].value) }
    return column { group in
      all.value == 0 || counts[group] == 0 ? .unknown : .number(sums[group].value / all.value)
    }
  }

  /// A computed number in the aggregate's type: durations are whole microseconds.
  private func measured(_ value: Double?) -> Value {
    guard let value, value.isFinite else { return .unknown }
    guard aggregate.type == .duration else { return .number(value) }
    return Int64(exactly: value.rounded()).map(Value.duration) ?? .unknown
  }

  private func incidences(_ length: (CumulativeIncidence) -> Int64?) -> Column {
    column { group in length(CumulativeIncidence(spells[group])).map(Value.duration) ?? .unknown }
  }

  private func quantiles(_ p: Double) -> Column {
    var byGroup = [[Double]](repeating: [], count: counts.count)
    for sample in samples { byGroup[Int(sample.group)].append(sample.value) }
    return column { group in measured(Quantile.linear(&byGroup[group], p)) }
  }
}

/// A sum that keeps what rounding would lose (Neumaier 1974).
struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ value: Double) {
    let next = sum + value
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  var value: Double { sum + lost }
}

/// Mean and squared deviations in one pass (Welford 1962).
struct Welford: Sendable {
  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / count
    squares += delta * (value - mean)
  }

  /// The standard deviation of a sample (n - 1); nil for fewer than two values.
  var sampleDeviation: Double? { count < 2 ? nil : (squares / (count - 1)).squareRoot() }
}

extension Value {
  /// Order of two known values of one type.
  func precedes(_ other: Value) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): TextOrder.Key(a) < TextOrder.Key(b)
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.number(let a), .number(let b)): a < b
    default: (integral ?? 0) < (other.integral ?? 0)
    }
  }
}
