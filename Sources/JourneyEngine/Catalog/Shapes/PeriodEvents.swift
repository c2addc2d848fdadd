/// `events from periods (start_date, end_date) by subscription_id`: each row lasts from its start
/// to its end, as a subscription does, and becomes the events `..._started`, `..._ended` and, where
/// it goes on from the row before of the same key, `..._changed` or `..._renewed`.
///
/// The rows of a key follow one another by start, then by place in the file. A row goes on from the
/// one before when it starts before that one's end, on that day or on the next; an open end lasts.
/// From its start on it holds in place of the one before. With other values it is a change:
/// `changed` names the columns, `previous_COLUMN` keeps the value before. With the same values it
/// is a renewal if the one before was over, else nothing new. What ends later than now did not end
/// yet. The whole row is the event's attributes, amounts to the cent.
struct PeriodEvents {
  private let source: DataSource
  private let table: Table
  private let periods: DataSource.Periods
  private let zone: CivilTimeZone
  /// Nothing from this instant on has happened yet.
  private let horizon: Int64

  /// What the start of a row is.
  private enum Start: UInt8 {
    case none, started, changed, renewed
  }

  private struct Change {
    var row: Int
    /// Place of the column among those compared, and the row of the value before.
    var column: Int
    var previous: UInt32
  }

  /// What was found, a cell a row.
  private struct Findings {
    var starts: [Start]
    /// The end that became an event; `StageEntries.unknownTime` elsewhere.
    var ends: [Int64]
    var changes: [Change] = []
    var same = 0
    var overlapping = 0
    var laterEnds = 0
    var open = 0
    var timeless: [Int] = []
    var keyless: [Int] = []
    var later: [Int] = []
    var backwards: [Int] = []
  }

  /// `table`: the source's under standard names, `at` being the start.
  init(
    _ source: DataSource, _ periods: DataSource.Periods, _ table: Table, zone: CivilTimeZone,
    horizon: Int64
  ) {
    self.source = source
    self.periods = periods
    self.table = table
    self.zone = zone
    self.horizon = horizon
  }

  func expanded(
    prefix: String?, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> EventExpansion {
    let clause = "events from periods"
    let endPlace = try EventExpansion.timePlace(of: periods.end, in: table, source, clause: clause)
    guard let startPlace = table.index(of: "at"), let accountPlace = table.index(of: "account")
    else {
      throw LoadError(path: source.name, message: "no column says when a row starts")
    }
    let keyPlace =
      try periods.key.map { name throws(LoadError) in
        try EventExpansion.place(of: name, in: table, source, clause: clause)
      } ?? accountPlace
    let compared = comparedPlaces(besides: [endPlace, startPlace, accountPlace, keyPlace])
    let keys = KeyColumn(table.fields[keyPlace].column)
    let found = findings(
      keys, start: table.fields[startPlace].column, end: table.fields[endPlace].column,
      compared.map { KeyColumn(table.fields[$0].column) })
    say(found, &notes)
    let noun = prefix ?? name
    return EventExpansion(
      table: events(found, noun, compared, accountPlace, startPlace, hasKind: prefix != nil),
      lines: EventExpansion.lines(source.lines, of: rows(found)),
      words: words(found, noun, keys.firstRows().count { $0 >= 0 }))
  }

  /// `subscription` for `subscription_id`, or for rows of `ravenstack_subscriptions.csv`.
  private var name: String {
    if let key = periods.key {
      let parts = key.lowercased().split { !$0.isLetter && !$0.isNumber }
      let telling = parts.filter { !["id", "key", "no", "number"].contains($0) }
      if parts.count > telling.count, !telling.isEmpty { return telling.joined(separator: "_") }
    }
    let word = source.stem.lowercased().split { !$0.isLetter }.last.map(String.init) ?? "period"
    if word.hasSuffix("ies") && word.count > 4 { return word.dropLast(3) + "y" }
    return word.hasSuffix("s") && !word.hasSuffix("ss") && word.count > 3
      ? String(word.dropLast()) : word
  }

  /// The columns whose values can change: not the times, not the keys of rows.
  private func comparedPlaces(besides known: Set<Int>) -> [Int] {
    table.fields.indices.filter { place in
      let field = table.fields[place]
      let header = SourceWords.fold(field.name)
      return !known.contains(place) && !field.column.type.isTime && !header.hasSuffix("id")
        && !header.hasSuffix("key") && !header.hasSuffix("uuid")
    }
  }

  // MARK: - Following the rows of a key

  private func findings(
    _ keys: KeyColumn, start: Column, end: Column, _ values: [KeyColumn]
  ) -> Findings {
    let starts = start.asInstants(in: zone)
    let ends = end.asInstants(in: zone)
    let count = table.rowCount
    var found = Findings(
      starts: [Start](repeating: .none, count: count),
      ends: [Int64](repeating: StageEntries.unknownTime, count: count))
    var left = start.nulls
    for row in 0..<count {
      if start.nulls.isUnknown(row) {
        found.timeless.append(row)
      } else if starts[row] >= horizon {
        found.later.append(row)
        left.setUnknown(row)
      } else if keys.codes[row] == KeyColumn.blank {
        found.keyless.append(row)
      }
    }
    func endOf(_ row: Int) -> Int64 {
      if end.nulls.isUnknown(row) || ends[row] < starts[row] { return StageEntries.unknownTime }
      return ends[row]
    }
    func close(_ row: Int) {
      let end = endOf(row)
      if end < horizon {
        found.ends[row] = end
      } else if end == StageEntries.unknownTime {
        found.open += 1
      } else {
        found.laterEnds += 1
      }
    }
    let order = AccountOrder(
      accountRows: keys.codes, accountCount: keys.texts.count, times: starts, dropped: left)
    var last = [UInt32](repeating: KeyIndex.noRow, count: values.count)
    for key in 0..<(order.offsets.count - 1) {
      var current: Int?
      for row in order.rows[order.offsets[key]..<order.offsets[key + 1]].lazy.map(Int.init) {
        if !end.nulls.isUnknown(row) && ends[row] < starts[row] { found.backwards.append(row) }
        if let before = current {
          let over = endOf(before)
          if goesOn(starts[row], after: over) {
            if over > starts[row] { found.overlapping += 1 }
            follow(row, values, &last, isOver: over <= starts[row], &found)
            current = row
            continue
          }
          close(before)
        }
        found.starts[row] = .started
        for column in values.indices {
          let isBlank = values[column].codes[row] == KeyColumn.blank
          last[column] = isBlank ? KeyIndex.noRow : UInt32(row)
        }
        current = row
      }
      if let current { close(current) }
    }
    for row in found.keyless {
      if !end.nulls.isUnknown(row) && ends[row] < starts[row] { found.backwards.append(row) }
      found.starts[row] = .started
      close(row)
    }
    return found
  }

  /// By civil days: until 31 January and from 1 February is without a gap.
  private func goesOn(_ start: Int64, after end: Int64) -> Bool {
    end == StageEntries.unknownTime || start <= end
      || zone.dayNumber(of: start) <= zone.dayNumber(of: end) + 1
  }

  private func follow(
    _ row: Int, _ values: [KeyColumn], _ last: inout [UInt32], isOver: Bool,
    _ found: inout Findings
  ) {
    var hasChanged = false
    for column in values.indices {
      let code = values[column].codes[row]
      guard code != KeyColumn.blank else { continue }
      let before = last[column]
      last[column] = UInt32(row)
      if before != KeyIndex.noRow && values[column].codes[Int(before)] == code { continue }
      hasChanged = true
      found.changes.append(Change(row: row, column: column, previous: before))
    }
    if hasChanged {
      found.starts[row] = .changed
    } else if isOver {
      found.starts[row] = .renewed
    } else {
      found.same += 1
    }
  }

  // MARK: - The events

  /// The row of each event: in the order of the file, the start before the end.
  private func rows(_ found: Findings) -> [UInt32] {
    var rows: [UInt32] = []
    for row in 0..<table.rowCount {
      if found.starts[row] != .none { rows.append(UInt32(row)) }
      if found.ends[row] != StageEntries.unknownTime { rows.append(UInt32(row)) }
    }
    return rows
  }

  private func events(
    _ found: Findings, _ noun: String, _ compared: [Int], _ account: Int, _ start: Int,
    hasKind: Bool
  ) -> Table {
    let starts = table.fields[start].column.asInstants(in: zone)
    var kinds: [UInt32] = []
    var at: [Int64] = []
    var eventOfStart: [Int: Int] = [:]
    for row in 0..<table.rowCount {
      if found.starts[row] != .none {
        if found.starts[row] == .changed { eventOfStart[row] = at.count }
        kinds.append(UInt32(found.starts[row].rawValue - 1))
        at.append(starts[row])
      }
      if found.ends[row] != StageEntries.unknownTime {
        kinds.append(3)
        at.append(found.ends[row])
      }
    }
    let count = at.count
    let rows = rows(found)
    let names = ["started", "changed", "renewed", "ended"].map { "\(noun)_\($0)" }
    var made = [
      Table.Field("account", table.fields[account].column.gather(rows)),
      Table.Field("at", Column(.instant, .integers(at), nulls: NullMask(count: count))),
      Table.Field("kind", Column(codes: kinds, StringDictionary(names))),
    ]
    var previous: [Int: [UInt32]] = [:]
    var changed: [Int: [String]] = [:]
    for change in found.changes {
      guard let event = eventOfStart[change.row] else { continue }
      previous[change.column, default: [UInt32](repeating: KeyIndex.noRow, count: count)][event] =
        change.previous
      changed[event, default: []].append(table.fields[compared[change.column]].name)
    }
    if !changed.isEmpty {
      var builder = ColumnBuilder(.text)
      for event in 0..<count {
        builder.append(changed[event].map { .text($0.joined(separator: ", ")) } ?? .unknown)
      }
      made.append(Table.Field("changed", builder.build()))
    }
    for column in compared.indices {
      guard let rows = previous[column] else { continue }
      let field = table.fields[compared[column]]
      made.append(Table.Field("previous_\(field.name)", field.column.lookedUp(rows)))
    }
    return EventExpansion.table(
      made, table, rows: rows, source,
      replacing: hasKind ? ["account", "at", "kind"] : ["account", "at"])
  }

  // MARK: - Words

  private func words(_ found: Findings, _ noun: String, _ keys: Int) -> String {
    func starts(_ start: Start) -> String {
      PlainText.count(found.starts.count { $0 == start })
    }
    let ended = found.ends.count { $0 != StageEntries.unknownTime }
    let of =
      periods.key.map { "\(PlainText.count(keys)) \(ColumnMapper.quoted($0))" }
      ?? PlainText.counted(keys, "account")
    var words =
      "\(PlainText.counted(table.rowCount, "row")) of \(of): "
      + "\(noun)_started \(starts(.started)), changed \(starts(.changed)), "
      + "renewed \(starts(.renewed)), ended \(PlainText.count(ended)); "
      + "\(PlainText.count(found.open)) open"
    if found.laterEnds > 0 {
      words += ", \(PlainText.counted(found.laterEnds, "end lies", "ends lie")) after now"
    }
    if found.same > 0 {
      words += "; \(PlainText.counted(found.same, "row says", "rows say")) nothing new"
    }
    return words
  }

  private func say(_ found: Findings, _ notes: inout [LoadReport.Note]) {
    let start = ColumnMapper.quoted(periods.start)
    let end = ColumnMapper.quoted(periods.end)
    let key = periods.key.map(ColumnMapper.quoted) ?? "account"
    notes += [
      EventExpansion.note(
        found.timeless, "has no \(start) and is left out", "have no \(start) and are left out",
        source),
      EventExpansion.note(
        found.later, "starts after now and is no event yet",
        "start after now and are no events yet", source, hint: "`set now D` says when now is"),
      EventExpansion.note(
        found.keyless, "has no \(key) and stands for itself",
        "have no \(key) and stand for themselves", source),
      EventExpansion.note(
        found.backwards.sorted(), "ends before it starts: \(end) is not believed",
        "end before they start: \(end) is not believed", source,
        hint: "correct the dates; until then these have no end"),
    ].compactMap { $0 }
    guard found.overlapping > 0 else { return }
    notes.append(
      LoadReport.Note(
        .note, source.name,
        "\(PlainText.counted(found.overlapping, "row starts", "rows start")) while the one before of "
          + "the same \(key) still lasts, and \(found.overlapping == 1 ? "holds" : "hold") from there on",
        hint: periods.key == nil
          ? "where an account has several at once, name their key: `events from periods "
            + "(\(start), \(end)) by COLUMN`" : nil))
  }
}
