/// Looks once more at the columns of a file: dates in one layout, numbers as they are written in
/// the wild, words for yes and no, words for a missing value. Decides over the whole column and
/// never by a single value; what it did is in the column's note, with the clause that says
/// otherwise.
struct ColumnRefinement {
  /// Throws a `LoadError` with a question when day and month cannot be told apart.
  static func refine(
    _ fields: inout [Table.Field], _ report: inout FileReport, _ options: ReadingOptions
  ) throws(LoadError) {
    var refinement = try ColumnRefinement(fields, report, options)
    try refinement.run()
    fields = refinement.fields
    report = refinement.report
  }

  private(set) var fields: [Table.Field]
  private(set) var report: FileReport
  private let options: ReadingOptions
  private let missing: MissingWords
  private let numbers: NumberRefinement
  private let dates: DateRefinement
  private let places: [String: Int]
  /// Said by `reading numbers`, `reading dates`.
  private var numberStyle: NumberStyles?
  private var layout: DateFormat?
  private var isLayoutUsed = false
  private var openNumbers: [(place: Int, NumberRefinement.Finding)] = []
  private var openDates: [(place: Int, [DateRefinement.Settled], example: String?)] = []
  /// The caller's words for missing values that a text column held.
  private var takenOut: [Int: MissingCounts] = [:]
  /// How other columns of the file turned out to be written.
  private var commaColumns: [String] = []
  private var pointColumns: [String] = []
  private var settledDates: [(name: String, DateRefinement.Settled)] = []

  private init(
    _ fields: [Table.Field], _ report: FileReport, _ options: ReadingOptions
  ) throws(LoadError) {
    self.fields = fields
    self.report = report
    self.options = options
    missing = MissingWords(options)
    let count = options.threadCount > 0 ? options.threadCount : WorkerThreads.processorCount
    let threads = min(16, count)
    numbers = NumberRefinement(missing: missing, threads: threads)
    dates = DateRefinement(missing: missing, zone: options.zone, threads: threads)
    places = Dictionary(
      report.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    if let example = options.numbers, example != "none" {
      guard let style = NumberStyles(writing: example) else {
        throw LoadError(
          path: report.path, message: "`reading numbers \"\(example)\"` shows no number",
          hint: "write 1234.5 as the file does, for instance `reading numbers \"1.234,5\"`")
      }
      numberStyle = style
    }
    if let pattern = options.dates, pattern != "none" {
      guard let format = DateFormat(pattern) else {
        throw LoadError(
          path: report.path, message: "\"\(pattern)\" is no date layout",
          hint: "for instance `reading dates \"dd/MM/yyyy\"` (y M d H h m s S a E Z z)")
      }
      layout = format
    }
  }

  private mutating func run() throws(LoadError) {
    for place in fields.indices { refine(place) }
    try settleNumbers()
    try settleDates()
    warnOfThousands()
    warnOfLayout()
    for place in fields.indices { notePlaceholders(place) }
  }

  // MARK: - Column by column

  private mutating func refine(_ place: Int) {
    let column = fields[place].column
    let name = fields[place].name
    let mode = TypeInference.plan(name, options).mode
    guard case .infer = mode, column.count > column.nulls.unknownCount else { return }
    switch column.type {
    case .text:
      takeOutMissing(place)
      refineText(place)
    case .integer, .number:
      if takeMissing(place) {
        let said = places[name].flatMap { report.columns[$0].note }
        refine(place)
        if let said, let index = places[name], report.columns[index].note != said {
          note(said, place)
        }
        return
      }
      if column.type == .integer && takeFlags(place) { return }
      takeNumericDates(place)
    default: _ = takeMissing(place)
    }
  }

  private mutating func refineText(_ place: Int) {
    guard DistinctValues.mayBeTyped(fields[place].column, missing),
      let values = DistinctValues(fields[place].column)
    else { return takeMissingTexts(place) }
    let name = ColumnName(fields[place].name)
    if options.numbers != "none", let finding = numbers.find(values) {
      return take(finding, place, values)
    }
    if let flags = BooleanWords(values.sample(9, without: missing)), values.isSmall {
      return take(flags, place, values)
    }
    if options.dates != "none" {
      if let plain = dates.plain(values) {
        return put(plain.column, place, plain.missing, [])
      }
      if let layout, let settled = dates.settled(values, by: layout) {
        isLayoutUsed = true
        if case .open(let all, .some) = dates.find(values, isNamedDate: name.isTime) {
          noteRival(of: DateNotes.order(layout.pattern), all, place)
        }
        return take(settled, place, values)
      }
      switch dates.find(values, isNamedDate: name.isTime) {
      case .settled(let settled):
        settledDates.append((fields[place].name, settled))
        return take(settled, place, values)
      case .open(let candidates, let example):
        openDates.append((place, candidates, example))
        return
      case nil:
        if layout == nil, let months = LayoutGuess.months(values.sample(64, without: missing)),
          dates.settled(values, by: months) != nil
        {
          note(
            "kept as text: its months are their first days with "
              + "`reading dates \"\(months.pattern)\"`", place)
        }
      }
    }
    takeMissingTexts(place)
  }

  private mutating func put(
    _ column: Column, _ place: Int, _ missing: MissingCounts, _ notes: [String]
  ) {
    fields[place] = Table.Field(fields[place].name, column)
    guard let index = places[fields[place].name] else { return }
    report.columns[index].type = column.type
    report.columns[index].missing = column.nulls.unknownCount
    var gone = takenOut[place] ?? MissingCounts()
    for (word, rows) in missing.counts { gone.add(word, rows: rows) }
    let all = notes + [gone.note(isSaid: options.missing != nil)].compactMap { $0 }
    guard !all.isEmpty else {
      report.columns[index].note = nil
      return
    }
    report.columns[index].note = all.joined(separator: "; ")
  }

  private mutating func note(_ note: String, _ place: Int) {
    guard let index = places[fields[place].name] else { return }
    let before = report.columns[index].note.map { $0 + "; " } ?? ""
    report.columns[index].note = before + note
  }

  // MARK: - Yes and no

  private mutating func take(_ flags: BooleanWords, _ place: Int, _ values: DistinctValues) {
    let cells = values.converted(zero: UInt8(0), missing: missing, threads: 1) {
      { text, count in flags.value(text, count) }
    }
    guard let cells else { return takeMissingTexts(place) }
    let (yes, no) = flags.words
    let isPlain = ["true", "yes", "y", "t"].contains(yes)
    put(
      Column(.boolean, .booleans(cells.values), nulls: cells.nulls), place, cells.missing,
      isPlain ? [] : ["`\(yes)` is read as yes, `\(no)` as no"])
  }

  private mutating func takeFlags(_ place: Int) -> Bool {
    let column = fields[place].column
    guard ColumnName(fields[place].name).isFlag, case .integers(let values) = column.storage,
      values.allSatisfy({ $0 == 0 || $0 == 1 })
    else { return false }
    put(
      Column(.boolean, .booleans(values.map { UInt8($0) }), nulls: column.nulls), place,
      MissingCounts(), ["1 is read as yes, 0 as no"])
    return true
  }

  // MARK: - Numbers

  private mutating func take(
    _ finding: NumberRefinement.Finding, _ place: Int, _ values: DistinctValues
  ) {
    if let reason = NumberNotes.obstacle(finding) { return note("kept as text: \(reason)", place) }
    var finding = finding
    if let style = numberStyle {
      let said = finding.styles.intersection(style)
      if !said.isEmpty { finding.styles = said }
    }
    if finding.isOpen {
      openNumbers.append((place, finding))
    } else {
      convert(finding, place, decimalComma: finding.styles.isDisjoint(with: .point))
    }
  }

  private mutating func convert(
    _ finding: NumberRefinement.Finding, _ place: Int, decimalComma: Bool
  ) {
    let name = fields[place].name
    guard let values = DistinctValues(fields[place].column),
      let (column, missing) = numbers.column(
        values, finding, decimalComma: decimalComma, isMoney: ColumnName(name).isMoney)
    else { return }
    // `5 %` and `7 EUR` tell nothing about the sign before decimals.
    let styles = finding.styles
    let tells = styles.isDisjoint(with: .comma) || styles.isDisjoint(with: .point)
    if finding.example != nil && tells {
      if decimalComma { commaColumns.append(name) } else { pointColumns.append(name) }
    }
    let notes = NumberNotes(finding, values, column, isSaid: options.numbers != nil)
    put(column, place, missing, notes.lines)
  }

  /// `1,234` among values like it may be 1234 or 1.234: the other columns of the file tell, else
  /// the use of most.
  private mutating func settleNumbers() throws(LoadError) {
    var guesses: [(text: String, decimalComma: Bool, names: [String])] = []
    for (place, finding) in openNumbers {
      let text = finding.twofold ?? ""
      let hasComma = text.contains(",")
      let decimalComma: Bool
      if commaColumns.isEmpty != pointColumns.isEmpty {
        decimalComma = pointColumns.isEmpty
      } else if hasComma && report.format.contains("semicolon") {
        throw NumberNotes.question(text, fields[place].name, report.path)
      } else {
        // Money is not written with three decimals: thousands.
        decimalComma = !hasComma && !finding.currencies.isEmpty
      }
      let columns = (commaColumns, pointColumns)
      convert(finding, place, decimalComma: decimalComma)
      (commaColumns, pointColumns) = columns
      if let same = guesses.firstIndex(where: { $0.decimalComma == decimalComma }) {
        guesses[same].names.append(fields[place].name)
      } else {
        guesses.append((text, decimalComma, [fields[place].name]))
      }
    }
    guard numberStyle == nil else { return }
    report.guesses += guesses.map {
      NumberNotes.guess(
        $0.text, $0.names.joined(separator: ", "), decimalComma: $0.decimalComma)
    }
  }

  /// Plain numbers of three decimals in a file that writes decimals with a comma are thousands,
  /// most likely: they were read before that was known.
  private mutating func warnOfThousands() {
    guard let comma = commaColumns.first, numberStyle == nil else { return }
    for field in fields
    where !commaColumns.contains(field.name) && NumberNotes.looksGrouped(field.column) {
      report.warnings.append(
        "\(field.name): its points were read as decimal points, but `\(comma)` has decimal commas: "
          + "`reading numbers \"1.234,5\"` reads 1.234 as 1234")
    }
  }

  // MARK: - Dates

  /// `: reading dates "dd/MM/yyyy"`; nothing where the caller said so already.
  private func clause(_ pattern: String) -> String {
    options.dates == nil ? ": `reading dates \"\(pattern)\"`" : ""
  }

  /// A layout the caller named and no column is written in.
  private mutating func warnOfLayout() {
    guard let layout, !isLayoutUsed else { return }
    let order = DateNotes.order(layout.pattern)
    if settledDates.contains(where: { $0.1.order == order }) { return }
    let typed = fields.first { field in
      field.column.type.isTime && !settledDates.contains { $0.name == field.name }
    }
    if typed != nil && order == .yearFirst { return }
    let other =
      settledDates.first.map { ($0.name, $0.1.format.pattern) }
      ?? typed.map { ($0.name, "yyyy-MM-dd") }
    let remark = other.map { ": `\($0.0)` is written \($0.1)" } ?? ""
    report.warnings.append("no column is written \(layout.pattern)\(remark)")
  }

  private mutating func take(
    _ settled: DateRefinement.Settled, _ place: Int, _ values: DistinctValues,
    because reason: String? = nil
  ) {
    guard let (column, missing) = dates.column(values, settled.format) else { return }
    let pattern = settled.format.pattern
    var text = "dates written \(pattern)"
    if let reason { text += ", \(reason)" }
    if settled.hasShortYear { text += ", years 1970 to 2069" }
    put(column, place, missing, [text + clause(pattern)])
  }

  private mutating func settleDates() throws(LoadError) {
    for (place, candidates, example) in openDates {
      guard let values = DistinctValues(fields[place].column) else { continue }
      let name = fields[place].name
      if let said = layout.flatMap({ DateNotes.order($0.pattern) }),
        let choice = candidates.first(where: { $0.order == said })
      {
        isLayoutUsed = true
        noteRival(of: said, candidates, place)
        take(choice, place, values)
        continue
      }
      let alike = settledDates.filter { $0.1.shape == candidates[0].shape }
      let orders = Set(alike.map(\.1.order))
      if orders.count == 1, let choice = candidates.first(where: { orders.contains($0.order) }) {
        if example != nil { noteRival(of: choice.order, candidates, place) }
        let other = ColumnMapper.quoted(alike[0].name)
        take(choice, place, values, because: "\(choice.order.words) as in \(other)")
        continue
      }
      guard let example else {
        take(candidates[0], place, values)
        continue
      }
      throw DateNotes.question(example, name, candidates, report.path)
    }
  }

  private mutating func noteRival(
    of order: DateLayouts.Order?, _ candidates: [DateRefinement.Settled], _ place: Int
  ) {
    guard let index = places[fields[place].name] else { return }
    report.columns[index].rivalLayout = candidates.first { $0.order != order }?.date
  }

  private mutating func takeNumericDates(_ place: Int) {
    guard options.dates != "none" else { return }
    let field = fields[place]
    let name = ColumnName(field.name)
    let dates = NumericDates(zone: options.zone)
    let found = dates.find(field.column, name: name)
    if let layout, found?.pattern == layout.pattern {
      isLayoutUsed = true
    } else if let layout, name.isTime, let column = dates.column(field.column, by: layout) {
      isLayoutUsed = true
      return put(column, place, MissingCounts(), ["dates written \(layout.pattern)"])
    }
    guard let found else { return }
    let way = options.dates == nil ? " (`reading dates none` keeps the numbers)" : ""
    put(found.column, place, MissingCounts(), [found.words + clause(found.pattern) + way])
  }

  private mutating func notePlaceholders(_ place: Int) {
    guard let text = DateNotes.placeholders(fields[place].column, options.zone) else { return }
    note(text, place)
  }

  // MARK: - Missing values

  /// The caller's words in a column that is typed already, like -999 among numbers.
  private mutating func takeMissing(_ place: Int) -> Bool {
    guard options.missing != nil, !missing.isEmpty else { return false }
    guard
      let (column, counts) = MissingValues.removed(
        missing.texts, from: fields[place].column, zone: options.zone)
    else { return false }
    put(column, place, counts, [])
    return true
  }

  /// The caller's words in a column of texts, before it is looked at: some may be numbers.
  private mutating func takeOutMissing(_ place: Int) {
    let said = MissingWords.said(options)
    guard !said.isEmpty,
      let (rest, counts) = MissingValues.removed(said, fromText: fields[place].column)
    else { return }
    takenOut[place] = counts
    put(rest, place, MissingCounts(), [])
  }

  /// Text stays text. What only looks like a word for missing values is told of.
  private mutating func takeMissingTexts(_ place: Int) {
    if takenOut[place] == nil, !missing.isEmpty,
      let text = MissingValues.note(fields[place].column, missing)
    {
      note(text, place)
    }
  }
}
