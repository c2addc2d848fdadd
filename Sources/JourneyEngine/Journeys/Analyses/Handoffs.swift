/// One account passed from one department to the next.
struct Handoff: Hashable, Sendable {
  var from: UInt32
  var to: UInt32
  /// When the stage changed.
  var at: Int64
  /// From the last event of one to the first of the other; nil where one of them has none there.
  var gap: Int64?
  /// The stage it was passed into, as a sojourn.
  var visit: Int
}

/// Finds the hand-offs of an account: changes of stage with another department on the far side.
///
/// The giver is the department of the last event of the stage that ends, up to the change itself:
/// what brings an account into the next stage (a contract signed) is still the giver's. The
/// receiver is the first other department that acts after the change, before the next one. The gap
/// lies between the giver's last event before the receiver's first.
struct HandoffFinder {
  let departments: Departments
  let sojourns: Sojourns
  private let log: EventLog?

  init(_ departments: Departments, _ sojourns: Sojourns, _ log: EventLog?) {
    self.departments = departments
    self.sojourns = sojourns
    self.log = log
  }

  /// Its changes of stage in their order; without a hand-off those that no other department has
  /// answered.
  func changes(ofAccount account: Int) -> [(at: Int64, handoff: Handoff?)] {
    let visits = sojourns.places(ofAccount: account)
    let events = log.map { $0.places(ofAccount: account) } ?? 0..<0
    var found: [(at: Int64, handoff: Handoff?)] = []
    var event = events.lowerBound
    // The last event so far that names a department.
    var lastNamed: Int?
    for visit in visits.dropFirst() {
      let (before, at) = (visit - 1, sojourns.entered[visit])
      guard sojourns.stages[before] != sojourns.stages[visit],
        sojourns.next[before] == sojourns.stages[visit]
      else { continue }
      while event < events.upperBound, time(event) <= at {
        if departments.isNamed(by: event) { lastNamed = event }
        event += 1
      }
      let given = events.lowerBound..<event
      let until = visit + 1 < visits.upperBound ? sojourns.entered[visit + 1] : Int64.max
      let handoff: Handoff?
      switch departments {
      case .ofEvents(let codes, _, _):
        handoff = byEvents(codes, lastNamed, event..<events.upperBound, before, visit, until: until)
      case .ofStages(let leads, _):
        handoff = byLeads(leads, given, event..<events.upperBound, before, visit, until: until)
      }
      found.append((at, handoff))
    }
    return found
  }

  private func time(_ event: Int) -> Int64 { log?.times[event] ?? 0 }

  private func byEvents(
    _ codes: [UInt32], _ given: Int?, _ taken: Range<Int>, _ before: Int, _ visit: Int,
    until: Int64
  ) -> Handoff? {
    guard var last = given, time(last) >= sojourns.entered[before] else { return nil }
    let giver = codes[last]
    for place in taken {
      if time(place) > until { break }
      let code = codes[place]
      if code == Departments.none { continue }
      if code == giver {
        last = place
        continue
      }
      return Handoff(
        from: giver, to: code, at: sojourns.entered[visit], gap: time(place) - time(last),
        visit: visit)
    }
    return nil
  }

  private func byLeads(
    _ leads: [UInt32], _ given: Range<Int>, _ taken: Range<Int>, _ before: Int, _ visit: Int,
    until: Int64
  ) -> Handoff? {
    let (from, to) = (
      leads[Int(sojourns.stages[before])], leads[Int(sojourns.stages[visit])]
    )
    guard from != to, from != Departments.none, to != Departments.none else { return nil }
    var gap: Int64?
    if let last = given.last, time(last) >= sojourns.entered[before], let first = taken.first,
      time(first) <= until
    {
      gap = time(first) - time(last)
    }
    return Handoff(from: from, to: to, at: sojourns.entered[visit], gap: gap, visit: visit)
  }
}

/// Whether what a hand-off was made for came about.
struct HandoffSuccess {
  let visits: CountedSojourns
  /// Stage in which accounts become customers: there success is an event.
  let customerStage: UInt32?
  let lastStage: UInt32
  /// Times of the success events of each account, ascending; nil where the data knows none.
  let events: MatchedTimes?

  /// What became of the hand-offs of one account: its sojourns are gone through once, however many
  /// hand-offs there are.
  struct Verdicts {
    fileprivate let first: Int
    /// Whether the next move from each of its sojourns on is forward; nil while it is open.
    fileprivate var moves: [Bool?]
    /// Its last sojourn that ended in the loss.
    fileprivate var lastLoss: Int?
  }

  func verdicts(ofAccount account: Int) -> Verdicts {
    let places = visits.sojourns.places(ofAccount: account)
    var verdicts = Verdicts(
      first: places.lowerBound, moves: [Bool?](repeating: nil, count: places.count))
    verdicts.lastLoss = places.last { visits.sojourns.next[$0] == visits.sojourns.lostCode }
    var later: Bool?
    for place in places.reversed() {
      switch visits.exit(place) {
      case .advanced: later = true
      case .regressed, .lost: later = false
      case .again: break
      case .nowhere: later = nil
      case nil: later = visits.hasLength(place) ? nil : false
      }
      verdicts.moves[place - places.lowerBound] = later
    }
    return verdicts
  }

  /// nil while it is open, and in the last stage, which has no next.
  func hasSucceeded(_ handoff: Handoff, account: Int, _ verdicts: Verdicts) -> Bool? {
    let stage = visits.sojourns.stages[handoff.visit]
    if stage == customerStage, let events {
      if events.hasOne(ofAccount: account, from: handoff.at) { return true }
      let isLost = verdicts.lastLoss.map { $0 >= handoff.visit } ?? false
      return isLost || !visits.hasLength(handoff.visit) ? false : nil
    }
    if stage == lastStage { return nil }
    return verdicts.moves[handoff.visit - verdicts.first]
  }
}

/// When the events of interest happened, account by account.
struct MatchedTimes: Sendable {
  private let times: [Int64]
  private let offsets: [Int]

  init(_ matched: MatchedEvents, _ log: EventLog?) {
    times = matched.rows.map { log?.times[Int($0)] ?? 0 }
    offsets = matched.offsets
  }

  func hasOne(ofAccount account: Int, from start: Int64) -> Bool {
    guard account + 1 < offsets.count else { return false }
    return offsets[account] < offsets[account + 1] && times[offsets[account + 1] - 1] >= start
  }
}
