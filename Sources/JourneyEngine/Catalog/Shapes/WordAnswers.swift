/// What the answers to one question of a survey count as, where they are texts: the number that
/// stands in each, or the step of one scale of words. Where neither holds of all of them there is
/// no score, and a doubt to tell of.
struct WordAnswers {
  /// The score of each code of the key; nil where there is none, or nothing is answered there.
  private(set) var scores: [Double?]?
  /// What is worth telling of how they are read.
  private(set) var told: String?
  private(set) var doubt: Doubt?

  /// Why answers have no score.
  struct Doubt {
    /// Why, as the end of a sentence.
    var reason: String
    /// The way out.
    var hint: String
    /// The first row with an answer that is not known, if there is one.
    var row: Int?
    /// Whether some of the answers are known, so that they certainly are scores.
    var isPartlyKnown: Bool
  }

  /// A question and what is known of it before its answers are looked at.
  struct Question {
    /// `nps`, `csat`, `ces`
    var kind: String
    /// The header, as one would write it.
    var name: String
    /// The scales its numbers may be on, the likeliest first.
    var ranges: [ClosedRange<Double>]
    /// Whether numbers count where up to half of the answers are none.
    var isLenient = false
  }

  private struct Answer {
    var code: Int
    var row: Int
    var rowCount: Int
    var text: String
    var folded: String
    var numbered: NumberedAnswer?
  }

  private let question: Question
  private let codeCount: Int
  private var answers: [Answer] = []
  /// The first text that stands for no answer.
  private var unanswered: String?

  /// `rows`: those that are meant; nil for all.
  init(_ key: KeyColumn, _ question: Question, rows: [Bool]? = nil) {
    self.question = question
    codeCount = key.texts.count
    var counts = [Int](repeating: 0, count: codeCount)
    var first = [Int](repeating: -1, count: codeCount)
    for (row, code) in key.codes.enumerated() where code != KeyColumn.blank {
      if rows?[row] == false { continue }
      if first[Int(code)] < 0 { first[Int(code)] = row }
      counts[Int(code)] += 1
    }
    guard counts.count(where: { $0 > 0 }) <= WordAnswers.mostTexts else { return }
    for code in counts.indices where counts[code] > 0 {
      let text = key.texts[code]
      if WordScale.isUnanswered(text) {
        unanswered = unanswered ?? text.withoutBlanksAround
        continue
      }
      answers.append(
        Answer(
          code: code, row: first[code], rowCount: counts[code], text: text.withoutBlanksAround,
          folded: SourceWords.fold(text), numbered: NumberedAnswer(text)))
    }
    answers.sort { $0.row < $1.row }
    if !answers.isEmpty { read() }
  }

  private mutating func read() {
    if let scale = WordScale.of(answers.map(\.folded)) {
      take(scale)
      return
    }
    for range in question.ranges {
      for isTurned in [false, true] {
        guard let found = numbers(in: range, isTurned: isTurned) else { continue }
        scores = byCode(found)
        if isTurned { sayTurned(found) }
        return
      }
    }
    takePart()
  }

  private func byCode(_ found: [Double?]) -> [Double?] {
    var scores = [Double?](repeating: nil, count: codeCount)
    for (place, answer) in answers.enumerated() { scores[answer.code] = found[place] }
    return scores
  }

  // MARK: - Words

  private mutating func take(_ scale: WordScale) {
    let words = answers.map(\.folded)
    if scale.isAgreement && isOfEffort {
      doubt = Doubt(
        reason: "to agree may be good or bad, for the question is of effort", hint: numbersHint,
        isPartlyKnown: true)
      return
    }
    if let points = scale.points(of: words) {
      let count = ["two", "three", "four", "", "six"][points - 2]
      let named = Dictionary(answers.map { ($0.folded, $0.text) }) { first, _ in first }
      let order = Set(words).sorted { (scale.stepOf[$0] ?? 0) < (scale.stepOf[$1] ?? 0) }
      let list = order.map { "`\(named[$0] ?? $0)`" }.joined(separator: ", ")
      doubt = Doubt(
        reason: "its answers are of a scale of \(count) points (\(list)), and scores need five or "
          + "seven", hint: numbersHint, isPartlyKnown: true)
      return
    }
    scores = byCode(words.map { scale.stepOf[$0].map { scale.score(ofStep: $0, question.kind) } })
    func end(_ step: Int) -> String {
      "\(scale.name(ofStep: step, among: words)) "
        + PlainText.of(.number(scale.score(ofStep: step, question.kind)))
    }
    told =
      "\(question.kind) from \(question.name): \(end(scale.steps.count - 1)) to \(end(0))"
      + (unanswered.map { "; `\($0)` is no answer" } ?? "")
  }

  /// `How much effort did it take?`, unless it is said that there was little.
  private var isOfEffort: Bool {
    let folded = SourceWords.fold(question.name)
    let isTurned = ["easy", "littleeffort", "loweffort", "minimaleffort", "noeffort"].contains {
      folded.contains($0)
    }
    return folded.contains("effort") && !folded.contains("effortscore") && !isTurned
  }

  // MARK: - Numbers

  /// The numbers of all answers (nil when one has none in the range); `isTurned`: their words say
  /// that the lowest number is the best.
  private func numbers(in range: ClosedRange<Double>, isTurned: Bool) -> [Double?]? {
    let words = answers.map { $0.numbered?.words ?? $0.folded }.filter(WordScale.words.contains)
    let labels = WordScale.of(words)
    var hasEnd = false
    var found: [Double?] = []
    for answer in answers {
      guard let score = number(of: answer, in: range, isTurned, labels, &hasEnd) else {
        return nil
      }
      found.append(score)
    }
    if isTurned && !hasEnd { return nil }
    // `4/10` is no 4 of 5, which it would be taken for among answers no higher than that.
    let isLower = question.ranges.prefix { $0 != range }.contains { lower in
      found.allSatisfy { $0.map(lower.contains) ?? true }
    }
    return isLower && answers.contains { $0.numbered?.top != nil } ? nil : found
  }

  private func number(
    of answer: Answer, in range: ClosedRange<Double>, _ isTurned: Bool, _ labels: WordScale?,
    _ hasEnd: inout Bool
  ) -> Double? {
    func share(_ words: String) -> Double? {
      labels?.stepOf[words].flatMap { labels?.share(ofStep: $0) }.flatMap {
        $0 == 0 || $0 == 1 ? $0 : nil
      }
    }
    guard let numbered = answer.numbered else {
      // Only the ends have words instead of numbers.
      return share(answer.folded).map { $0 == 1 ? range.upperBound : range.lowerBound }
    }
    let number = numbered.number
    guard range.contains(number), numbered.top ?? range.upperBound == range.upperBound,
      question.kind != "nps" || number == number.rounded()
    else { return nil }
    if let share = share(numbered.words) {
      let middle = (range.lowerBound + range.upperBound) / 2
      let isHigh = isTurned ? number < middle : number > middle
      guard number != middle, isHigh == (share == 1) else { return nil }
      hasEnd = true
    }
    return isTurned ? range.lowerBound + range.upperBound - number : number
  }

  private mutating func sayTurned(_ found: [Double?]) {
    let place = answers.indices.first {
      answers[$0].numbered.map { WordScale.words.contains($0.words) } ?? false
    }
    guard let place, let score = found[place] else { return }
    told =
      "\(question.kind) from \(question.name): `\(answers[place].text)` counts as "
      + "\(PlainText.of(.number(score))), for its words say which end is the better one"
  }

  // MARK: - Doubts

  private var numbersHint: String {
    let range = question.ranges[0]
    return "write numbers from \(Int(range.lowerBound)) to \(Int(range.upperBound)) for the words "
      + "in the file"
  }

  /// Answers of which some are not known.
  private mutating func takePart() {
    func rowCount(_ isMeant: (Int) -> Bool) -> Int {
      answers.indices.reduce(0) { $0 + (isMeant($1) ? answers[$1].rowCount : 0) }
    }
    var ignored = false
    let ranges = question.ranges.map { range in
      (range: range, numbers: answers.map { number(of: $0, in: range, false, nil, &ignored) })
    }
    let counts = ranges.map { range in rowCount { range.numbers[$0] != nil } }
    let numbered = counts.max() ?? 0
    let (range, numbers) = ranges[counts.firstIndex(of: numbered) ?? 0]
    let scaled = WordScale.all.map { scale in
      rowCount { scale.stepOf[answers[$0].folded] != nil }
    }
    let worded = scaled.max() ?? 0
    let scale = WordScale.all[scaled.firstIndex(of: worded) ?? 0]
    let all = rowCount { _ in true }
    let known = rowCount {
      answers[$0].numbered != nil || WordScale.words.contains(answers[$0].folded)
    }
    let isClosed =
      answers.count <= WordAnswers.mostChoices
      && (answers.count * 2 <= all || known * 4 >= all && known > 0)
    if question.isLenient && numbered > 0 && numbered * 2 >= all { scores = byCode(numbers) }
    guard scores != nil || known * 2 >= all || isClosed else { return }
    let isNumber = numbered >= worded && numbered > 0
    let strange = answers.indices.filter {
      isNumber ? numbers[$0] == nil : scale.stepOf[answers[$0].folded] == nil
    }
    let kind: Strange =
      known == 0 ? .anything : isNumber ? .noNumber(range) : .noWord(of: scale)
    say(strange, kind, of: all)
  }

  private enum Strange {
    case anything, noNumber(ClosedRange<Double>)
    case noWord(of: WordScale)
  }

  private mutating func say(_ strange: [Int], _ kind: Strange, of all: Int) {
    guard let first = strange.first else {
      let top = answers.lazy.compactMap { $0.numbered?.top }.first
      let labelled = answers.first { WordScale.words.contains($0.numbered?.words ?? "") }
      let reason =
        if let top {
          "its numbers are out of \(PlainText.of(.number(top))), and all could be of a smaller scale"
        } else if let labelled {
          "its numbers are on another scale, for one answer is `\(labelled.text)`"
        } else {
          "its answers are of several scales"
        }
      doubt = Doubt(reason: reason, hint: numbersHint, isPartlyKnown: true)
      return
    }
    let count = strange.reduce(0) { $0 + answers[$1].rowCount }
    let text = answers[first].text
    var hint = numbersHint
    var what = "of no known scale"
    switch kind {
    case .anything: break
    case .noNumber(let range):
      what =
        "\(count == 1 ? "no number" : "no numbers") from \(Int(range.lowerBound)) to "
        + "\(Int(range.upperBound))"
    case .noWord(let scale):
      let words = answers.map(\.folded)
      what =
        "not of the scale `\(scale.name(ofStep: scale.steps.count - 1, among: words))` to "
        + "`\(scale.name(ofStep: 0, among: words))`"
    }
    if what != "of no known scale" {
      hint = "if `\(text)` is no answer, say `reading missing \"\(text)\"`; else " + hint
    }
    doubt = Doubt(
      reason:
        "\(PlainText.count(count)) of \(PlainText.counted(all, "answer")) "
        + "\(count == 1 ? "is" : "are") \(what), the first `\(text)`",
      hint: hint, row: answers[first].row, isPartlyKnown: what != "of no known scale")
  }

  /// More different answers than one can choose from are written freely.
  private static let mostChoices = 12
  private static let mostTexts = 2000
}

extension WordAnswers {
  /// What is to be said of the answers in a source.
  func notes(_ source: DataSource) -> [LoadReport.Note] {
    var notes: [LoadReport.Note] = []
    if let told {
      notes.append(
        LoadReport.Note(
          .note, source.name, told,
          hint: "`load events from \(source.clause) with kind = \"survey\"` takes the rows as they "
            + "stand"))
    }
    if let doubt {
      let fate =
        scores == nil
        ? "\(question.name) makes no \(question.kind)"
        : "not every answer to \(question.name) makes \(question.kind)"
      notes.append(
        LoadReport.Note(
          .note, source.name, line: doubt.row.flatMap { source.lines.place(ofRow: $0)?.line },
          "\(fate): \(doubt.reason)", hint: doubt.hint))
    }
    return notes
  }

  /// The scores of the key's rows.
  func column(_ key: KeyColumn) -> Column {
    WordAnswers.column(
      key.codes.map { code in code == KeyColumn.blank ? nil : scores?[Int(code)] ?? nil })
  }

  /// Scores as whole numbers where all are.
  static func column(_ scores: [Double?]) -> Column {
    var mask = NullMask(count: scores.count)
    for (row, score) in scores.enumerated() where score == nil { mask.setUnknown(row) }
    if scores.allSatisfy({ $0 == nil || $0 == $0?.rounded() }) {
      return Column(.integer, .integers(scores.map { Int64($0 ?? 0) }), nulls: mask)
    }
    return Column(.number, .doubles(scores.map { $0 ?? 0 }), nulls: mask)
  }
}
