/// What all events of a log say, signal by signal. It is read once a log; every instant asks it for
/// what was before it.
final class SignalFeeds: Sendable {
  private let feeds: [FeedEvents]

  subscript(signal: Signal) -> FeedEvents {
    feeds[Signal.allCases.firstIndex(of: signal) ?? 0]
  }

  init(
    _ log: EventLog, _ meanings: EventMeanings, _ cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) {
    let reader = SignalReader(log, meanings)
    var feeds = [FeedEvents](repeating: FeedEvents(), count: Signal.allCases.count)
    let at = log.table.column("at")?.nulls
    for account in 0..<log.accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      // What is planned for later stays: the instant that asks leaves it out.
      for place in log.offsets[account]..<log.offsets[account + 1] where reader.says(place) {
        // An event without a time is no signal.
        if let at, at.isUnknown(place) { continue }
        let time = log.times[place]
        reader.read(place) { signal, amount in
          feeds[signal].hear(at: time)
          if amount > 0 { feeds[signal].append(at: time, amount, place: place) }
        }
      }
      for signal in feeds.indices { feeds[signal].endAccount() }
    }
    self.feeds = feeds
  }
}

/// Reads off one event which signals it feeds and how much.
///
/// An event that says the same twice (a complaint that also tells a bad feeling) says it once, as
/// loud as the louder of the two.
struct SignalReader {
  /// For each meaning, and last for an unknown kind, what it feeds.
  private let plans: [[Feed]]
  private let codes: [UInt32]
  private let severities: [SeverityColumn]
  private let sentiments: [NumberAttribute]
  private let answers: AnswerReader

  private struct Feed {
    var signal: Int
    var strength: SignalStrength
  }

  init(_ log: EventLog, _ meanings: EventMeanings) {
    let table = log.table
    codes = meanings.codes
    plans = meanings.readings.map { $0.feeds.compactMap(SignalReader.feed) } + [[]]
    severities = SignalStrength.severity.attributes.compactMap { table.column($0) }
      .compactMap(SeverityColumn.init)
    sentiments = NumberAttribute.named(SignalStrength.sentimentAttributes, in: table)
    answers = AnswerReader(log)
  }

  private static func feed(_ feed: SignalFeed) -> Feed? {
    Signal.allCases.firstIndex(of: feed.signal).map { Feed(signal: $0, strength: feed.strength) }
  }

  /// Whether it may feed anything: most events do not.
  @inline(__always)
  func says(_ place: Int) -> Bool {
    !plan(place).isEmpty || sentiments.contains { $0.isKnown(place) }
      || answers.ofAnyKind.contains { $0.contains { $0.isKnown(place) } }
  }

  /// Each signal that the event's feed exists for, once, with its amount; 0 where it says nothing.
  func read(_ place: Int, _ body: (_ signal: Int, _ amount: Double) -> Void) {
    var found = Amounts()
    let felt = NumberAttribute.first(sentiments, place)
    if let felt {
      found.take(SignalReader.negative, max(0, -felt))
      found.take(SignalReader.praise, max(0, felt))
    }
    for (question, columns) in answers.ofAnyKind.enumerated() {
      if let answer = NumberAttribute.first(columns, place) { take(answer, to: question, &found) }
    }
    for feed in plan(place) {
      switch feed.strength {
      case .points(let points): found.take(feed.signal, points)
      case .severity: found.take(feed.signal, severity(place))
      // Read above, for every kind.
      case .sentiment: break
      case .pointsUnlessFelt(let points): if felt == nil { found.take(feed.signal, points) }
      case .answer(let question):
        let number = SurveyQuestion.allCases.firstIndex(of: question) ?? 0
        if let answer = NumberAttribute.first(answers.ofItsKind[number], place) {
          take(answer, to: number, &found)
        }
      }
    }
    for signal in 0..<Signal.allCases.count where found.isHeard(signal) {
      body(signal, found.amounts[signal])
    }
  }

  /// How an event says the account felt, -1 to 1.
  func sentiment(_ place: Int) -> Double? { NumberAttribute.first(sentiments, place) }

  /// Whether events have an attribute for it.
  var tellsOfSentiment: Bool { !sentiments.isEmpty }

  private struct Amounts {
    // One an event: no memory is asked for. There are nine signals.
    var amounts = SIMD16<Double>(repeating: 0)
    private var heard: UInt16 = 0

    mutating func take(_ signal: Int, _ amount: Double) {
      heard |= 1 << UInt16(signal)
      amounts[signal] = max(amounts[signal], amount)
    }

    func isHeard(_ signal: Int) -> Bool { heard & 1 << UInt16(signal) != 0 }
  }

  private static let negative = Signal.allCases.firstIndex(of: .negative) ?? 0
  private static let praise = Signal.allCases.firstIndex(of: .praise) ?? 0

  private func take(_ answer: Double, to question: Int, _ found: inout Amounts) {
    let signal = SurveyQuestion.allCases[question].signal(of: answer)
    found.take(SignalReader.negative, signal == .negative ? 1 : 0)
    found.take(SignalReader.praise, signal == .praise ? 1 : 0)
  }

  @inline(__always)
  private func plan(_ place: Int) -> [Feed] {
    guard place < codes.count else { return [] }
    return plans[min(Int(codes[place]), plans.count - 1)]
  }

  private func severity(_ place: Int) -> Double {
    for column in severities {
      if let points = column.points(place) { return points }
    }
    return SeverityPoints.usual
  }
}

/// Severity or priority in words.
private struct SeverityColumn {
  private let column: Column
  private let points: [Double]

  init?(_ column: Column) {
    guard column.type == .text else { return nil }
    self.column = column
    if case .codes(_, let words) = column.storage {
      points = (0..<UInt32(words.count)).map { SeverityPoints.points(of: words[$0]) }
    } else {
      points = []
    }
  }

  func points(_ row: Int) -> Double? {
    if column.nulls.isUnknown(row) { return nil }
    if case .codes(let codes, _) = column.storage { return points[Int(codes[row])] }
    if case .text(let text) = column[row] { return SeverityPoints.points(of: text) }
    return nil
  }
}
