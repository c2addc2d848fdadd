/// When each account gave a sign of moving: an event of a forward kind, one that tells of praise (a
/// positive sentiment, a promoter's answer) unless its kind is friction, and a sojourn entered
/// anew, forward or skipping. A ticket in a friendly tone is still a ticket; a step back is no step on.
package struct ForwardSignals: Sendable {
  /// Only what happened before this counts.
  private let now: Int64
  private let times: [Int64]
  /// For each event whether it is a forward signal.
  private let isForward: [Bool]
  private let offsets: [Int]
  private let visits: VisitTimeline?

  package init(_ snapshot: Snapshot, dictionary: SignalDictionary) {
    self.init(snapshot, dictionary: dictionary, visits: VisitTimeline(snapshot))
  }

  init(_ snapshot: Snapshot, dictionary: SignalDictionary, visits: VisitTimeline?) {
    now = snapshot.now
    self.visits = visits
    guard let log = snapshot.events, let at = log.table.column("at"),
      case .integers(let times) = at.storage
    else {
      (times, isForward, offsets) = ([], [], [])
      return
    }
    self.times = times
    offsets = log.offsets
    isForward = ForwardEvents.flags(log, at: at, dictionary: dictionary)
  }

  /// The distinct times of an account's forward signals before now, ascending. (Two at one instant
  /// are one sign: a duplicate is no second effort.)
  package func times(ofAccount row: Int, into found: inout [Int64]) {
    found.removeAll(keepingCapacity: true)
    let moves = visits?.places(ofAccount: row) ?? 0..<0
    let events = row + 1 < offsets.count ? offsets[row]..<offsets[row + 1] : 0..<0
    var move = moves.lowerBound
    var event = events.lowerBound
    while true {
      while event < events.upperBound, !isForward[event] { event += 1 }
      while let visits, move < moves.upperBound, !visits.isForward[move] { move += 1 }
      let eventTime = event < events.upperBound ? times[event] : Int64.max
      let moveTime = move < moves.upperBound ? visits?.entered[move] ?? .max : .max
      let time = min(eventTime, moveTime)
      guard time < now else { return }
      if found.last != time { found.append(time) }
      if eventTime == time { event += 1 }
      if moveTime == time { move += 1 }
    }
  }
}
