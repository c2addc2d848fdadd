internal import QueryLanguage

/// A measure of a group of accounts, as one formula over sums of parts (SEMANTICS, Survey measures
/// and Retention, churn, revenue). `GroupMeasure.all` is the table that binding, completion and
/// help read.
package struct GroupMeasure: Sendable {
  package let name: String
  /// One sentence.
  package let meaning: String
  let style: ResultTable.Style
  let formula: MeasureFormula
  /// Shown beside it where it is the head of a sentence: how sure it is, and of how many.
  package let companions: [String]
  /// The field of one account that is asked for instead, where there is one.
  package let field: String?

  init(
    _ name: String, _ meaning: String, style: ResultTable.Style = .plain,
    companions: [String] = [], field: String? = nil, _ formula: MeasureFormula
  ) {
    self.name = name
    self.meaning = meaning
    self.style = style
    self.companions = companions
    self.field = field
    self.formula = formula
  }

  /// In any case of letters.
  package static func named(_ name: String) -> GroupMeasure? { byName[name.lowercased()] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  // MARK: - The table

  /// In the order in which help shows them.
  package static let all = surveys + service + customers

  private static let surveys = [
    GroupMeasure(
      "nps",
      "Net Promoter Score, -100 to 100: 100 x (promoters - detractors) / answers; 9-10 promote, 0-6"
        + " detract; the latest answer of each respondent in the period.",
      companions: ["nps_se", "nps_n"], field: "nps_score",
      100 * (.sum(.promoters) - .sum(.detractors)) / .sum(.npsAnswers)),
    GroupMeasure(
      "nps_se",
      "the standard error of nps: 100 sqrt((p + d - (p - d)^2) / n), p and d being shares.",
      100
        * .squareRoot(
          .sum(.promoters) + .sum(.detractors)
            - (.sum(.promoters) - .sum(.detractors)) * (.sum(.promoters) - .sum(.detractors))
            / .sum(.npsAnswers)) / .sum(.npsAnswers)),
    GroupMeasure("nps_n", "how many respondents nps counts.", .sum(.npsAnswers)),
    GroupMeasure(
      "csat",
      "customer satisfaction: the share of answers 4-5 on a scale of five, the top two boxes on"
        + " others; the latest answer of each respondent in the period.",
      style: .share, companions: ["csat_n"], field: "csat_score",
      .sum(.satisfied) / .sum(.csatAnswers)),
    GroupMeasure("csat_n", "how many respondents csat counts.", .sum(.csatAnswers)),
    GroupMeasure(
      "ces",
      "Customer Effort Score: the mean of 1-7, 7 being easiest; the latest answer of each respondent"
        + " in the period.",
      companions: ["ces_n"], field: "ces_score", .sum(.effort) / .sum(.cesAnswers)),
    GroupMeasure(
      "ces_easy", "the share of respondents who found it easy: 5-7 of 1-7.", style: .share,
      companions: ["ces_n"], .sum(.easy) / .sum(.cesAnswers)),
    GroupMeasure("ces_n", "how many respondents ces counts.", .sum(.cesAnswers)),
    GroupMeasure(
      "response_rate",
      "answered / asked: the share of surveys sent in the period that were answered before the next"
        + " one; where nothing tells of asking, the share of active accounts that answered.",
      style: .share, companions: ["response_n"], .sum(.answered) / .sum(.asked)),
    GroupMeasure("response_n", "how many were asked.", .sum(.asked)),
    GroupMeasure(
      "perception_gap",
      "expectation less experience: what was promised against what was delivered, the mean over the"
        + " pairs told in the period.",
      companions: ["perception_gap_low", "perception_gap_high", "perception_gap_n"],
      meanGap),
    GroupMeasure(
      "perception_gap_low", "the lower end of the 95 % interval of perception_gap.",
      meanGap - gapMargin),
    GroupMeasure(
      "perception_gap_high", "the upper end of the 95 % interval of perception_gap.",
      meanGap + gapMargin),
    GroupMeasure("perception_gap_n", "how many pairs perception_gap counts.", .sum(.gapPairs)),
  ]

  private static let meanGap: MeasureFormula = .sum(.gap) / .sum(.gapPairs)

  /// 1.96 standard errors.
  private static let gapMargin: MeasureFormula =
    1.96
    * .squareRoot(
      (.sum(.gapSquared) - .sum(.gap) * .sum(.gap) / .sum(.gapPairs)) / (.sum(.gapPairs) - 1)
        / .sum(.gapPairs))

  private static let service = [
    GroupMeasure(
      "fcr",
      "first contact resolution: the share of tickets solved at the first contact, as the data tell"
        + " it; else those without another one of the account, on the same topic, within 7 days.",
      style: .share, companions: ["fcr_n"], .sum(.firstContacts) / .sum(.contacts)),
    GroupMeasure(
      "fcr_net", "fcr without the tickets that first level cannot solve.", style: .share,
      companions: ["fcr_n"], .sum(.firstLevelFirstContacts) / .sum(.firstLevelContacts)),
    GroupMeasure("fcr_n", "how many tickets fcr counts.", .sum(.contacts)),
  ]

  private static let customers = [
    GroupMeasure(
      "churn",
      "lost in the period / customers active at its start; who joined later is left out. The last 12"
        + " months unless the sentence names a period.",
      style: .share, companions: ["churn_n"], churn),
    GroupMeasure(
      "churn_voluntary", "the part of churn that left of its own will, by the reason given.",
      style: .share, companions: ["churn_n"], .sum(.voluntary) / .sum(.customers)),
    GroupMeasure(
      "churn_involuntary",
      "the part of churn that did not choose to: failed payment, insolvency, fraud, acquired.",
      style: .share, companions: ["churn_n"], .sum(.involuntary) / .sum(.customers)),
    GroupMeasure(
      "churn_unknown", "the part of churn for which the data give no reason.", style: .share,
      companions: ["churn_n"], .sum(.unexplained) / .sum(.customers)),
    GroupMeasure(
      "retention", "1 - churn: the share of the customers at the start that were not lost.",
      style: .share, companions: ["churn_n"], 1 - churn),
    GroupMeasure("churn_n", "how many customers the period begins with.", .sum(.customers)),
    GroupMeasure(
      "grr",
      "gross revenue retention: (revenue at the start - contraction - churn) / revenue at the start.",
      style: .share, companions: ["revenue_n"],
      (.sum(.revenue) - .sum(.contraction) - .sum(.lostRevenue)) / .sum(.revenue)),
    GroupMeasure(
      "nrr", "net revenue retention: grr and the expansion of the same customers.",
      style: .share, companions: ["revenue_n"],
      (.sum(.revenue) - .sum(.contraction) - .sum(.lostRevenue) + .sum(.expansion))
        / .sum(.revenue)),
    GroupMeasure(
      "revenue_n", "how many customers grr and nrr count: those with a known revenue.",
      .sum(.payers)),
    GroupMeasure(
      "clv",
      "customer lifetime value: revenue of an account x gross margin / churn, both of the period;"
        + " unknown when nobody is lost. `let gross_margin = 0.75` sets the margin.",
      companions: ["churn_n"], yearlyMargin * .periodYears / churn),
    GroupMeasure(
      "clv_horizon",
      "the same limited to three years: gross margin x the area under survival, with the churn of the"
        + " period all along.",
      companions: ["churn_n"],
      yearlyMargin
        * .orElse((1 - .call("exp", -3 * hazard)) / hazard, 3)),
  ]

  private static let churn: MeasureFormula = .sum(.losses) / .sum(.customers)
  /// Losses in a year of one customer.
  private static let hazard: MeasureFormula = .sum(.losses) / .sum(.customerYears)
  private static let yearlyMargin: MeasureFormula =
    .sum(.revenue) / .sum(.payers) * .grossMargin
}

/// Arithmetic over sums of parts; unknown where a divisor is 0.
indirect enum MeasureFormula: Sendable {
  case sum(MeasurePart)
  case number(Double)
  case arithmetic(MeasureFormula, ArithmeticOperator, MeasureFormula)
  /// A function of `FunctionCatalog`.
  case call(String, MeasureFormula)
  /// The second where the first is unknown.
  case orElse(MeasureFormula, MeasureFormula)
  /// `$gross_margin`, else 1.
  case grossMargin
  /// The length of the period.
  case periodYears

  /// Whether it can be worked out only from one day to another.
  var needsPeriod: Bool { parts.contains { $0.family.needsPeriod } }

  var parts: [MeasurePart] {
    switch self {
    case .sum(let part): [part]
    case .number, .grossMargin, .periodYears: []
    case .arithmetic(let left, _, let right), .orElse(let left, let right):
      left.parts + right.parts
    case .call(_, let operand): operand.parts
    }
  }

  static func squareRoot(_ operand: MeasureFormula) -> MeasureFormula { .call("sqrt", operand) }

  static func + (left: MeasureFormula, right: MeasureFormula) -> MeasureFormula {
    .arithmetic(left, .add, right)
  }
  static func - (left: MeasureFormula, right: MeasureFormula) -> MeasureFormula {
    .arithmetic(left, .subtract, right)
  }
  static func * (left: MeasureFormula, right: MeasureFormula) -> MeasureFormula {
    .arithmetic(left, .multiply, right)
  }
  static func / (left: MeasureFormula, right: MeasureFormula) -> MeasureFormula {
    .arithmetic(left, .divide, right)
  }
}

extension MeasureFormula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
}
