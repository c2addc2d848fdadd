internal import Synchronization

/// The indexes of one column, each built when it has become useful.
///
/// An index is built once the scans it would have saved add up to its own cost (the "ski rental"
/// rule: never more than twice the work of the best choice in hindsight).
package final class ColumnIndexes: Sendable {
  private struct State {
    var bitmap: BitmapIndex?
    var sorted: SortedIndex?
    var hash: HashIndex?
    var statistics: ColumnStatistics?
    var textRanks: TextRanks?
    var isASCII: Bool?
    var savings: [IndexKind: Double] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  func statistics(_ column: Column) -> ColumnStatistics {
    state.withLock { state in
      if let statistics = state.statistics { return statistics }
      let statistics = ColumnStatistics(column)
      state.statistics = statistics
      return statistics
    }
  }

  /// Whether the index is there, or is worth building now that one more query could use it.
  func isUseful(_ kind: IndexKind, rowCount: Int, saving: Double, policy: IndexPolicy) -> Bool {
    switch policy {
    case .never: return false
    case .always: return true
    case .adaptive:
      return state.withLock { state in
        switch kind {
        case .bitmap where state.bitmap != nil, .sorted where state.sorted != nil,
          .hash where state.hash != nil:
          return true
        default:
          state.savings[kind, default: 0] += saving
          return state.savings[kind, default: 0] >= kind.buildCost(rowCount: rowCount)
        }
      }
    }
  }

  func bitmap(_ column: Column) -> BitmapIndex? {
    state.withLock { state in
      if state.bitmap == nil { state.bitmap = BitmapIndex(column) }
      return state.bitmap
    }
  }

  func sorted(_ column: Column) -> SortedIndex? {
    state.withLock { state in
      if state.sorted == nil { state.sorted = SortedIndex(column) }
      return state.sorted
    }
  }

  func hash(_ column: Column) -> HashIndex? {
    state.withLock { state in
      if state.hash == nil { state.hash = HashIndex(column) }
      return state.hash
    }
  }

  /// The order of the column's texts, which breaks ties. Snapshots of the past share the column.
  func textRanks(_ column: Column) -> [UInt32]? {
    if let known = state.withLock({ $0.textRanks }) { return known.ranks }
    let made = TextRanks(column)
    state.withLock { $0.textRanks = made }
    return made.ranks
  }

  /// Whether a column of texts that rarely repeat holds no letter beyond ASCII: then two of them
  /// are the same text only if they have the same bytes.
  func isASCII(_ column: Column) -> Bool {
    if let known = state.withLock({ $0.isASCII }) { return known }
    var isASCII = false
    if case .heap(let heap) = column.storage {
      isASCII = heap.bytes.withUnsafeBufferPointer { bytes in
        bytes.reduce(UInt8(0)) { $0 | $1 } < 0x80
      }
    }
    state.withLock { $0.isASCII = isASCII }
    return isASCII
  }
}

package enum IndexKind: String, Hashable, Sendable {
  case bitmap, sorted, hash

  /// In row visits.
  func buildCost(rowCount: Int) -> Double {
    let rows = Double(rowCount)
    switch self {
    case .bitmap: return rows / 2
    case .sorted: return rows * Double(Int.bitWidth - rowCount.leadingZeroBitCount) / 4
    case .hash: return rows * 2
    }
  }
}

package enum IndexPolicy: Sendable {
  case adaptive
  /// For tests: an index wherever one fits, or nowhere.
  case always, never
}
