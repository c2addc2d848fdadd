/// `signal praise = thumbs_up`: what a kind means in this workspace, instead of what its name says.
package struct SignalOverride: Hashable, Sendable {
  /// A signal, or only a direction.
  package enum Meaning: Hashable, Sendable {
    case signal(Signal)
    /// `signal forward = quote_opened`, `signal neutral = talk`: a direction and no score.
    case direction(SignalDirection)

    /// By the name that the declaration gives; nil for a name that is no signal.
    package init?(name: String) {
      if let signal = Signal(name: name) {
        self = .signal(signal)
      } else if let direction = SignalDirection(rawValue: name.lowercased()) {
        self = .direction(direction)
      } else {
        return nil
      }
    }
  }

  package let meaning: Meaning
  /// As the data spells it, but for upper and lower case.
  package let kind: String

  package init(_ meaning: Meaning, kind: String) {
    self.meaning = meaning
    self.kind = kind
  }

  /// A ticket weighs by its severity, everything else 1.
  var feed: SignalFeed? {
    guard case .signal(let signal) = meaning else { return nil }
    return SignalFeed(signal, signal == .ticket ? .severity : .points(1))
  }

  var direction: SignalDirection {
    switch meaning {
    case .signal(let signal): signal.direction
    case .direction(let direction): direction
    }
  }
}
