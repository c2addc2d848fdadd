/// Events that are like an earlier one in every column, as overlapping exports bring them, and those
/// that are another version of one: of the same account, time and kind in another file.
struct DuplicateEvents {
  /// Places of the repetitions in a sorted log, ascending, and of what each repeats.
  private(set) var places: [Int] = []
  private(set) var originals: [Int] = []
  /// Events with an earlier version in another file.
  private(set) var versions: [Int] = []

  private let rows: RowComparison
  private let kinds: KeyColumn?
  private let source: SortedEvents

  /// Only events of one account at one time can be alike, so a log without ties costs one pass over
  /// its times.
  init(in source: SortedEvents) {
    let log = source.log
    self.source = source
    rows = RowComparison(log.table)
    kinds = source.rows.isEmpty ? nil : log.table.column("kind").map { KeyColumn($0) }
    guard let at = log.table.column("at"), case .integers(let times) = at.storage else { return }
    var start = 0
    while start < times.count {
      var end = start + 1
      while end < times.count && times[end] == times[start]
        && log.accountRows[end] == log.accountRows[start]
      {
        end += 1
      }
      if end - start > 1 { look(at: start..<end) }
      start = end
    }
  }

  private mutating func look(at run: Range<Int>) {
    var seen: [Int: [Int]] = [:]
    var firstOfKind: [UInt32: Int] = [:]
    for place in run {
      // Runs are short as a rule: hashing every cell is dearer than comparing a few rows.
      let hash = run.count <= 8 ? 0 : rows.hash(place)
      if let original = (seen[hash] ?? []).first(where: { rows.areEqual($0, place) }) {
        places.append(place)
        originals.append(original)
        continue
      }
      seen[hash, default: []].append(place)
      guard let kinds else { continue }
      if let first = firstOfKind[kinds.codes[place]] {
        if file(of: first) != file(of: place) { versions.append(place) }
      } else {
        firstOfKind[kinds.codes[place]] = place
      }
    }
  }

  private func file(of place: Int) -> Int {
    source.places.file(ofRow: Int(source.rows[place]))
  }

  /// How many repetitions stand in which two files, most first: `w1.csv and w2.csv`.
  func filePairs() -> [(files: String, count: Int)] {
    guard !source.rows.isEmpty else { return [] }
    var counts: [[Int]: Int] = [:]
    for (place, original) in zip(places, originals) {
      counts[[file(of: original), file(of: place)].sorted(), default: 0] += 1
    }
    return counts.sorted { (-$0.value, $0.key[0], $0.key[1]) < (-$1.value, $1.key[0], $1.key[1]) }
      .map { files, count in
        let names = files.map { source.places.fileName($0) }
        return (files[0] == files[1] ? names[0] : "\(names[0]) and \(names[1])", count)
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
