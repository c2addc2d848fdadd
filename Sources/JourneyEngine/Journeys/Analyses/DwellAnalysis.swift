internal import QueryLanguage

/// `dwell of accounts by stage`: how long stays in each stage last. Those that still go on count as
/// lasting at least until now (Kaplan-Meier), unless `completed only` leaves them out.
struct DwellAnalysis: JourneyAnalysis {
  let stages: [String]
  let measures: [DwellMeasure]
  /// Those whose columns are shown.
  let asked: Set<DwellMeasure>
  let period: SentenceTime.Interval?
  let completedOnly: Bool

  static let ownDimensions: Set<String> = ["stage"]
  static let ownClauses: Set<ClauseWord> = [.completedOnly]
  let keys = ["stage"]

  var columns: [AnalysisColumn] {
    [AnalysisColumn("stage", .text)] + measures.map(\.column)
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    guard let visits = CountedSojourns(input.snapshot) else { return output }
    var stays = [DwellStays](
      repeating: DwellStays(), count: input.groupCount * stages.count)
    var withoutLength = 0
    for (index, account) in input.accounts.enumerated() {
      if index & 0xFFFF == 0 { try input.checkCancellation() }
      let first = Int(input.groups[index]) * stages.count
      for place in visits.places(ofAccount: account) {
        guard period?.contains(visits.sojourns.entered[place]) != false else { continue }
        guard visits.hasLength(place) else {
          withoutLength += 1
          continue
        }
        let isOpen = visits.left(place) == nil
        stays[first + Int(visits.sojourns.stages[place])]
          .add(visits.length(place), isOpen: isOpen, completedOnly: completedOnly)
      }
    }
    var missed: [(measure: DwellMeasure, places: [Int])] = measures.map { ($0, []) }
    for place in stays.indices {
      try input.checkCancellation()
      let stay = stays[place]
      // A group need not name the stages that none of its accounts has been in.
      if input.groupCount > 1, stay.count == 0, stay.open == 0 { continue }
      let cells = stay.cells(measures, completedOnly: completedOnly)
      for (index, cell) in cells.enumerated() where cell.isUnknown && stay.count > 0 {
        missed[index].places.append(place)
      }
      output.append(
        group: UInt32(place / stages.count), [.text(stages[place % stages.count])] + cells)
    }
    output.notes = notes(stays, missed, isGrouped: input.groupCount > 1, withoutLength)
    return output
  }

  private func notes(
    _ stays: [DwellStays], _ missed: [(measure: DwellMeasure, places: [Int])], isGrouped: Bool,
    _ withoutLength: Int
  ) -> [String] {
    var notes: [String] = []
    let open = stays.reduce(0) { $0 + $1.open }
    if open > 0 {
      notes.append(
        completedOnly
          ? "completed stays only: the open ones, the longest perhaps, are left out"
          : DwellStays.openNote)
    }
    let lacking = missed.filter { asked.contains($0.measure) }.map { measure, places in
      (measure.name, places.map { isGrouped ? nil : stages[$0] })
    }
    if let note = DwellStays.note(notReached: lacking) { notes.append(note) }
    if let note = CountedSojourns.note(withoutLength: withoutLength) { notes.append(note) }
    return notes
  }
}

/// The stays of one row.
struct DwellStays: Sendable {
  /// Those that the numbers are of.
  private(set) var count = 0
  private(set) var open = 0
  private var durations = CensoredDurations()
  /// With `completed only`.
  private var completed: [Double] = []

  mutating func add(_ length: Int64, isOpen: Bool, completedOnly: Bool) {
    if isOpen { open += 1 }
    if completedOnly, isOpen { return }
    count += 1
    if completedOnly {
      completed.append(Double(length))
    } else {
      durations.append(length, isEvent: !isOpen)
    }
  }

  static let openNote = "an open stay counts as lasting at least until now (Kaplan-Meier)"

  /// The footer's line on quantiles that are not reached: by column the stages, or nil for rows of
  /// groups.
  static func note(notReached columns: [(name: String, rows: [String?])]) -> String? {
    let words = columns.filter { !$0.rows.isEmpty }.map { name, rows in
      let stages = rows.compactMap { $0 }
      return stages.isEmpty
        ? "\(name) in \(PlainText.counted(rows.count, "row"))"
        : "\(name) of \(stages.joined(separator: ", "))"
    }
    guard !words.isEmpty else { return nil }
    return "not reached, too many being still there: " + words.joined(separator: "; ")
  }

  func cells(_ measures: [DwellMeasure], completedOnly: Bool) -> [Value] {
    let curve = completedOnly ? nil : SurvivalCurve(durations)
    return measures.map { measure in
      switch measure.kind {
      case .count: return .integer(Int64(count))
      case .open: return .integer(Int64(open))
      case .quantile(let p):
        if let curve { return curve.quantile(p).map { .duration($0) } ?? .unknown }
        var values = completed
        return Quantile.linear(&values, p).map { .duration(Int64($0.rounded())) } ?? .unknown
      case .average:
        if let curve { return curve.mean.map { .duration($0) } ?? .unknown }
        guard !completed.isEmpty else { return .unknown }
        var sum = CompensatedSum()
        for value in completed { sum.add(value) }
        return .duration(Int64((sum.value / Double(completed.count)).rounded()))
      }
    }
  }
}

extension SurvivalCurve {
  /// The area under the curve; nil where it does not come down to nobody, for then it has no end.
  var mean: Int64? {
    guard let last = steps.last, last.survival == 0 else { return nil }
    var sum = CompensatedSum()
    var (before, share) = (Int64(0), 1.0)
    for step in steps {
      sum.add(Double(step.time - before) * share)
      (before, share) = (step.time, step.survival)
    }
    return Int64(sum.value.rounded())
  }
}
