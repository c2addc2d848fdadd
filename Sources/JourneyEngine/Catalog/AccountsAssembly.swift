/// The accounts before their stage is known: one row each, found by id.
struct AccountsDraft {
  var table: Table
  var index: KeyIndex
  /// True when no accounts source was given and the keys of the other sources were taken.
  var isDerived: Bool

  var count: Int { table.rowCount }

  /// Accounts that are no more than their ids, in order of first appearance; an alias is no account
  /// of its own.
  static func derived(from keys: [KeyColumn], aliases: AliasTable? = nil) -> AccountsDraft {
    var interner = TextInterner()
    for key in keys {
      let codes = key.firstRows().enumerated().filter { $0.element >= 0 }
        .sorted { $0.element < $1.element }
      for (code, _) in codes {
        if let account = aliases.flatMap({ $0.account(of: key.texts[code]) }) {
          _ = interner.intern(account)
        } else {
          _ = key.texts.withText(code) { interner.intern($0) }
        }
      }
    }
    let count = interner.count
    let ids = Column(.text, .heap(interner.heap), nulls: NullMask(count: count))
    return AccountsDraft(
      table: Table([Table.Field("id", ids)], rowCount: count),
      index: KeyIndex(keys: interner, rows: Array(0..<UInt32(count))), isDerived: true)
  }
}

/// Makes one row an account of the rows of one or more accounts sources.
///
/// Rows without an id are left out, counted and named. Of rows with the same id, exact repetitions
/// count once; where they differ the last one holds (exports overlap, and the later one knows
/// more), with a warning that names the ids, the lines and the columns. Refusing the file would
/// stop every Monday's report for one row in ten thousand; keeping both would count an account
/// twice in every answer.
struct AccountsAssembly {
  let table: Table
  /// Which source and which of its rows a row comes from.
  let places: RowPlaces
  let finder: ColumnFinder
  let settings: AssemblySettings

  func draft(notes: inout [LoadReport.Note]) throws(LoadError) -> AccountsDraft {
    guard let ids = table.column("id") else {
      throw LoadError(path: places.name(ofRow: 0), message: "the accounts have no id")
    }
    let key = finder.key(ids)
    try settings.checkStopped()
    let first = key.firstRows()
    var keep = [UInt32](0..<UInt32(table.rowCount))
    let blank = key.codes.indices.filter { key.codes[$0] == KeyColumn.blank }
    let isUnique = blank.isEmpty && !key.codes.indices.contains { first[Int(key.codes[$0])] != $0 }
    if !isUnique {
      say(blank, &notes)
      keep = try survivors(key, first, &notes)
    }
    let kept = isUnique ? table : table.gathered(keep)
    var interner = TextInterner(expecting: keep.count)
    for (place, row) in keep.enumerated() {
      if place & 0xFFFF == 0 { try settings.checkStopped() }
      _ = key.texts.withText(Int(key.codes[Int(row)])) { interner.intern($0) }
    }
    let texts = interner.heap
    let idColumn = Column(.text, .heap(texts), nulls: NullMask(count: texts.count))
    let index = KeyIndex(keys: interner, rows: Array(0..<UInt32(keep.count)))
    return AccountsDraft(table: kept.replacing("id", idColumn), index: index, isDerived: false)
  }

  /// One row for each id, at the place of its first.
  private func survivors(
    _ key: KeyColumn, _ first: [Int], _ notes: inout [LoadReport.Note]
  ) throws(LoadError) -> [UInt32] {
    var chosen = first
    var exact = 0
    var differing: [(earlier: Int, later: Int, fields: [String])] = []
    for (row, code) in key.codes.enumerated() where code != KeyColumn.blank {
      // Each is compared in every column.
      if row & 0xFFF == 0 { try settings.checkStopped() }
      let earlier = chosen[Int(code)]
      if earlier >= row { continue }
      let fields = table.differingFields(earlier, row)
      if fields.isEmpty {
        exact += 1
      } else {
        differing.append((earlier, row, fields))
        chosen[Int(code)] = row
      }
    }
    if exact > 0 {
      notes.append(
        LoadReport.Note(
          .note, places.name(ofRow: 0),
          "\(PlainText.counted(exact, "row repeats", "rows repeat")) another account exactly and "
            + "\(exact == 1 ? "counts" : "count") once"))
    }
    if let example = differing.first { notes.append(note(differing.count, example, key)) }
    return key.codes.indices.compactMap { row in
      let code = key.codes[row]
      return code != KeyColumn.blank && first[Int(code)] == row ? UInt32(chosen[Int(code)]) : nil
    }
  }

  private func note(
    _ count: Int, _ example: (earlier: Int, later: Int, fields: [String]), _ key: KeyColumn
  ) -> LoadReport.Note {
    let field = example.fields[0]
    let values = [example.earlier, example.later].map {
      "`\(PlainText.of(table.column(field)?[$0] ?? .unknown))`"
    }
    let more = example.fields.count > 1 ? " and \(example.fields.count - 1) more columns" : ""
    return LoadReport.Note(
      .warning, places.name(ofRow: example.later), line: places.line(ofRow: example.later),
      "\(PlainText.counted(count, "row has", "rows have")) an id that an earlier row has, with other "
        + "values; the last one holds. First: id `\(key.texts[Int(key.codes[example.later])])` in "
        + "\(places.words(ofRow: example.earlier)) and \(places.words(ofRow: example.later)), "
        + "`\(field)` is \(values[0]) and \(values[1])\(more)",
      hint: "keep one row an id in the file, or, when a row is something that happened, load it as "
        + "events: `load events from \"\(places.name(ofRow: example.later))\" with account = ...`")
  }

  private func say(_ blank: [Int], _ notes: inout [LoadReport.Note]) {
    guard let row = blank.first else { return }
    notes.append(
      LoadReport.Note(
        .warning, places.name(ofRow: row), line: places.line(ofRow: row),
        "\(PlainText.counted(blank.count, "row has", "rows have")) no id and \(blank.count == 1 ? "is" : "are")"
          + " left out, the first in \(places.words(ofRow: row))",
        hint: "say another column with `id = COLUMN`"))
  }
}

/// Where the rows of tables put under one another come from.
struct RowPlaces {
  private var parts: [(start: Int, name: String, lines: RowLines)] = []
  private var count = 0

  mutating func append(_ name: String, _ lines: RowLines, count rows: Int) {
    parts.append((count, name, lines))
    count += rows
  }

  var fileCount: Int { parts.count }

  /// Which of the files a row stands in.
  func file(ofRow row: Int) -> Int { (parts.lastIndex { $0.start <= row }) ?? 0 }

  func fileName(_ file: Int) -> String { parts.indices.contains(file) ? parts[file].name : "" }

  /// The files with such a row, each once.
  func fileNames(ofRows rows: Range<Int>, where isMeant: (Int) -> Bool) -> [String] {
    guard fileCount > 1 else { return rows.contains(where: isMeant) ? [fileName(0)] : [] }
    return parts.indices.compactMap { place in
      let end = place + 1 < parts.count ? parts[place + 1].start : rows.upperBound
      let own = min(parts[place].start, end)..<end
      return own.contains(where: isMeant) ? parts[place].name : nil
    }
  }

  private func part(ofRow row: Int) -> (start: Int, name: String, lines: RowLines)? {
    parts.last { $0.start <= row }
  }

  func name(ofRow row: Int) -> String {
    guard let part = part(ofRow: row) else { return "" }
    return part.lines.place(ofRow: row - part.start)?.path ?? part.name
  }

  func line(ofRow row: Int) -> Int? {
    part(ofRow: row).flatMap { $0.lines.place(ofRow: row - $0.start)?.line }
  }

  func words(ofRow row: Int) -> String {
    part(ofRow: row).map { $0.lines.words(forRow: row - $0.start) } ?? "row \(row + 1)"
  }
}

extension Table {
  func gathered(_ rows: [UInt32]) -> Table {
    Table(
      fields.map { Field($0.name, $0.column.gather(rows)) }, rowCount: rows.count, aliases: aliases)
  }

  func replacing(_ name: String, _ column: Column) -> Table {
    Table(
      fields.map { $0.name == name ? Field(name, column) : $0 }, rowCount: rowCount,
      aliases: aliases)
  }
}
