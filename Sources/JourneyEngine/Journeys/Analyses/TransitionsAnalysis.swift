/// `transitions of accounts`: where accounts go from each stage, and how many are still there.
///
/// A period selects the exits that happen inside it; still there are those who are in the stage at
/// its end.
struct TransitionsAnalysis: JourneyAnalysis {
  let stages: [String]
  let period: SentenceTime.Interval?

  let keys = ["from", "to"]

  let columns = [
    AnalysisColumn("from", .text, style: .band), AnalysisColumn("to", .text),
    AnalysisColumn("count", .integer), AnalysisColumn("probability", .number, style: .share),
    AnalysisColumn("median_days", .number),
  ]

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    guard let visits = CountedSojourns(input.snapshot) else { return output }
    var tallies = [TransitionTally?](
      repeating: nil, count: input.groupCount * stages.count)
    let end = min(period?.end ?? visits.now, visits.now)
    var withoutLength = 0
    for (index, account) in input.accounts.enumerated() {
      if index & 0xFFFF == 0 { try input.checkCancellation() }
      for place in visits.places(ofAccount: account) {
        let from = Int(input.groups[index]) * stages.count + Int(visits.sojourns.stages[place])
        var tally = tallies[from] ?? TransitionTally(stageCount: stages.count)
        // Taken out, so that it is changed in place.
        tallies[from] = nil
        if !visits.hasLength(place) {
          withoutLength += 1
        } else {
          tally.add(place, visits, period: period, end: end)
        }
        tallies[from] = tally
      }
    }
    let names = stages + ["lost", "nowhere yet", "still there"]
    for (from, tally) in tallies.enumerated() {
      guard var tally else { continue }
      for row in tally.rows() {
        output.append(
          group: UInt32(from / stages.count),
          [.text(stages[from % stages.count]), .text(names[row.to])] + row.cells)
      }
    }
    if period != nil { output.notes.append("still there: at the end of the period") }
    if let note = CountedSojourns.note(withoutLength: withoutLength) { output.notes.append(note) }
    return output
  }
}

/// The exits from one stage, by where they lead.
struct TransitionTally: Sendable {
  /// By stage, then lost, then nowhere: days in the stage.
  private var days: [[Double]]
  private var stillThere = 0

  init(stageCount: Int) { days = [[Double]](repeating: [], count: stageCount + 2) }

  /// `end`: when those who are still there are counted.
  mutating func add(
    _ place: Int, _ visits: CountedSojourns, period: SentenceTime.Interval?, end: Int64
  ) {
    let left = visits.left(place)
    if visits.sojourns.entered[place] < end, left.map({ $0 >= end }) ?? true { stillThere += 1 }
    guard let left, period?.contains(left) != false else { return }
    let next = visits.sojourns.next[place]
    let to = next == Sojourns.nothing ? days.count - 1 : Int(next)
    days[to].append(Double(visits.length(place)) / Double(microsecondsPerDay))
  }

  /// Count, probability among the exits, and median of the days; those who are still there last,
  /// who have neither.
  mutating func rows() -> [(to: Int, cells: [Value])] {
    let exits = days.reduce(0) { $0 + $1.count }
    var rows: [(to: Int, cells: [Value])] = []
    for to in days.indices where !days[to].isEmpty {
      let count = days[to].count
      rows.append(
        (
          to,
          [
            .integer(Int64(count)), .number(Double(count) / Double(exits)),
            Quantile.linear(&days[to], 0.5).map { .number($0) } ?? .unknown,
          ]
        ))
    }
    if stillThere > 0 {
      rows.append((days.count, [.integer(Int64(stillThere)), .unknown, .unknown]))
    }
    return rows
  }
}
