/// Which sojourns were drifting at some time before now, by the thresholds of now.
///
/// Between two forward signals a and b both dwell and silence only grow, so the moment just before
/// b (or the sojourn's end) decides: there D > q75 and b - a >= N. Only a sojourn longer than q75
/// can have drifted; the signals of all other accounts are never looked at.
struct DriftHistory {
  /// For each sojourn.
  let hasDrifted: [Bool]

  init(_ model: DriftModel) {
    guard let visits = model.visits, let pools = model.pools else {
      hasDrifted = []
      return
    }
    var hasDrifted = [Bool](repeating: false, count: visits.stages.count)
    for account in model.states.indices {
      for visit in visits.places(ofAccount: account)
      where visits.hasStage(visit) && visits.stages[visit] != model.lastStage {
        // When an account was lost at an unknown time, nobody knows how long it stayed.
        if visits.isOpen[visit] && model.states[account] == .lost { continue }
        let thresholds = model.thresholds[
          pools.pool(stage: visits.stages[visit], account: account)]
        guard thresholds.isLong(visits.length(visit)) else { continue }
        hasDrifted[visit] = DriftHistory.hasDrifted(
          from: visits.entered[visit], to: visits.end[visit],
          model.signals.times(ofAccount: account), thresholds)
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
