extension ColumnMapper {
  /// The error for a column most of whose values are dates: names the first one that is not.
  /// `isShape`: `role` is a clause of `with`, such as `kind from columns`, that takes no layout.
  static func misfit(
    _ field: Table.Field, role: String, source: DataSource, isShape: Bool = false
  ) -> LoadError? {
    guard let values = DistinctValues(field.column), let found = Misfit(values) else { return nil }
    let name = quoted(field.name)
    let line = source.lines.place(ofRow: found.row)
    let alike = found.layouts.first.map { " like the others (\($0))" } ?? ""
    let more =
      found.others > 1
      ? ", the first of \(PlainText.count(found.others)) values that are not (of "
        + "\(PlainText.count(found.dates + found.others)))" : ""
    let text = shortened(found.text)
    let layouts = found.layouts.isEmpty ? ["yyyy-MM-dd HH:mm"] : found.layouts
    let said = layouts.map { "`\(role) = \(name) in \"\($0)\"`" }.joined(separator: " or ")
    let way =
      found.layouts.isEmpty
      ? "say how the dates are written: \(said)" : "take what does not fit for unknown: \(said)"
    return LoadError(
      path: line?.path ?? source.name, line: line?.line,
      message: "`\(text)` in column \(name) for `\(role)` is not a date\(alike)\(more)",
      hint: "correct it, or, when it means that there is none, add `reading missing \"\(text)\"`"
        + (isShape ? "" : ", or \(way)"))
  }

  /// A column of text that was meant to hold a time: one that is called so, else one most of whose
  /// values are dates.
  static func textTime(_ words: [String], in table: Table, _ finder: ColumnFinder) -> Int? {
    finder.matches(words, in: table).first { table.fields[$0].column.type == .text }
      ?? table.fields.indices.first { place in
        let column = table.fields[place].column
        guard column.type == .text, let values = DistinctValues(column) else { return false }
        return Misfit(values) != nil
      }
  }

  /// The first value of a column that is no date; nil when all are unknown.
  static func noDate(_ column: Column) -> Int? {
    let text = DistinctValues(column)?.first { ValueClass($0, count: $1) != .date }
    return text?.row ?? (0..<column.count).first { !column.nulls.isUnknown($0) }
  }

  /// How a column of numbers may have to be read, to be one of dates.
  static func layout(ofNumbers column: Column) -> String? {
    guard let row = (0..<column.count).first(where: { !column.nulls.isUnknown($0) }) else {
      return nil
    }
    switch column[row] {
    case .integer(20_000..<80_000): return "serial"
    case .number(let value) where value >= 20_000 && value < 80_000: return "serial"
    case .integer(19_000_101...21_001_231): return "yyyyMMdd"
    default: return nil
    }
  }

  /// The first line of a text, and of that no more than a message can bear.
  private static func shortened(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 40 || line.count < text.count ? "\(line.prefix(40))..." : text
  }
}

/// The values that keep a column of dates from being one.
private struct Misfit {
  let dates: Int
  let others: Int
  /// The first of the others.
  let row: Int
  let text: String
  /// How the dates are written, where that is not as ISO 8601 has it; two where day and month could
  /// be either.
  let layouts: [String]

  /// nil when half of the values or less are dates, or all.
  init?(_ values: DistinctValues) {
    func count(_ isDate: (UnsafePointer<UInt8>, Int) -> Bool) -> (dates: Int, others: Int) {
      let counts = values.counts { Misfit.isMissing($0, $1) ? nil : isDate($0, $1) }
      return (counts[true] ?? 0, counts[false] ?? 0)
    }
    func isPlain(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
      ValueClass(text, count: count) == .date
    }
    let plain = count(isPlain)
    if plain.dates >= plain.others {
      guard let first = Misfit.first(values, isPlain) else { return nil }
      (dates, others) = plain
      (row, text) = first
      layouts = []
      return
    }
    guard let guess = LayoutGuess.guess(values.samples(64)) else { return nil }
    func fits(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
      guess.format.wall(text, count: count) != nil
    }
    let found = count(fits)
    guard found.dates > found.others, let first = Misfit.first(values, fits) else { return nil }
    let rival = guess.rival.flatMap { rival in
      count { rival.wall($0, count: $1) != nil }.dates == found.dates ? rival.pattern : nil
    }
    (dates, others) = found
    (row, text) = first
    layouts = [guess.format.pattern] + [rival].compactMap { $0 }
  }

  /// Words for "none" stand in no column's way.
  private static func isMissing(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    MissingWords.usual.contains(text, count: count)
  }

  private static func first(
    _ values: DistinctValues, _ isDate: (UnsafePointer<UInt8>, Int) -> Bool
  ) -> (row: Int, text: String)? {
    values.first { !isMissing($0, $1) && !isDate($0, $1) }
  }
}
