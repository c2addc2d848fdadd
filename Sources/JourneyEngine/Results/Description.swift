package import QueryLanguage

/// What `describe` tells of the data at hand.
package enum Description {
  /// The fields of a population, or one field's facts; without a name, what is loaded.
  package static func table(
    of names: [Name], in environment: BindingEnvironment
  ) throws(QueryFailure) -> ResultTable {
    let relations = environment.relations
    let zone = environment.snapshot.zone
    guard let name = names.last else { return overview(environment) }
    if names.count == 1, let relation = relation(name.text, relations) {
      return fields(of: relation, zone)
    }
    if names.count == 1, let table = environment.snapshot.tables[name.text.lowercased()] {
      return fields(
        of: Relation(
          .result, fields: table.fields.map { Relation.Field($0.name, $0.column) },
          rowCount: table.rowCount), zone)
    }
    let owner = names.count > 1 ? relation(names[0].text, relations) : nil
    let candidates = [owner ?? relations.accounts, relations.events, relations.visits]
    for candidate in candidates.compactMap(\.self) {
      if let index = candidate.index(of: name.text) { return facts(candidate, index, environment) }
    }
    if names.count == 1, ["events", "visits"].contains(name.text.lowercased()) {
      throw .diagnostics([
        BindingMessages.noData(name.text.lowercased(), name.span, hint: "`help load` tells how")
      ])
    }
    let known =
      ["accounts", "events", "visits"] + environment.snapshot.tables.keys.sorted()
      + relations.accounts.fields.map(\.name) + (relations.events?.fields.map(\.name) ?? [])
    throw .diagnostics([
      BindingMessages.unknownField(name, among: known, of: "accounts, events and visits")
    ])
  }

  private static func relation(_ name: String, _ relations: SnapshotRelations) -> Relation? {
    switch name.lowercased() {
    case "accounts": relations.accounts
    case "events": relations.events
    case "visits": relations.visits
    default: nil
    }
  }

  private static func overview(_ environment: BindingEnvironment) -> ResultTable {
    let snapshot = environment.snapshot
    var rows: [[Value]] = [row("accounts", environment.relations.accounts)]
    if let events = environment.relations.events { rows.append(row("events", events)) }
    if let visits = environment.relations.visits { rows.append(row("visits", visits)) }
    for (name, table) in snapshot.tables.sorted(by: { $0.key < $1.key }) {
      rows.append([
        .text(name), .integer(Int64(table.rowCount)), .integer(Int64(table.fields.count)),
        .text(table.fields.map(\.name).joined(separator: ", ")),
      ])
    }
    var result = self.result(
      ["what", "rows", "fields", "names"], [.text, .integer, .integer, .text], rows)
    result.footer.notes = [
      "data: \(snapshot.title)",
      "stages: \(snapshot.stageModel.chain)",
      "now: \(Calendar.name(ofInstant: snapshot.now, .minute, snapshot.zone)) \(snapshot.zone.identifier)",
    ]
    if snapshot.stageModel.isDeclared {
      let customer = snapshot.stageModel.customerStage.map { snapshot.stageModel.names[$0] }
      result.footer.notes.append(
        customer.map { "customers: from \($0) on" }
          ?? "customers: no stage says so; `stages ... -> NAME = Invest` would")
    }
    return result
  }

  private static func row(_ name: String, _ relation: Relation) -> [Value] {
    [
      .text(name), .integer(Int64(relation.rowCount)), .integer(Int64(relation.fields.count)),
      .text(relation.fields.map(\.name).joined(separator: ", ")),
    ]
  }

  /// One row a field: type, unknown, distinct, lowest, highest or the commonest values.
  private static func fields(of relation: Relation, _ zone: CivilTimeZone) -> ResultTable {
    let rows = relation.fields.indices.map { index -> [Value] in
      let summary = FieldSummary(relation.column(index), zone: zone)
      return [
        .text(relation.fields[index].name), .text(relation.fields[index].type.displayName),
        .integer(Int64(summary.unknown)), .integer(Int64(summary.distinct)), .text(summary.values),
      ]
    }
    return result(
      ["field", "type", "unknown", "distinct", "values"],
      [.text, .text, .integer, .integer, .text],
      rows)
  }

  private static func facts(
    _ relation: Relation, _ index: Int, _ environment: BindingEnvironment
  ) -> ResultTable {
    let zone = environment.snapshot.zone
    let field = relation.fields[index]
    var rows: [[Value]] = [[.text("field"), .text("\(relation.kind).\(field.name)")]]
    if relation.kind == .accounts { rows += definition(of: field.name, environment) }
    rows += FieldFacts(relation.column(index), zone: zone).rows().map {
      [.text($0.fact), .text($0.value)]
    }
    return result(["fact", "value"], [.text, .text], rows)
  }

  /// What a score or a field of the workspace's own is made of, as it would be defined.
  private static func definition(of name: String, _ environment: BindingEnvironment) -> [[Value]] {
    let defined = environment.relations.defined
    guard defined.has(name) else { return [] }
    let own = environment.relations.scope.definitions.entry(named: name)
    guard let entry = own ?? StandardScores.definitions.first(where: { $0.key == name }) else {
      return []
    }
    switch entry.definition {
    case .field(let expression):
      return [[.text("defined as"), .text(QueryFormatter.format(expression))]]
    case .score(let components, let weights):
      return [[.text("score"), .text(own == nil ? "0 to 100, the standard one" : "0 to 100")]]
        + components.map { [.text($0.name.text), .text(QueryFormatter.format($0))] }
        + weights.map { row in
          let words = QueryFormatter.format(row).split(separator: ": ", maxSplits: 1)
          return [.text(String(words[0])), .text(words.count > 1 ? String(words[1]) : "")]
        }
    }
  }

  private static func result(
    _ names: [String], _ types: [ValueType], _ rows: [[Value]]
  ) -> ResultTable {
    var builders = types.map { ColumnBuilder($0) }
    for row in rows { for (index, value) in row.enumerated() { builders[index].append(value) } }
    return ResultTable(
      columns: zip(names, builders).map { .init($0, $1.build()) }, rowCount: rows.count)
  }
}

/// How many distinct values a column has, how many are unknown, and what they are like.
private struct FieldSummary {
  let unknown: Int
  let distinct: Int
  /// "3.5 to 97.2" for numbers and times, the commonest texts with counts for text.
  let values: String

  init(_ column: Column, zone: CivilTimeZone) {
    unknown = column.nulls.unknownCount
    var counts: [Value: Int] = [:]
    for row in 0..<column.count where !column.nulls.isUnknown(row) {
      counts[column[row], default: 0] += 1
    }
    distinct = counts.count
    guard let first = counts.keys.first else {
      values = ""
      return
    }
    switch column.type {
    case .text, .boolean:
      if counts.count == column.count - unknown, counts.count > 12 {
        let sample = (0..<column.count).lazy.filter { !column.nulls.isUnknown($0) }.prefix(3)
        values = sample.map { column[$0].words(in: zone) }.joined(separator: ", ") + ", ..."
        return
      }
      let order = counts.sorted {
        ($1.value, $0.key.words(in: zone)) < ($0.value, $1.key.words(in: zone))
      }
      let shown = order.prefix(6).map { "\($0.key.words(in: zone)) \(PlainText.count($0.value))" }
      values = shown.joined(separator: ", ") + (counts.count > 6 ? ", ..." : "")
    default:
      let ends = counts.keys.reduce((first, first)) { ends, value in
        (value.precedes(ends.0) ? value : ends.0, ends.1.precedes(value) ? value : ends.1)
      }
      values = "\(ends.0.words(in: zone)) to \(ends.1.words(in: zone))"
    }
  }
}
