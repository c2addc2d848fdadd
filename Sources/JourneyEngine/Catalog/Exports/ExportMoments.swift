/// The events of an export: one column of kinds and one of times as they stand, or several moments
/// of one row, each an event of its own.
struct ExportMoments {
  private let made: ExportView

  init(_ made: ExportView) { self.made = made }

  /// A moment whose columns were found.
  private struct Found {
    var moment: ExportReading.Moment
    var at: Int
    var rows: [Bool]?
    var scores: [Double?]?
    /// The question, where a column is one.
    var question: String?
  }

  /// False when no moment has its columns.
  func applied(to work: inout ExportView.Work, notes: inout [LoadReport.Note]) -> Bool {
    let found = made.view.moments.flatMap { find($0, in: work, &notes) }
    guard let first = found.first else { return false }
    if found.count == 1, first.rows == nil, first.scores == nil, plain(first, &work) { return true }
    expand(found, &work, &notes)
    return true
  }

  private func find(
    _ moment: ExportReading.Moment, in work: ExportView.Work, _ notes: inout [LoadReport.Note]
  ) -> [Found] {
    guard
      let at = work.headers.first(
        moment.at, where: { $0.saysAnything && made.finder.isTime($0) })
    else { return [] }
    var found = Found(moment: moment, at: at)
    if let only = moment.only {
      guard let rows = made.rows(where: only, in: work), rows.contains(true) else { return [] }
      found.rows = rows
    }
    if case .columns(let headers) = moment.kind,
      work.headers.first(headers, where: \.saysAnything) == nil
    {
      return []
    }
    guard let score = moment.score else { return [found] }
    return columns(of: score.origin, in: work).compactMap { place in
      let field = work.table.fields[place]
      guard let scores = scores(field, moment, score, rows: found.rows, work.source, &notes) else {
        return nil
      }
      var asked = found
      asked.scores = scores
      if case .questions = score.origin { asked.question = field.name }
      return asked
    }
  }

  // MARK: - Scores

  private func columns(
    of origin: ExportReading.Score.Origin, in work: ExportView.Work
  ) -> [Int] {
    switch origin {
    case .headers(let headers):
      return work.headers.first(headers, where: \.saysAnything).map { [$0] } ?? []
    case .questions(let words):
      return work.table.fields.indices.filter { place in
        let header = SourceWords.fold(work.table.fields[place].name)
        return words.contains { header.contains($0) }
      }
    }
  }

  /// A number a row; nil when fewer than half of the answers are numbers of the range, and not all
  /// are words of one scale.
  private func scores(
    _ field: Table.Field, _ moment: ExportReading.Moment, _ score: ExportReading.Score,
    rows: [Bool]?, _ source: DataSource, _ notes: inout [LoadReport.Note]
  ) -> [Double?]? {
    let key = made.finder.key(field.column)
    func byRow(_ scores: [Double?]) -> [Double?]? {
      let byRow = key.codes.map { $0 == KeyColumn.blank ? nil : scores[Int($0)] }
      return byRow.contains { $0 != nil } ? byRow : nil
    }
    if !score.words.isEmpty {
      return byRow((0..<key.texts.count).map { ExportMoments.number(key.texts[$0], score) })
    }
    guard case .named(let kind) = moment.kind else { return nil }
    let range = Double(score.range.lowerBound)...Double(score.range.upperBound)
    let answers = WordAnswers(
      key,
      WordAnswers.Question(
        kind: kind, name: ColumnMapper.quoted(field.name), ranges: [range], isLenient: true),
      rows: rows)
    for note in answers.notes(source) where !notes.contains(note) { notes.append(note) }
    return answers.scores.flatMap(byRow)
  }

  /// `good`, or the number that a text begins with.
  private static func number(_ text: String, _ score: ExportReading.Score) -> Double? {
    if let number = score.words[SourceWords.fold(text)] { return Double(number) }
    guard let answer = NumberedAnswer(text), Double(score.range.lowerBound) <= answer.number,
      answer.number <= Double(score.range.upperBound)
    else { return nil }
    return answer.number
  }

  // MARK: - One event a row

  /// The columns as they stand, so that large logs are not copied.
  private func plain(_ found: Found, _ work: inout ExportView.Work) -> Bool {
    switch found.moment.kind {
    case .named(let kind): work.source.mappings.append(DataSource.Mapping("kind", constant: kind))
    case .columns(let headers):
      let said = work.headers.all(headers).filter { work.table.fields[$0].column.saysAnything }
      guard let first = said.first else { return false }
      if said.count > 1 && work.table.fields[first].column.nulls.hasUnknown { return false }
      work.map("kind", to: first)
    }
    work.map("at", to: found.at)
    return true
  }

  /// The kind of events whose time or kind is declared: that of the moment which is meant.
  func name(_ work: inout ExportView.Work) {
    guard !work.isDeclared("kind") else { return }
    var column: Int?
    for mapping in work.source.mappings where mapping.role.lowercased() == "at" {
      if case .column(let name) = mapping.origin { column = work.table.index(of: name) }
    }
    let meant = made.view.moments.first { moment in
      work.headers.all(moment.at).contains { $0 == column }
    }
    guard let moment = meant ?? made.view.moments.first, case .named(let kind) = moment.kind else {
      return
    }
    work.source.mappings.append(DataSource.Mapping("kind", constant: kind))
  }

  // MARK: - Several events a row

  private func expand(
    _ found: [Found], _ work: inout ExportView.Work, _ notes: inout [LoadReport.Note]
  ) {
    let table = work.table
    let times = found.map { table.fields[$0.at].column.asInstants(in: made.zone) }
    let unknown = found.map { table.fields[$0.at].column.nulls }
    var kinds = TextInterner()
    let kindOf = found.map { kind($0.moment.kind, in: work, &kinds) }
    var rows: [UInt32] = []
    var events = (at: [Int64](), kind: [UInt32](), score: [Double?](), question: [Int]())
    var counts = [Int](repeating: 0, count: found.count)
    var silent = 0
    for row in 0..<table.rowCount {
      let before = rows.count
      for (place, moment) in found.enumerated() {
        if unknown[place].isUnknown(row) || moment.rows?[row] == false { continue }
        let score = moment.scores.flatMap { $0[row] }
        if moment.scores != nil && score == nil { continue }
        rows.append(UInt32(row))
        events.at.append(times[place][row])
        events.kind.append(kindOf[place](row))
        events.score.append(score)
        events.question.append(place)
        counts[place] += 1
      }
      if rows.count == before { silent += 1 }
    }
    say(found, counts, silent, &work, &notes)
    var fields = [
      Table.Field(
        "at", Column(.instant, .integers(events.at), nulls: NullMask(count: rows.count))),
      Table.Field("kind", Column(codes: events.kind, StringDictionary(kinds.heap))),
    ]
    if found.contains(where: { $0.scores != nil }) {
      fields.append(Table.Field("score", WordAnswers.column(events.score)))
    }
    if found.contains(where: { $0.question != nil }) {
      let codes = events.question.map {
        found[$0].question == nil ? StringDictionary.unknownCode : UInt32($0)
      }
      fields.append(
        Table.Field(
          "question", Column(codes: codes, StringDictionary(found.map { $0.question ?? "" }))))
    }
    work.replace(by: fields, of: rows)
  }

  private func kind(
    _ kind: ExportReading.Moment.Kind, in work: ExportView.Work, _ kinds: inout TextInterner
  ) -> (Int) -> UInt32 {
    switch kind {
    case .named(let name):
      let code = kinds.intern(name)
      return { _ in code }
    case .columns(let headers):
      let keys = work.headers.all(headers).map { made.finder.key(work.table.fields[$0].column) }
      let codes = keys.map { key in
        (0..<key.texts.count).map { code in key.texts.withText(code) { kinds.intern($0) } }
      }
      return { row in
        for (place, key) in keys.enumerated() where key.codes[row] != KeyColumn.blank {
          return codes[place][Int(key.codes[row])]
        }
        return StringDictionary.unknownCode
      }
    }
  }

  private func say(
    _ found: [Found], _ counts: [Int], _ silent: Int, _ work: inout ExportView.Work,
    _ notes: inout [LoadReport.Note]
  ) {
    var said: [(words: String, count: Int)] = []
    for (place, found) in found.enumerated() {
      let at = ColumnMapper.quoted(work.table.fields[found.at].name)
      let count = counts[place]
      let words =
        switch found.moment.kind {
        case .named(let kind): "`\(kind)` at \(at)"
        case .columns: "\(count == 1 ? "event" : "events") at \(at)"
        }
      if let known = said.firstIndex(where: { $0.words == words }) {
        said[known].count += count
      } else {
        said.append((words, count))
      }
    }
    work.source.reasons.append(
      said.map { "\(PlainText.count($0.count)) \($0.words)" }.joined(separator: ", "))
    if let words = found.lazy.compactMap({ $0.moment.score?.words }).first(where: { !$0.isEmpty }) {
      let marks = words.filter { !$0.key.contains("comment") }.sorted { $0.value > $1.value }
      work.source.reasons.append(
        marks.map { "`\($0.key)` counts as \($0.value)" }.joined(separator: ", "))
    }
    guard silent > 0 else { return }
    if found.contains(where: { $0.scores != nil }) {
      work.source.reasons.append(
        "\(PlainText.counted(silent, "row has", "rows have")) no answer and "
          + "\(silent == 1 ? "is" : "are") left out")
      return
    }
    notes.append(
      LoadReport.Note(
        .warning, work.source.name,
        "\(PlainText.counted(silent, "row is", "rows are")) no event: no date stands there"))
  }
}
