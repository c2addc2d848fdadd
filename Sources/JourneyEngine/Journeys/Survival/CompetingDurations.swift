/// How something that is waited for ended.
package enum Outcome: UInt8, Hashable, Sendable, CaseIterable {
  /// The event came.
  case reached
  /// The account was lost first: the event can no longer come (a competing risk).
  case lost
  /// Neither has happened by now (right-censored).
  case open
}

/// Durations until an event that another one may forestall, eight bytes each.
package struct CompetingDurations: Sendable {
  /// `duration << 2` with the outcome in the last two bits: at equal durations what ended sorts
  /// before what is open, which is thus still at risk.
  private var keys: [UInt64] = []
  /// How many have each outcome.
  private var counts = [0, 0, 0]

  package init() {}

  package var count: Int { keys.count }

  package subscript(_ outcome: Outcome) -> Int { counts[Int(outcome.rawValue)] }

  /// A duration in microseconds; one below zero counts as zero.
  package mutating func append(_ duration: Int64, _ outcome: Outcome) {
    // A quarter of what an Int64 holds is 73,000 years.
    let length = UInt64(min(max(duration, 0), Int64.max / 4))
    keys.append(length << 2 | UInt64(outcome.rawValue))
    counts[Int(outcome.rawValue)] += 1
  }

  /// What happened at one duration.
  package struct Tally: Hashable, Sendable {
    package var time: Int64
    package var events = 0
    package var losses = 0
    package var censored = 0

    package var ended: Int { events + losses }
  }

  /// Each distinct duration, ascending.
  package var tallies: [Tally] {
    var sorted = keys
    RadixSort.ascending(&sorted)
    var tallies: [Tally] = []
    for key in sorted {
      let time = Int64(key >> 2)
      if tallies.last?.time != time { tallies.append(Tally(time: time)) }
      switch key & 3 {
      case UInt64(Outcome.reached.rawValue): tallies[tallies.count - 1].events += 1
      case UInt64(Outcome.lost.rawValue): tallies[tallies.count - 1].losses += 1
      default: tallies[tallies.count - 1].censored += 1
      }
    }
    return tallies
  }
}
