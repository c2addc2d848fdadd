/// A scale whose answers are words, such as `Very satisfied` to `Very dissatisfied`.
///
/// Capital letters, blanks and punctuation of an answer do not matter. Which end is the better one
/// is told by the words, not by the order in which a file has them.
struct WordScale: Hashable, Sendable {
  /// From the best answer to the worst, each in the ways it is written.
  let steps: [[String]]
  /// Steps that make a scale of fewer points where no other one is ever chosen: without a middle,
  /// or without the strong words.
  let shorter: [Set<Int>]
  /// `Strongly agree` is good news only if the statement is.
  let isAgreement: Bool

  /// Each way to write an answer, folded, and its step.
  let stepOf: [String: Int]

  init(_ steps: [[String]], shorter: [Set<Int>] = [], isAgreement: Bool = false) {
    self.steps = steps
    self.shorter = shorter
    self.isAgreement = isAgreement
    var stepOf: [String: Int] = [:]
    for (step, ways) in steps.enumerated() {
      for way in ways { stepOf[SourceWords.fold(way)] = step }
    }
    self.stepOf = stepOf
  }

  /// An answer as one would write it, as it is among the answers (folded) where it is.
  func name(ofStep step: Int, among answers: [String] = []) -> String {
    let way = steps[step].first { answers.contains(SourceWords.fold($0)) } ?? steps[step][0]
    return way.prefix(1).uppercased() + way.dropFirst()
  }

  /// How good a step is: 1 the best, 0 the worst.
  func share(ofStep step: Int) -> Double {
    Double(steps.count - 1 - step) / Double(steps.count - 1)
  }

  /// The score of a step on the scale of a kind of survey: 1 to 5 for csat, 1 to 7 for ces, evenly
  /// spaced. For nps whole numbers from 0 to 10: the best answer promotes, the one below it does
  /// neither, all others detract.
  func score(ofStep step: Int, _ kind: String) -> Double {
    switch kind {
    case "nps":
      let scores: [Double] = steps.count == 5 ? [10, 8, 5, 3, 0] : [10, 8, 6, 5, 3, 2, 0]
      return scores[step]
    case "ces": return 1 + 6 * share(ofStep: step)
    default: return 1 + 4 * share(ofStep: step)
    }
  }

  /// Whether all answers (folded) are of this scale, none of its steps in two ways; `Neutral` and
  /// `Neither ...` are one.
  func holds(_ answers: [String]) -> Bool {
    var wayOf: [Int: String] = [:]
    for answer in answers {
      guard let step = stepOf[answer] else { return false }
      let way = answer.hasPrefix("neither") ? "neutral" : answer
      if let other = wayOf.updateValue(way, forKey: step), other != way { return false }
    }
    return !wayOf.isEmpty
  }

  /// How many points the scale has that these answers are all of, where it is a shorter one.
  func points(of answers: [String]) -> Int? {
    let taken = Set(answers.compactMap { stepOf[$0] })
    return shorter.contains(taken) ? taken.count : nil
  }

  // MARK: - All of them

  /// Those with fewer steps first.
  static let all: [WordScale] = {
    let all = bipolar + unipolar + qualities
    return all.filter { $0.steps.count == 5 } + all.filter { $0.steps.count == 7 }
  }()

  /// Each answer of any scale, folded.
  static let words = Set(all.flatMap(\.stepOf.keys))

  /// The scale of these answers: the first one that has them all.
  static func of(_ answers: [String]) -> WordScale? { all.first { $0.holds(answers) } }

  /// Words that stand for no answer at all, folded.
  static let unanswered: Set<String> = [
    "na", "nan", "null", "none", "notapplicable", "doesnotapply", "dontknow", "idontknow",
    "donotknow", "dk", "noanswer", "notanswered", "noresponse", "unanswered", "skipped",
    "prefernottosay", "prefernottoanswer", "dontknownotapplicable", "dontknowna",
    "notapplicabledontknow",
  ]

  /// What people and programs write where nothing was answered.
  static func isUnanswered(_ text: String) -> Bool {
    let folded = SourceWords.fold(text)
    return folded.isEmpty
      ? text.allSatisfy { " \t-–—./?#".contains($0) } : unanswered.contains(folded)
  }

  /// Two opposite words.
  private struct Pair {
    var good: String
    var bad: [String]
    /// What makes them strong.
    var tops: [String]
    var middle: [String] = []
    var isAgreement = false
  }

  private static let pairs = [
    Pair(
      good: "satisfied", bad: ["dissatisfied", "unsatisfied"],
      tops: ["very", "extremely", "completely", "totally", "highly"]),
    Pair(
      good: "agree", bad: ["disagree"], tops: ["strongly", "completely", "totally", "fully"],
      middle: ["undecided"], isAgreement: true),
    Pair(good: "easy", bad: ["difficult", "hard"], tops: ["very", "extremely"]),
    Pair(good: "likely", bad: ["unlikely"], tops: ["very", "extremely", "highly"]),
    Pair(good: "happy", bad: ["unhappy"], tops: ["very", "extremely"]),
    Pair(good: "positive", bad: ["negative"], tops: ["very", "extremely"]),
  ]

  private static let withoutMiddle: [Set<Int>] = [[0, 1, 3, 4]]
  private static let withoutEnds: [Set<Int>] = [[1, 3], [1, 2, 3]]

  /// `Very satisfied`, `Satisfied` (or `Somewhat satisfied`), `Neither ...`, and the same down
  /// again; with both, or with two strong words, of seven points.
  private static let bipolar = pairs.flatMap { pair -> [WordScale] in
    let weak = ["somewhat", "slightly", "fairly", "rather", "a little"]
    let middle =
      ["neutral", "neither", "neither nor"] + pair.middle
      + pair.bad.flatMap { bad in
        [(pair.good, bad), (bad, pair.good)].flatMap { first, second in
          ["neither \(first) nor \(second)", "neither \(first) or \(second)"]
        }
      }
    func with(_ words: [String]) -> (good: [String], bad: [String]) {
      func each(_ noun: String) -> [String] {
        words.map { $0.isEmpty ? noun : "\($0) \(noun)" }
      }
      return (each(pair.good), pair.bad.flatMap(each))
    }
    func scale(_ words: [[String]]) -> WordScale {
      let steps = words.map(with)
      return WordScale(
        steps.map(\.good) + [middle] + steps.reversed().map(\.bad),
        shorter: words.count == 2 ? withoutMiddle + withoutEnds : [[0, 1, 2, 4, 5, 6]],
        isAgreement: pair.isAgreement)
    }
    return pair.tops.flatMap { top -> [WordScale] in
      let scales = [
        scale([[top], [""]]), scale([[top], weak + ["moderately", "mostly"]]),
        scale([[top], ["", "moderately", "mostly"], weak]),
      ]
      return top == "very" ? scales : scales + [scale([[top], ["very"], [""] + weak])]
    }
  }

  /// `Extremely likely` to `Not at all likely`.
  private static let unipolar = ["satisfied", "easy", "likely", "happy", "helpful"].map { word in
    func with(_ words: String...) -> [String] { words.map { "\($0) \(word)" } }
    return WordScale(
      [
        with("extremely", "completely"), with("very"), with("somewhat", "moderately", "fairly"),
        with("not so", "not very", "slightly", "a little", "not too", "not particularly"),
        with("not at all"),
      ], shorter: [[1, 2, 3, 4]])
  }

  private static let qualities = [
    WordScale(
      [
        ["excellent", "outstanding"], ["good"], ["fair", "average", "ok", "okay", "acceptable"],
        ["poor"], ["very poor", "terrible", "awful", "very bad", "horrible"],
      ], shorter: [[0, 1, 2, 3]] + withoutEnds),
    WordScale([["excellent"], ["very good"], ["good"], ["fair", "average"], ["poor"]]),
    WordScale(
      [
        ["very good"], ["good"], ["neutral", "average", "fair", "ok", "okay", "acceptable"],
        ["poor"], ["very poor"],
      ], shorter: withoutMiddle + [[0, 1, 2, 3]] + withoutEnds),
    WordScale(
      [
        ["very good"], ["good"],
        ["neutral", "average", "fair", "ok", "okay", "neither good nor bad"], ["bad"], ["very bad"],
      ], shorter: withoutMiddle + withoutEnds),
    WordScale(
      [
        ["very low effort", "very little effort"], ["low effort", "little effort"],
        ["moderate effort", "medium effort", "neutral"], ["high effort", "a lot of effort"],
        ["very high effort", "a great deal of effort"],
      ]),
  ]
}
