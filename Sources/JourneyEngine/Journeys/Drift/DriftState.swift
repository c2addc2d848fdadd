/// Where an account stands between moving on and being lost (SEMANTICS, Drift).
package enum DriftState: UInt8, Sendable, CaseIterable {
  case moving
  /// Long in its stage and not silent: pushing through friction.
  case slow
  /// Silent and not long in its stage; also whoever is silent in the last stage, from which there
  /// is nowhere to drift.
  case quiet
  /// Long in its stage and silent.
  case drifting
  case lost
  /// Nothing is known of its stages, or nothing that ever moved it.
  case unknown

  package var name: String {
    switch self {
    case .moving: "moving"
    case .slow: "slow"
    case .quiet: "quiet"
    case .drifting: "drifting"
    case .lost: "lost"
    case .unknown: "unknown"
    }
  }

  /// The rule itself. `silence` nil: no forward signal is known, so neither F >= N nor F < N is.
  init(dwell: Int64, silence: Int64?, _ thresholds: DriftThresholds, isLastStage: Bool) {
    guard let silence else {
      self = .unknown
      return
    }
    let isSilent = silence >= thresholds.silence
    if isLastStage {
      self = isSilent ? .quiet : .moving
    } else if isSilent {
      self = thresholds.isLong(dwell) ? .drifting : .quiet
    } else {
      self = thresholds.isVeryLong(dwell) ? .slow : .moving
    }
  }
}
