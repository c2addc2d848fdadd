internal import Synchronization

/// Rows brought into account-major order, by time within an account, ties by rank, then by place in
/// the source (SEMANTICS, Order and ties). A counting sort by account, then each account's rows
/// only where they are out of order: linear for the usual file.
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
    let offsets = offsets
    rows.withUnsafeMutableBufferPointer { rows in
      times.withUnsafeMutableBufferPointer { times in
        AccountOrder.sort(Cells(rows: rows, times: times, ranks: ranks), offsets)
      }
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

  /// The rows and times that are sorted together; each account's are touched by one thread alone.
  private struct Cells: @unchecked Sendable {
    let rows: UnsafeMutableBufferPointer<UInt32>
    let times: UnsafeMutableBufferPointer<Int64>
    let ranks: TieRank?
  }

  /// Sorts each account's rows, and those of no account; large logs on several threads.
  private static func sort(_ cells: Cells, _ offsets: [Int]) {
    let accountCount = offsets.count - 1
    let chunkSize = 4096
    let chunkCount = accountCount / chunkSize + 1
    let next = Atomic<Int>(0)
    let work: @Sendable (Int) -> Void = { _ in
      var scratch: [Entry] = []
      while true {
        let chunk = next.add(1, ordering: .relaxed).oldValue
        guard chunk < chunkCount else { return }
        for bucket in chunk * chunkSize..<min((chunk + 1) * chunkSize, accountCount + 1) {
          let end = bucket < accountCount ? offsets[bucket + 1] : cells.rows.count
          sort(cells, offsets[bucket]..<end, &scratch)
        }
      }
    }
    if cells.rows.count < 200_000 {
      work(0)
    } else {
      WorkerThreads.run(WorkerThreads.processorCount, work)
    }
  }

  private static func sort(_ cells: Cells, _ range: Range<Int>, _ scratch: inout [Entry]) {
    guard range.count > 1 else { return }
    if cells.ranks == nil && range.count <= 32 { return insert(cells, range) }
    if isOrdered(cells, range) { return }
    scratch.removeAll(keepingCapacity: true)
    for place in range {
      let row = cells.rows[place]
      let rank = cells.ranks.map { $0(row) } ?? 0
      scratch.append(Entry(time: cells.times[place], rank: rank, row: row))
    }
    scratch.sort()
    for (place, entry) in zip(range, scratch) {
      cells.times[place] = entry.time
      cells.rows[place] = entry.row
    }
  }

  private static func isOrdered(_ cells: Cells, _ range: Range<Int>) -> Bool {
    for place in range.dropFirst() {
      if cells.times[place] < cells.times[place - 1] { return false }
      if let ranks = cells.ranks, cells.times[place] == cells.times[place - 1],
        ranks(cells.rows[place]) < ranks(cells.rows[place - 1])
      {
        return false
      }
    }
    return true
  }

  /// Insertion sort keeps equal times in the order of the source.
  private static func insert(_ cells: Cells, _ range: Range<Int>) {
    for place in range.dropFirst() where cells.times[place] < cells.times[place - 1] {
      let (time, row) = (cells.times[place], cells.rows[place])
      var hole = place
      while hole > range.lowerBound && cells.times[hole - 1] > time {
        cells.times[hole] = cells.times[hole - 1]
        cells.rows[hole] = cells.rows[hole - 1]
        hole -= 1
      }
      cells.times[hole] = time
      cells.rows[hole] = row
    }
  }
}
