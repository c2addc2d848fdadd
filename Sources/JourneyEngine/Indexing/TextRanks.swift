/// The order of a column's texts, for breaking ties: the same however the data happens to lie.
struct TextRanks: Sendable {
  /// For each row its place in the order; nil where the rows lie in it already, as most exports do.
  let ranks: [UInt32]?

  /// Unknown texts come first.
  init(_ column: Column) {
    if TextRanks.isSorted(column) {
      ranks = nil
      return
    }
    let texts = (0..<column.count).map { row in
      if case .text(let text) = column[row] { return text }
      return ""
    }
    if zip(texts, texts.dropFirst()).allSatisfy({ $0 <= $1 }) {
      ranks = nil
      return
    }
    let order = (0..<UInt32(column.count)).sorted { left, right in
      let a = texts[Int(left)]
      let b = texts[Int(right)]
      return a == b ? left < right : a < b
    }
    var ranks = [UInt32](repeating: 0, count: column.count)
    for (rank, row) in order.enumerated() { ranks[Int(row)] = UInt32(rank) }
    self.ranks = ranks
  }

  /// Optimisation: texts of ASCII letters stand in the order of their bytes, and are looked at
  /// without making a `String` of any. False also where only the slow way can tell.
  private static func isSorted(_ column: Column) -> Bool {
    guard case .heap(let heap) = column.storage, !column.nulls.hasUnknown,
      column.indexes.isASCII(column)
    else { return false }
    return heap.bytes.withUnsafeBufferPointer { bytes in
      heap.offsets.withUnsafeBufferPointer { offsets in
        for row in 1..<max(1, heap.count) {
          let (start, middle, end) = (offsets[row - 1], offsets[row], offsets[row + 1])
          var place = 0
          // Eight bytes at a time, as long as they are the same.
          if let base = UnsafeRawPointer(bytes.baseAddress) {
            while place + 8 <= min(middle - start, end - middle),
              (base + start + place).loadUnaligned(as: UInt64.self)
                == (base + middle + place).loadUnaligned(as: UInt64.self)
            { place += 8 }
          }
          while place < middle - start, place < end - middle,
            bytes[start + place] == bytes[middle + place]
          { place += 1 }
          if place == middle - start { continue }
          if place == end - middle || bytes[start + place] > bytes[middle + place] { return false }
        }
        return true
      }
    }
  }
}
