/// Which answers to a question are on its scale, and which of those are good.
struct AnswerScale: Hashable, Sendable {
  let question: SurveyQuestion
  let range: ClosedRange<Double>

  /// CSAT and CES are asked on scales of several lengths: the answers tell which.
  init(_ question: SurveyQuestion, _ answers: [Double]) {
    self.question = question
    range =
      question == .stars ? 1...5 : SurveyScale.range(of: question.rawValue, answers)
  }

  /// Half points of NPS are none.
  func holds(_ answer: Double) -> Bool {
    range.contains(answer) && (question != .nps || answer == answer.rounded())
  }

  /// From which answer on a customer is content, or found it easy: 9 of NPS, the top two boxes of
  /// CSAT, 5 of 1-7 for CES. Of 100 points the top fifth, and for CES the top third.
  var good: Double {
    switch question {
    case .nps: 9
    case .csat, .stars: range.upperBound == 100 ? 80 : range.upperBound - 1
    case .ces:
      range.upperBound == 7 ? 5 : (range.upperBound * 2 / 3).rounded(.up)
    }
  }

  /// -1 for the worst answer, 1 for the best.
  func feeling(_ answer: Double) -> Double {
    2 * (answer - range.lowerBound) / (range.upperBound - range.lowerBound) - 1
  }

  var isUsual: Bool {
    switch question {
    case .nps: true
    case .csat, .stars: range == 1...5
    case .ces: range == 1...7
    }
  }

  /// "csat: the answers are on a scale of 1-7, of which 6 and more count as satisfied"
  var note: String {
    let name = question.rawValue
    let scale = "\(Int(range.lowerBound))-\(Int(range.upperBound))"
    return
      "\(name): the answers are on a scale of \(scale), of which \(Int(good)) and more count as "
      + (question == .ces ? "easy" : "satisfied")
  }
}
