/// Rows brought into account-major order, by time within an account, ties by rank, then by place in the
/// source (SEMANTICS, Order and ties). A counting sort by account, then each account's rows only where
/// they are out of order: linear for the usual file.
struct AccountOrder {
  /// For the row at each new place, its old one.
  private(set) var rows: [UInt32]
  /// In the new order.
  private(set) var times: [Int64]
  /// Account r has `offsets[r]..<offsets[r + 1]`; rows of no account follow.
  let offsets: [Int]

  /// What decides between rows of one account at one time: a smaller rank comes first.
  struct TieRank {
    /// A code a row, and the rank of each code; codes beyond stand last.
    var codes: [UInt32]
    var rankOfCode: [UInt32]

    func callAsFunction(_ row: UInt32) -> UInt32 {
      let code = Int(codes[Int(row)])
      return code < rankOfCode.count ? rankOfCode[code] : .max
    }
  }

  /// `accountRows` holds the account of each row, `EventLog.noAccount` where there is none; rows in
  /// `dropped` are left out.
  init(
    accountRows: [UInt32], accountCount: Int, times source: [Int64], ranks: TieRank? = nil,
    dropped: NullMask
  ) {
    var next = [Int](repeating: 0, count: accountCount + 2)
    for (row, account) in accountRows.enumerated() where !dropped.isUnknown(row) {
      next[min(Int(account), accountCount) + 1] += 1
    }
    for bucket in 1...(accountCount + 1) { next[bucket] += next[bucket - 1] }
    offsets = Array(next[0...accountCount])
    let total = next[accountCount + 1]
    var rows = [UInt32](repeating: 0, count: total)
    var times = [Int64](repeating: 0, count: total)
    for (row, account) in accountRows.enumerated() where !dropped.isUnknown(row) {
      let bucket = min(Int(account), accountCount)
      rows[next[bucket]] = UInt32(row)
      times[next[bucket]] = source[row]
      next[bucket] += 1
    }
    var scratch: [Entry] = []
    for bucket in 0...accountCount {
      let end = bucket < accountCount ? offsets[bucket + 1] : total
      AccountOrder.sort(&rows, &times, offsets[bucket]..<end, ranks, &scratch)
    }
    self.rows = rows
    self.times = times
  }

  /// Whether nothing moved and nothing was left out.
  func isUnchanged(rowCount: Int) -> Bool {
    rows.count == rowCount && rows.indices.allSatisfy { Int(rows[$0]) == $0 }
  }

  private struct Entry: Comparable {
    var time: Int64
    var rank: UInt32
    var row: UInt32

    static func < (left: Entry, right: Entry) -> Bool {
      if left.time != right.time { return left.time < right.time }
      return (left.rank, left.row) < (right.rank, right.row)
    }
  }

  private static func sort(
    _ rows: inout [UInt32], _ times: inout [Int64], _ range: Range<Int>, _ ranks: TieRank?,
    _ scratch: inout [Entry]
  ) {
    guard range.count > 1 else { return }
    if ranks == nil && range.count <= 32 { return insert(&rows, &times, range) }
    if isOrdered(rows, times, range, ranks) { return }
    scratch.removeAll(keepingCapacity: true)
    for place in range {
      scratch.append(
        Entry(time: times[place], rank: ranks.map { $0(rows[place]) } ?? 0, row: rows[place]))
    }
    scratch.sort()
    for (place, entry) in zip(range, scratch) { (times[place], rows[place]) = (entry.time, entry.row) }
  }

  private static func isOrdered(
    _ rows: [UInt32], _ times: [Int64], _ range: Range<Int>, _ ranks: TieRank?
  ) -> Bool {
    for place in range.dropFirst() {
      if times[place] < times[place - 1] { return false }
      if let ranks, times[place] == times[place - 1], ranks(rows[place]) < ranks(rows[place - 1]) {
        return false
      }
    }
    return true
  }

  /// Insertion sort keeps equal times in the order of the source.
  private static func insert(
    _ rows: inout [UInt32], _ times: inout [Int64], _ range: Range<Int>
  ) {
    for place in range.dropFirst() where times[place] < times[place - 1] {
      let (time, row) = (times[place], rows[place])
      var hole = place
      while hole > range.lowerBound && times[hole - 1] > time {
        times[hole] = times[hole - 1]
        rows[hole] = rows[hole - 1]
        hole -= 1
      }
      (times[hole], rows[hole]) = (time, row)
    }
  }
}
