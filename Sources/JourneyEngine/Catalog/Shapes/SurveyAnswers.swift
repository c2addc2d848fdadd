/// Answers of surveys: each score of a row is an event of the kind `nps`, `csat` or `ces` with the
/// attribute `score`; a question left blank is an event whose score is unknown, so that a response
/// rate can be told. The whole row is the event's attributes.
enum SurveyAnswers {
  /// The questions that a table's headers name, for a table that is about answers: one that is not
  /// the accounts, has no kinds of event, and is called a survey, asks a whole question, tells when
  /// it was answered, or has comments. Their answers are numbers, or words that are scores.
  static func found(in source: DataSource, finder: ColumnFinder) -> [DataSource.Survey] {
    let table = source.table
    let asked = asked(in: source, finder: finder)
    let numbers = asked.filter { isScore(table.fields[$0.place].column) }
    let found = asked.filter { question in
      let column = table.fields[question.place].column
      guard !isScore(column) else { return true }
      let key = finder.key(column)
      guard let words = words(question, in: table, finder), words.scores != nil else {
        return false
      }
      // What a number says beside it is the same answer, not another one.
      let scores = words.column(key)
      return !numbers.contains { number in
        number.kind == question.kind
          && scores.saysTheSame(as: table.fields[number.place].column)
      }
    }
    return found.map { DataSource.Survey($0.kind, column: table.fields[$0.place].name) }
  }

  /// What to say of questions whose answers are words that are no scores.
  static func doubts(in source: DataSource, finder: ColumnFinder) -> [WordAnswers] {
    asked(in: source, finder: finder).compactMap {
      let words = words($0, in: source.table, finder)
      return words?.doubt == nil ? nil : words
    }
  }

  private struct Asked {
    var kind: String
    var place: Int
    /// Whether the header is a whole sentence, not the name of a score.
    var isQuestion: Bool
  }

  /// The columns whose headers name a question: texts only where no number has the same name.
  private static func asked(in source: DataSource, finder: ColumnFinder) -> [Asked] {
    let table = source.table
    let isKindSaid = source.mappings.contains { $0.role.lowercased() == "kind" }
    let words = source.stem.lowercased().split { !$0.isLetter }.map(String.init)
    guard !isKindSaid, !source.isShaped, !source.isNamedAccounts,
      !finder.matches(SourceWords.kind + SourceWords.stage, in: table).contains(where: {
        table.fields[$0].column.type == .text
      })
    else { return [] }
    let isNamed = words.contains { fileWords.contains($0) }
    let isTold =
      isNamed || !finder.matches(SourceWords.answeredAt, in: table).isEmpty
      || comment(in: table, finder: finder) != nil
    let asked = table.fields.indices.compactMap { place -> Asked? in
      let field = table.fields[place]
      guard isScore(field.column) || field.column.type == .text,
        let (kind, isQuestion) = kind(
          of: field.name, fileWords: isNamed ? words : [], isTold: isTold)
      else { return nil }
      return Asked(kind: kind, place: place, isQuestion: isQuestion)
    }
    return asked.filter { question in
      question.isQuestion || isScore(table.fields[question.place].column)
        || !asked.contains {
          $0.kind == question.kind && table.fields[$0.place].column.type.isNumeric
        }
    }
  }

  private static func words(
    _ question: Asked, in table: Table, _ finder: ColumnFinder
  ) -> WordAnswers? {
    let field = table.fields[question.place]
    guard field.column.type == .text, !isScore(field.column) else { return nil }
    return words(question.kind, field, finder)
  }

  private static func words(
    _ kind: String, _ field: Table.Field, _ finder: ColumnFinder
  ) -> WordAnswers {
    WordAnswers(
      finder.key(field.column),
      WordAnswers.Question(
        kind: kind, name: ColumnMapper.quoted(field.name), ranges: SurveyScale.scales(of: kind)))
  }

  private static let fileWords: Set<String> = [
    "survey", "surveys", "nps", "csat", "ces", "feedback", "response", "responses", "answers",
    "ratings", "satisfaction",
  ]

  private static func isScore(_ column: Column) -> Bool {
    column.type.isNumeric || column.nulls.unknownCount == column.count
  }

  private static func kind(
    of header: String, fileWords: [String], isTold: Bool
  ) -> (kind: String, isQuestion: Bool)? {
    let lower = header.lowercased()
    for (kind, questions) in questions where questions.contains(where: { lower.contains($0) }) {
      return (kind, true)
    }
    let folded = SourceWords.fold(header)
    for (kind, names) in names where isTold && names.contains(folded) { return (kind, false) }
    guard ["score", "rating", "value", "answer", "response"].contains(folded) else {
      return !fileWords.isEmpty && weakNames.contains(folded) ? ("csat", false) : nil
    }
    let kind =
      ["nps", "csat", "ces"].first { fileWords.contains($0) }
      ?? (fileWords.contains("satisfaction") ? "csat" : nil)
    return kind.map { ($0, false) }
  }

  private static let questions = [
    (
      "nps",
      ["likely are you to recommend", "likely to recommend", "likely would you be to recommend"]
    ),
    ("csat", ["how satisfied", "satisfied are you", "satisfied were you", "overall satisfaction"]),
    ("ces", ["how easy", "easy was it", "made it easy", "how much effort"]),
  ]
  private static let names: [(String, Set<String>)] = [
    ("nps", ["nps", "npsscore", "npsrating", "netpromoterscore"]),
    ("csat", ["csat", "csatscore", "csatrating", "customersatisfactionscore"]),
    ("ces", ["ces", "cesscore", "cesrating", "customereffortscore", "effortscore"]),
  ]
  private static let weakNames: Set<String> = [
    "satisfactionscore", "satisfactionrating", "satisfaction",
  ]

  static func comment(in table: Table, finder: ColumnFinder) -> Int? {
    finder.matches(SourceWords.comment, in: table).first { table.fields[$0].column.type == .text }
  }

  /// The events of a table's answers.
  static func expanded(
    _ source: DataSource, _ surveys: [DataSource.Survey], finder: ColumnFinder,
    zone: CivilTimeZone, notes: inout [LoadReport.Note]
  ) throws(LoadError) -> EventExpansion {
    let table = source.table
    var columns: [Column] = []
    var areWords: [Bool] = []
    for survey in surveys {
      let place = try EventExpansion.place(of: survey.column, in: table, source, clause: "surveys")
      let field = table.fields[place]
      areWords.append(!isScore(field.column))
      guard !isScore(field.column) else {
        columns.append(field.column)
        continue
      }
      let words = words(survey.kind, field, finder)
      columns.append(words.column(finder.key(field.column)))
      if words.scores != nil { notes += words.notes(source) }
    }
    var rows: [UInt32] = []
    var which: [UInt32] = []
    for row in 0..<UInt32(table.rowCount) {
      for survey in surveys.indices {
        rows.append(row)
        which.append(UInt32(survey))
      }
    }
    let made = [
      Table.Field("kind", Column(codes: which, StringDictionary(surveys.map(\.kind)))),
      Table.Field("score", EventExpansion.picked(columns, which, rows, zone)),
    ]
    // The answers stand once, not as `score` and under the question's name, where that is `score`.
    let isScore =
      surveys.count == 1 && surveys[0].column.lowercased() == "score" && !areWords[0]
    var events = EventExpansion.table(
      made, table, rows: rows, source, replacing: isScore ? [surveys[0].column] : [])
    if let place = comment(in: table, finder: finder), events.index(of: "comment") == nil,
      let moved = events.index(of: table.fields[place].name)
    {
      var aliases = events.aliases
      aliases["comment"] = moved
      events = Table(events.fields, rowCount: events.rowCount, aliases: aliases)
    }
    let told = zip(surveys, columns).map { survey, column in
      let blank = column.nulls.unknownCount
      let scale = SurveyScale(survey.kind, column).map { ", scored \($0.words)" } ?? ""
      return
        "\(PlainText.count(column.count)) \(survey.kind) from \(ColumnMapper.quoted(survey.column))"
        + "\(scale)\(blank > 0 ? ", \(PlainText.count(blank)) unanswered" : "")"
    }
    return EventExpansion(
      table: events, lines: EventExpansion.lines(source.lines, of: rows),
      words: "survey answers: \(told.joined(separator: "; "))")
  }
}

extension Column {
  /// Whether the numbers are those of another column wherever both are known, and both are.
  fileprivate func saysTheSame(as other: Column) -> Bool {
    var isKnown = false
    for row in 0..<count {
      guard let own = self[row].double, let its = other[row].double else { continue }
      if own != its { return false }
      isKnown = true
    }
    return isKnown
  }
}

extension DataSource {
  /// A question of a survey: its scores are events of a kind.
  package struct Survey: Hashable, Sendable {
    /// `nps`, `csat` or `ces`
    package var kind: String
    /// The column with the scores.
    package var column: String

    /// The scores of a column as events of a kind.
    package init(_ kind: String, column: String) {
      self.kind = kind
      self.column = column
    }
  }
}
