extension LoadedFile {
  /// The file with those text columns as dates whose layout their values prove: every one of them
  /// fits it, and they would not all fit with day and month swapped (some day is later than the
  /// 12th). That is no guess; it is noted all the same, with the clause that says it. What is not
  /// proven stays text.
  func withProvenDates(zone: CivilTimeZone) -> LoadedFile {
    var file = self
    var fields = table.fields
    for (place, field) in table.fields.enumerated() where field.column.type == .text {
      guard let format = LoadedFile.provenLayout(field.column) else { continue }
      fields[place] = Table.Field(field.name, LoadedFile.dates(field.column, format, zone))
      if let index = file.report.columns.firstIndex(where: { $0.name == field.name }) {
        file.report.columns[index].type = fields[place].column.type
        file.report.columns[index].note =
          "dates written \(format.pattern): `\(ColumnMapper.quoted(field.name)) in \"\(format.pattern)\"`"
      }
    }
    file.table = Table(fields, rowCount: table.rowCount, aliases: table.aliases)
    return file
  }

  private static func provenLayout(_ column: Column) -> DateFormat? {
    guard let values = DistinctValues(column), values.looksNumeric,
      let guess = LayoutGuess.guess(values.samples(200))
    else { return nil }
    func fitsAll(_ format: DateFormat) -> Bool {
      values.first { format.wall($0, count: $1) == nil } == nil
    }
    guard fitsAll(guess.format) else { return nil }
    if let rival = guess.rival, fitsAll(rival) { return nil }
    return guess.format
  }

  private static func dates(_ column: Column, _ format: DateFormat, _ zone: CivilTimeZone) -> Column
  {
    let key = KeyColumn(column)
    let values = (0..<key.texts.count).map { code -> Int64? in
      guard let wall = format.wall(of: key.texts[code].trimmed) else { return nil }
      return format.hasTime ? zone.instant(ofWall: wall) : floorDivide(wall, microsecondsPerDay)
    }
    var nulls = NullMask(count: column.count)
    var cells = [Int64](repeating: 0, count: column.count)
    for (row, code) in key.codes.enumerated() {
      if code != KeyColumn.blank, let value = values[Int(code)] {
        cells[row] = value
      } else {
        nulls.setUnknown(row)
      }
    }
    return Column(format.hasTime ? .instant : .date, .integers(cells), nulls: nulls)
  }
}

extension String {
  /// Without spaces and tabs at its ends.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
