/// Reads off one event what it answers to the questions of surveys: the one reading that scores and
/// measures share.
struct AnswerReader: Sendable {
  /// By question, the attributes that hold its answer on an event of any kind.
  let ofAnyKind: [[NumberAttribute]]
  /// By question, those that hold it on an event whose kind names the question.
  let ofItsKind: [[NumberAttribute]]
  /// By question, whether each kind names it.
  private let isNamed: [[Bool]]
  private let kinds: [UInt32]

  /// A kind names a question by its words, whatever else the workspace declares it to say.
  init(_ log: EventLog) {
    let table = log.table
    ofAnyKind = SurveyQuestion.allCases.map { NumberAttribute.named($0.attributes, in: table) }
    ofItsKind = SurveyQuestion.allCases.map {
      NumberAttribute.named($0.attributesOfItsKind, in: table)
    }
    guard case .codes(let codes, let names)? = table.column("kind")?.storage else {
      isNamed = SurveyQuestion.allCases.map { _ in [] }
      kinds = []
      return
    }
    kinds = codes
    let dictionary = SignalDictionary()
    let readings = (0..<UInt32(names.count)).map { dictionary.reading(ofKind: names[$0]) }
    isNamed = SurveyQuestion.allCases.map { question in
      readings.map { $0.feeds.contains { $0.strength == .answer(question) } }
    }
  }

  /// Whether any event could answer it: there is an attribute, and a kind where it needs one.
  func isAsked(_ question: SurveyQuestion) -> Bool {
    let number = AnswerReader.number(of: question)
    return !ofAnyKind[number].isEmpty
      || (!ofItsKind[number].isEmpty && isNamed[number].contains(true))
  }

  /// On an event whose kind names the question its `score` is the answer.
  @inline(__always)
  func answer(to question: Int, _ place: Int) -> Double? {
    let named = isNamed[question]
    let kind = place < kinds.count ? Int(kinds[place]) : named.count
    if kind < named.count, named[kind],
      let answer = NumberAttribute.first(ofItsKind[question], place)
    {
      return answer
    }
    return NumberAttribute.first(ofAnyKind[question], place)
  }

  static func number(of question: SurveyQuestion) -> Int {
    SurveyQuestion.allCases.firstIndex(of: question) ?? 0
  }
}
