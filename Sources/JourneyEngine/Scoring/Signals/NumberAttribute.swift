/// A numeric attribute of events.
struct NumberAttribute {
  private let column: Column
  private let doubles: [Double]
  private let integers: [Int64]
  private let unit: Double

  init?(_ column: Column) {
    guard column.type.isNumeric else { return nil }
    self.column = column
    switch column.storage {
    case .doubles(let values): (doubles, integers, unit) = (values, [], 1)
    case .integers(let values):
      var unit = 1.0
      if case .money(let scale) = column.type { unit = powerOfTen(scale) }
      (doubles, integers, self.unit) = ([], values, unit)
    default: return nil
    }
  }

  @inline(__always)
  func isKnown(_ row: Int) -> Bool { !column.nulls.isUnknown(row) }

  func value(_ row: Int) -> Double {
    doubles.isEmpty ? Double(integers[row]) / unit : doubles[row]
  }

  /// The first of several that an event has.
  @inline(__always)
  static func first(_ attributes: [NumberAttribute], _ row: Int) -> Double? {
    for attribute in attributes where attribute.isKnown(row) { return attribute.value(row) }
    return nil
  }

  /// The numeric ones of a list of names, in its order.
  static func named(_ names: [String], in table: Table) -> [NumberAttribute] {
    names.compactMap { table.column($0) }.compactMap(NumberAttribute.init)
  }
}
