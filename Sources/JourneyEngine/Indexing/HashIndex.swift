/// Rows by exact text: ids, names, and other columns of many distinct texts.
final class HashIndex: Sendable {
  private let rowsOf: [ExactText: [UInt32]]

  init?(_ column: Column) {
    var rowsOf: [ExactText: [UInt32]] = [:]
    switch column.storage {
    case .heap(let heap):
      rowsOf.reserveCapacity(heap.count)
      for row in 0..<heap.count where !column.nulls.isUnknown(row) {
        rowsOf[ExactText(heap[row]), default: []].append(UInt32(row))
      }
    case .codes(let codes, let dictionary):
      var rows = [[UInt32]](repeating: [], count: dictionary.count)
      for (row, code) in codes.enumerated() where code != StringDictionary.unknownCode {
        rows[Int(code)].append(UInt32(row))
      }
      rowsOf.reserveCapacity(dictionary.count)
      for code in rows.indices { rowsOf[ExactText(dictionary[UInt32(code)])] = rows[code] }
    case .booleans, .integers, .doubles: return nil
    }
    self.rowsOf = rowsOf
  }

  /// The rows that have one of the texts, ascending.
  func rows(_ texts: Set<ExactText>) -> [UInt32] {
    texts.flatMap { rowsOf[$0] ?? [] }.sorted()
  }
}
