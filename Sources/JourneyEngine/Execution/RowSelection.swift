/// Which rows of a relation are meant, and in which order.
enum RowSelection: Sendable {
  /// Every row, in the relation's own order.
  case all(count: Int)
  case rows([UInt32])

  var count: Int {
    switch self {
    case .all(let count): count
    case .rows(let rows): rows.count
    }
  }

  /// The rows written out.
  var rows: [UInt32] {
    switch self {
    case .all(let count): (0..<UInt32(count)).map { $0 }
    case .rows(let rows): rows
    }
  }

  /// The selection in pieces small enough to stay in the cache, in order.
  func batches(size: Int = 4096) -> some Sequence<[UInt32]> {
    let count = count
    return stride(from: 0, to: count, by: size).lazy.map { start -> [UInt32] in
      let end = Swift.min(start + size, count)
      switch self {
      case .all: return Array(UInt32(start)..<UInt32(end))
      case .rows(let rows): return Array(rows[start..<end])
      }
    }
  }
}
