/// When rows were recorded, which is later than what they tell of: what `known on D` goes by.
enum RecordedTimes {
  /// Folded headers; `with recorded = COLUMN` makes any column the first of them.
  static let words = ["recorded", "recordedat", "ingestedat", "loadedat", "syncedat"]

  /// Microseconds UTC, one a row; rows of which it is not known count as always known. Nil where no
  /// column says it.
  static func of(_ table: Table, zone: CivilTimeZone) -> [Int64]? {
    let finder = ColumnFinder()
    guard
      let place = finder.matches(words, in: table).first(where: {
        finder.isTime(table.fields[$0].column)
      })
    else { return nil }
    let column = table.fields[place].column
    var times = column.asInstants(in: zone)
    if column.nulls.hasUnknown {
      for row in times.indices where column.nulls.isUnknown(row) {
        times[row] = StageEntries.alwaysKnown
      }
    }
    return times
  }
}
