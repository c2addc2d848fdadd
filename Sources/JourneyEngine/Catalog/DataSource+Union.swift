extension DataSource {
  /// Whether the other one's rows can stand under this one's: what both are is to be recognised,
  /// or the states of a case go on from file to file; and their columns have the same names, in
  /// whatever order.
  func isAlike(_ other: DataSource) -> Bool {
    let goesOn = changes != nil || periods != nil
    return (role == .recognised || goesOn) && other.role == role && mappings == other.mappings
      && kindColumns == other.kindColumns && changes == other.changes && periods == other.periods
      && columnNames == other.columnNames && !columnNames.isEmpty
  }

  private var columnNames: [String] { table.fields.map { $0.name.lowercased() }.sorted() }

  /// Whether the file's name says that its rows are accounts.
  var isNamedAccounts: Bool {
    let name = stem.lowercased()
    return ["account", "customer", "client", "compan"].contains { name.contains($0) }
  }

  /// Several files as one source, its rows in their order; notes say which columns changed type.
  static func united(
    _ sources: [DataSource], zone: CivilTimeZone, notes: inout [LoadReport.Note]
  ) -> DataSource {
    var united = sources[0]
    let union = TableUnion.of(sources.map(\.table), zone: zone)
    let names = sources.map(\.name).joined(separator: ", ")
    for change in union.retyped { notes.append(LoadReport.Note(.note, names, change)) }
    var parts: [Part] = []
    var start = 0
    for source in sources {
      let end = start + source.table.rowCount
      parts.append(Part(name: source.name, rows: start..<end, file: source.file, stem: source.stem))
      start = end
    }
    let found = zip(parts, sources.map(\.lines)).map { (rows: $0.rows, lines: $1) }
    united.lines = RowLines { row in
      found.first { $0.rows.contains(row) }.flatMap { part in
        part.lines.place(ofRow: row - part.rows.lowerBound)
      }
    }
    united.table = union.table
    united.parts = parts
    return united
  }

  /// The rows of the file with the most of them.
  var largestPart: Table {
    guard let part = parts.max(by: { $0.rows.count < $1.rows.count }) else { return table }
    return table.gathered(part.rows.map(UInt32.init))
  }
}

extension RowPlaces {
  /// The rows of a source, file by file as long as they are the files' rows.
  mutating func append(_ source: DataSource) {
    guard source.parts.last?.rows.upperBound == source.table.rowCount, !source.isShaped else {
      return append(source.name, source.lines, count: source.table.rowCount)
    }
    let lines = source.lines
    for part in source.parts {
      let start = part.rows.lowerBound
      append(part.name, RowLines { lines.place(ofRow: start + $0) }, count: part.rows.count)
    }
  }
}

extension LoadReport.Source {
  /// What holds of files read as one, for each of them.
  func reports(of parts: [DataSource.Part]) -> [LoadReport.Source] {
    parts.enumerated().map { place, part in
      var report = self
      report.name = part.name
      report.rowCount = part.rows.count
      report.file = part.file
      guard place > 0 else { return report }
      report.joins = []
      report.shape = nil
      report.mappings = []
      report.reasons = ["it has the columns of \(name)"]
      report.readWith = role == "table" ? nil : name
      return report
    }
  }
}

extension SourcePreparation {
  /// Files of the same columns are parts of one table: exports of several weeks, of several
  /// regions. Where some are called accounts and others are not, their rows are not the same
  /// things, whatever their columns: `accounts.csv` and `plans.csv` with `id,name`.
  static func alike(_ sources: [DataSource], notes: inout [LoadReport.Note]) -> [[Int]] {
    var groups: [[Int]] = []
    for (place, source) in sources.enumerated() {
      let match = groups.firstIndex { group in
        sources[group[0]].isAlike(source)
          && sources[group[0]].isNamedAccounts == source.isNamedAccounts
      }
      if let match {
        groups[match].append(place)
        continue
      }
      groups.append([place])
      guard
        let other = sources.first(where: {
          $0.name != source.name && $0.isAlike(source) && $0.isNamedAccounts
        }), !source.isNamedAccounts
      else { continue }
      notes.append(
        LoadReport.Note(
          .note, source.name,
          "has the columns of \(other.name), but is not called accounts: a table of its own",
          hint: "`load accounts from \"\(other.name)\", \"\(source.name)\"` if they are one"))
    }
    return groups
  }
}
