/// What CRMs keep of changed fields, a row a change: `Field`, `OldValue`, `NewValue`, a time. Those
/// of the stage are stage entries.
struct FieldHistory {
  /// The column that names the field, the one with its new value.
  let field: Int
  let new: Int
  /// The field's texts that mean the stage, and the number of rows of each text.
  private let isStage: [Bool]
  private let counts: [Int]
  private let key: KeyColumn

  private static let fieldWords = [
    "field", "fieldname", "fieldlabel", "property", "propertyname", "attribute", "attributename",
    "changedfield", "fieldapiname",
  ]
  private static let newWords = ["newvalue", "new", "tovalue", "to", "value", "propertyvalue"]
  static let oldWords = [
    "oldvalue", "old", "fromvalue", "from", "previousvalue", "oldstage", "fromstage",
    "previousstage", "prevstage", "priorstage", "priorvalue", "stagefrom",
  ]

  /// Nil for a table without such columns, or whose fields are never the stage.
  init?(_ table: Table, finder: ColumnFinder) {
    guard
      let field = finder.matches(FieldHistory.fieldWords, in: table).first(where: {
        table.fields[$0].column.type == .text
      }),
      let new = finder.matches(FieldHistory.newWords, in: table).first(where: {
        $0 != field && table.fields[$0].column.type == .text
      })
    else { return nil }
    self.field = field
    self.new = new
    key = finder.key(table.fields[field].column)
    counts = key.rowCounts().perCode
    let key = key
    isStage = (0..<key.texts.count).map {
      SourceWords.stage.contains(SourceWords.fold(key.texts[$0]))
    }
    let counts = counts
    let isStage = isStage
    guard counts.indices.contains(where: { counts[$0] > 0 && isStage[$0] }) else { return nil }
  }

  /// The rows of the stage alone, and what is said about the others.
  func entries(
    of source: DataSource, notes: inout [LoadReport.Note]
  ) -> (table: Table, lines: RowLines) {
    let rows = key.codes.indices.filter {
      key.codes[$0] != KeyColumn.blank && isStage[Int(key.codes[$0])]
    }.map { UInt32($0) }
    if let note = othersNote(source, kept: rows.count) { notes.append(note) }
    return (source.table.gathered(rows), EventExpansion.lines(source.lines, of: rows))
  }

  /// What is said about the rows that are not the stage's; nil when there are none.
  func othersNote(_ source: DataSource, kept: Int) -> LoadReport.Note? {
    let others = counts.indices.filter { counts[$0] > 0 && !isStage[$0] }
      .sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    let left = source.table.rowCount - kept
    guard left > 0 else { return nil }
    let told = others.prefix(3).map { "\(key.texts[$0]) \(PlainText.count(counts[$0]))" }
    let list =
      told.isEmpty ? "" : " (\(told.joined(separator: ", "))\(others.count > 3 ? " ..." : ""))"
    let name = ColumnMapper.quoted(source.table.fields[field].name)
    return LoadReport.Note(
      .note, source.name,
      "\(PlainText.counted(left, "row is", "rows are")) of other fields\(list) and no stage "
        + "entries",
      hint: "`load events from \"\(source.name)\" with kind = \(name)` makes events of all rows"
    )
  }

  /// Rows whose old stage is not the one that the row before entered; `table` has standard names.
  static func contradictions(_ table: Table, _ finder: ColumnFinder, zone: CivilTimeZone) -> [Int] {
    guard let account = table.column("account"), let stage = table.column("stage"),
      let entered = table.column("entered"),
      let old = finder.matches(oldWords, in: table).first(where: {
        table.fields[$0].column.type == .text
      })
    else { return [] }
    let accounts = KeyColumn(account)
    let order = AccountOrder(
      accountRows: accounts.codes, accountCount: accounts.texts.count,
      times: entered.asInstants(in: zone), dropped: entered.nulls)
    let news = KeyColumn(stage)
    let olds = KeyColumn(table.fields[old].column)
    func folded(_ key: KeyColumn) -> [String] {
      (0..<key.texts.count).map { SourceWords.fold(key.texts[$0]) }
    }
    let (newTexts, oldTexts) = (folded(news), folded(olds))
    var found: [Int] = []
    for account in 0..<(order.offsets.count - 1) {
      var last: String?
      for row in order.rows[order.offsets[account]..<order.offsets[account + 1]].lazy.map(Int.init)
      {
        if let last, olds.codes[row] != KeyColumn.blank, oldTexts[Int(olds.codes[row])] != last {
          found.append(row)
        }
        if news.codes[row] != KeyColumn.blank { last = newTexts[Int(news.codes[row])] }
      }
    }
    return found.sorted()
  }
}
