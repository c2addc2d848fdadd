/// What the kinds of event mean by the words of their names. What a workspace declares otherwise is
/// heard event by event: `EventMeanings`.
package struct SignalDictionary: Hashable, Sendable {
  package init() {}

  /// What the attributes of an event feed, whatever its kind.
  package static let feedsOfAnyKind: [SignalFeed] =
    [SignalFeed(.negative, .sentiment), SignalFeed(.praise, .sentiment)]
    + SurveyQuestion.allCases.flatMap { question in
      [SignalFeed(.negative, .answer(question)), SignalFeed(.praise, .answer(question))]
    }

  /// Asked once a kind, never once an event.
  package func reading(ofKind kind: String) -> KindReading {
    SignalDictionary.reading(ofWords: KindWords(kind))
  }

  /// The kinds in whose names no word is known, in their order.
  package func unknownKinds(among kinds: some Sequence<String>) -> [String] {
    kinds.filter { !reading(ofKind: $0).isKnown }
  }

  private static func reading(ofWords words: KindWords) -> KindReading {
    guard let entry = SignalVocabulary.entries.first(where: { words.contains($0.phrase) }) else {
      return .unknown
    }
    let isTurned = { (turn: SignalVocabulary.Turn) in
      SignalVocabulary.turns(turn).contains { words.contains($0) && !entry.phrase.contains($0) }
    }
    switch entry.reading.direction {
    case .neutral: return entry.reading
    case .friction: return isTurned(.settled) ? KindReading(.neutral) : entry.reading
    case .forward:
      if isTurned(.failed) { return KindReading(.friction) }
      return isTurned(.asked) || isAskedFor(entry, words) ? KindReading(.neutral) : entry.reading
    }
  }

  /// A demo that is requested is the customer's move; a review that is requested is ours.
  private static func isAskedFor(_ entry: SignalVocabulary.Entry, _ words: KindWords) -> Bool {
    let ours: Set<Signal> = [.review, .referral, .caseStudy, .talk, .renewal, .praise]
    return entry.reading.feeds.contains { ours.contains($0.signal) }
      && ["request", "requested"].contains { words.words.contains($0) }
  }
}
