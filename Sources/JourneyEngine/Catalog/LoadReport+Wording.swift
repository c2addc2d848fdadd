extension LoadReport {
  /// The report in short plain lines, for the banner and for standard error: what was read as what,
  /// the warnings, each with its way out, what was guessed with the clause that says otherwise.
  /// What an earlier report told is not told again. About a screen of the weightiest is shown and
  /// the rest counted; everything is in the tables of `describe load`.
  package func lines(after earlier: LoadReport? = nil) -> [String] {
    var told: [String: Int] = [:]
    for source in earlier?.sources ?? [] { told[source.line, default: 0] += 1 }
    var items: [Item] = []
    var shown = 0
    for source in sources {
      if let count = told[source.line], count > 0 {
        told[source.line] = count - 1
        continue
      }
      shown += 1
      items += source.items(isFirst: shown <= LoadReport.mostSources).map { item in
        var item = item
        item.file = source.file?.path ?? source.name
        return item
      }
    }
    let known = Set(earlier?.notes ?? [])
    for note in warnings where !known.contains(note) { items.append(Item(.warning, note.lines)) }
    let hinted = notes.filter { $0.severity == .note && $0.hint != nil && !known.contains($0) }
    items += LoadReport.grouped(hinted)
    return LoadReport.fitted(LoadReport.withoutRepetitions(items)) + [summary]
  }

  /// The warnings and offers that an earlier report of the same data did not have.
  package func changes(after earlier: LoadReport) -> [String] {
    let known = Set(earlier.notes)
    return notes.filter { !known.contains($0) && ($0.severity == .warning || $0.hint != nil) }
      .flatMap(\.lines)
  }

  /// Everything, in words: `describe load` on a terminal, where a table's cells would be cut.
  package func allLines() -> [String] {
    var lines: [String] = []
    for source in sources { lines += source.items(isFirst: true, isFull: true).flatMap(\.lines) }
    for note in warnings { lines += note.lines }
    for note in notes where note.severity == .note { lines += note.lines }
    return lines + [summary]
  }

  /// So many sources have a line; so many rows of a window are about a screen.
  private static let mostSources = 8
  private static let mostRows = 20

  /// Lines that are shown together or not at all.
  fileprivate struct Item {
    /// What is left out first comes last.
    enum Weight: Int, CaseIterable { case source, warning, guess, note, reason, column, rest }

    var weight: Weight
    var lines: [String]
    /// The file that is told of, where the lines do not name it.
    var file = ""

    init(_ weight: Weight, _ lines: [String]) {
      self.weight = weight
      self.lines = lines
    }

    /// In a window of usual width.
    var rowCount: Int { lines.reduce(0) { $0 + 1 + $1.utf8.count / 80 } }
  }

  /// Several notes with one way out are one, and how many more.
  private static func grouped(_ notes: [Note]) -> [Item] {
    var counts: [String?: Int] = [:]
    for note in notes { counts[note.hint, default: 0] += 1 }
    var items: [Item] = []
    for note in notes {
      guard let count = counts[note.hint], count > 0 else { continue }
      guard count > 2 else {
        items.append(Item(.note, note.lines))
        continue
      }
      counts[note.hint] = 0
      var lines = note.lines
      lines[lines.count - 1] += "; \(count - 1) more notes like this one"
      items.append(Item(.note, lines))
    }
    return items
  }

  /// What holds of many files is said of the first, and of how many more.
  private static func withoutRepetitions(_ items: [Item]) -> [Item] {
    var places: [[String]: (first: Int, files: Set<String>)] = [:]
    var kept: [Item] = []
    for item in items {
      if item.weight != .source, item.weight != .rest, let place = places[item.lines] {
        places[item.lines] = (place.first, place.files.union([item.file]))
      } else {
        places[item.lines] = (kept.count, [item.file])
        kept.append(item)
      }
    }
    for (_, place) in places where place.files.count > 1 {
      let last = kept[place.first].lines.count - 1
      kept[place.first].lines[last] +=
        " (also of \(PlainText.counted(place.files.count - 1, "more file")))"
    }
    return kept
  }

  private static func fitted(_ items: [Item]) -> [String] {
    var isShown = [Bool](repeating: false, count: items.count)
    var count = 0
    for weight in Item.Weight.allCases where weight != .rest {
      for (place, item) in items.enumerated() where item.weight == weight {
        guard weight == .source || count + item.rowCount <= mostRows else { continue }
        isShown[place] = true
        count += item.rowCount
      }
    }
    let lines = items.indices.filter { isShown[$0] }.flatMap { items[$0].lines }
    let left = items.indices.filter { !isShown[$0] }
    guard !left.isEmpty else { return lines }
    let sources = left.count { items[$0].weight == .rest }
    let warnings = left.count { items[$0].weight == .warning }
    let others = left.count - sources - warnings
    let counts = [
      sources == 0 ? nil : PlainText.counted(sources, "file"),
      warnings == 0 ? nil : PlainText.counted(warnings, "warning"),
      others == 0 ? nil : PlainText.counted(others, "note"),
    ]
    return lines + [
      "and \(counts.compactMap(\.self).joined(separator: ", ")) more: `describe load`"
    ]
  }

  /// `500 accounts, 32,600 events; now is 2025-01-01 00:00 (UTC), the first midnight after the
  /// newest event`
  package var summary: String {
    var parts = [PlainText.counted(accountCount, "account")]
    if eventCount > 0 { parts.append(PlainText.counted(eventCount, "event")) }
    if visitCount > 0 { parts.append(PlainText.counted(visitCount, "visit")) }
    return parts.joined(separator: ", ")
      + "; now is \(PlainText.wall(now, zone)) (\(zone.identifier)), \(nowReason)"
  }
}

extension LoadReport.Note {
  /// `warning: crm/events.csv:7: 1 row has no time and is left out: line 7`, then the way out.
  package var lines: [String] {
    var place = source
    if let line { place += ":\(line)" }
    let words = [severity == .warning ? "warning" : "note", place, message].filter { !$0.isEmpty }
    let first = words.joined(separator: ": ")
    return hint.map { [first, "  \($0)"] } ?? [first]
  }
}

extension LoadReport.Source {
  /// `crm/accounts.csv: accounts, 500 rows (id = account_id)`
  fileprivate var line: String {
    let mapped = mappings.filter { $0.role.lowercased() != $0.origin.lowercased() }
      .map { "\($0.role) = \(ColumnMapper.quotedOrigin($0.origin))" }
    let company = readWith.map { ", read with \($0)" } ?? ""
    let rows = isRepeated ? "the same rows" : PlainText.counted(rowCount, "row")
    let line = "\(name): \(role)\(company), \(rows)"
    return mapped.isEmpty ? line : line + " (\(mapped.joined(separator: ", ")))"
  }

  fileprivate func items(isFirst: Bool, isFull: Bool = false) -> [LoadReport.Item] {
    var items = [LoadReport.Item(isFirst ? .source : .rest, [line])]
    if !reasons.isEmpty, reasons != ["said by `load`"], readWith == nil {
      items.append(LoadReport.Item(.reason, ["  because " + reasons.joined(separator: "; ")]))
    }
    for join in joins { items.append(LoadReport.Item(.reason, ["  " + join.line])) }
    if let shape { items.append(LoadReport.Item(.reason, ["  \(shape)"])) }
    guard let file else { return items }
    if file.refusedCount > 0 {
      let refused = PlainText.counted(file.refusedCount, "row")
      var lines = [
        "  \(refused) of \(PlainText.count(file.rowsRead + file.refusedCount)) refused"
      ]
      for row in file.refused.prefix(isFull ? file.refused.count : 1) {
        lines.append("    line \(PlainText.count(row.line)): \(row.reason)")
      }
      items.append(LoadReport.Item(.warning, lines))
    }
    for warning in file.warnings { items.append(LoadReport.Item(.warning, ["  \(warning)"])) }
    for guess in file.guesses { items.append(LoadReport.Item(.guess, ["  \(guess)"])) }
    return items + columnNotes(file, isFull: isFull)
  }

  /// Columns that are not what their author may think they are: the first few, and how many more.
  private func columnNotes(_ file: FileReport, isFull: Bool) -> [LoadReport.Item] {
    let told = file.columns.filter { $0.note != nil }
    let shown = told.prefix(isFull ? told.count : 3).map { column in
      let note = column.note ?? ""
      // How a column was read, with the clause that says otherwise, is a guess.
      let isGuess = note.contains("`reading ") || note.contains(" in \"")
      return LoadReport.Item(isGuess ? .guess : .column, ["  \(column.name): \(note)"])
    }
    guard told.count > shown.count else { return shown }
    let more = PlainText.counted(told.count - shown.count, "more column")
    return shown + [LoadReport.Item(.column, ["  notes on \(more): `describe load`"])]
  }
}

extension LoadReport.JoinReport {
  /// `joined products.csv on product: 7,320 rows matched, 1,480 not (1 key), 12 without a key`
  package var line: String {
    let key =
      left == right
      ? ColumnMapper.quoted(left)
      : "\(ColumnMapper.quoted(left)) = \(ColumnMapper.quoted(right))"
    var line = "joined \(file) on \(key): \(PlainText.counted(matchedRows, "row")) matched"
    if otherLengthRows > 0 {
      line += " (\(PlainText.count(otherLengthRows)) by the other length of a Salesforce id)"
    }
    if unmatchedRows > 0 {
      line += ", \(PlainText.count(unmatchedRows)) not (\(PlainText.counted(unmatchedKeys, "key")))"
    }
    if blankRows > 0 { line += ", \(PlainText.count(blankRows)) without a key" }
    return line
  }
}

extension ColumnMapper {
  /// A column's name as one would write it; a constant stays in its quotes.
  static func quotedOrigin(_ origin: String) -> String {
    origin.hasPrefix("\"") ? origin : quoted(origin)
  }
}
