extension LoadReport {
  /// `describe load`: everything that was said, one row each, in the order of the sources; what
  /// concerns the whole load comes last. The rows read and refused add up to those of the files.
  package func table() -> ResultTable {
    var table = Rows([
      ("source", .text), ("severity", .text), ("rows", .integer), ("line", .integer),
      ("column", .text), ("message", .text), ("way_out", .text),
    ])
    let names = Set(sources.map(\.name))
    for (place, source) in sources.enumerated() {
      for fact in source.facts { table.append(source.name, fact) }
      let isLast = !sources[(place + 1)...].contains { $0.name == source.name }
      guard isLast else { continue }
      for note in notes where note.source == source.name { table.append(note) }
    }
    for note in notes where !names.contains(note.source) { table.append(note) }
    return table.result(zone, notes: [summary])
  }

  /// `describe load sources`: one row a source.
  package func sourcesTable() -> ResultTable {
    var table = Rows([
      ("source", .text), ("role", .text), ("format", .text), ("rows", .integer),
      ("refused", .integer),
      ("mapping", .text), ("because", .text),
    ])
    for source in sources {
      table.append([
        .text(source.name), .text(source.role), source.file.map { .text($0.format) } ?? .unknown,
        source.isRepeated ? .unknown : .integer(Int64(source.rowCount)),
        source.file.map { .integer(Int64($0.refusedCount)) } ?? .unknown,
        .text(source.mapping), .text(source.reasons.joined(separator: "; ")),
      ])
    }
    return table.result(zone, notes: [summary])
  }

  /// `describe load columns`: one row a column of each file.
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

    mutating func append(_ source: String, _ fact: Fact) {
      append([
        source.isEmpty ? .unknown : .text(source), .text(fact.severity.rawValue),
        fact.rows.map { .integer(Int64($0)) } ?? .unknown,
        fact.line.map { .integer(Int64($0)) } ?? .unknown,
        fact.column.map { .text($0) } ?? .unknown, .text(fact.message),
        fact.wayOut.map { .text($0) } ?? .unknown,
      ])
    }

    mutating func append(_ note: Note) {
      let severity = Fact.Severity(rawValue: note.severity.rawValue) ?? .note
      var fact = Fact(severity, note.message)
      fact.line = note.line
      fact.wayOut = note.hint
      append(note.source, fact)
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

extension LoadReport {
  /// One thing that `describe load` tells.
  fileprivate struct Fact {
    enum Severity: String { case read, guess, note, warning, refused }

    var severity: Severity
    var message: String
    var rows: Int?
    var line: Int?
    var column: String?
    var wayOut: String?

    init(_ severity: Severity, _ message: String) {
      self.severity = severity
      self.message = message
    }
  }
}

extension LoadReport.Source {
  /// `id = account_id, name = account_name`
  fileprivate var mapping: String {
    mappings.map { "\($0.role) = \(ColumnMapper.quotedOrigin($0.origin))" }
      .joined(separator: ", ")
  }

  /// What is told of this source alone.
  fileprivate var facts: [LoadReport.Fact] {
    var read = LoadReport.Fact(
      .read, [role, file?.format ?? "", mapping].filter { !$0.isEmpty }.joined(separator: "; "))
    read.rows = isRepeated ? nil : rowCount
    var facts = [read]
    for join in joins { facts.append(LoadReport.Fact(.note, join.line)) }
    guard let file else { return facts }
    facts += file.guesses.map { LoadReport.Fact(.guess, $0) }
    facts += file.warnings.map { LoadReport.Fact(.warning, $0) }
    for row in file.refused {
      var fact = LoadReport.Fact(.refused, row.reason)
      fact.rows = 1
      fact.line = row.line
      facts.append(fact)
    }
    if file.refusedCount > file.refused.count {
      var fact = LoadReport.Fact(.refused, "more rows, for reasons like these")
      fact.rows = file.refusedCount - file.refused.count
      facts.append(fact)
    }
    for column in file.columns {
      guard let note = column.note else { continue }
      var fact = LoadReport.Fact(.note, note)
      fact.column = column.name
      facts.append(fact)
    }
    return facts
  }
}
