/// Makes tables of a log that was read: names for the columns, the case of each event, the events
/// of the lifecycle wanted, and the words about it.
struct XESTables {
  private let log: XESLog
  private let path: String
  private let options: ReadingOptions
  /// The case's name as a code of `names`, by trace.
  private var caseCodes: [UInt32] = []
  private let names = ByteDictionary()
  private var namelessCases = 0

  init(_ log: XESLog, path: String, options: ReadingOptions) {
    self.log = log
    self.path = path
    self.options = options
    nameCases()
  }

  /// A case that has no name is called by its place in the log.
  private mutating func nameCases() {
    let column = log.cases.columns.first { $0.path == XESReader.name }?.column()
    for row in 0..<log.cases.count {
      var name = "case \(row + 1)"
      if case .text(let text)? = column?[row] { name = text } else { namelessCases += 1 }
      let bytes = Array(name.utf8) + [0, 0, 0, 0, 0, 0, 0, 0]
      caseCodes.append(
        bytes.withUnsafeBufferPointer { buffer in
          buffer.baseAddress.map { names.code($0, count: buffer.count - 8) } ?? 0
        })
    }
  }

  // MARK: - Cases

  func cases() -> LoadedFile {
    var report = FileReport(path: path, format: "XES event log")
    // The log says of each value what it is.
    var fields = XESFields("case", .text(caseCodes, names, NullMask(count: caseCodes.count)))
    fields.aliases = ["case:\(XESReader.name)": 0, XESReader.name: 0]
    add(log.cases, to: &fields, prefix: "case:", except: XESReader.name, &report)
    if namelessCases > 0 {
      report.warnings.append(
        "\(PlainText.counted(namelessCases, "case has", "cases have")) no name (`concept:name`) and "
          + "\(namelessCases == 1 ? "is" : "are") called by \(namelessCases == 1 ? "its" : "their")"
          + " place: `case 1` is the first of the log")
    }
    if names.count < caseCodes.count {
      let repeated = caseCodes.count - names.count
      report.warnings.append(
        "\(PlainText.counted(repeated, "case has", "cases have")) the name of an earlier one: "
          + "their events are one case's")
    }
    if log.strangers > 0 {
      report.warnings.append(
        "\(PlainText.counted(log.strangers, "element")) that XES does not have: left out")
    }
    if log.withoutKey > 0 {
      report.warnings.append(
        "\(PlainText.counted(log.withoutKey, "attribute")) without a key: left out")
    }
    let table = Table(fields.fields, rowCount: log.cases.count, aliases: fields.aliases)
    var file = LoadedFile(
      table: table, report: report, part: FilePart("cases", rows: .accounts, roles: ["id": "case"]))
    file.origins = .offsets(log.cases.offsets)
    return file.settled()
  }

  // MARK: - Events

  func events() throws(LoadError) -> LoadedFile {
    var report = FileReport(path: path, format: "XES event log")
    // The log says of each value what it is.
    var nulls = NullMask(count: log.events.count)
    let codes = log.caseOfEvent.enumerated().map { row, place in
      if place >= 0 { return caseCodes[Int(place)] }
      nulls.setUnknown(row)
      return StringDictionary.unknownCode
    }
    var fields = XESFields("case", .text(codes, names, nulls))
    fields.aliases = ["case:\(XESReader.name)": 0]
    add(log.events, to: &fields, prefix: nil, except: nil, &report)
    let roles = ["account": "case", "kind": XESReader.name, "at": XESReader.time]
    var file = LoadedFile(
      table: Table(fields.fields, rowCount: log.events.count, aliases: fields.aliases),
      report: report, part: FilePart("events", rows: .events, roles: roles))
    file.origins = .offsets(log.events.offsets)
    try takeLifecycle(&file)
    return file.settled()
  }

  /// `reading lifecycle "complete"`: of an activity that was scheduled, started and completed only
  /// the last is an event. Events that say nothing of it are complete (the standard's default).
  private func takeLifecycle(_ file: inout LoadedFile) throws(LoadError) {
    guard let column = file.table.column(XESReader.lifecycle),
      case .codes(let codes, let dictionary) = column.storage, dictionary.count > 0
    else {
      if let wanted = options.lifecycle, wanted.lowercased() != "all" {
        file.report.warnings.append(
          "no event has a lifecycle transition, so \"\(wanted)\" changes nothing: all are read")
      }
      return
    }
    var counts = [Int](repeating: 0, count: dictionary.count)
    for code in codes where code != StringDictionary.unknownCode { counts[Int(code)] += 1 }
    let found = counts.indices.sorted { counts[$0] > counts[$1] }
      .map { (name: dictionary[UInt32($0)], count: counts[$0]) }
    let words = found.map { "\($0.name) \(PlainText.count($0.count))" }.joined(separator: ", ")
    guard let wanted = options.lifecycle?.lowercased() else {
      if found.contains(where: { $0.name.lowercased() != "complete" }) {
        file.report.guesses.append(
          "each lifecycle transition is an event (\(words)): `reading lifecycle \"complete\"` "
            + "keeps one event an activity")
      }
      return
    }
    if wanted == "all" { return }
    let accepted = Set(
      counts.indices.filter { dictionary[UInt32($0)].lowercased() == wanted }.map(UInt32.init))
    guard !accepted.isEmpty else {
      throw LoadError.noPart(
        options.lifecycle ?? wanted, of: "lifecycle", among: found.map(\.name), path: path)
    }
    let rows = codes.indices.filter {
      accepted.contains(codes[$0])
        || codes[$0] == StringDictionary.unknownCode && wanted == "complete"
    }.map(UInt32.init)
    let left = codes.count - rows.count
    guard left > 0 else { return }
    file.report.warnings.append(
      "\(PlainText.counted(left, "event")) of other lifecycle transitions left out (\(words))")
    file.table = file.table.gathered(rows)
    file.origins = .offsets(rows.map { log.events.offsets[Int($0)] })
  }

  // MARK: - Columns

  private func add(
    _ rows: XESLog.Rows, to fields: inout XESFields, prefix: String?, except: String?,
    _ report: inout FileReport
  ) {
    for column in rows.columns where column.isMentioned && column.path != except {
      var field = column.column()
      var note: String?
      if column.kind == .text, !column.isID,
        let (typed, words) = XESTyping.plain(field, column.path, options)
      {
        field = typed
        note = words
      }
      let name = fields.add(column.path, field)
      if let prefix { fields.aliases["\(prefix)\(column.path)"] = fields.fields.count - 1 }
      if name != column.path {
        report.warnings.append(
          "the attribute `\(column.path)` is called `\(name)`, for there is one of its name already"
        )
      }
      if let misfit = column.firstMisfit {
        note =
          "\(PlainText.counted(column.misfits, "value is", "values are")) no date and unknown, "
          + "the first `\(misfit.text.prefix(40))`"
        report.warnings.append("\(name): \(note ?? "")")
      }
      if column.repeated > 0 {
        report.warnings.append(
          "`\(name)` stands twice in \(PlainText.counted(column.repeated, "place")) of the log; "
            + "the last value counts")
      }
      if let note { fields.notes[name] = note }
    }
    report.columns = fields.fields.map { field in
      FileReport.ColumnReport(
        name: field.name, type: field.column.type, missing: field.column.nulls.unknownCount,
        note: fields.notes[field.name])
    }
  }
}

/// Fields of a table on the way, each with a name of its own.
struct XESFields {
  private(set) var fields: [Table.Field]
  var aliases: [String: Int] = [:]
  var notes: [String: String] = [:]
  private var free = FreeNames(ignoringCase: true)

  init(_ name: String, _ column: Column) {
    fields = [Table.Field(free.take(name, or: "attribute"), column)]
  }

  /// Adds a column under its name, or, if that is taken, with a number behind it.
  mutating func add(_ wanted: String, _ column: Column) -> String {
    let name = free.take(wanted, or: "attribute")
    fields.append(Table.Field(name, column))
    return name
  }
}

extension LoadedFile {
  /// With the number of rows in the report, and the report's columns as the table's are.
  fileprivate func settled() -> LoadedFile {
    var file = self
    file.report.rowsRead = table.rowCount
    for place in file.report.columns.indices {
      file.report.columns[place].missing = table.fields[place].column.nulls.unknownCount
    }
    return file
  }
}
