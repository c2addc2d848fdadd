extension LoadReport {
  /// `describe load`: one row a source.
  package func sourcesTable() -> ResultTable {
    var table = Rows([
      ("source", .text), ("role", .text), ("format", .text), ("rows", .integer),
      ("refused", .integer),
      ("mapping", .text), ("because", .text),
    ])
    for source in sources {
      let mapping = source.mappings.map { "\($0.role) = \(ColumnMapper.quotedOrigin($0.origin))" }
      table.append([
        .text(source.name), .text(source.role), source.file.map { .text($0.format) } ?? .unknown,
        .integer(Int64(source.rowCount)),
        source.file.map { .integer(Int64($0.refusedCount)) } ?? .unknown,
        .text(mapping.joined(separator: ", ")), .text(source.reasons.joined(separator: "; ")),
      ])
    }
    return table.result(zone, notes: [summary])
  }

  /// One row a column of each file.
  package func columnsTable() -> ResultTable {
    var table = Rows([
      ("source", .text), ("column", .text), ("type", .text), ("missing", .integer), ("note", .text),
    ])
    for source in sources {
      for column in source.file?.columns ?? [] {
        table.append([
          .text(source.name), .text(column.name), .text(column.type.displayName),
          .integer(Int64(column.missing)), column.note.map { .text($0) } ?? .unknown,
        ])
      }
    }
    return table.result(zone)
  }

  /// One row a warning, a refused row, a key that found nothing, a note; warnings first.
  package func notesTable() -> ResultTable {
    var table = Rows([
      ("severity", .text), ("source", .text), ("line", .integer), ("message", .text),
      ("way_out", .text),
    ])
    for source in sources {
      for row in source.file?.refused ?? [] {
        table.append([
          .text("refused"), .text(source.name), .integer(Int64(row.line)), .text(row.reason),
          .unknown,
        ])
      }
    }
    for severity in [Note.Severity.warning, .note] {
      for note in notes where note.severity == severity {
        table.append([
          .text(severity.rawValue), note.source.isEmpty ? .unknown : .text(note.source),
          note.line.map { .integer(Int64($0)) } ?? .unknown, .text(note.message),
          note.hint.map { .text($0) } ?? .unknown,
        ])
      }
    }
    return table.result(zone)
  }

  private struct Rows {
    private let names: [String]
    private var builders: [ColumnBuilder]
    private var count = 0

    init(_ columns: [(name: String, type: ValueType)]) {
      names = columns.map(\.name)
      builders = columns.map { ColumnBuilder($0.type) }
    }

    mutating func append(_ values: [Value]) {
      for (place, value) in values.enumerated() { builders[place].append(value) }
      count += 1
    }

    func result(_ zone: CivilTimeZone, notes: [String] = []) -> ResultTable {
      var footer = Footer()
      footer.notes = notes
      return ResultTable(
        columns: zip(names, builders).map { ResultTable.ResultColumn($0, $1.build()) },
        rowCount: count, footer: footer, zone: zone)
    }
  }
}
