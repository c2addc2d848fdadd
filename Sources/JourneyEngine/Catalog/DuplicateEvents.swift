/// Events that are like an earlier one in every column, as overlapping exports bring them.
enum DuplicateEvents {
  /// Places of the repetitions in a sorted log, ascending. Only events of one account at one time
  /// can be alike, so a log without ties costs one pass over its times.
  static func places(in log: EventLog) -> [Int] {
    guard let at = log.table.column("at"), case .integers(let times) = at.storage else { return [] }
    let rows = RowComparison(log.table)
    var found: [Int] = []
    var start = 0
    while start < times.count {
      var end = start + 1
      while end < times.count && times[end] == times[start]
        && log.accountRows[end] == log.accountRows[start]
      {
        end += 1
      }
      if end - start > 1 { found += repetitions(start..<end, rows) }
      start = end
    }
    return found
  }

  private static func repetitions(_ run: Range<Int>, _ rows: RowComparison) -> [Int] {
    if run.count <= 8 {
      return run.filter { place in
        (run.lowerBound..<place).contains { rows.areEqual($0, place) }
      }
    }
    var seen: [Int: [Int]] = [:]
    return run.filter { place in
      let hash = rows.hash(place)
      let isRepetition = (seen[hash] ?? []).contains { rows.areEqual($0, place) }
      if !isRepetition { seen[hash, default: []].append(place) }
      return isRepetition
    }
  }

  /// The log without the rows named.
  static func dropping(_ places: [Int], from log: EventLog) -> EventLog {
    var isDropped = [Bool](repeating: false, count: log.table.rowCount)
    for place in places { isDropped[place] = true }
    let kept = isDropped.indices.filter { !isDropped[$0] }.map { UInt32($0) }
    var offsets: [Int] = []
    var position = 0
    for start in log.offsets {
      while position < kept.count && Int(kept[position]) < start { position += 1 }
      offsets.append(position)
    }
    return EventLog(
      table: log.table.gathered(kept), accountRows: kept.map { log.accountRows[Int($0)] },
      offsets: offsets)
  }
}

/// Compares rows of one table by their stored values.
struct RowComparison {
  private let columns: [Column]

  init(_ table: Table) { columns = table.fields.map(\.column) }

  func areEqual(_ left: Int, _ right: Int) -> Bool {
    columns.allSatisfy { column in
      if column.nulls.isUnknown(left) || column.nulls.isUnknown(right) {
        return column.nulls.isUnknown(left) && column.nulls.isUnknown(right)
      }
      switch column.storage {
      case .booleans(let values): return values[left] == values[right]
      case .integers(let values): return values[left] == values[right]
      case .doubles(let values): return values[left] == values[right]
      case .codes(let codes, _): return codes[left] == codes[right]
      case .heap(let heap): return heap.utf8(at: left) == heap.utf8(at: right)
      }
    }
  }

  func hash(_ row: Int) -> Int {
    var hasher = Hasher()
    for column in columns where !column.nulls.isUnknown(row) {
      switch column.storage {
      case .booleans(let values): hasher.combine(values[row])
      case .integers(let values): hasher.combine(values[row])
      case .doubles(let values): hasher.combine(values[row])
      case .codes(let codes, _): hasher.combine(codes[row])
      case .heap(let heap): for byte in heap.utf8(at: row) { hasher.combine(byte) }
      }
    }
    return hasher.finalize()
  }
}
