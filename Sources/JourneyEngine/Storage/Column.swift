/// One column of a table: typed values and a mask of the unknown ones. Immutable.
package final class Column: Sendable {
  package enum Storage: Sendable {
    /// 0 or 1 a row.
    case booleans([UInt8])
    /// Integers, money, dates, instants, durations.
    case integers([Int64])
    case doubles([Double])
    /// Text of which many rows are alike; unknown rows hold `StringDictionary.unknownCode`.
    case codes([UInt32], StringDictionary)
    /// Text that rarely repeats: ids, names, comments.
    case heap(TextHeap)
  }

  package let type: ValueType
  package let storage: Storage
  package let nulls: NullMask
  package let count: Int
  /// Built when first useful, kept with the column.
  package let indexes = ColumnIndexes()

  package init(_ type: ValueType, _ storage: Storage, nulls: NullMask) {
    self.type = type
    self.storage = storage
    self.nulls = nulls
    count = nulls.count
    assert(count == Column.length(of: storage), "column and null mask differ in length")
  }

  private static func length(of storage: Storage) -> Int {
    switch storage {
    case .booleans(let values): values.count
    case .integers(let values): values.count
    case .doubles(let values): values.count
    case .codes(let codes, _): codes.count
    case .heap(let heap): heap.count
    }
  }

  /// One cell, for results and messages.
  package subscript(row: Int) -> Value {
    if nulls.isUnknown(row) { return .unknown }
    switch storage {
    case .booleans(let values): return .boolean(values[row] != 0)
    case .doubles(let values): return .number(values[row])
    case .codes(let codes, let dictionary): return .text(dictionary[codes[row]])
    case .heap(let heap): return .text(heap[row])
    case .integers(let values):
      switch type {
      case .money(let scale): return .money(values[row], scale: scale)
      case .date: return .date(values[row])
      case .instant: return .instant(values[row])
      case .duration: return .duration(values[row])
      default: return .integer(values[row])
      }
    }
  }

  /// The rows named, in that order, as a column of its own.
  package func gather(_ rows: [UInt32]) -> Column {
    var mask = NullMask(count: rows.count)
    if nulls.hasUnknown {
      for (index, row) in rows.enumerated() where nulls.isUnknown(Int(row)) {
        mask.setUnknown(index)
      }
    }
    let gathered: Storage
    switch storage {
    case .booleans(let values): gathered = .booleans(rows.map { values[Int($0)] })
    case .integers(let values): gathered = .integers(rows.map { values[Int($0)] })
    case .doubles(let values): gathered = .doubles(rows.map { values[Int($0)] })
    case .codes(let codes, let dictionary):
      gathered = .codes(rows.map { codes[Int($0)] }, dictionary)
    case .heap(let heap):
      var selected = TextHeap()
      for row in rows { selected.append(heap.utf8(at: Int(row))) }
      gathered = .heap(selected)
    }
    return Column(type, gathered, nulls: mask)
  }
}
