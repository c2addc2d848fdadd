/// Sort keys of a selection, brought to unsigned integers of the same order, unknown last in both
/// directions.
struct SortKeys {
  /// One array a key, one number a row of the selection.
  let columns: [[UInt64]]

  static let unknown = UInt64.max

  init(
    _ keys: [LogicalSort.Key], selection: RowSelection, evaluator: ExpressionEvaluator
  ) {
    columns = keys.map { key in
      let column = evaluator.column(key.expression, selection: selection)
      return SortKeys.numbers(column, key)
    }
  }

  private static func numbers(_ column: Column, _ key: LogicalSort.Key) -> [UInt64] {
    var numbers: [UInt64]
    switch column.storage {
    case .booleans(let values): numbers = values.map(UInt64.init)
    case .integers(let values): numbers = values.map(OrderedBits.of)
    case .doubles(let values): numbers = values.map(OrderedBits.of)
    case .codes(let codes, let dictionary):
      let ranks =
        key.stages.map { stageRanks(dictionary, $0) } ?? dictionary.ranks().map(UInt64.init)
      numbers = codes.map { $0 == StringDictionary.unknownCode ? unknown : ranks[Int($0)] }
    case .heap(let heap):
      let dictionary = StringDictionary(
        (0..<heap.count).map { ExactText(heap[$0]) }.uniqued().map(\.text))
      let ranks = dictionary.ranks()
      numbers = (0..<heap.count).map { row in
        dictionary.code(of: heap[row]).map { UInt64(ranks[Int($0)]) } ?? unknown
      }
    }
    for row in numbers.indices {
      if column.nulls.isUnknown(row) {
        numbers[row] = unknown
      } else {
        // The largest number is kept free for unknown, in both directions.
        let number = min(numbers[row], unknown - 1)
        numbers[row] = key.isDescending ? unknown - 1 - number : number
      }
    }
    return numbers
  }

  /// Stages in the model's order, other values (such as `lost`) behind them in reading order.
  private static func stageRanks(_ dictionary: StringDictionary, _ model: StageModel) -> [UInt64] {
    let reading = dictionary.ranks()
    return (0..<dictionary.count).map { code in
      model.ordinal(of: dictionary[UInt32(code)]).map(UInt64.init)
        ?? UInt64(model.names.count) + UInt64(reading[code])
    }
  }

  /// The positions of the selection in sorted order; at most `limit` of them.
  func order(
    tieBreak: [UInt32], limit: Int?, _ cancellation: Cancellation
  ) throws(QueryFailure) -> [UInt32] {
    let sort = InterruptibleSort(cancellation: cancellation)
    let positions = (0..<UInt32(tieBreak.count)).map { $0 }
    if columns.count == 1 {
      // One key and the tie-break, side by side: no indirection while sorting.
      let keys = columns[0]
      let entries = positions.map {
        Entry(key: keys[Int($0)], tie: tieBreak[Int($0)], position: $0)
      }
      return try sort.sorted(entries, limit: limit).map(\.position)
    }
    return try sort.sorted(positions, limit: limit) { left, right in
      for column in columns where column[Int(left)] != column[Int(right)] {
        return column[Int(left)] < column[Int(right)]
      }
      let a = tieBreak[Int(left)]
      let b = tieBreak[Int(right)]
      return a == b ? left < right : a < b
    }
  }

  private struct Entry: Comparable {
    let key: UInt64
    let tie: UInt32
    let position: UInt32

    static func < (left: Entry, right: Entry) -> Bool {
      if left.key != right.key { return left.key < right.key }
      return left.tie == right.tie ? left.position < right.position : left.tie < right.tie
    }
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in order of first appearance.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
