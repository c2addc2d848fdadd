/// Which attributes of the accounts have a history: those that the stage history has too, and those
/// whose changes are events.
extension SourceAssembly {
  /// By the names of the accounts' fields. Events that say what changed win over the stage history,
  /// which knows an attribute only where a stage was entered.
  mutating func attributeHistories(
    of table: Table, _ stages: Table?, _ matches: AccountIdentities.Matches?, _ log: EventLog?
  ) -> [String: AttributeHistory] {
    var histories: [String: AttributeHistory] = [:]
    if let stages, let matches {
      for (field, changes) in changes(in: stages, matches, of: table) {
        histories[field] = history(changes, of: field, in: table)
      }
    }
    if let log {
      for (field, changes) in changes(in: log, of: table) {
        histories[field] = history(changes, of: field, in: table) ?? histories[field]
      }
    }
    guard !histories.isEmpty else { return [:] }
    let names = histories.keys.sorted().map(ColumnMapper.quoted).joined(separator: ", ")
    report.notes.append(
      LoadReport.Note(
        .note, "", "attributes with a history, which `as of` goes back to: \(names)"))
    return histories
  }

  private func history(
    _ changes: AttributeHistory.Changes, of field: String, in table: Table
  ) -> AttributeHistory? {
    table.column(field).flatMap { AttributeHistory(changes, today: $0, zone: settings.zone) }
  }

  /// The accounts' field that a column or kind is about; nil for one that the journeys make, and
  /// for names that many tables have and that mean the row there.
  private func field(_ name: String, in table: Table) -> String? {
    guard let place = table.index(of: name),
      !SourceAssembly.namesOfRows.contains(SourceWords.fold(name))
    else { return nil }
    let field = table.fields[place].name
    return Rewinding.fields.contains(field) ? nil : field
  }

  private static let namesOfRows = Set(
    SourceWords.started + SourceWords.stageAt + SourceWords.rowKeys + SourceWords.entityKeys
      + RecordedTimes.words)

  private func changes(
    in stages: Table, _ matches: AccountIdentities.Matches, of table: Table
  ) -> [(field: String, changes: AttributeHistory.Changes)] {
    guard let key = stages.column("account"), let entered = stages.column("entered") else {
      return []
    }
    let own = stages.fields.filter { !SourceWords.stageColumns.contains($0.name) }
      .compactMap { column in field(column.name, in: table).map { ($0, column.column) } }
    guard !own.isEmpty else { return [] }
    var owners = matches.accountRows(finder.key(key))
    for row in owners.indices where entered.nulls.isUnknown(row) {
      owners[row] = EventLog.noAccount
    }
    let times = entered.asInstants(in: settings.zone)
    let recorded = RecordedTimes.of(stages, zone: settings.zone) ?? []
    return own.map { field, column in
      (
        field,
        AttributeHistory.Changes(
          accountRows: owners, times: times, recorded: recorded, values: column)
      )
    }
  }

  /// `events from changes of (owner, plan) by account`, and what else has a kind of such a name and
  /// says what became of it.
  private func changes(
    in log: EventLog, of table: Table
  ) -> [(field: String, changes: AttributeHistory.Changes)] {
    let finder = ColumnFinder()
    guard case .codes(let kinds, let dictionary)? = log.table.column("kind")?.storage,
      let to = finder.matches(["to", "newvalue", "tovalue"], in: log.table).first
    else { return [] }
    let from = finder.matches(["from", "oldvalue", "fromvalue"], in: log.table).first
    var fieldOf: [UInt32: String] = [:]
    for code in 0..<dictionary.count {
      if let field = field(dictionary[UInt32(code)], in: table) { fieldOf[UInt32(code)] = field }
    }
    guard !fieldOf.isEmpty else { return [] }
    var rows: [String: [UInt32]] = [:]
    for account in 0..<log.accountCount {
      for place in log.offsets[account]..<log.offsets[account + 1] {
        if let field = fieldOf[kinds[place]] { rows[field, default: []].append(UInt32(place)) }
      }
    }
    let recorded = RecordedTimes.of(log.table, zone: settings.zone)
    return rows.map { field, rows in
      (
        field,
        AttributeHistory.Changes(
          accountRows: rows.map { log.accountRows[Int($0)] },
          times: rows.map { log.times[Int($0)] },
          recorded: recorded.map { times in rows.map { times[Int($0)] } } ?? [],
          values: log.table.fields[to].column.gather(rows),
          earlier: from.map { log.table.fields[$0].column.gather(rows) })
      )
    }
  }
}
