/// Makes a source of one meaning of an export's rows.
struct ExportView {
  /// A source, and how much its stages are worth if it has any.
  struct Made {
    var source: DataSource
    var rank: ExportReading.StageRank?

    var hasStages: Bool {
      source.role == .stages || source.mappings.contains { $0.role == "stage" }
    }
  }

  let view: ExportReading.View
  let match: ExportReadings.Match
  let source: DataSource
  let finder: ColumnFinder
  let zone: CivilTimeZone
  /// Whether the export also says which keys mean which accounts.
  var isAliased = false

  /// Nil when columns that the view needs are not there. `other`: the export that it goes by.
  func made(
    other: (source: DataSource, headers: ExportHeaders)?, notes: inout [LoadReport.Note]
  ) -> Made? {
    var work = Work(source: source, headers: match.headers)
    work.source.role = view.role
    // They were made already.
    work.source.joins = []
    work.source.reasons = (source.role == .recognised ? [] : ["said by `load`"]) + [match.reason]
    dropSecondHeader(&work)
    if let way = view.way {
      if let other {
        guard go(way, by: other, &work) || !way.isNeeded else { return nil }
      } else if way.isNeeded {
        return nil
      }
    }
    let isMade =
      switch view.role {
      case .accounts: accounts(&work)
      case .events: events(&work, &notes)
      case .stages: stages(&work, &notes)
      case .aliases: aliases(&work)
      case .recognised, .lookup: false
      }
    guard isMade else { return nil }
    addPlainNames(&work)
    return Made(source: work.source, rank: view.role == .stages ? view.rank : nil)
  }

  /// A source on its way, and the headers of its table.
  struct Work {
    var source: DataSource
    var headers: ExportHeaders

    var table: Table { source.table }

    /// What the user declared stays as it is.
    func isDeclared(_ role: String) -> Bool {
      source.mappings.contains { $0.role.lowercased() == role }
    }

    mutating func map(_ role: String, to column: Int) {
      guard !isDeclared(role) else { return }
      source.mappings.append(DataSource.Mapping(role, column: table.fields[column].name))
    }

    mutating func replace(_ table: Table, lines: RowLines) {
      if source.rowsRead == nil { source.rowsRead = source.table.rowCount }
      source.table = table
      source.lines = lines
      source.parts = []
      headers = ExportHeaders(table)
    }

    /// Several rows, or none, of each row: what was made for them, then the row's own columns. One
    /// whose name is taken gets the file's in front; those in `used` are told by what was made.
    mutating func replace(
      by made: [Table.Field], of rows: [UInt32], leavingOut used: Set<Int> = []
    ) {
      let taken = Set(made.map(\.name))
      var fields = made
      for (place, field) in table.fields.enumerated() where !used.contains(place) {
        let isTaken = taken.contains(field.name.lowercased())
        fields.append(
          Table.Field(
            isTaken ? "\(source.stem).\(field.name)" : field.name, field.column.gather(rows)))
      }
      replace(
        Table(fields, rowCount: rows.count), lines: EventExpansion.lines(source.lines, of: rows))
    }

    /// Only the rows given.
    mutating func keep(_ rows: [UInt32]) {
      replace(table.gathered(rows), lines: EventExpansion.lines(source.lines, of: rows))
    }
  }

  // MARK: - Roles

  private func accounts(_ work: inout Work) -> Bool {
    for (role, headers) in view.columns {
      let isTime = ["entered", "started", "lost_at"].contains(role)
      let column = work.headers.first(headers) { column in
        column.saysAnything
          && (isTime ? column.type.isTime : role == "id" ? finder.isKey(column) : true)
      }
      if let column { work.map(role, to: column) }
    }
    return work.isDeclared("id") && (work.isDeclared("name") || work.isDeclared("stage"))
  }

  private func stages(_ work: inout Work, _ notes: inout [LoadReport.Note]) -> Bool {
    let whole = work
    guard keepMeant(&work, &notes), mapAccount(&work) else { return false }
    if !view.datedStages.isEmpty { return ExportStages(self).dated(&work) }
    for (role, headers) in view.columns {
      let column = work.headers.first(headers) { column in
        column.saysAnything && (role == "stage" ? column.type == .text : finder.isTime(column))
      }
      if let column { work.map(role, to: column) }
    }
    guard work.isDeclared("stage"), work.isDeclared("entered") || work.isDeclared("at") else {
      return false
    }
    ExportStages(self).open(&work, from: whole)
    return true
  }

  private func aliases(_ work: inout Work) -> Bool {
    var ignored: [LoadReport.Note] = []
    guard keepMeant(&work, &ignored),
      let alias = view.columns.first.flatMap({
        work.headers.first($0.headers) { $0.saysAnything && finder.isKey($0) }
      }),
      let account = work.headers.first(
        view.account, where: { $0.saysAnything && finder.isKey($0) }),
      alias != account
    else { return false }
    work.map("alias", to: alias)
    work.map("account", to: account)
    return true
  }

  private func events(_ work: inout Work, _ notes: inout [LoadReport.Note]) -> Bool {
    guard keepMeant(&work, &notes), mapAccount(&work) else { return false }
    if let periods = view.periods, !work.isDeclared("at"), !work.isDeclared("kind") {
      return last(periods, &work)
    }
    // Who says when or what of the rows has another meaning in mind: one event a row.
    if view.periods != nil || work.isDeclared("at") || work.isDeclared("kind") {
      ExportMoments(self).name(&work)
      return true
    }
    guard ExportMoments(self).applied(to: &work, notes: &notes) else { return false }
    for (role, headers) in view.columns {
      if let column = work.headers.first(headers, where: \.saysAnything) {
        work.map(role, to: column)
      }
    }
    return true
  }

  /// Rows that last from one column to another; nothing may have ended yet.
  private func last(_ periods: ExportReading.Periods, _ work: inout Work) -> Bool {
    guard
      let from = work.headers.first(periods.from, where: { $0.saysAnything && finder.isTime($0) }),
      let to = work.headers.first(periods.to, where: { !$0.saysAnything || finder.isTime($0) })
    else { return false }
    let names = work.table.fields.map(\.name)
    work.source.mappings.append(DataSource.Mapping("kind", constant: periods.noun))
    let key = work.headers.first(periods.key) { $0.saysAnything && finder.isKey($0) }
    work.source.periods = DataSource.Periods(
      from: names[from], to: names[to], by: key.map { names[$0] })
    return true
  }

  // MARK: - Parts

  /// `Response`, `Open-Ended Response`: a row that says more about the columns, where the reader
  /// of the file did not take it for one of the header.
  private func dropSecondHeader(_ work: inout Work) {
    let blank = work.headers.all(match.reading.blankInSecondHeader)
    let fields = work.table.fields
    guard !blank.isEmpty, work.table.rowCount > 1,
      blank.allSatisfy({ fields[$0].column.nulls.isUnknown(0) }),
      !blank.contains(where: { fields[$0].column.nulls.isUnknown(1) })
    else { return }
    work.keep((1..<work.table.rowCount).map(UInt32.init))
    work.source.reasons.append("the first row is a second row of headers and is left out")
  }

  /// Drops the rows that the view is not about.
  private func keepMeant(_ work: inout Work, _ notes: inout [LoadReport.Note]) -> Bool {
    guard let only = view.only else { return true }
    guard let rows = rows(where: only, in: work) else { return false }
    let kept = rows.indices.filter { rows[$0] }.map(UInt32.init)
    guard !kept.isEmpty else { return false }
    let left = rows.count - kept.count
    if view.role == .stages, let history = FieldHistory(work.table, finder: finder) {
      if let note = history.othersNote(work.source, kept: kept.count) { notes.append(note) }
    } else if left > 0 {
      work.source.reasons.append(
        "\(PlainText.counted(left, "row is", "rows are")) about other things and left out")
    }
    work.keep(kept)
    return true
  }

  /// Which rows have one of the filter's words; nil without such a column.
  func rows(where filter: ExportReading.Filter, in work: Work) -> [Bool]? {
    guard let place = work.headers.first(filter.headers, where: \.saysAnything) else { return nil }
    let key = finder.key(work.table.fields[place].column)
    let isMeant = (0..<key.texts.count).map {
      filter.words.contains(SourceWords.fold(ExportStages.plain(key.texts[$0])))
    }
    return key.codes.map { $0 != KeyColumn.blank && isMeant[Int($0)] }
  }

  /// The account's key: where several columns may be it, the accounts decide later.
  private func mapAccount(_ work: inout Work) -> Bool {
    if work.isDeclared("account") { return true }
    let places = work.headers.all(view.account).filter {
      let column = work.table.fields[$0].column
      return column.saysAnything && finder.isKey(column)
    }
    guard let first = aliased(work) ?? places.first ?? answeredAccount(work) else { return false }
    if places.count <= 1 || aliased(work) != nil {
      work.map("account", to: first)
    } else {
      work.source.accountKeys = places.map { work.table.fields[$0].name }
    }
    return true
  }

  /// The key for which the same export has other names of the accounts.
  private func aliased(_ work: Work) -> Int? {
    guard isAliased,
      let alias = match.reading.views.first(where: { $0.role == .aliases && $0.only != nil })
    else { return nil }
    return alias.columns.first.flatMap { work.headers.first($0.headers, where: \.saysAnything) }
  }

  /// The column of a question whose answers are accounts.
  private func answeredAccount(_ work: Work) -> Int? {
    view.accountQuestions.lazy.compactMap { word in
      work.table.fields.indices.first { place in
        let field = work.table.fields[place]
        return SourceWords.fold(field.name).contains(word) && field.column.type == .text
          && field.column.saysAnything
      }
    }.first
  }

  /// Brings the other export's keys of accounts to each row.
  private func go(
    _ way: ExportReading.Way, by other: (source: DataSource, headers: ExportHeaders),
    _ work: inout Work
  ) -> Bool {
    let table = other.source.table
    let known = { (column: Column) in column.saysAnything && finder.isKey(column) }
    guard let left = work.headers.first(way.from, where: known),
      let right = other.headers.first(way.key, where: known)
    else { return false }
    let index = finder.index(table.fields[right].column)
    let key = finder.key(work.table.fields[left].column)
    let rowOfCode = index.rows(ofTexts: key.texts)
    let rows = key.codes.map { $0 == KeyColumn.blank ? KeyIndex.noRow : rowOfCode[Int($0)] }
    guard rows.contains(where: { $0 != KeyIndex.noRow }) else { return false }
    var fields = work.table.fields
    for place in other.headers.all(way.brings) where known(table.fields[place].column) {
      let name = table.fields[place].name
      guard work.table.index(of: name) == nil else { continue }
      fields.append(Table.Field(name, table.fields[place].column.lookedUp(rows)))
    }
    guard fields.count > work.table.fields.count else { return false }
    let lines = work.source.lines
    work.replace(
      Table(fields, rowCount: work.table.rowCount, aliases: work.table.aliases), lines: lines)
    work.source.reasons.append(
      "\(ColumnMapper.quoted(work.table.fields[left].name)) leads to the accounts by way of "
        + other.source.name)
    return true
  }
}
