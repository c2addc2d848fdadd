extension LoadReport {
  /// The report in short plain lines, for the banner and for standard error: what was read as what,
  /// the warnings, each with its way out, and what was decided that a clause can decide otherwise.
  /// Every column, note and refused row is in the tables of `describe load`.
  package func lines() -> [String] {
    var lines = sources.flatMap(\.lines)
    for note in warnings { lines += note.lines }
    for note in notes where note.severity == .note && note.hint != nil { lines += note.lines }
    lines.append(summary)
    return lines
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
  var lines: [String] {
    let mapped = mappings.filter { $0.role.lowercased() != $0.origin.lowercased() }
      .map { "\($0.role) = \(ColumnMapper.quotedOrigin($0.origin))" }
    let company = readWith.map { ", read with \($0)" } ?? ""
    var first = "\(name): \(role)\(company), \(PlainText.counted(rowCount, "row"))"
    if !mapped.isEmpty { first += " (\(mapped.joined(separator: ", ")))" }
    var lines = [first]
    if !reasons.isEmpty, reasons != ["said by `load`"] {
      lines.append("  because " + reasons.joined(separator: "; "))
    }
    for join in joins { lines.append("  " + join.line) }
    if let shape { lines.append("  \(shape)") }
    guard let file else { return lines }
    if file.refusedCount > 0 {
      let refused = PlainText.counted(file.refusedCount, "row")
      lines.append("  \(refused) of \(PlainText.count(file.rowsRead + file.refusedCount)) refused")
      for row in file.refused.prefix(1) {
        lines.append("    line \(PlainText.count(row.line)): \(row.reason)")
      }
    }
    for warning in file.warnings { lines.append("  \(warning)") }
    return lines + columnNotes(file)
  }

  /// Columns that are not what their author may think they are: the first few, and how many more.
  private func columnNotes(_ file: FileReport) -> [String] {
    let told = file.columns.filter { $0.note != nil }
    let shown = told.prefix(3).map { "  \($0.name): \($0.note ?? "")" }
    guard told.count > 3 else { return shown }
    let more = PlainText.counted(told.count - 3, "more column")
    return shown + ["  notes on \(more): `describe load`"]
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
