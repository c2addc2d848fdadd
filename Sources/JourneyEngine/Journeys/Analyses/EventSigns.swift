/// Which way an event points, by its kind and by what it says itself.
struct EventSigns: Sendable {
  private let kinds: [UInt32]
  private let directions: [SignalDirection]
  private let severity: Column?
  private let sentiment: Column?
  private let answers: [(question: SurveyQuestion, column: Column)]

  init(_ log: EventLog, dictionary: SignalDictionary) {
    if case .codes(let codes, let names)? = log.table.column("kind")?.storage {
      kinds = codes
      directions = (0..<UInt32(names.count)).map { dictionary.reading(ofKind: names[$0]).direction }
    } else {
      (kinds, directions) = ([], [])
    }
    let table = log.table
    severity = SignalStrength.severity.attributes.lazy.compactMap { table.column($0) }
      .first { $0.type == .text }
    sentiment = SignalStrength.sentimentAttributes.lazy.compactMap { table.column($0) }
      .first { $0.type.isNumeric }
    answers = SurveyQuestion.allCases.flatMap { question in
      question.attributes.compactMap { name in
        table.column(name).flatMap { $0.type.isNumeric ? (question, $0) : nil }
      }
    }
  }

  /// What a kind leaves open, a feeling or an answer decides.
  func direction(_ event: Int) -> SignalDirection {
    let kind = event < kinds.count ? kinds[event] : StringDictionary.unknownCode
    let direction = Int(kind) < directions.count ? directions[Int(kind)] : .neutral
    guard direction == .neutral else { return direction }
    if let felt = sentiment?[event].double, felt != 0 { return felt > 0 ? .forward : .friction }
    for (question, column) in answers {
      if let answer = column[event].double, let signal = question.signal(of: answer) {
        return signal.direction
      }
    }
    return .neutral
  }

  /// Friction of high severity or worse.
  func isSevere(_ event: Int) -> Bool {
    guard case .text(let text)? = severity?[event] else { return false }
    return SeverityPoints.points(of: text) >= 2
  }

  /// `forward`, `friction`, `severe`; nil where it points nowhere.
  func word(_ event: Int) -> String? {
    switch direction(event) {
    case .forward: "forward"
    case .friction: isSevere(event) ? "severe" : "friction"
    case .neutral: nil
    }
  }
}
