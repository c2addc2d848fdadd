/// Durations, some of which ended in the event that is waited for while others are still running
/// (right-censored): eight bytes each, so that millions are sorted without further memory for each.
package struct CensoredDurations: Sendable {
  /// `duration << 1`, with the last bit set where censored: at equal durations the event sorts
  /// first, so that the censored one is still at risk when it happens.
  private var keys: [UInt64] = []
  /// How many ended in the event.
  package private(set) var events = 0

  package init() {}

  package var count: Int { keys.count }

  /// A duration in microseconds; one below zero (an end before its start) counts as zero.
  package mutating func append(_ duration: Int64, isEvent: Bool) {
    // Half of what an Int64 holds is 146,000 years.
    let length = UInt64(min(max(duration, 0), Int64.max / 2))
    keys.append(length << 1 | (isEvent ? 0 : 1))
    events += isEvent ? 1 : 0
  }

  /// Adds all of another sample.
  package mutating func append(contentsOf other: CensoredDurations) {
    keys += other.keys
    events += other.events
  }

  /// Visits each distinct duration in ascending order.
  func forEachTime(_ body: (_ time: Int64, _ events: Int, _ censored: Int) -> Void) {
    var sorted = keys
    RadixSort.ascending(&sorted)
    var place = 0
    while place < sorted.count {
      let time = sorted[place] >> 1
      var counts = (events: 0, censored: 0)
      while place < sorted.count, sorted[place] >> 1 == time {
        if sorted[place] & 1 == 0 { counts.events += 1 } else { counts.censored += 1 }
        place += 1
      }
      body(Int64(time), counts.events, counts.censored)
    }
  }
}
