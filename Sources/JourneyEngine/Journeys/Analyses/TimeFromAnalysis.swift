internal import QueryLanguage

/// `time from Invest to first_value of accounts by vertical`: how long it takes. What is open
/// counts as lasting at least until now, and the lost will never come to it (Aalen-Johansen);
/// `completed only` gives the quantiles of what came to its end instead.
struct TimeFromAnalysis: JourneyAnalysis {
  let search: SpellSearch
  let measures: [TimeFromMeasure]
  /// Names of those whose columns are shown.
  let shown: Set<String>
  let completedOnly: Bool

  static let ownClauses: Set<ClauseWord> = [.completedOnly]

  var columns: [AnalysisColumn] { measures.map(\.column) }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let found = try search.run(input.accounts, input.cancellation)
    var durations = [CompetingDurations](
      repeating: CompetingDurations(), count: input.groupCount)
    var completed = [[Double]](repeating: [], count: input.groupCount)
    for place in input.accounts.indices {
      if place & 0xFFFF == 0 { try input.checkCancellation() }
      let group = Int(input.groups[place])
      for spell in found.spells(at: place) {
        durations[group].append(spell.length, spell.outcome)
        if completedOnly, spell.outcome == .reached {
          completed[group].append(Double(spell.length))
        }
      }
    }
    var missed: [String: Int] = [:]
    for group in durations.indices {
      try input.checkCancellation()
      let cells =
        completedOnly
        ? plainCells(durations[group], completed[group]) : cells(durations[group])
      for (measure, cell) in zip(measures, cells)
      where cell.isUnknown && durations[group].count > 0 && shown.contains(measure.name) {
        missed[measure.name, default: 0] += 1
      }
      output.append(group: UInt32(group), cells)
    }
    output.notes = notes(durations, missed) + found.notes
    if input.groupCount > 1 {
      output.notes += try comparison(durations, input.cancellation)
    }
    return output
  }

  // MARK: - Cells

  private func cells(_ durations: CompetingDurations) -> [Value] {
    let curve = CumulativeIncidence(durations)
    let limits = curve.limits(ofQuantile: 0.5)
    return measures.map { measure in
      switch measure.kind {
      case .count: .integer(Int64(durations.count))
      case .ended(let outcome): .integer(Int64(durations[outcome]))
      case .quantile(let p): duration(curve.quantile(p))
      case .average: duration(curve.mean)
      case .low: duration(limits.low)
      case .high: duration(limits.high)
      }
    }
  }

  /// Of what came to its end alone.
  private func plainCells(_ durations: CompetingDurations, _ completed: [Double]) -> [Value] {
    var completed = completed
    var sum = CompensatedSum()
    for length in completed { sum.add(length) }
    let mean = completed.isEmpty ? nil : sum.value / Double(completed.count)
    return measures.map { measure in
      switch measure.kind {
      case .count: .integer(Int64(durations.count))
      case .ended(let outcome): .integer(Int64(durations[outcome]))
      case .quantile(let p):
        duration(Quantile.linear(&completed, p).map { Int64($0.rounded()) })
      case .average: duration(mean.map { Int64($0.rounded()) })
      case .low, .high: .unknown
      }
    }
  }

  private func duration(_ length: Int64?) -> Value { length.map { .duration($0) } ?? .unknown }

  // MARK: - Footer

  /// Groups with fewer starts say little.
  private static let few = 10

  private func notes(_ durations: [CompetingDurations], _ missed: [String: Int]) -> [String] {
    var notes: [String] = []
    func count(_ outcome: Outcome) -> Int { durations.reduce(0) { $0 + $1[outcome] } }
    if completedOnly {
      notes.append(
        "completed only: of those that came to it, linear between values; the open and the lost "
          + "are left out, which makes it look faster than it is")
    } else {
      if count(.open) > 0 || count(.lost) > 0 {
        notes.append(
          "what is open lasts at least until now, and a loss forestalls the event (Aalen-Johansen)")
      }
      if shown.contains("low") || shown.contains("high") {
        notes.append("low and high: where the median lies with 95 % confidence")
      }
      let names = measures.map(\.name).filter { missed[$0] != nil }
      let isGrouped = durations.count > 1
      if !names.isEmpty {
        let words = names.map { name in
          isGrouped ? "\(name) in \(PlainText.counted(missed[name] ?? 0, "group"))" : name
        }
        notes.append("not reached so far: \(words.joined(separator: ", "))")
      }
    }
    let small = durations.count { (1..<TimeFromAnalysis.few).contains($0.count) }
    if small > 0 {
      notes.append(
        durations.count > 1
          ? "fewer than \(TimeFromAnalysis.few) starts in \(PlainText.counted(small, "group")): "
            + "too few to rely on"
          : "fewer than \(TimeFromAnalysis.few) starts: too few to rely on")
    }
    return notes
  }

  /// Whether the groups differ by more than chance.
  private func comparison(
    _ durations: [CompetingDurations], _ cancellation: Cancellation
  ) throws(QueryFailure) -> [String] {
    let groups = durations.filter { $0.count > 0 }
    if groups.count > GroupTest.mostGroups {
      return ["more than \(GroupTest.mostGroups) groups: whether they differ is not tested"]
    }
    guard let test = try GroupTest(groups, cancellation) else { return [] }
    var name = test.kind == .gray ? "Gray's test" : "log-rank test"
    if search.isEach { name += ", all starts taken as independent" }
    let p = test.p
    let words = p < 0.0001 ? "p < 0.0001" : "p = \(TimeFromAnalysis.rounded(p))"
    let verdict = p < 0.05 ? "the groups differ" : "no difference told"
    return ["\(verdict): \(words) (\(name))"]
  }

  /// Two decimals; of small chances as many as tell two digits.
  private static func rounded(_ p: Double) -> String {
    let unit = p >= 0.1 ? 100.0 : p >= 0.001 ? 1000.0 : 10_000.0
    return PlainText.of(.number((p * unit).rounded() / unit))
  }
}

/// `time from Invest to first_value of "Acme Ltd"`: its starts, and what came of each.
struct TimeFromOfAccountAnalysis: JourneyAnalysis {
  let search: SpellSearch
  let completedOnly: Bool

  static let ownClauses: Set<ClauseWord> = [.completedOnly]
  let keys = ["account"]

  let columns = [
    AnalysisColumn("account", .text, style: .band),
    AnalysisColumn("start", .instant, style: .minute), AnalysisColumn("days", .number),
    AnalysisColumn("status", .text),
  ]

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let found = try search.run(input.accounts, input.cancellation)
    output.notes = found.notes
    let accounts = input.snapshot.accounts
    let names = accounts.column("name") ?? accounts.column("id")
    for (place, account) in input.accounts.enumerated() {
      let spells = found.spells(at: place)
      let name = names?[Int(account)] ?? .unknown
      for spell in spells where !completedOnly || spell.outcome == .reached {
        output.append(
          group: input.groups[place],
          [
            name, .instant(spell.start),
            .number(Double(spell.length) / Double(microsecondsPerDay)),
            .text(TimeFromOfAccountAnalysis.status(spell)),
          ])
      }
      if spells.isEmpty, found.notes.isEmpty {
        output.notes.append("nothing has begun: no \(search.from.words)")
      }
    }
    return output
  }

  private static func status(_ spell: Spell) -> String {
    let length = PlainText.length(spell.length)
    switch spell.outcome {
    case .reached: return "reached"
    case .lost: return "lost after \(length)"
    case .open: return "not yet (open \(length))"
    }
  }
}
