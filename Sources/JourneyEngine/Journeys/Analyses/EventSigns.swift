/// Which way an event points, by its kind and by what it says itself.
struct EventSigns: Sendable {
  private let meanings: EventMeanings
  private let severity: Column?
  private let sentiment: Column?
  private let answers: [(question: SurveyQuestion, column: Column)]

  init(_ log: EventLog, _ meanings: EventMeanings) {
    self.meanings = meanings
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
    let direction = meanings.reading(event).direction
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
