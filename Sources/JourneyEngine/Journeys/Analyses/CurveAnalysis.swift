/// `curve of accounts`: what the accounts lived through, stage by stage: their friction and
/// momentum when each stay ended, and how they felt during it.
///
/// A stay that goes on ends at now. A period selects the stays that begin inside it.
struct CurveAnalysis: JourneyAnalysis {
  let stages: [String]
  let customerStage: Int?
  let period: SentenceTime.Interval?

  static let ownDimensions: Set<String> = ["stage"]
  let keys = ["stage"]
  /// Where they are columns of the data's own.
  let fieldsRead = ["jfi", "momentum"]

  let columns =
    [
      AnalysisColumn("stage", .text), AnalysisColumn("friction", .number),
      AnalysisColumn("momentum", .number), AnalysisColumn("sentiment", .number),
      AnalysisColumn("n", .integer),
    ]
    + ["friction", "momentum", "sentiment"].flatMap { name in
      ["p25", "p75"].map { AnalysisColumn("\(name)_\($0)", .number) }
    }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    guard let visits = CountedSojourns(input.snapshot) else { return output }
    let feelings = input.snapshot.events.map(Feelings.init)
    var points = [CurvePoint](
      repeating: CurvePoint(), count: input.groupCount * stages.count)
    var stays: [(point: Int, question: ScoreHistory.Question)] = []
    var withoutLength = 0
    for (index, account) in input.accounts.enumerated() {
      if index & 0xFFFF == 0 { try input.checkCancellation() }
      for place in visits.places(ofAccount: account) {
        let entered = visits.sojourns.entered[place]
        guard period?.contains(entered) != false, entered < visits.now else { continue }
        guard visits.hasLength(place) else {
          withoutLength += 1
          continue
        }
        let end = min(visits.left(place) ?? visits.now, visits.now)
        let point = Int(input.groups[index]) * stages.count + Int(visits.sojourns.stages[place])
        stays.append((point, ScoreHistory.Question(account: account, instant: end)))
        points[point].count += 1
        if let feelings {
          points[point].add(feelings.ofAccount(Int(account), from: entered, to: end))
        }
      }
    }
    output.notes = try addScores(stays, to: &points, input)
    if let note = CountedSojourns.note(withoutLength: withoutLength) { output.notes.append(note) }
    for place in points.indices {
      // A group need not name the stages that none of its accounts has been in.
      if input.groupCount > 1, points[place].count == 0 { continue }
      output.append(
        group: UInt32(place / stages.count),
        [.text(stages[place % stages.count])] + points[place].cells)
    }
    if feelings?.areKnown != true { output.notes.append("no event tells of a sentiment") }
    if input.groupCount == 1 { output.notes += shape(points.map(\.feeling)) }
    return output
  }

  /// What the scores were when the stays ended. Gives what is to be said of them.
  private func addScores(
    _ stays: [(point: Int, question: ScoreHistory.Question)], to points: inout [CurvePoint],
    _ input: AnalysisInput
  ) throws(QueryFailure) -> [String] {
    let questions = stays.map(\.question)
    let jfi = try PastScores("jfi", input.relations, input.cancellation)
    for (stay, value) in zip(stays, try jfi.values(questions, input.cancellation)) {
      if let value { points[stay.point].friction.append(value) }
    }
    let momentum = try PastScores("momentum", input.relations, input.cancellation)
    for (stay, value) in zip(stays, try momentum.values(questions, input.cancellation)) {
      if let value { points[stay.point].momentum.append(value) }
    }
    return [jfi.note, momentum.note].compactMap(\.self)
  }

  /// The most intense stage and the last one, as a whole is remembered, and whether there is a dip
  /// when accounts become customers.
  private func shape(_ feelings: [Double?]) -> [String] {
    let known = feelings.indices.compactMap { stage in feelings[stage].map { (stage, $0) } }
    guard let end = known.last, var peak = known.first else { return [] }
    for point in known where abs(point.1) >= abs(peak.1) { peak = point }
    var notes = [
      "peak: \(stages[peak.0]) \(CurveAnalysis.signed(peak.1)); "
        + "end: \(stages[end.0]) \(CurveAnalysis.signed(end.1))"
    ]
    if let dip = dip(feelings) { notes.append(dip) }
    return notes
  }

  /// The larger fall of those into the customers' first stage and out of it.
  private func dip(_ feelings: [Double?]) -> String? {
    guard let customerStage else { return nil }
    let falls = [customerStage - 1, customerStage].compactMap { from -> (Int, Double)? in
      guard from >= 0, from + 1 < feelings.count, let before = feelings[from],
        let after = feelings[from + 1], (before - after).rounded() >= 1
      else { return nil }
      return (from, before - after)
    }
    guard let (from, fall) = falls.max(by: { $0.1 < $1.1 }) else { return nil }
    return "sentiment dips by \(CurveAnalysis.whole(fall)) from \(stages[from]) to "
      + "\(stages[from + 1])"
  }

  private static func signed(_ index: Double) -> String {
    (index.rounded() > 0 ? "+" : "") + whole(index)
  }

  /// Data may say anything: what is no whole number is told as it is.
  private static func whole(_ index: Double) -> String {
    Int(exactly: index.rounded()).map { "\($0)" } ?? "\(index)"
  }
}

/// One stage of the curve.
private struct CurvePoint {
  var count = 0
  var friction: [Double] = []
  var momentum: [Double] = []
  private var feelings = CompensatedSum()
  private var felt = 0
  private var meanOfStay: [Double] = []

  mutating func add(_ feelings: [Double]) {
    guard !feelings.isEmpty else { return }
    var sum = CompensatedSum()
    for feeling in feelings {
      sum.add(feeling)
      self.feelings.add(feeling)
    }
    felt += feelings.count
    meanOfStay.append(100 * sum.value / Double(feelings.count))
  }

  /// 100 x the mean sentiment of all events in the stays.
  var feeling: Double? { felt > 0 ? 100 * feelings.value / Double(felt) : nil }

  var cells: [Value] {
    func mean(_ values: [Double]) -> Value {
      var average = KnownAverage()
      for value in values { average.add(value) }
      return average.value
    }
    var cells: [Value] = [
      mean(friction), mean(momentum), feeling.map(Value.number) ?? .unknown,
      .integer(Int64(count)),
    ]
    for sample in [friction, momentum, meanOfStay] {
      var values = sample
      for p in [0.25, 0.75] {
        cells.append(Quantile.linear(&values, p).map(Value.number) ?? .unknown)
      }
    }
    return cells
  }
}

/// The sentiment of events.
private struct Feelings {
  private let log: EventLog
  private let reader: SignalReader
  private let at: NullMask?

  init(_ log: EventLog) {
    self.log = log
    reader = SignalReader(log, EventMeanings(log))
    at = log.table.column("at")?.nulls
  }

  var areKnown: Bool { reader.tellsOfSentiment }

  /// Those of an account's events in `[start, end)`.
  func ofAccount(_ account: Int, from start: Int64, to end: Int64) -> [Double] {
    guard areKnown else { return [] }
    let all = log.places(ofAccount: account)
    let low = EventLog.firstPlace(in: log.times, all, notBefore: start)
    let high = EventLog.firstPlace(in: log.times, all, notBefore: end)
    return (low..<max(low, high)).compactMap { place in
      at?.isUnknown(place) == true ? nil : reader.sentiment(place)
    }
  }
}
