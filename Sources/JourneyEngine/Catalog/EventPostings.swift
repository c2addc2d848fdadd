internal import Synchronization

/// The events of one kind: their places in the log, ascending, and where each account's begin.
package final class EventPostings: Sendable {
  /// Places in the event log.
  package let events: [UInt32]
  /// Account row r has `events[offsets[r]..<offsets[r + 1]]`; those of no account follow.
  package let offsets: [UInt32]

  package init(events: [UInt32], offsets: [UInt32]) {
    self.events = events
    self.offsets = offsets
  }

  /// The places of one account's events of this kind.
  package subscript(account row: Int) -> ArraySlice<UInt32> {
    events[Int(offsets[row])..<Int(offsets[row + 1])]
  }
}

/// The postings of a log's kinds, each built when first asked for.
package final class EventPostingsCache: Sendable {
  private let built = Mutex<[UInt32: EventPostings]>([:])

  package init() {}

  /// One pass over the kinds of all events; the cache answers from then on.
  func postings(of kind: UInt32, codes: [UInt32], accountOffsets: [Int]) -> EventPostings {
    built.withLock { built in
      if let postings = built[kind] { return postings }
      var events: [UInt32] = []
      for (place, code) in codes.enumerated() where code == kind { events.append(UInt32(place)) }
      var offsets: [UInt32] = []
      offsets.reserveCapacity(accountOffsets.count)
      var position = 0
      for start in accountOffsets {
        while position < events.count && Int(events[position]) < start { position += 1 }
        offsets.append(UInt32(position))
      }
      let postings = EventPostings(events: events, offsets: offsets)
      built[kind] = postings
      return postings
    }
  }
}

extension EventLog {
  /// The events of a kind, by its code in the dictionary of column `kind`.
  package func postings(of kind: UInt32) -> EventPostings {
    guard case .codes(let codes, _)? = table.column("kind")?.storage else {
      return EventPostings(events: [], offsets: [UInt32](repeating: 0, count: offsets.count))
    }
    return postingsCache.postings(of: kind, codes: codes, accountOffsets: offsets)
  }

  /// The events of a kind by its name; nil when no event is of that kind.
  package func postings(ofKind name: String) -> EventPostings? {
    guard case .codes(_, let dictionary)? = table.column("kind")?.storage,
      let code = dictionary.code(of: name)
    else { return nil }
    return postings(of: code)
  }
}
