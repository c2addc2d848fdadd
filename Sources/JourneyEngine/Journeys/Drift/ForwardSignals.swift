/// When each account gave a sign of moving: an event of a forward kind, one that tells of praise (a
/// positive sentiment, a promoter's answer) unless its kind is friction, and a sojourn entered
/// anew, forward or skipping. A ticket in a friendly tone is still a ticket; a step back is no step
/// on.
///
/// Only what happened before now is there, and each instant once: a duplicate is no second effort.
package struct ForwardSignals: Sendable {
  /// Those of account row r are `times[offsets[r]..<offsets[r + 1]]`, ascending.
  package private(set) var times: [Int64] = []
  package private(set) var offsets: [Int] = [0]

  package init(_ snapshot: Snapshot, dictionary: SignalDictionary) {
    self.init(
      snapshot, snapshot.events.map { EventMeanings($0, dictionary) }, VisitTimeline(snapshot))
  }

  init(_ snapshot: Snapshot, _ meanings: EventMeanings?, _ visits: VisitTimeline?) {
    let accountCount = snapshot.accounts.rowCount
    let log = snapshot.events
    let at = log?.table.column("at")
    var eventTimes: [Int64] = []
    var isForward: [UInt8] = []
    if let log, let at, let meanings, case .integers(let times) = at.storage {
      eventTimes = times
      isForward = ForwardEvents.flags(log, at: at, meanings)
    }
    offsets.reserveCapacity(accountCount + 1)
    let most = isForward.reduce(0) { $0 + Int($1) } + (visits?.stages.count ?? 0)
    // One more than can be needed: each time is written before it is known whether it counts.
    times = [Int64](unsafeUninitializedCapacity: most + 1) { found, count in
      var merge = Merge(found: found, now: snapshot.now)
      eventTimes.withUnsafeBufferPointer { eventTimes in
        isForward.withUnsafeBufferPointer { isForward in
          for account in 0..<accountCount {
            let isInLog = log.map { account + 1 < $0.offsets.count && !isForward.isEmpty } ?? false
            let events =
              isInLog ? (log?.offsets[account] ?? 0)..<(log?.offsets[account + 1] ?? 0) : 0..<0
            merge.begin(events)
            for visit in visits?.places(ofAccount: account) ?? 0..<0 {
              guard let visits, visits.isForward[visit] else { continue }
              merge.takeEvents(before: visits.entered[visit], eventTimes, isForward)
              merge.take(visits.entered[visit])
            }
            merge.takeEvents(before: snapshot.now, eventTimes, isForward)
            offsets.append(merge.count)
          }
        }
      }
      count = merge.count
    }
  }

  /// An account's signals, ascending.
  package func times(ofAccount row: Int) -> ArraySlice<Int64> {
    times[offsets[row]..<offsets[row + 1]]
  }

  /// Two ascending streams become one. Which events count is as good as random to the processor, so
  /// that nothing branches on it.
  private struct Merge {
    let found: UnsafeMutableBufferPointer<Int64>
    let now: Int64
    var count = 0
    private var event = 0
    private var end = 0
    private var last = Int64.min

    init(found: UnsafeMutableBufferPointer<Int64>, now: Int64) {
      self.found = found
      self.now = now
    }

    mutating func begin(_ events: Range<Int>) {
      event = events.lowerBound
      end = events.upperBound
      last = .min
    }

    @inline(__always)
    mutating func takeEvents(
      before limit: Int64, _ times: UnsafeBufferPointer<Int64>, _ flags: UnsafeBufferPointer<UInt8>
    ) {
      // An event without a time is no signal, and stops nothing.
      while event < end, times[event] < limit || flags[event] == 0 {
        let time = times[event]
        let counts = flags[event] != 0 && time != last
        found[count] = time
        count += counts ? 1 : 0
        last = counts ? time : last
        event += 1
      }
    }

    mutating func take(_ time: Int64) {
      guard time != last, time < now else { return }
      found[count] = time
      count += 1
      last = time
    }
  }
}
