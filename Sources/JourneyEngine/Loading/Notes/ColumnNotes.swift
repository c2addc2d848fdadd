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
      case .infer where field.column.type == .text: note = textNote(field, source)
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
          "\"\(pattern)\" is no date layout (y M d H h m s S a); `\(name)` was read without it")
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
    "\(grouped(count)) of \(grouped(all)) values \(count == 1 ? "does" : "do")"
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
    guard let values = DistinctValues(field.column), values.looksNumeric || values.mayBeBoolean
    else {
      return nil
    }
    let counts = values.counts { ValueClass($0, count: $1) }
    let numbers = ValueClass.numeric.reduce(0) { $0 + (counts[$1] ?? 0) }
    if let note = zeroNote(counts, known, values) { return note }
    if numbers * 2 >= known {
      return numberNote(counts, numbers: numbers, known: known, values)
    }
    if let dates = counts[.date], dates * 2 >= known {
      return misfitNote(known - dates, of: known, "a date", values) { $0 != .date }
    }
    if let flags = counts[.boolean], flags * 2 >= known, flags < known {
      return misfitNote(known - flags, of: known, "yes or no", values) { $0 != .boolean }
    }
    return layoutNote(field.name, known, values)
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
    func example(_ kind: ValueClass) -> String? {
      guard counts[kind] != nil else { return nil }
      return values.first { ValueClass($0, count: $1) == kind }.map {
        "`\(short($0.text))` \(locator.place(ofRow: $0.row))"
      }
    }
    if let example = example(.separatedNumber) {
      return "kept as text: separators inside numbers, as in \(example), are not read yet"
    }
    if let example = example(.numberWithUnit) {
      return "kept as text: signs beside numbers, as in \(example), are not read yet"
    }
    if numbers < known || counts[.leadingZero] != nil {
      return misfitNote(known - (counts[.number] ?? 0), of: known, "a number", values) {
        $0 != .number
      }
    }
    return example(.wideInteger).map {
      "kept as text: \($0) has more digits than a number holds exactly"
    }
      ?? "kept as text: whole numbers beyond 9,007,199,254,740,992 beside decimals cannot be held exactly"
  }

  private func misfitNote(
    _ count: Int, of known: Int, _ what: String, _ values: DistinctValues,
    _ isMisfit: (ValueClass) -> Bool
  ) -> String? {
    guard count > 0, let (row, text) = values.first(where: { isMisfit(ValueClass($0, count: $1)) })
    else {
      return nil
    }
    return
      "kept as text: \(grouped(count)) of \(grouped(known)) values \(count == 1 ? "is" : "are") not "
      + "\(what), \(count == 1 ? "" : "the first ")`\(short(text))` \(locator.place(ofRow: row))"
  }

  private func layoutNote(_ name: String, _ known: Int, _ values: DistinctValues) -> String? {
    guard let guess = LayoutGuess.guess(values.samples(64)) else { return nil }
    let fits = values.counts { guess.format.wall($0, count: $1) != nil }[true] ?? 0
    guard fits * 2 >= known else { return nil }
    let isPlain = name.utf8.allSatisfy {
      $0.isDigit || $0 == 95 || ($0 | 0x20 >= 97 && $0 | 0x20 <= 122)
    }
    let quoted = isPlain && !(name.utf8.first?.isDigit ?? true) ? name : "`\(name)`"
    var note =
      "kept as text: its dates are read with ... = \(quoted) in \"\(guess.format.pattern)\""
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

  private func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
