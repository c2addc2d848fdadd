/// A stage history that stands in columns, one a stage: `Date entered "Qualified"`,
/// `entered_qualified`, `qualified_entered_at`, and `exited` or `left` beside them.
struct StageColumns {
  struct Stage {
    var name: String
    var entered: Int
    var left: Int?
  }

  /// In the order of the columns.
  private(set) var stages: [Stage] = []

  /// One such column is a date like others; two are a history.
  var isHistory: Bool { stages.count > 1 }

  init(_ table: Table) {
    var left: [String: Int] = [:]
    for (place, field) in table.fields.enumerated() {
      let isEmpty = field.column.nulls.unknownCount == field.column.count
      guard field.column.type.isTime || isEmpty else { continue }
      if let name = StageColumns.stage(in: field.name, ["entered"]) {
        if !stages.contains(where: { SourceWords.fold($0.name) == SourceWords.fold(name) }) {
          stages.append(Stage(name: name, entered: place))
        }
      } else if let name = StageColumns.stage(in: field.name, ["exited", "left"]) {
        left[SourceWords.fold(name)] = place
      }
    }
    for place in stages.indices { stages[place].left = left[SourceWords.fold(stages[place].name)] }
  }

  /// The stage of a header: what it has in quotes, or its words besides `entered` and its kin.
  static func stage(in header: String, _ verbs: Set<String> = ["entered"]) -> String? {
    var words = header.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let verb = words.firstIndex(where: { verbs.contains($0.lowercased()) }) else {
      return nil
    }
    let quoted = header.split(separator: "\"", omittingEmptySubsequences: false)
    if quoted.count >= 3, !quoted[1].isEmpty { return String(quoted[1]) }
    let isBehind = words[..<verb].contains { !before.contains($0.lowercased()) }
    words = Array(isBehind ? words[..<verb] : words[(verb + 1)...])
    while let first = words.first, before.contains(first.lowercased()) { words.removeFirst() }
    while let last = words.last, after.contains(last.lowercased()) { words.removeLast() }
    return words.isEmpty ? nil : words.joined(separator: header.contains(" ") ? " " : "_")
  }

  private static let before: Set<String> = [
    "hs", "v2", "date", "time", "datetime", "when", "stage", "the", "is",
  ]
  private static let after: Set<String> = ["at", "on", "date", "time", "timestamp", "stage"]

  /// One row a stage entered: the account, the stage and the times, then the row's other columns if
  /// they are wanted.
  func history(
    of table: Table, account: Int, zone: CivilTimeZone, keepsOthers: Bool
  ) -> (table: Table, rows: [UInt32]) {
    let entered = stages.map { table.fields[$0.entered].column }
    let times = entered.map { $0.asInstants(in: zone) }
    let leaving = stages.map { $0.left.map { table.fields[$0].column } }
    let leavingTimes = leaving.map { $0?.asInstants(in: zone) }
    var rows: [UInt32] = []
    var codes: [UInt32] = []
    var at: [Int64] = []
    var left: [Int64?] = []
    for row in 0..<table.rowCount {
      for stage in stages.indices where !entered[stage].nulls.isUnknown(row) {
        rows.append(UInt32(row))
        codes.append(UInt32(stage))
        at.append(times[stage][row])
        let isOver = leaving[stage].map { !$0.nulls.isUnknown(row) } ?? false
        left.append(isOver ? leavingTimes[stage]?[row] : nil)
      }
    }
    var fields = [
      Table.Field("account", table.fields[account].column.gather(rows)),
      Table.Field("stage", Column(codes: codes, StringDictionary(stages.map(\.name)))),
      Table.Field("entered", Column(.instant, .integers(at), nulls: NullMask(count: at.count))),
      Table.Field("left", Column.instants(left)),
    ]
    if keepsOthers {
      let used = Set(stages.flatMap { [$0.entered, $0.left ?? $0.entered] } + [account])
      let taken = SourceWords.stageColumns
      for (place, field) in table.fields.enumerated()
      where !used.contains(place) && !taken.contains(field.name.lowercased()) {
        fields.append(Table.Field(field.name, field.column.gather(rows)))
      }
    }
    return (Table(fields, rowCount: rows.count), rows)
  }

  /// `entered_lead, entered_won`
  func words(_ table: Table) -> String {
    let names = stages.prefix(3).map { ColumnMapper.quoted(table.fields[$0.entered].name) }
    return names.joined(separator: ", ") + (stages.count > 3 ? " ..." : "")
  }
}
