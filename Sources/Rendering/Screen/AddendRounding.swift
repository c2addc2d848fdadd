internal import JourneyEngine

/// Rounds the parts of a whole to tenths so that the rounded parts add up to the rounded whole:
/// each is rounded down, and the tenths that are then missing go to those that lost most (the
/// largest remainder).
enum AddendRounding {
  /// `wholes`: a number for each row that tells which whole it is a part of. Parts that are not
  /// known are left as they are.
  static func tenths(_ values: [Double], isKnown: (Int) -> Bool, wholes: [Int]) -> [Double] {
    var rounded = values
    var rowsOfWhole: [Int: [Int]] = [:]
    for row in values.indices where isKnown(row) && values[row].isFinite && abs(values[row]) < 1e12
    {
      rowsOfWhole[wholes[row], default: []].append(row)
    }
    for rows in rowsOfWhole.values {
      let floors = rows.map { (values[$0] * 10).rounded(.down) }
      let whole = (rows.reduce(0.0) { $0 + values[$1] } * 10).rounded()
      let missing = Int(whole - floors.reduce(0, +))
      let order = rows.indices.sorted {
        let (one, other) = (values[rows[$0]] * 10 - floors[$0], values[rows[$1]] * 10 - floors[$1])
        return one == other ? $0 < $1 : one > other
      }
      let raised = Set(order.prefix(max(0, missing)))
      for (place, row) in rows.enumerated() {
        rounded[row] = (floors[place] + (raised.contains(place) ? 1 : 0)) / 10
      }
    }
    return rounded
  }

  /// Which whole each row is a part of: rows that have all columns left of the parts' own names in
  /// common.
  static func wholes(of table: ResultTable, addends: Int) -> [Int] {
    let outer = table.columns[..<addends].filter { $0.style == .band }.dropLast()
    var wholes = [Int](repeating: 0, count: table.safeRowCount)
    for row in wholes.indices.dropFirst() {
      let isSame = outer.allSatisfy { $0.column[row] == $0.column[row - 1] }
      wholes[row] = wholes[row - 1] + (isSame ? 0 : 1)
    }
    return wholes
  }
}

extension ResultTable {
  /// The same table with the parts of wholes rounded as they are read.
  var withRoundedAddends: ResultTable {
    var table = self
    for (place, result) in columns.enumerated() where result.style == .addend {
      guard case .doubles(let values) = result.column.storage else { continue }
      let rounded = AddendRounding.tenths(
        values, isKnown: { !result.column.nulls.isUnknown($0) },
        wholes: AddendRounding.wholes(of: self, addends: place))
      table.columns[place].column = Column(
        .number, .doubles(rounded), nulls: result.column.nulls)
    }
    return table
  }
}
