/// That events of a kind feed a signal, and how much each.
package struct SignalFeed: Hashable, Sendable {
  package let signal: Signal
  package let strength: SignalStrength

  package init(_ signal: Signal, _ strength: SignalStrength) {
    self.signal = signal
    self.strength = strength
  }
}

/// How much an event feeds a signal, and which of its attributes says so.
package enum SignalStrength: Hashable, Sendable {
  /// Always as much.
  case points(Double)
  /// By severity or priority, `SeverityPoints`; 1 where the event has none.
  case severity
  /// How strong the feeling is: s for praise when s > 0, -s for negative when s < 0.
  case sentiment
  /// As much where the event tells no sentiment; where it does, that speaks for itself.
  case pointsUnlessFelt(Double)
  /// 1 for an answer at the signal's end of the question's scale.
  case answer(SurveyQuestion)

  /// The attributes that may hold it, most telling first; the first one that an event has counts.
  package var attributes: [String] {
    switch self {
    case .points: []
    case .severity: ["severity", "priority", "urgency", "seriousness"]
    case .sentiment, .pointsUnlessFelt: SignalStrength.sentimentAttributes
    case .answer(let question): question.attributes
    }
  }

  /// -1 to 1.
  package static let sentimentAttributes = ["sentiment", "sentiment_score"]
}
