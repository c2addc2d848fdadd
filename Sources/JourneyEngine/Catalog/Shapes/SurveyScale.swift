/// The scale that the answers to a survey are on: the usual one of its kind, another one when too
/// many answers are outside.
struct SurveyScale {
  let range: ClosedRange<Double>
  /// Rows whose answer is not on the scale.
  let outside: [Int]

  var words: String { "\(Int(range.lowerBound))-\(Int(range.upperBound))" }

  /// One answer in twenty may be a slip of the pen.
  private static let slips = 20

  /// The scales that numbers may be on, the usual one first.
  static func scales(of kind: String) -> [ClosedRange<Double>] {
    switch kind {
    case "nps": [0...10]
    case "csat": [1...5, 1...7, 0...10, 0...100]
    default: [1...7, 0...10, 0...100]
    }
  }

  /// Nil where nothing is answered.
  init?(_ kind: String, _ column: Column, rows: [Int]? = nil) {
    var answers: [(row: Int, score: Double)] = []
    for row in rows ?? Array(0..<column.count) {
      if let score = column[row].double { answers.append((row, score)) }
    }
    guard !answers.isEmpty else { return nil }
    let fitting = SurveyScale.range(of: kind, answers.map(\.score))
    range = fitting
    outside = answers.filter { !SurveyScale.isOn($0.score, fitting, kind) }.map(\.row)
  }

  /// The first of the kind's scales that all but a few answers are on.
  static func range(of kind: String, _ answers: [Double]) -> ClosedRange<Double> {
    let scales = SurveyScale.scales(of: kind)
    let fitting = scales.first { range in
      answers.count { !isOn($0, range, kind) } * SurveyScale.slips <= answers.count
    }
    return fitting ?? scales[0]
  }

  /// Half points of NPS are none.
  private static func isOn(_ score: Double, _ range: ClosedRange<Double>, _ kind: String) -> Bool {
    range.contains(score) && (kind != "nps" || score == score.rounded())
  }

  /// `nps` for `NPS`, `nps_survey`, `NPS response`.
  private static func survey(ofKind kind: String) -> String? {
    let words = kind.lowercased().split { !$0.isLetter }.map(String.init)
    return ["nps", "csat", "ces"].first { words.contains($0) }
  }

  /// What is worth saying of the answers among all events, and of sentiment on another scale than
  /// -1 to 1.
  static func notes(_ table: Table, _ places: RowPlaces) -> [LoadReport.Note] {
    var notes = sentimentNotes(table, places)
    guard let score = table.column("score"), score.type.isNumeric,
      case .codes(let codes, let dictionary)? = table.column("kind")?.storage
    else { return notes }
    var kinds: [String: Set<UInt32>] = [:]
    for code in 0..<UInt32(dictionary.count) {
      if let kind = survey(ofKind: dictionary[code]) { kinds[kind, default: []].insert(code) }
    }
    for (kind, meant) in kinds.sorted(by: { $0.key < $1.key }) {
      let rows = codes.indices.filter { meant.contains(codes[$0]) }
      guard let scale = SurveyScale(kind, score, rows: rows) else { continue }
      notes.append(
        LoadReport.Note(
          .note, places.name(ofRow: rows[0]),
          "\(kind) is scored \(scale.words): \(PlainText.counted(rows.count, "answer")), "
            + "\(PlainText.count(rows.count { score.nulls.isUnknown($0) })) of them blank"))
      guard let first = scale.outside.first else { continue }
      let count = scale.outside.count
      notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: first), line: places.line(ofRow: first),
          "\(PlainText.counted(count, "\(kind) score is", "\(kind) scores are")) not on the scale of "
            + "\(scale.words), and kept: the first, in \(places.words(ofRow: first)), is "
            + PlainText.of(score[first]),
          hint: "correct \(count == 1 ? "it" : "them") in the file"))
    }
    return notes
  }

  private static func sentimentNotes(_ table: Table, _ places: RowPlaces) -> [LoadReport.Note] {
    guard let column = table.column("sentiment") ?? table.column("sentiment_score"),
      column.type.isNumeric
    else { return [] }
    guard let (low, high) = column.extent(), low < -1 || high > 1 else { return [] }
    return [
      LoadReport.Note(
        .note, places.name(ofRow: 0),
        "`sentiment` goes from \(PlainText.of(.number(low))) to \(PlainText.of(.number(high))): scores "
          + "and curves take -1 to 1, so it is to be rescaled")
    ]
  }
}

extension Column {
  /// The least and the greatest number.
  fileprivate func extent() -> (low: Double, high: Double)? {
    var low = Double.infinity
    var high = -Double.infinity
    switch storage {
    case .doubles(let values):
      for (row, value) in values.enumerated() where !nulls.isUnknown(row) {
        low = min(low, value)
        high = max(high, value)
      }
    case .integers(let values):
      var scale = 1.0
      if case .money(let digits) = type { scale = powerOfTen(digits) }
      for (row, value) in values.enumerated() where !nulls.isUnknown(row) {
        low = min(low, Double(value) / scale)
        high = max(high, Double(value) / scale)
      }
    default: return nil
    }
    return low <= high ? (low, high) : nil
  }
}
