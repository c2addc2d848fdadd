/// Stage histories that stand in columns of dates: `Date entered "Closed won (Sales Pipeline)"`.
struct ExportStages {
  private let made: ExportView

  init(_ made: ExportView) { self.made = made }

  /// A column of dates and the stage it tells of.
  private struct Entry {
    var stage: String
    var entered: Int
    var left: Int?
    var isEnd = false
  }

  /// False when no column tells when a stage was entered.
  func dated(_ work: inout ExportView.Work) -> Bool {
    let known = stageTexts(work)
    var entries: [Entry] = []
    for kind in made.view.datedStages {
      switch kind {
      case .prefixes(let entered, let left):
        entries += self.entries(entered, left, known, work)
      case .named(let stage, let headers, let isEnd):
        let column = work.headers.first(headers) { $0.saysAnything && made.finder.isTime($0) }
        if let column { entries.append(Entry(stage: stage, entered: column, isEnd: isEnd)) }
      }
    }
    guard entries.contains(where: { !$0.isEnd }) else { return false }
    expand(entries, &work)
    return true
  }

  /// A stage's text without its pipeline: `Closed won (Sales Pipeline)` is `Closed won`.
  static func plain(_ text: String) -> String {
    guard text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex else {
      return text
    }
    return String(text[..<open].reversed().drop { $0 == " " }.reversed())
  }

  /// The stages as the rows themselves call them, by folded name.
  private func stageTexts(_ work: ExportView.Work) -> [String: String] {
    guard let headers = made.view.columns.first(where: { $0.role == "stage" })?.headers,
      let place = work.headers.first(headers, where: \.saysAnything)
    else { return [:] }
    let texts = made.finder.key(work.table.fields[place].column).texts
    var known: [String: String] = [:]
    for code in 0..<texts.count { known[SourceWords.fold(texts[code])] = texts[code] }
    return known
  }

  private func entries(
    _ prefix: String, _ leftPrefix: String?, _ known: [String: String], _ work: ExportView.Work
  ) -> [Entry] {
    let headers = work.table.fields.map { ExportHeaders.unnested($0.name) }
    func stage(_ header: String, after prefix: String) -> String? {
      guard header.lowercased().hasPrefix(prefix) else { return nil }
      let quotes: Set<Character> = ["\"", "'", "“", "”"]
      return String(header.dropFirst(prefix.count).filter { !quotes.contains($0) })
    }
    return headers.indices.compactMap { place -> Entry? in
      let column = work.table.fields[place].column
      guard let raw = stage(headers[place], after: prefix), !raw.isEmpty,
        SourceWords.fold(raw) != "currentstage", column.saysAnything, column.type.isTime
      else { return nil }
      let left = leftPrefix.flatMap { leftPrefix in
        headers.indices.first {
          stage(headers[$0], after: leftPrefix) == raw && work.table.fields[$0].column.type.isTime
        }
      }
      let name =
        known[SourceWords.fold(raw)] ?? known[SourceWords.fold(ExportStages.plain(raw))]
        ?? ExportStages.plain(raw)
      return Entry(stage: name, entered: place, left: left)
    }
  }

  // MARK: - The first stage

  /// A history of changes says which stage the first change left: it was entered when the first row
  /// of any kind was written.
  func open(_ work: inout ExportView.Work, from whole: ExportView.Work) {
    guard let old = work.headers.first(made.view.before, where: \.saysAnything),
      let account = column("account", work), let stage = column("stage", work),
      let entered = column("entered", work) ?? column("at", work)
    else { return }
    let begun = beginnings(account, entered, whole)
    let fields = work.table.fields
    let key = made.finder.key(fields[account].column)
    let times = fields[entered].column.asInstants(in: made.zone)
    var first: [UInt32: Int] = [:]
    for (row, code) in key.codes.enumerated()
    where code != KeyColumn.blank && !fields[entered].column.nulls.isUnknown(row) {
      if times[row] < first[code].map({ times[$0] }) ?? .max { first[code] = row }
    }
    let known = made.finder.key(fields[old].column)
    let added = first.values.sorted().filter { row in
      let start = begun[key.texts[Int(key.codes[row])]] ?? .max
      return known.codes[row] != KeyColumn.blank && start < times[row]
    }
    guard !added.isEmpty else { return }
    var texts = TextInterner()
    var stages: [UInt32] = []
    func append(_ key: KeyColumn, _ row: Int) {
      let code = key.codes[row]
      stages.append(
        code == KeyColumn.blank
          ? StringDictionary.unknownCode
          : key.texts.withText(Int(code)) { texts.intern($0) })
    }
    let now = made.finder.key(fields[stage].column)
    for row in 0..<work.table.rowCount { append(now, row) }
    for row in added { append(known, row) }
    let nulls = fields[entered].column.nulls
    let instants: [Int64?] =
      times.indices.map { nulls.isUnknown($0) ? nil : times[$0] }
      + added.map { begun[key.texts[Int(key.codes[$0])]] }
    work.keep((0..<work.table.rowCount).map(UInt32.init) + added.map(UInt32.init))
    let table = work.table
      .replacing(fields[stage].name, Column(codes: stages, StringDictionary(texts.heap)))
      .replacing(fields[entered].name, Column.instants(instants))
    let lines = work.source.lines
    work.replace(table, lines: lines)
    work.source.reasons.append("the first change also says which stage was left")
  }

  /// When each account's first row was written.
  private func beginnings(
    _ account: Int, _ entered: Int, _ whole: ExportView.Work
  ) -> [String: Int64] {
    let key = made.finder.key(whole.table.fields[account].column)
    let column = whole.table.fields[entered].column
    let times = column.asInstants(in: made.zone)
    var begun: [UInt32: Int64] = [:]
    for (row, code) in key.codes.enumerated()
    where code != KeyColumn.blank && !column.nulls.isUnknown(row) {
      begun[code] = min(begun[code] ?? .max, times[row])
    }
    return Dictionary(
      begun.map { (key.texts[Int($0.key)], $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private func column(_ role: String, _ work: ExportView.Work) -> Int? {
    if role == "account" { return accountColumn(work) }
    for mapping in work.source.mappings where mapping.role == role {
      if case .column(let name) = mapping.origin { return work.table.index(of: name) }
    }
    return nil
  }

  // MARK: - Rows

  private func expand(_ entries: [Entry], _ work: inout ExportView.Work) {
    let table = work.table
    let times = entries.map { table.fields[$0.entered].column.asInstants(in: made.zone) }
    let leaving = entries.map { entry in
      entry.left.map { table.fields[$0].column.asInstants(in: made.zone) }
    }
    let isCovered = covered(entries, times, work)
    var rows: [UInt32] = []
    var stages: [UInt32] = []
    var entered: [Int64] = []
    var left: [Int64?] = []
    for row in 0..<table.rowCount {
      for (place, entry) in entries.enumerated() {
        if table.fields[entry.entered].column.nulls.isUnknown(row) { continue }
        if entry.isEnd && isCovered(row) { continue }
        rows.append(UInt32(row))
        stages.append(UInt32(place))
        entered.append(times[place][row])
        let isOpen = entry.left.map { table.fields[$0].column.nulls.isUnknown(row) } ?? true
        left.append(isOpen ? nil : leaving[place]?[row])
      }
    }
    var fields = [
      Table.Field("stage", Column(codes: stages, StringDictionary(entries.map(\.stage)))),
      Table.Field(
        "entered", Column(.instant, .integers(entered), nulls: NullMask(count: rows.count))),
    ]
    if entries.contains(where: { $0.left != nil }) {
      fields.append(Table.Field("left", Column.instants(left)))
    }
    let used = Set(entries.map(\.entered) + entries.compactMap(\.left))
    var said: [String] = []
    for entry in entries where !said.contains(entry.stage) { said.append(entry.stage) }
    work.source.reasons.append(
      "the dates of \(said.map(ColumnMapper.quoted).joined(separator: ", ")) are its stages")
    work.replace(by: fields, of: rows, leavingOut: used)
  }

  /// Whether what ends in a row goes on in another one of the same account: who changes from one
  /// subscription to the next, or keeps a second one, is not lost.
  private func covered(
    _ entries: [Entry], _ times: [[Int64]], _ work: ExportView.Work
  ) -> (Int) -> Bool {
    guard let end = entries.firstIndex(where: \.isEnd),
      let start = entries.firstIndex(where: { !$0.isEnd }),
      let place = accountColumn(work)
    else { return { _ in false } }
    let account = made.finder.key(work.table.fields[place].column)
    let started = work.table.fields[entries[start].entered].column.nulls
    let ended = work.table.fields[entries[end].entered].column.nulls
    // Of each account the starts in their order, and the latest end of those so far.
    var rowsOf: [UInt32: [Int]] = [:]
    for (row, code) in account.codes.enumerated()
    where code != KeyColumn.blank && !started.isUnknown(row) {
      rowsOf[code, default: []].append(row)
    }
    let lasting = rowsOf.mapValues { rows in
      var latest = Int64.min
      return rows.sorted { times[start][$0] < times[start][$1] }.map { row in
        latest = max(latest, ended.isUnknown(row) ? .max : times[end][row])
        return (start: times[start][row], latest: latest)
      }
    }
    return { row in
      let at = times[end][row]
      guard let rows = lasting[account.codes[row]] else { return false }
      var bounds = 0..<rows.count
      while !bounds.isEmpty {
        let middle = bounds.lowerBound + bounds.count / 2
        bounds =
          rows[middle].start <= at
          ? middle + 1..<bounds.upperBound : bounds.lowerBound..<middle
      }
      return bounds.lowerBound > 0 && rows[bounds.lowerBound - 1].latest > at
    }
  }

  private func accountColumn(_ work: ExportView.Work) -> Int? {
    for mapping in work.source.mappings where mapping.role == "account" {
      if case .column(let name) = mapping.origin { return work.table.index(of: name) }
    }
    return work.source.accountKeys.first.flatMap { work.table.index(of: $0) }
  }
}
