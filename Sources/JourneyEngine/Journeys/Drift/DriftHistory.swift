/// Which sojourns were drifting at some time before now, by the thresholds of now.
///
/// Between two forward signals a and b both dwell and silence only grow, so the moment just before
/// b (or the sojourn's end) decides: there D > q75 and b - a >= N. Only a sojourn longer than q75
/// can have drifted; the signals of all other accounts are never looked at, and of those of an
/// account with many sojourns each only once.
struct DriftHistory {
  /// For each sojourn.
  let hasDrifted: [Bool]

  init<Stop: Error>(
    _ model: DriftModel, checking check: () throws(Stop) -> Void
  ) throws(Stop) {
    guard let visits = model.visits, let pools = model.pools else {
      hasDrifted = []
      return
    }
    var hasDrifted = [Bool](repeating: false, count: visits.stages.count)
    for account in model.states.indices {
      if account & 0x3FFF == 0 { try check() }
      var signals = model.signals.times(ofAccount: account)
      for visit in visits.places(ofAccount: account)
      where visits.hasStage(visit) && visits.stages[visit] != model.lastStage {
        // When an account was lost at an unknown time, nobody knows how long it stayed.
        if visits.isOpen[visit] && model.states[account] == .lost { continue }
        let thresholds = model.thresholds[
          pools.pool(stage: visits.stages[visit], account: account)]
        guard thresholds.isLong(visits.length(visit)) else { continue }
        let entered = visits.entered[visit]
        // What another signal followed before the sojourn began tells nothing of it, nor of those
        // that begin later.
        while let next = signals.dropFirst().first, next <= entered {
          signals = signals.dropFirst()
        }
        hasDrifted[visit] = DriftHistory.hasDrifted(
          from: entered, to: visits.end[visit], signals, thresholds)
      }
    }
    self.hasDrifted = hasDrifted
  }

  private static func hasDrifted(
    from entered: Int64, to end: Int64, _ signals: ArraySlice<Int64>,
    _ thresholds: DriftThresholds
  ) -> Bool {
    for place in signals.indices {
      let signal = signals[place]
      if signal >= end { return false }
      let until = place + 1 < signals.endIndex ? min(signals[place + 1], end) : end
      if thresholds.isLong(until - entered) && until - signal >= thresholds.silence { return true }
    }
    return false
  }
}
