/// Answers of surveys: each score of a row is an event of the kind `nps`, `csat` or `ces` with the
/// attribute `score`; a question left blank is an event whose score is unknown, so that a response
/// rate can be told. The whole row is the event's attributes.
enum SurveyAnswers {
  /// The questions that a table's headers name, for a table that is about answers: one that is not
  /// the accounts, has no kinds of event, and is called a survey, asks a whole question, tells when
  /// it was answered, or has comments.
  static func found(in source: DataSource, finder: ColumnFinder) -> [DataSource.Survey] {
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
    var surveys: [DataSource.Survey] = []
    for field in table.fields where isScore(field.column) {
      guard let kind = kind(of: field.name, fileWords: isNamed ? words : [], isTold: isTold) else {
        continue
      }
      surveys.append(DataSource.Survey(kind, column: field.name))
    }
    return surveys
  }

  private static let fileWords: Set<String> = [
    "survey", "surveys", "nps", "csat", "ces", "feedback", "response", "responses", "answers",
    "ratings", "satisfaction",
  ]

  private static func isScore(_ column: Column) -> Bool {
    column.type.isNumeric || column.nulls.unknownCount == column.count
  }

  private static func kind(of header: String, fileWords: [String], isTold: Bool) -> String? {
    let lower = header.lowercased()
    for (kind, questions) in questions where questions.contains(where: { lower.contains($0) }) {
      return kind
    }
    let folded = SourceWords.fold(header)
    for (kind, names) in names where isTold && names.contains(folded) { return kind }
    guard ["score", "rating", "value", "answer", "response"].contains(folded) else {
      return !fileWords.isEmpty && weakNames.contains(folded) ? "csat" : nil
    }
    return ["nps", "csat", "ces"].first { fileWords.contains($0) }
      ?? (fileWords.contains("satisfaction") ? "csat" : nil)
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
    zone: CivilTimeZone
  ) throws(LoadError) -> EventExpansion {
    let table = source.table
    var columns: [Column] = []
    for survey in surveys {
      let place = try EventExpansion.place(of: survey.column, in: table, source, clause: "surveys")
      columns.append(table.fields[place].column)
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
    let isScore = surveys.count == 1 && surveys[0].column.lowercased() == "score"
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

extension DataSource {
  /// A question of a survey: its scores are events of a kind.
  package struct Survey: Hashable, Sendable {
    /// `nps`, `csat` or `ces`
    package var kind: String
    package var column: String

    package init(_ kind: String, column: String) {
      self.kind = kind
      self.column = column
    }
  }
}
