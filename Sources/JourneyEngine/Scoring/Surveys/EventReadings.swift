/// What events say in one respect, account by account in time order.
struct EventReadings: Sendable {
  /// Those of account r are `offsets[r]..<offsets[r + 1]`.
  private(set) var offsets: [Int] = [0]
  private(set) var times: [Int64] = []
  private(set) var values: [Double] = []
  /// Who said so; `nobody` where the event does not tell.
  private(set) var respondents: [UInt32] = []
  /// Where each stands in the log.
  private(set) var places: [UInt32] = []

  static let nobody = KeyColumn.blank

  mutating func append(at time: Int64, _ value: Double, by respondent: UInt32, place: Int) {
    times.append(time)
    values.append(value)
    respondents.append(respondent)
    places.append(UInt32(place))
  }

  /// Call after the readings of each account.
  mutating func endAccount() { offsets.append(times.count) }

  /// Those of an account inside `[start, end)`.
  func range(ofAccount row: Int, from start: Int64?, to end: Int64) -> Range<Int> {
    guard row + 1 < offsets.count else { return 0..<0 }
    let all = offsets[row]..<offsets[row + 1]
    let last = EventLog.firstPlace(in: times, all, notBefore: end)
    let first = start.map { EventLog.firstPlace(in: times, all, notBefore: $0) }
    return min(first ?? all.lowerBound, last)..<last
  }

  /// The last of an account before an instant that counts.
  func last(
    ofAccount row: Int, before end: Int64, where isMeant: (Double) -> Bool = { _ in true }
  ) -> Int? {
    range(ofAccount: row, from: nil, to: end).last { isMeant(values[$0]) }
  }
}
