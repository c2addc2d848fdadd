/// What is long and what is silence in a stage, as far as is known before T. Times in microseconds.
package struct DriftThresholds: Hashable, Sendable {
  /// Where the dwell quantiles come from.
  package enum Source: Hashable, Sendable {
    /// Sojourns of this segment.
    case segment(UInt32)
    /// Sojourns of all accounts.
    case all
    /// Too few exits to say: the configured limit stands for all three quantiles.
    case limit
  }

  package var stage: UInt32
  package var source: Source
  /// Sojourns that ended, and those still running, among which the quantiles were sought: of the
  /// segment, else of all accounts.
  package var exits: Int
  package var open: Int
  /// Kaplan-Meier; nil = not reached, and then no dwell exceeds it.
  package var p50: Int64?
  package var p75: Int64?
  package var p90: Int64?
  /// N: from this silence on, an account counts as silent. The p90 gap, but no less than the
  /// shortest silence.
  package var silence: Int64
  /// Of the gaps between forward signals in the stage; nil when there is none.
  package var gapP90: Int64?
  package var gaps: Int

  func isLong(_ dwell: Int64) -> Bool { p75.map { dwell > $0 } ?? false }

  func isVeryLong(_ dwell: Int64) -> Bool { p90.map { dwell > $0 } ?? false }
}

/// What a workspace may set about drift.
package struct DriftSettings: Hashable, Sendable {
  /// What counts as long where a stage has too few exits to say so.
  package var limit: Int64 = 90 * microsecondsPerDay
  /// Exits from which on a stage's own quantiles are believed.
  package var minimumExits = 30
  package var shortestSilence: Int64 = 14 * microsecondsPerDay

  package init() {}
}
