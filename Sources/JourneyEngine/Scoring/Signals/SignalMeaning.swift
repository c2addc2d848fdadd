/// What `signal praise = thumbs_up` declares events to say, instead of what their kind's name says:
/// a signal, or only a direction.
package enum SignalMeaning: Hashable, Sendable {
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

  /// A ticket weighs by its severity, everything else 1.
  var feed: SignalFeed? {
    guard case .signal(let signal) = self else { return nil }
    return SignalFeed(signal, signal == .ticket ? .severity : .points(1))
  }

  var direction: SignalDirection {
    switch self {
    case .signal(let signal): signal.direction
    case .direction(let direction): direction
    }
  }
}
