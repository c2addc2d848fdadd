import TestSupport
import Testing

@testable import JourneyEngine

/// Answers of surveys in words.
@Suite struct WordScaleTests {
  typealias Fixtures = CatalogFixtures

  static let questions = [
    "nps": "How likely are you to recommend us to a friend?",
    "csat": "How satisfied are you with support?", "ces": "How easy was it to get help?",
  ]

  /// One answer a row, of five accounts in turn.
  static func load(
    _ answers: [String], _ header: String, file: String = "feedback.csv"
  ) throws -> SourceAssembly.Result {
    let rows = answers.enumerated().map { "A\($0.offset % 5),2026-01-05,\"\($0.element)\"\n" }
    return try SourceAssembly.assemble(
      [Fixtures.source(file, "account_id,answered_at,\"\(header)\"\n" + rows.joined())],
      settings: Fixtures.settings())
  }

  /// The scores of a kind in the order of the answers that have one, as text.
  static func scores(_ result: SourceAssembly.Result, _ kind: String, of header: String) throws
    -> [String: String]
  {
    let table = try #require(result.snapshot.events?.table)
    guard table.column("score") != nil else { return [:] }
    let rows = zip(table.texts("kind"), zip(table.texts(header), table.texts("score")))
    return Dictionary(rows.filter { $0.0 == kind }.map { ($0.1.0, $0.1.1) }) { first, _ in first }
  }

  @Test(arguments: [
    (
      "csat",
      [
        "Very satisfied 5", "Satisfied 4", "Neither satisfied nor dissatisfied 3", "Dissatisfied 2",
        "Very dissatisfied 1",
      ]
    ),
    (
      "csat",
      [
        "very satisfied 5", "Somewhat satisfied 4", "Neutral 3", "somewhat dissatisfied 2",
        "VERY DISSATISFIED. 1",
      ]
    ),
    (
      "csat",
      ["Excellent 5", "Good 4", "Fair 3", "Poor 2", "Terrible 1"]
    ),
    ("csat", ["Excellent 5", "Very good 4", "Good 3", "Fair 2", "Poor 1"]),
    (
      "ces",
      ["Strongly agree 7", "Agree 5.5", "Neutral 4", "Disagree 2.5", "Strongly disagree 1"]
    ),
    (
      "ces",
      [
        "Strongly agree 7", "Agree 6", "Somewhat agree 5", "Neither agree nor disagree 4",
        "Somewhat disagree 3", "Disagree 2", "Strongly disagree 1",
      ]
    ),
    ("ces", ["Very easy 7", "Easy 5.5", "Neither easy nor difficult 4", "Very difficult 1"]),
    (
      "nps",
      [
        "Extremely likely 10", "Very likely 8", "Somewhat likely 5", "Not so likely 3",
        "Not at all likely 0",
      ]
    ),
    ("nps", ["10 - Extremely likely 10", "9 - very likely 9", "0 - Not at all likely 0", "7 7"]),
    ("csat", ["5 stars 5", "4 stars 4", "1 star 1"]),
    ("csat", ["★★★★★ 5", "★★☆☆☆ 2", "⭐️⭐️⭐️ 3"]),
    ("csat", ["4 out of 5 4", "5/5 5", "1 / 5 1"]),
    ("csat", ["1 - Very satisfied 5", "2 4", "5 - Very dissatisfied 1"]),
    ("csat", ["Very satisfied (5) 5", "Satisfied (4) 4", "Very dissatisfied (1) 1"]),
    ("csat", ["Very satisfied 5", "4 4", "2 2", "Very dissatisfied 1"]),
  ])
  func wordsAreScores(_ kind: String, _ expected: [String]) throws {
    let pairs = expected.map { text in
      let space = text.lastIndex(of: " ") ?? text.endIndex
      return (String(text[..<space]), String(text[text.index(after: space)...]))
    }
    let header = Self.questions[kind] ?? ""
    let result = try Self.load(pairs.map(\.0).reversed(), header)
    #expect(
      try Self.scores(result, kind, of: header) == Dictionary(pairs) { first, _ in first })
  }

  @Test func theScaleIsToldOnceWithAWayOut() throws {
    let header = "How satisfied are you with support?"
    let answers = ["Very satisfied", "Satisfied", "N/A", "Dissatisfied", "Don't know", ""]
    let result = try Self.load(answers, header)
    let told = result.report.notes.filter { $0.message.contains("Very") }
    #expect(
      told.map(\.message) == [
        "csat from `\(header)`: Very dissatisfied 1 to Very satisfied 5; `N/A` is no answer"
      ])
    #expect(
      told.first?.hint
        == "`load events from \"feedback.csv\" with kind = \"survey\"` takes the rows as they stand"
    )
    #expect(
      result.report.sources[0].shape
        == "survey answers: 6 csat from `\(header)`, scored 1-5, 3 unanswered")
    // The words stay beside the scores.
    let table = try #require(result.snapshot.events?.table)
    #expect(Set(table.texts(header)).isSuperset(of: ["Very satisfied", "N/A"]))
    let said = try SourceAssembly.assemble(
      [
        Fixtures.source(
          "feedback.csv", "account_id,answered_at,\"\(header)\"\nA,2026-01-05,Satisfied\n",
          role: .events, mappings: [DataSource.Mapping("kind", constant: "survey")])
      ], settings: Fixtures.settings())
    #expect(said.snapshot.events?.table.texts("kind") == ["survey"])
    #expect(said.snapshot.events?.table.column("score") == nil)
  }

  @Test(arguments: [
    (
      ["Excellent", "Good", "Fair", "Poor", "Good"],
      "its answers are of a scale of four points (`Excellent`, `Good`, `Fair`, `Poor`), and scores "
        + "need five or seven"
    ),
    (
      ["Very satisfied", "Dissatisfied", "Satisfied", "very dissatisfied"],
      "its answers are of a scale of four points (`Very satisfied`, `Satisfied`, `Dissatisfied`, "
        + "`very dissatisfied`), and scores need five or seven"
    ),
    (
      ["Satisfied", "Dissatisfied", "Satisfied"],
      "its answers are of a scale of two points (`Satisfied`, `Dissatisfied`), and scores need "
        + "five or seven"
    ),
    (
      ["Very satisfied", "Satisfied", "Meh", "Neutral", "Meh"],
      "2 of 5 answers are not of the scale `Very dissatisfied` to `Very satisfied`, the first `Meh`"
    ),
    (
      ["9", "eight", "10", "7", "3"],
      "1 of 5 answers are no numbers from 0 to 10, the first `eight`"
    ),
    (
      ["Sehr zufrieden", "Zufrieden", "Zufrieden", "Sehr zufrieden"],
      "4 of 4 answers are of no known scale, the first `Sehr zufrieden`"
    ),
    (["Fair", "Average", "Good", "Fair"], "its answers are of several scales"),
  ])
  func otherWordsAreSaid(_ answers: [String], _ reason: String) throws {
    let header = "How satisfied are you with support?"
    let result = try Self.load(answers + answers, header)
    #expect(try Self.scores(result, "csat", of: header).isEmpty)
    let doubled = reason.replacing("2 of 5", with: "4 of 10").replacing("4 of 4", with: "8 of 8")
      .replacing("1 of 5", with: "2 of 10")
    #expect(
      result.report.notes.map(\.message).filter { $0.contains("makes no") } == [
        "`\(header)` makes no csat: \(doubled)"
      ])
  }

  /// To agree that there was much effort is no good news.
  @Test func agreementToEffortIsInDoubt() throws {
    let words = ["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"]
    let result = try Self.load(words, "How much effort: it took me long")
    #expect(result.report.notes.contains { $0.message.contains("to agree may be good or bad") })
  }

  /// The same answer as a number and in words is one event.
  @Test func labelsOfNumbersAreNoSecondAnswer() throws {
    let text =
      "account_id,answered_at,csat,How satisfied are you?\nA,2026-01-01,5,Very satisfied\n"
      + "B,2026-01-01,2,Dissatisfied\n"
    let result = try SourceAssembly.assemble(
      [Fixtures.source("x.csv", text)], settings: Fixtures.settings())
    #expect(result.kinds == ["csat 2"])
  }

  @Test func commentsAreNoAnswers() throws {
    let remarks = (0..<40).map { "It took \($0) days and I liked the tone" }
    let result = try Self.load(remarks + ["Good"], "How satisfied are you, in your own words?")
    #expect(!result.report.notes.contains { $0.message.contains("makes no") })
  }

  // MARK: - Random ones

  private static func disguised(
    _ text: String, _ random: inout SeededGenerator
  ) -> String {
    let cased =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: text.uppercased()
      case 1: text.lowercased()
      default: text
      }
    return ["", " ", "  "].randomElement(using: &random)! + cased
      + ["", " ", ".", "!"].randomElement(using: &random)!
  }

  /// Whatever the order of the rows, every answer of a scale has its score, and blank ones none.
  @Test(arguments: 0..<Repetitions.count(120))
  func columnsDrawnFromAScaleReadAsIt(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let scale = WordScale.all[seed % WordScale.all.count]
    let kind = ["nps", "csat", "ces"][seed % 3]
    let header = Self.questions[kind] ?? ""
    let ways = scale.steps.map { $0.randomElement(using: &random) ?? "" }
    // Every step at least once: fewer may be those of a shorter scale.
    var steps = Array(ways.indices)
    for _ in 0..<Int.random(in: 0..<60, using: &random) {
      steps.append(Int.random(in: ways.indices, using: &random))
    }
    var answers = steps.map { Self.disguised(ways[$0], &random) }
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      answers.append(["", "N/A", "Not applicable", "don't know"].randomElement(using: &random)!)
    }
    answers.shuffle(using: &random)
    let result = try Self.load(answers, header)
    let found = try Self.scores(result, kind, of: header)
    let top = kind == "nps" ? 10.0 : kind == "csat" ? 5 : 7
    let bottom = kind == "nps" ? 0.0 : 1
    for (text, score) in found {
      let folded = SourceWords.fold(text)
      guard let step = scale.stepOf[folded] else {
        #expect(score == "-", "\(text)")
        continue
      }
      let number = try #require(Double(score), "\(text): \(score)")
      let even = bottom + (top - bottom) * scale.share(ofStep: step)
      #expect(kind == "nps" ? abs(number - even) < 0.7 : abs(number - even) < 1e-9, "\(text)")
    }
    #expect(result.report.notes.count { $0.message.hasPrefix("\(kind) from ") } == 1)
  }

  /// Any part of a scale is read in its order, or said.
  @Test(arguments: 0..<Repetitions.count(120))
  func partsOfAScaleAreReadOrSaid(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let scale = WordScale.all[seed % WordScale.all.count]
    let steps = scale.steps.indices.filter { _ in Bool.random(using: &random) }
    let answers = (steps.isEmpty ? [0] : steps).map { scale.steps[$0][0] }
    let header = Self.questions["csat"] ?? ""
    let result = try Self.load(answers + answers, header)
    let found = try Self.scores(result, "csat", of: header)
    if found.isEmpty {
      #expect(result.report.notes.contains { $0.message.contains("makes no csat") })
      return
    }
    let scores = answers.compactMap { found[$0].flatMap(Double.init) }
    #expect(scores.count == answers.count)
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0.0 > $0.1 }, "\(found)")
  }

  /// One foreign word among the answers is named; none is dropped without a word.
  @Test(arguments: 0..<Repetitions.count(60)) func foreignWordsAreSaid(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let scale = WordScale.all[seed % WordScale.all.count]
    var answers = (0..<Int.random(in: 1...50, using: &random)).map { _ in
      scale.steps.randomElement(using: &random)!.randomElement(using: &random)!
    }
    answers.insert("Kwyjibo", at: Int.random(in: 0...answers.count, using: &random))
    let kind = ["nps", "csat", "ces"][seed % 3]
    let header = Self.questions[kind] ?? ""
    let result = try Self.load(answers, header)
    #expect(try Self.scores(result, kind, of: header).isEmpty)
    let said = result.report.notes.filter { $0.message.contains("makes no \(kind)") }
    #expect(said.count == 1)
    #expect(said.first?.message.contains("of \(answers.count) answers") == true)
    #expect(said.first?.hint?.contains("reading missing") == true)
  }

  // MARK: - Exports

  @Test func exportsHaveAnswersInWords() throws {
    let monkey = Fixtures.source(
      "sm.csv",
      """
      Respondent ID,Collector ID,Start Date,End Date,Email Address,How likely is it that you would recommend us?,How satisfied are you?,How easy was it?
      1,9,2026-01-01T10:00:00Z,2026-01-01T10:01:00Z,a@x.com,10 - Extremely likely,Very satisfied,Very easy
      2,9,2026-01-02T10:00:00Z,2026-01-02T10:01:00Z,b@x.com,3,Somewhat dissatisfied,Neither easy nor difficult
      3,9,2026-01-03T10:00:00Z,2026-01-03T10:01:00Z,c@x.com,0 - Not at all likely,N/A,Easy

      """)
    let result = try ExportFixtures.assemble(monkey)
    #expect(result.kinds == ["ces 3", "csat 2", "nps 3"])
    let table = try #require(result.snapshot.events?.table)
    let pairs = zip(table.texts("kind"), table.texts("score")).map { "\($0) \($1)" }
    #expect(
      pairs.sorted() == [
        "ces 4", "ces 5.5", "ces 7", "csat 2", "csat 5", "nps 0", "nps 10", "nps 3",
      ])
    #expect(
      result.report.notes.map(\.message).filter { $0.contains(" from `") } == [
        "csat from `How satisfied are you?`: Very dissatisfied 1 to Very satisfied 5; `N/A` is no "
          + "answer", "ces from `How easy was it?`: Very difficult 1 to Very easy 7",
      ])
  }

  @Test func exportsSayWhichAnswersHaveNoScore() throws {
    let typeform = Fixtures.source(
      "tf.csv",
      """
      #,Company,How satisfied are you?,How easy was it?,Start Date (UTC),Submit Date (UTC),Network ID
      t1,Acme,Very happy indeed,5,2026-01-01T10:00:00Z,2026-01-01T10:01:00Z,n1
      t2,Birch,Satisfied,seven,2026-01-02T10:00:00Z,2026-01-02T10:01:00Z,n2
      t3,Cobalt,Dissatisfied,6,2026-01-03T10:00:00Z,2026-01-03T10:01:00Z,n3

      """)
    let result = try ExportFixtures.assemble(typeform)
    #expect(result.kinds == ["ces 2"])
    let said = result.report.notes.map(\.message)
    #expect(
      said.contains(
        "`How satisfied are you?` makes no csat: 1 of 3 answers is not of the scale `Very "
          + "dissatisfied` to `Very satisfied`, the first `Very happy indeed`"))
    #expect(
      said.contains(
        "not every answer to `How easy was it?` makes ces: 1 of 3 answers is no number from 1 to 7, "
          + "the first `seven`"))
  }

  @Test func delightedAnswersInWordsAreOfTheirType() throws {
    let delighted = Fixtures.source(
      "d.csv",
      """
      Response ID,Person ID,Email,Score,Comment,Survey type,Created at
      1,1,a@x.com,9,,nps,2026-01-01T10:00:00Z
      2,2,b@x.com,Satisfied,,csat,2026-01-02T10:00:00Z
      3,3,c@x.com,Very satisfied,,csat,2026-01-03T10:00:00Z

      """)
    let result = try ExportFixtures.assemble(delighted)
    let table = try #require(result.snapshot.events?.table)
    #expect(
      zip(table.texts("kind"), table.texts("score")).map { "\($0) \($1)" }.sorted() == [
        "csat 4", "csat 5", "nps 9",
      ])
  }

  // MARK: - Numbers in texts

  @Test(arguments: [
    ("9", 9), ("10 - Extremely likely", 10), ("4.5", 4.5), ("4,5 points", 4.5), ("5 stars", 5),
    ("5stars", 5), ("★★★☆☆", 3), ("7/10", 7), ("8 out of 10", 8), ("Very satisfied (5)", 5),
    ("1. Strongly agree", 1), (" 3 ", 3),
  ])
  func numbersInTextsAreFound(_ text: String, _ number: Double) {
    #expect(NumberedAnswer(text)?.number == number)
  }

  @Test(arguments: ["9-10", "0 – 6", "5th", "five", "", "-1", "2026-01-01", "Meh 5", "☆☆", "x5"])
  func otherTextsAreNoNumbers(_ text: String) {
    #expect(NumberedAnswer(text) == nil)
  }

  /// Out of ten is no answer on a scale of five.
  @Test func whatNumbersAreOutOfIsTheScale() throws {
    let header = "How satisfied are you?"
    let low = try Self.load(["4/10", "3/10", "5/10"], header)
    #expect(
      low.report.notes.contains {
        $0.message.hasSuffix("its numbers are out of 10, and all could be of a smaller scale")
      })
    let high = try Self.load(["4/10", "9/10", "5/10"], header)
    #expect(
      high.report.sources[0].shape == "survey answers: 3 csat from `\(header)`, scored 0-10")
  }
}
