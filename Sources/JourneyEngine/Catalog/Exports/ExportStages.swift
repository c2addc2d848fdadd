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
    let names = Set(fields.map(\.name))
    let used = Set(entries.map(\.entered) + entries.compactMap(\.left))
    for (place, field) in table.fields.enumerated() where !used.contains(place) {
      let isTaken = names.contains(field.name.lowercased())
      fields.append(
        Table.Field(
          isTaken ? "\(work.source.stem).\(field.name)" : field.name, field.column.gather(rows)))
    }
    var said: [String] = []
    for entry in entries where !said.contains(entry.stage) { said.append(entry.stage) }
    work.source.reasons.append(
      "the dates of \(said.map(ColumnMapper.quoted).joined(separator: ", ")) are its stages")
    let lines = work.source.lines
    let origin = rows
    work.replace(
      Table(fields, rowCount: rows.count),
      lines: RowLines { lines.place(ofRow: Int(origin[$0])) })
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
    var rowsOf: [UInt32: [Int]] = [:]
    for (row, code) in account.codes.enumerated()
    where code != KeyColumn.blank && !started.isUnknown(row) {
      rowsOf[code, default: []].append(row)
    }
    return { row in
      let at = times[end][row]
      return (rowsOf[account.codes[row]] ?? []).contains { other in
        other != row && times[start][other] <= at
          && (ended.isUnknown(other) || times[end][other] > at)
      }
    }
  }

  private func accountColumn(_ work: ExportView.Work) -> Int? {
    for mapping in work.source.mappings where mapping.role == "account" {
      if case .column(let name) = mapping.origin { return work.table.index(of: name) }
    }
    return work.source.accountKeys.first.flatMap { work.table.index(of: $0) }
  }
}
