/// What customers say, and what they were asked: read once a log; every instant and every period
/// asks it for what lies inside.
final class SurveyFeeds: Sendable {
  /// By question.
  private let answers: [EventReadings]
  /// Events that answer any question but a review's stars, which nobody asks for.
  let answered: EventReadings
  /// Surveys that were sent.
  let invitations: EventReadings
  /// -1 to 1.
  let sentiments: EventReadings
  /// Expectation less experience, where both are told.
  let gaps: EventReadings

  private let asked: Set<SurveyQuestion>

  /// Whether any event could answer it.
  func isAsked(_ question: SurveyQuestion) -> Bool { asked.contains(question) }

  subscript(question: SurveyQuestion) -> EventReadings {
    answers[AnswerReader.number(of: question)]
  }

  static let respondentAttributes = [
    "respondent", "respondent_id", "contact", "contact_id", "user", "user_id",
  ]
  static let expectationAttributes = ["expectation", "expectation_score", "expected_score"]
  static let experienceAttributes = ["experience", "experience_score", "perception_score"]

  init(
    _ log: EventLog, _ cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) {
    let reader = AnswerReader(log)
    let numbers = { NumberAttribute.named($0, in: log.table) }
    let felt = numbers(SignalStrength.sentimentAttributes)
    let expected = numbers(SurveyFeeds.expectationAttributes)
    let experienced = numbers(SurveyFeeds.experienceAttributes)
    let isInvitation = SurveyFeeds.invitations(log)
    let respondents = SurveyFeeds.respondents(log, reader)
    let questions = SurveyQuestion.allCases.indices
    var answers = questions.map { _ in EventReadings() }
    var (answered, invited) = (EventReadings(), EventReadings())
    var (sentiments, gaps) = (EventReadings(), EventReadings())
    let at = log.table.column("at")?.nulls
    for account in 0..<log.accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      var expectation: Double?
      // What is planned for later stays: the instant that asks leaves it out.
      for place in log.offsets[account]..<log.offsets[account + 1] {
        // An event without a time says nothing of any time.
        if let at, at.isUnknown(place) { continue }
        let (time, who) = (log.times[place], respondents[place])
        var isAnswer = false
        for question in questions {
          guard let answer = reader.answer(to: question, place) else { continue }
          answers[question].append(at: time, answer, by: who, place: place)
          if SurveyQuestion.allCases[question] != .stars { isAnswer = true }
        }
        if isAnswer { answered.append(at: time, 1, by: who, place: place) }
        if isInvitation(place) { invited.append(at: time, 1, by: who, place: place) }
        if let value = NumberAttribute.first(felt, place) {
          sentiments.append(at: time, value, by: who, place: place)
        }
        if let value = NumberAttribute.first(expected, place) { expectation = value }
        if let value = NumberAttribute.first(experienced, place), let expectation {
          gaps.append(at: time, expectation - value, by: who, place: place)
        }
      }
      for question in questions { answers[question].endAccount() }
      answered.endAccount()
      invited.endAccount()
      sentiments.endAccount()
      gaps.endAccount()
    }
    self.answers = answers
    asked = Set(SurveyQuestion.allCases.filter { reader.isAsked($0) })
    (self.answered, invitations) = (answered, invited)
    (self.sentiments, self.gaps) = (sentiments, gaps)
  }

  /// As the answers before an instant tell it.
  func scale(
    of question: SurveyQuestion, before end: Int64, _ cancellation: Cancellation
  ) throws(QueryFailure) -> AnswerScale {
    let readings = self[question]
    // NPS and stars have one scale.
    if question == .nps || question == .stars { return AnswerScale(question, []) }
    if cancellation.isCancelled { throw .cancelled }
    return AnswerScale(
      question,
      readings.times.indices.filter { readings.times[$0] < end }.map { readings.values[$0] })
  }

  /// Expectation less experience of each account that has columns for both; nil without them.
  static func columnGaps(_ accounts: Table) -> [Double?]? {
    func column(_ names: [String]) -> Column? {
      names.lazy.compactMap { accounts.column($0) }.first { $0.type.isNumeric }
    }
    guard let expected = column(expectationAttributes),
      let experienced = column(experienceAttributes)
    else { return nil }
    return (0..<accounts.rowCount).map { account in
      guard let promised = expected[account].double, let found = experienced[account].double else {
        return nil
      }
      return promised - found
    }
  }

  /// `survey_sent`, `nps_invitation`: a kind that names a survey and says that it was asked for.
  static func isInvitation(kind: String) -> Bool {
    let words = Set(KindWords(kind).words)
    let surveys: Set = ["survey", "nps", "csat", "ces", "questionnaire"]
    let asking: Set = [
      "sent", "send", "invitation", "invite", "invited", "asked", "request", "requested",
    ]
    return !words.isDisjoint(with: surveys) && !words.isDisjoint(with: asking)
  }

  private static func invitations(_ log: EventLog) -> (Int) -> Bool {
    guard case .codes(let kinds, let names)? = log.table.column("kind")?.storage else {
      return { _ in false }
    }
    let isMeant = (0..<UInt32(names.count)).map { isInvitation(kind: names[$0]) } + [false]
    return { isMeant[min(Int(kinds[$0]), isMeant.count - 1)] }
  }

  /// Of the first such attribute that an answer has.
  private static func respondents(_ log: EventLog, _ reader: AnswerReader) -> [UInt32] {
    let questions = SurveyQuestion.allCases.indices
    let nobody = [UInt32](repeating: EventReadings.nobody, count: log.table.rowCount)
    for name in respondentAttributes {
      guard let column = log.table.column(name) else { continue }
      let isTold = (0..<column.count).contains { place in
        !column.nulls.isUnknown(place) && questions.contains { reader.answer(to: $0, place) != nil }
      }
      if isTold { return KeyColumn(column).codes }
    }
    return nobody
  }
}
