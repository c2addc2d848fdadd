internal import QueryLanguage

/// Joins a look-up table to a source: every row of the source stays, once, and gets the look-up's
/// columns where its key is found there.
struct SourceJoin {
  let join: DataSource.Join
  /// The file that is joined to, for messages.
  let source: String
  let finder: ColumnFinder

  /// Most mismatches that a report names.
  static let namedMismatches = 5

  func joined(
    to table: Table, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> (table: Table, report: LoadReport.JoinReport) {
    let rightName = join.right ?? join.left
    guard let leftPlace = table.index(of: join.left) else {
      throw missing(join.left, in: table, path: source)
    }
    guard let rightPlace = join.table.index(of: rightName) else {
      throw missing(rightName, in: join.table, path: join.file)
    }
    let leftColumn = table.fields[leftPlace].column
    let index = try uniqueIndex(of: join.table.fields[rightPlace], notes: &notes)
    let key = finder.key(leftColumn)
    let rowOfCode = index.rows(ofTexts: key.texts)
    let rows = key.codes.map { $0 == KeyColumn.blank ? KeyIndex.noRow : rowOfCode[Int($0)] }
    var report = JoinCount(key, rowOfCode, index.keys).report(self, right: rightName)
    report.otherLengthRows = sayOtherLength(key, rowOfCode, index, &notes)

    let stem = DataSource.stem(of: join.file)
    var fields = table.fields
    var aliases = table.aliases
    for (place, field) in join.table.fields.enumerated() {
      // The key itself is there already; under the look-up's name it is the same column.
      if place == rightPlace {
        if table.index(of: field.name) == nil { aliases[field.name] = leftPlace }
        aliases["\(stem).\(field.name)"] = leftPlace
        continue
      }
      var name = field.name
      if table.index(of: name) != nil {
        // A table may be joined by several keys, and to itself.
        var free = FreeNames(beside: fields)
        name = free.take("\(stem).\(field.name)")
        report.renamed.append(name)
      } else {
        aliases["\(stem).\(field.name)"] = fields.count
      }
      fields.append(Table.Field(name, field.column.lookedUp(rows)))
    }
    return (Table(fields, rowCount: table.rowCount, aliases: aliases), report)
  }

  /// Says which rows were joined by a Salesforce id of 15 characters where the look-up has 18, or
  /// the other way round; how many they are.
  private func sayOtherLength(
    _ key: KeyColumn, _ rows: [UInt32], _ index: KeyIndex, _ notes: inout [LoadReport.Note]
  ) -> Int {
    let counts = key.rowCounts().perCode
    let codes = counts.indices.filter { code in
      counts[code] > 0 && rows[code] != KeyIndex.noRow
        && SalesforceID.hasLength(key.texts.utf8(at: code).count)
        && index.row(of: key.texts[code]) == nil
    }
    guard let first = codes.first, let other = SalesforceID.other(key.texts[first]) else {
      return 0
    }
    let count = codes.reduce(0) { $0 + counts[$1] }
    notes.append(
      LoadReport.Note(
        .note, source,
        "\(PlainText.counted(count, "row")) joined to \(join.file) by a Salesforce id that one file "
          + "writes with 15 characters and the other with 18: `\(key.texts[first])` is `\(other)`"))
    return count
  }

  /// The look-up's rows by key. A key that stands twice would multiply rows, so it is refused
  /// unless the two rows say the same.
  private func uniqueIndex(
    of field: Table.Field, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> KeyIndex {
    let key = finder.key(field.column)
    let first = key.firstRows()
    var repeated = 0
    for (row, code) in key.codes.enumerated() where code != KeyColumn.blank {
      let earlier = first[Int(code)]
      if earlier == row { continue }
      let differing = join.table.differingFields(earlier, row)
      guard differing.isEmpty else {
        throw LoadError(
          path: join.file, line: join.lines.place(ofRow: row)?.line,
          message:
            "key `\(key.texts[Int(code)])` stands in \(join.lines.words(forRow: earlier)) and "
            + "\(join.lines.words(forRow: row)) with different `\(differing[0])`, so a row of "
            + "\(source) would become two",
          hint: "join on a column whose values are there once, or remove one of the rows")
      }
      repeated += 1
    }
    if repeated > 0 {
      notes.append(
        LoadReport.Note(
          .warning, join.file,
          "\(PlainText.counted(repeated, "row repeats", "rows repeat")) another one exactly; "
            + "each counts once"))
    }
    return finder.index(field.column)
  }

  private func missing(_ name: String, in table: Table, path: String) -> LoadError {
    let names = table.fields.map(\.name)
    let near = NameSuggestion.nearest(to: name, among: names)
    let list = names.map(ColumnMapper.quoted).joined(separator: ", ")
    return LoadError(
      path: path, line: 1, message: "there is no column `\(name)` to join on",
      hint: near.map { "write `on \(ColumnMapper.quoted($0))`" }
        ?? "its columns are \(list); two names are joined by `on LEFT = RIGHT`")
  }
}

extension DataSource.Join {
  /// A join that brings nothing new, in words: of a table with its own rows, or said twice.
  func repetition(
    in source: String, after joins: [LoadReport.JoinReport]
  ) -> LoadReport.Note? {
    let right = right ?? left
    if file == source && left.lowercased() == right.lowercased() {
      return LoadReport.Note(
        .warning, source,
        "joined with itself on `\(left)`: each row would find itself, so the join is left out",
        hint: "a row finds another one by two columns: `join \"\(file)\" on parent_id = \(left)`")
    }
    guard
      joins.contains(where: {
        $0.file == file && $0.left.lowercased() == left.lowercased()
          && $0.right.lowercased() == right.lowercased()
      })
    else { return nil }
    return LoadReport.Note(
      .warning, source, "\(file) is joined on `\(left)` twice: once is enough",
      hint: "leave one of the two out")
  }
}

/// Counts what a join found.
private struct JoinCount {
  private var matched = (rows: 0, keys: 0)
  private var unmatched = (rows: 0, keys: 0)
  private let blank: Int
  private let mismatches: [LoadReport.Mismatch]
  private let keyForm: String?

  init(_ key: KeyColumn, _ rowOfCode: [UInt32], _ candidates: TextHeap) {
    let counts = key.rowCounts()
    blank = counts.blank
    var missing: [(code: Int, rows: Int)] = []
    for (code, rows) in counts.perCode.enumerated() where rows > 0 {
      if rowOfCode[code] == KeyIndex.noRow {
        unmatched = (unmatched.rows + rows, unmatched.keys + 1)
        missing.append((code, rows))
      } else {
        matched = (matched.rows + rows, matched.keys + 1)
      }
    }
    keyForm = KeyForms.hint(of: missing.map { key.texts[$0.code] }, from: candidates)
    mismatches = LoadReport.Mismatch.most(
      missing.map { (key.texts[$0.code], $0.rows) }, candidates: candidates)
  }

  func report(_ join: SourceJoin, right: String) -> LoadReport.JoinReport {
    LoadReport.JoinReport(
      file: join.join.file, left: join.join.left, right: right, matchedRows: matched.rows,
      matchedKeys: matched.keys, unmatchedRows: unmatched.rows, unmatchedKeys: unmatched.keys,
      blankRows: blank, mismatches: mismatches, renamed: [],
      keyForm: keyForm)
  }
}

extension LoadReport.Mismatch {
  /// The most frequent of the keys that were not found, with the key probably meant.
  static func most(
    _ missing: [(text: String, rows: Int)], candidates: TextHeap
  ) -> [LoadReport.Mismatch] {
    guard !missing.isEmpty else { return [] }
    let near = NearMiss(candidates: candidates)
    let sorted = missing.sorted { ($1.rows, $0.text) < ($0.rows, $1.text) }
    return sorted.prefix(SourceJoin.namedMismatches).map {
      LoadReport.Mismatch(key: $0.text, rows: $0.rows, near: near.nearest(to: $0.text))
    }
  }
}

extension Table {
  /// The names of the columns in which two rows differ.
  func differingFields(_ left: Int, _ right: Int) -> [String] {
    fields.filter { $0.column[left] != $0.column[right] }.map(\.name)
  }
}
