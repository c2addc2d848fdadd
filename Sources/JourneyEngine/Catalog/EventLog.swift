/// All events, in account-major order and by time within an account (then kind, then place in the
/// source).
package final class EventLog: Sendable {
  /// Fields `account` (text: the account's name, else its id, else the key the source gave), `at`
  /// (instant), `kind` (dictionary text), then the events' own attributes.
  package let table: Table
  /// The account row of each event; `noAccount` for events whose key no account has (they stand
  /// last).
  package let accountRows: [UInt32]
  /// Events of account row r are `offsets[r]..<offsets[r + 1]`; one entry more than there are
  /// accounts.
  package let offsets: [Int]
  /// Where the events of each account end that have happened by now: what is planned for later, or
  /// lies behind the instant to which the log was rewound, is part of no journey.
  package let ends: [Int]
  /// Microseconds UTC, one an event.
  package let times: [Int64]

  package static let noAccount = UInt32.max

  /// A log all of whose events have happened.
  package init(table: Table, accountRows: [UInt32], offsets: [Int]) {
    self.table = table
    self.accountRows = accountRows
    self.offsets = offsets
    ends = Array(offsets.dropFirst())
    times = EventLog.times(of: table)
  }

  /// The same events, of which those before `instant` have happened.
  private init(_ log: EventLog, before instant: Int64) {
    table = log.table
    accountRows = log.accountRows
    offsets = log.offsets
    times = log.times
    let times = log.times
    ends = (0..<max(0, log.offsets.count - 1)).map { row in
      EventLog.firstPlace(in: times, log.offsets[row]..<log.offsets[row + 1], notBefore: instant)
    }
  }

  private static func times(of table: Table) -> [Int64] {
    guard case .integers(let times)? = table.column("at")?.storage else { return [] }
    return times
  }

  package var accountCount: Int { ends.count }

  /// The places of one account's events that have happened, in order.
  @inline(__always)
  package func places(ofAccount row: Int) -> Range<Int> { offsets[row]..<ends[row] }

  /// The log as it was known at an instant: events at it or after it have not happened.
  package func rewound(to instant: Int64) -> EventLog { EventLog(self, before: instant) }

  /// How many events were recorded at an instant or later; nil where nothing says when they were.
  func recordedCount(from instant: Int64, zone: CivilTimeZone) -> Int? {
    RecordedTimes.of(table, zone: zone).map { $0.count { $0 >= instant } }
  }

  /// The events that were recorded before an instant, and how many were not; nil where nothing says
  /// when they were. Nothing is copied where all of them were.
  func known(before instant: Int64, zone: CivilTimeZone) -> (log: EventLog, left: Int)? {
    guard let recorded = RecordedTimes.of(table, zone: zone) else { return nil }
    let rows = recorded.indices.filter { recorded[$0] < instant }.map { UInt32($0) }
    guard rows.count < recorded.count else { return (self, 0) }
    var counts = [Int](repeating: 0, count: accountCount)
    for row in rows where accountRows[Int(row)] != EventLog.noAccount {
      counts[Int(accountRows[Int(row)])] += 1
    }
    let starts = counts.reduce(into: [0]) { starts, count in
      starts.append((starts.last ?? 0) + count)
    }
    let log = EventLog(
      table: table.gathered(rows), accountRows: rows.map { accountRows[Int($0)] }, offsets: starts)
    return (log, recorded.count - rows.count)
  }

  /// The events before an instant, those of no account included; nil when that is all of them.
  func places(before instant: Int64) -> [UInt32]? {
    guard times.contains(where: { $0 >= instant }) else { return nil }
    return times.indices.filter { times[$0] < instant }.map { UInt32($0) }
  }

  /// The first place of a range, sorted by time, whose time is not before `instant`.
  static func firstPlace(in times: [Int64], _ range: Range<Int>, notBefore instant: Int64) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    // Most often everything has happened.
    if low == high || times[high - 1] < instant { return high }
    while low < high {
      let middle = low + (high - low) / 2
      if times[middle] < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
