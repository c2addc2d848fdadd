/// A sum of cells, exact for whole numbers and money.
struct ColumnSum: Sendable {
  private var whole: Int128 = 0
  private var broken = CompensatedSum()
  private var isEmpty = true

  mutating func add(_ column: Column, _ row: Int) {
    guard row < column.count, !column.nulls.isUnknown(row) else { return }
    switch column.storage {
    case .integers(let values): whole += Int128(values[row])
    case .doubles(let values): broken.add(values[row])
    default: return
    }
    isEmpty = false
  }

  func value(of column: Column) -> Value {
    if isEmpty { return .unknown }
    if case .doubles = column.storage { return .number(broken.value) }
    guard let sum = Int64(exactly: whole) else { return .unknown }
    switch column.type {
    case .money(let scale): return .money(sum, scale: scale)
    case .duration: return .duration(sum)
    default: return .integer(sum)
    }
  }
}
