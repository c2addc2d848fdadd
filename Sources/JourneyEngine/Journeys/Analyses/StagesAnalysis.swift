internal import QueryLanguage

/// `stages of accounts`: the state of each stage: who is there now, who came, and who went where.
///
/// A period selects the stays that begin inside it (entered, dwell) and the exits that happen
/// inside it (advanced, regressed, lost). Who is lost is in no stage: their number stands in the
/// footer.
struct StagesAnalysis: JourneyAnalysis {
  let stages: [String]
  let period: SentenceTime.Interval?
  /// Those of the scores, jfi and momentum, that accounts have.
  let scores: Set<String>

  static let ownDimensions: Set<String> = ["stage"]
  static let scoreNames = ["jfi", "momentum"]
  let keys = ["stage"]

  var fieldsRead: [String] { StagesAnalysis.scoreNames.filter(scores.contains) }

  /// What is said first is what matters first: a narrow window leaves the last ones out.
  let columns = [
    AnalysisColumn("stage", .text), AnalysisColumn("accounts", .integer),
    AnalysisColumn("drifting", .integer), AnalysisColumn("jfi", .number),
    AnalysisColumn("momentum", .number), AnalysisColumn("median_dwell", .duration),
    AnalysisColumn("p90_dwell", .duration), AnalysisColumn("entered", .integer),
    AnalysisColumn("advanced", .integer), AnalysisColumn("lost", .integer),
    AnalysisColumn("regressed", .integer),
  ]

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    var tallies = [StageTally?](repeating: nil, count: input.groupCount * stages.count)
    func count(_ stage: Int, _ group: UInt32, _ body: (inout StageTally) -> Void) {
      let place = Int(group) * stages.count + stage
      var tally = tallies[place] ?? StageTally()
      // Taken out, so that it is changed in place.
      tallies[place] = nil
      body(&tally)
      tallies[place] = tally
    }
    let standing = try addStanding(input, count)
    try addVisits(input, count)
    let hasVisits = input.snapshot.visits != nil
    var missed: [(name: String, rows: [String?])] = StageTally.dwellNames.map { ($0, []) }
    var hasOpen = false
    for place in tallies.indices {
      if tallies[place] == nil, input.groupCount > 1 { continue }
      let tally = tallies[place] ?? StageTally()
      let dwells = tally.stays.cells(StageTally.dwells, completedOnly: false)
      let name = stages[place % stages.count]
      for (index, dwell) in dwells.enumerated() where dwell.isUnknown && tally.stays.count > 0 {
        missed[index].rows.append(input.groupCount > 1 ? nil : name)
      }
      hasOpen = hasOpen || tally.stays.open > 0
      output.append(
        group: UInt32(place / stages.count),
        [.text(name)] + tally.cells(dwells, hasVisits: hasVisits))
    }
    output.notes = standing
    if hasOpen { output.notes.append(DwellStays.openNote) }
    if let note = DwellStays.note(notReached: missed) { output.notes.append(note) }
    let lacking = StagesAnalysis.scoreNames.filter { !scores.contains($0) }
    if !lacking.isEmpty {
      output.notes.append("the data has no \(lacking.joined(separator: " and no "))")
    }
    return output
  }

  private typealias Counting = (Int, UInt32, (inout StageTally) -> Void) -> Void

  /// Who is where now. Gives what is to be said of those who are nowhere.
  private func addStanding(
    _ input: AnalysisInput, _ count: Counting
  ) throws(QueryFailure) -> [String] {
    let accounts = input.relations.accounts
    guard let stage = accounts.index(of: "stage").map({ accounts.column($0).asDictionaryText() }),
      case .codes(let codes, let dictionary) = stage.storage
    else { return [] }
    let ordinals = (0..<dictionary.count).map { code in
      stages.firstIndex(of: dictionary[UInt32(code)])
    }
    let (jfi, momentum) = (score("jfi", accounts), score("momentum", accounts))
    let states = try input.relations.drift.model(input.cancellation).states
    try input.checkCancellation()
    var (lost, unknown) = (0, 0)
    let isLost = accounts.index(of: "lost").map { accounts.column($0) }
    for (index, account) in input.accounts.enumerated() {
      let row = Int(account)
      guard codes[row] != StringDictionary.unknownCode, let stage = ordinals[Int(codes[row])] else {
        if isLost?[row] == .boolean(true) { lost += 1 } else { unknown += 1 }
        continue
      }
      count(stage, input.groups[index]) { tally in
        tally.accounts += 1
        tally.drifting += states[row] == .drifting ? 1 : 0
        tally.jfi.add(jfi?[row].double)
        tally.momentum.add(momentum?[row].double)
      }
    }
    var notes: [String] = []
    if lost > 0 { notes.append("\(PlainText.counted(lost, "account")) lost, in no stage now") }
    if unknown > 0 { notes.append("\(PlainText.counted(unknown, "account")) without a stage") }
    return notes
  }

  private func score(_ name: String, _ accounts: Relation) -> Column? {
    guard scores.contains(name) else { return nil }
    return accounts.index(of: name).map { accounts.column($0) }
  }

  /// Who came and who went.
  private func addVisits(_ input: AnalysisInput, _ count: Counting) throws(QueryFailure) {
    guard let visits = CountedSojourns(input.snapshot) else { return }
    for (index, account) in input.accounts.enumerated() {
      if index & 0xFFFF == 0 { try input.checkCancellation() }
      for place in visits.places(ofAccount: account) {
        count(Int(visits.sojourns.stages[place]), input.groups[index]) { tally in
          if period?.contains(visits.sojourns.entered[place]) != false {
            tally.entered += 1
            if visits.hasLength(place) {
              let isOpen = visits.left(place) == nil
              tally.stays.add(visits.length(place), isOpen: isOpen, completedOnly: false)
            }
          }
          guard let left = visits.left(place), period?.contains(left) != false else { return }
          tally.add(visits.exit(place))
        }
      }
    }
  }
}

/// One stage's numbers.
private struct StageTally {
  var accounts = 0
  var entered = 0
  var drifting = 0
  var stays = DwellStays()
  var jfi = KnownAverage()
  var momentum = KnownAverage()
  private var advanced = 0
  private var regressed = 0
  private var lost = 0

  mutating func add(_ exit: StageExit?) {
    switch exit {
    case .advanced: advanced += 1
    case .regressed: regressed += 1
    case .lost: lost += 1
    case .nowhere, .again, nil: break
    }
  }

  static let dwellNames = ["median_dwell", "p90_dwell"]
  static let dwells = [DwellMeasure(.percentile(50)), DwellMeasure(.percentile(90))]
    .compactMap { $0 }

  /// Without a stage history nobody knows who came and went.
  func cells(_ dwells: [Value], hasVisits: Bool) -> [Value] {
    func counted(_ number: Int) -> Value { hasVisits ? .integer(Int64(number)) : .unknown }
    return [.integer(Int64(accounts)), counted(drifting), jfi.value, momentum.value]
      + dwells + [entered, advanced, lost, regressed].map(counted)
  }
}

/// The average of those that are known.
struct KnownAverage: Sendable {
  private var sum = CompensatedSum()
  private var count = 0

  mutating func add(_ value: Double?) {
    guard let value else { return }
    sum.add(value)
    count += 1
  }

  var value: Value { count > 0 ? .number(sum.value / Double(count)) : .unknown }
}
