/// What a kind of event means: which way it points and which signals it feeds. What the attributes
/// of a single event add (a sentiment, a survey's answer) is the same for every kind:
/// `SignalDictionary.feedsOfAnyKind`.
package struct KindReading: Hashable, Sendable {
  package var direction: SignalDirection
  package var feeds: [SignalFeed]
  /// False where nothing in the name is known; the user is told once.
  package var isKnown: Bool

  package init(_ direction: SignalDirection, _ feeds: [SignalFeed] = [], isKnown: Bool = true) {
    self.direction = direction
    self.feeds = feeds
    self.isKnown = isKnown
  }

  package static let unknown = KindReading(.neutral, isKnown: false)
}
