extension VisitTable {
  /// The table of `visits`. `attributes` is the history's table, whose own columns (all but the
  /// standard ones) a sojourn takes from the row that began it.
  convenience init(
    _ sojourns: Sojourns, reading: StageReading, labels: AccountLabels, now: Int64,
    attributes: Table? = nil
  ) {
    let count = sojourns.count
    let dictionary = reading.dictionary()
    let isOpen = (0..<count).map {
      sojourns.next[$0] == Sojourns.nothing && sojourns.left[$0] == StageEntries.unknownTime
    }
    let left = sojourns.left.map { $0 == StageEntries.unknownTime ? nil : $0 }
    let days = (0..<count).map { place in
      Double((left[place] ?? now) - sojourns.entered[place]) / Double(microsecondsPerDay)
    }
    let moves = StringDictionary(StageMove.allCases.map(\.name))
    let known = NullMask(count: count)
    var fields = [
      Table.Field("account", labels.column(sojourns.accountRows)),
      Table.Field("stage", Column(codes: sojourns.stages, dictionary)),
      Table.Field("entered", Column(.instant, .integers(sojourns.entered), nulls: known)),
      Table.Field("left", Column.instants(left)),
      Table.Field("days", Column(.number, .doubles(days), nulls: known)),
      Table.Field("next", Column(codes: sojourns.next, dictionary)),
      Table.Field("move", Column(codes: sojourns.moves.map { UInt32($0.rawValue) }, moves)),
      Table.Field("open", Column.booleans(isOpen)),
    ]
    let names = Set(fields.map(\.name))
    for field in attributes?.fields ?? [] where !names.contains(field.name) {
      fields.append(Table.Field(field.name, field.column.lookedUp(sojourns.sourceRows)))
    }
    self.init(
      table: Table(fields, rowCount: count), accountRows: sojourns.accountRows,
      offsets: sojourns.offsets)
  }
}
