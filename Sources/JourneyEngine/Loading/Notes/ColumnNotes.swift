/// Says of each column what its reader should know: why it stayed text, which values stood in the
/// way and where, what could be done about it.
struct ColumnNotes {
  private let assembly: TableAssembly
  private let options: ReadingOptions
  private let locator: RowLocator

  init(_ assembly: TableAssembly, _ options: ReadingOptions, _ locator: RowLocator) {
    self.assembly = assembly
    self.options = options
    self.locator = locator
  }

  func annotate(_ columns: [Table.Field], _ report: inout FileReport) {
    for (index, field) in columns.enumerated() {
      let source = assembly.columns[index]
      let note: String?
      switch TypeInference.plan(field.name, options).mode {
      case .declared(let format): note = declaredNote(source, format, field.column)
      // What `ColumnRefinement` said stands.
      case .infer where report.columns[index].note != nil: continue
      case .infer where field.column.type == .text: note = textNote(field, source)
      case .text:
        note = nestedNote(source)
        if let damage = damageNote(field) { report.warnings.append("\(field.name): \(damage)") }
      default: note = nestedNote(source)
      }
      report.columns[index].note = note
      if let note, case .declared = TypeInference.plan(field.name, options).mode {
        report.warnings.append("\(field.name): \(note)")
      }
    }
    let names = Set(columns.map { $0.name.lowercased() })
    for (name, pattern) in options.dateFormats.sorted(by: { $0.key < $1.key }) {
      if !names.contains(name.lowercased()) {
        report.warnings.append("there is no column `\(name)` to read as \"\(pattern)\"")
      } else if DateFormat(pattern) == nil {
        report.warnings.append(
          "\"\(pattern)\" is no date layout (y M d H h m s S a E Z z); `\(name)` was read without it"
        )
      }
    }
  }

  // MARK: - Declared layouts

  private func declaredNote(
    _ source: TableAssembly.ColumnSource, _ format: DateFormat, _ column: Column
  ) -> String? {
    let misfits = source.pieces.reduce(0) { $0 + $1.piece.facts.misfits }
    guard misfits > 0, let first = source.pieces.firstIndex(where: { $0.piece.facts.misfits > 0 })
    else {
      return nil
    }
    let facts = source.pieces[first].piece.facts
    let (place, text) = locator.value(
      inBlock: first, line: facts.firstMisfitLine, column: source.name)
    let known = column.count - column.nulls.unknownCount + misfits
    return
      "\(share(misfits, of: known)) not fit \"\(format.pattern)\" and \(misfits == 1 ? "is" : "are") "
      + "unknown, the first `\(short(text))` \(place)"
  }

  private func share(_ count: Int, of all: Int) -> String {
    "\(PlainText.count(count)) of \(PlainText.count(all)) values \(count == 1 ? "does" : "do")"
  }

  // MARK: - Text

  private func nestedNote(_ source: TableAssembly.ColumnSource) -> String? {
    source.pieces.contains { $0.piece.facts.hasNested }
      ? "arrays and objects inside are kept as their JSON text" : nil
  }

  private func textNote(_ field: Table.Field, _ source: TableAssembly.ColumnSource) -> String? {
    if let note = nestedNote(source) { return note }
    let known = field.column.count - field.column.nulls.unknownCount
    if known == 0 { return field.column.count == 0 ? nil : "all values are unknown" }
    guard let first = DistinctValues(field.column, countsRows: false),
      first.looksNumeric || first.mayBeBoolean, let values = DistinctValues(field.column)
    else { return nil }
    let missing = MissingWords(options)
    let all = values.counts { text, count -> ValueClass? in
      missing.contains(text, count: count) ? nil : ValueClass(text, count: count)
    }
    let counts = Dictionary(
      all.compactMap { kind, rows in kind.map { ($0, rows) } }, uniquingKeysWith: +)
    let told = known - (all[nil] ?? 0)
    if told == 0 { return nil }
    let numbers = ValueClass.numeric.reduce(0) { $0 + (counts[$1] ?? 0) }
    if let note = zeroNote(counts, told, values) { return note }
    if numbers * 2 >= told {
      return numberNote(counts, numbers: numbers, known: told, values)
    }
    if let dates = counts[.date], dates * 2 >= told {
      return misfitNote(told - dates, of: told, "a date", values) { $0 != .date }
    }
    if let flags = counts[.boolean], flags * 2 >= told, flags < told {
      return misfitNote(told - flags, of: told, "yes or no", values) { $0 != .boolean }
    }
    return layoutNote(field.name, told, values)
  }

  /// Ids that a spreadsheet made numbers of and wrote as `1.23E+11`: their digits are gone.
  private func damageNote(_ field: Table.Field) -> String? {
    func isDamaged(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
      guard count >= 5, text[count - 3] == UInt8(ascii: "+"), text[count - 4] | 0x20 == 0x65,
        text[count - 1].isDigit, text[0].isDigit
      else { return false }
      return WildNumber(text, count: count) != nil
    }
    guard let first = DistinctValues(field.column, countsRows: false),
      first.first(where: isDamaged) != nil, let values = DistinctValues(field.column)
    else { return nil }
    let rows = values.counts(isDamaged)[true] ?? 0
    guard let (row, text) = values.first(where: isDamaged) else { return nil }
    return "\(PlainText.counted(rows, "key")) \(rows == 1 ? "has" : "have") lost digits in a "
      + "spreadsheet, \(rows == 1 ? "" : "the first ")`\(short(text))` "
      + "\(locator.place(ofRow: row)): export the file again, or set the column to text there"
  }

  private func zeroNote(
    _ counts: [ValueClass: Int], _ known: Int, _ values: DistinctValues
  ) -> String? {
    let labels = (counts[.leadingZero] ?? 0)
    guard labels > 0, labels + (counts[.number] ?? 0) + (counts[.wideInteger] ?? 0) == known,
      let (row, text) = values.first(where: { ValueClass($0, count: $1) == .leadingZero })
    else { return nil }
    return
      "kept as text: `\(short(text))` \(locator.place(ofRow: row)) begins with a zero, as labels do"
  }

  private func numberNote(
    _ counts: [ValueClass: Int], numbers: Int, known: Int, _ values: DistinctValues
  ) -> String? {
    if options.numbers == "none" { return nil }
    let labels = counts[.leadingZero] ?? 0
    if numbers < known || labels > 0 {
      return misfitNote(known - numbers + labels, of: known, "a number", values) {
        $0 == .leadingZero || !ValueClass.numeric.contains($0)
      }
    }
    if let (row, text) = values.first(where: { ValueClass($0, count: $1) == .wideInteger }) {
      return "kept as text: `\(short(text))` \(locator.place(ofRow: row)) has more digits than a "
        + "number holds exactly"
    }
    return clashNote(values) ?? NumberNotes.tooLong
  }

  /// Numbers with a decimal point and such with a decimal comma.
  private func clashNote(_ values: DistinctValues) -> String? {
    func styles(_ text: UnsafePointer<UInt8>, _ count: Int) -> NumberStyles {
      WildNumber(text, count: count)?.styles ?? .all
    }
    var shared = NumberStyles.all
    var first: (row: Int, text: String)?
    let clash = values.first { text, count in
      let found = styles(text, count)
      if shared.intersection(found).isEmpty { return true }
      shared.formIntersection(found)
      return false
    }
    guard let clash else { return nil }
    first = values.first { text, count in
      !styles(text, count).isSuperset(of: .all)
    }
    guard let first, first.row != clash.row else { return nil }
    return "kept as text: `\(short(first.text))` \(locator.place(ofRow: first.row)) and "
      + "`\(short(clash.text))` \(locator.place(ofRow: clash.row)) are not written alike"
  }

  private func misfitNote(
    _ count: Int, of known: Int, _ what: String, _ values: DistinctValues,
    _ isMisfit: (ValueClass) -> Bool
  ) -> String? {
    let missing = MissingWords(options)
    func isTold(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
      !missing.contains(text, count: count) && isMisfit(ValueClass(text, count: count))
    }
    guard count > 0, let (row, text) = values.first(where: isTold) else { return nil }
    // Where one word is all that stands in the way, it may mean a missing value; a date that no
    // calendar has says no more.
    var isOneWord =
      options.missing == nil && (what.contains("date") || text.utf8.allSatisfy { !$0.isDigit })
    _ = values.first {
      let other = String(decoding: UnsafeBufferPointer(start: $0, count: $1), as: UTF8.self)
      if isTold($0, $1) && other != text { isOneWord = false }
      return !isOneWord
    }
    let way = isOneWord ? ": `reading missing \"\(short(text))\"` makes it unknown" : ""
    return
      "kept as text: \(PlainText.count(count)) of \(PlainText.count(known)) values \(count == 1 ? "is" : "are") not "
      + "\(what), \(count == 1 ? "" : "the first ")`\(short(text))` \(locator.place(ofRow: row))"
      + way
  }

  private func layoutNote(_ name: String, _ known: Int, _ values: DistinctValues) -> String? {
    guard options.dates != "none", let guess = LayoutGuess.guess(values.samples(64)) else {
      return nil
    }
    let fits = values.counts { guess.format.wall($0, count: $1) != nil }[true] ?? 0
    guard fits * 2 >= known else { return nil }
    var note =
      "kept as text: its dates are read with ... = \(ColumnMapper.quoted(name)) in \"\(guess.format.pattern)\""
    let isAmbiguous = guess.rival.map { rival in
      (values.counts { rival.wall($0, count: $1) != nil }[true] ?? 0) == fits
    }
    if let rival = guess.rival, isAmbiguous ?? false { note += " or \"\(rival.pattern)\"" }
    if fits < known,
      let (row, text) = values.first(where: { guess.format.wall($0, count: $1) == nil })
    {
      note +=
        "; \(share(known - fits, of: known)) not fit, "
        + "the first `\(short(text))` \(locator.place(ofRow: row))"
    }
    return note
  }

  // MARK: - Wording

  private func short(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 40 || line.count < text.count ? "\(line.prefix(40))..." : text
  }
}
