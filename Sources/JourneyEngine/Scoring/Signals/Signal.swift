/// What events say, in the terms that scores are made of (SEMANTICS, Signals). A forward move is a
/// signal too, but no event: it is read from the sojourns.
package enum Signal: String, Sendable, CaseIterable {
  case ticket
  case negative
  case adoption
  case praise
  case renewal
  case referral
  case review
  case caseStudy = "case study"
  case talk

  /// By the name of `signal NAME = KIND`: `case_study`, `Case Study`.
  package init?(name: String) {
    let joined = KindWords(name).joined
    guard let signal = Signal.allCases.first(where: { KindWords($0.rawValue).joined == joined })
    else { return nil }
    self = signal
  }

  /// Where a journey goes when this is heard.
  package var direction: SignalDirection {
    switch self {
    case .ticket, .negative: .friction
    default: .forward
    }
  }
}

/// Which way an event points.
package enum SignalDirection: String, Sendable {
  case forward, friction, neutral
}
