/// Every head of a sentence: what it takes, what it answers, and how it is explained. Help,
/// completion, the binder's checks and the documentation come from here.
package enum HeadTable {
  /// One head.
  package struct Entry: Sendable {
    /// As it is written: `drift zones`.
    package let name: String
    /// What stands between the name and `of`, as help shows it.
    package let operands: String
    package let clauses: Set<ClauseWord>
    /// The columns of the answer that scripts may build on.
    package let columns: [String]
    package let help: String
    package let example: String
  }

  /// The head of this name: `funnel`, `drift zones`.
  package static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  static let firstWords = entries.map { String($0.name.prefix { $0 != " " }) }

  // MARK: - Clauses

  /// What every result takes.
  package static let pipeClauses: Set<ClauseWord> = [
    .condition, .by, .orderBy, .top, .show, .rendering, .into,
  ]
  /// What every sentence over data takes.
  package static let rowClauses = pipeClauses.union([.period, .asOf, .knownOn])
  static let everyClause = Set(ClauseWord.allCases)

  private static func rows(and more: ClauseWord...) -> Set<ClauseWord> { rowClauses.union(more) }

  // MARK: - The table

  /// In the order in which help shows them.
  package static let entries: [Entry] = populations + journeys + measures

  private static let populations = [
    Entry(
      name: "accounts", operands: "", clauses: rowClauses,
      columns: ["id", "name", "stage", "dwell", "jfi", "momentum"],
      help: "one row per account", example: "accounts in Benchmark where jfi > 60"),
    Entry(
      name: "events", operands: "[of POPULATION]", clauses: rowClauses,
      columns: ["account", "at", "kind"],
      help: "one row per event", example: "events where kind is ticket in last 7 days"),
    Entry(
      name: "visits", operands: "[in STAGE] [of POPULATION]", clauses: rowClauses,
      columns: ["account", "stage", "entered", "left", "days", "next", "move", "open"],
      help: "one row per stay in a stage", example: "visits in Invest of accounts by partner"),
    Entry(
      name: "those", operands: "", clauses: rowClauses, columns: [],
      help: "the population of the last answer", example: "those where arr > 50_000"),
  ]

  private static let journeys = [
    Entry(
      name: "stages", operands: "", clauses: rowClauses,
      columns: [
        "stage", "accounts", "entered", "median_dwell", "p90_dwell", "jfi", "momentum", "advanced",
        "regressed", "lost", "drifting",
      ],
      help: "the state of each stage", example: "stages of accounts where mindset is reactive"),
    Entry(
      name: "dwell", operands: "", clauses: rows(and: .completedOnly),
      columns: ["stage", "n", "p50", "p75", "p90", "open"],
      help: "how long accounts stay in each stage",
      example: "dwell of accounts by stage show p50, p75, p90, open"),
    Entry(
      name: "transitions", operands: "", clauses: rowClauses,
      columns: ["from", "to", "count", "probability", "median_days"],
      help: "where accounts go from each stage",
      example: "transitions of accounts during last 12 months as matrix"),
    Entry(
      name: "drift zones", operands: "", clauses: rowClauses,
      columns: [
        "from", "to", "drifting", "share", "arr", "excess_days", "loss_drifted", "loss_other",
      ],
      help: "the gaps between stages where accounts drift",
      example: "drift zones of accounts by partner"),
    Entry(
      name: "quadrant", operands: "", clauses: rowClauses,
      columns: ["quadrant", "accounts", "share", "arr"],
      help: "accounts by friction and momentum", example: "quadrant of accounts in Transform"),
    Entry(
      name: "curve", operands: "", clauses: rowClauses,
      columns: ["stage", "friction", "momentum", "sentiment", "n"],
      help: "the experience curve over the stages",
      example: "curve of accounts where vertical is Healthcare"),
    Entry(
      name: "journey", operands: "", clauses: rowClauses,
      columns: ["at", "day", "stage", "kind", "what", "signal"],
      help: "everything that happened to one account", example: "journey of \"Acme Ltd\""),
    Entry(
      name: "autopsy", operands: "", clauses: rowClauses,
      columns: ["at", "day", "stage", "kind", "what", "signal"],
      help: "how an account was lost", example: "autopsy of \"Acme Ltd\""),
    Entry(
      name: "why", operands: "SCORE", clauses: rowClauses,
      columns: ["component", "kind", "at", "amount", "contribution"],
      help: "what a score of one account is made of", example: "why jfi of \"Acme Ltd\""),
    Entry(
      name: "funnel", operands: "STEP -> STEP ...", clauses: rows(and: .within, .without),
      columns: [
        "step", "name", "reached", "of_entered", "of_elapsed", "in_progress", "dropped", "blocked",
        "median_days", "p90_days",
      ],
      help: "how many get from step to step",
      example: "funnel Research -> Benchmark -> Invest of accounts within 90 days"),
    Entry(
      name: "paths", operands: "[from A] [to B] [through C]",
      clauses: rows(and: .within, .without),
      columns: ["path", "accounts", "share", "median_days"],
      help: "the ways accounts take",
      example: "paths from Benchmark to lost of accounts during 2026 top 10"),
    Entry(
      name: "time from", operands: "[each] A to B",
      clauses: rows(and: .within, .without, .completedOnly),
      columns: ["n", "reached", "open", "lost", "p50", "p90", "low", "high"],
      help: "how long it takes from one thing to another",
      example: "time from Invest to first_value of accounts by vertical show p50, p90"),
    Entry(
      name: "retention", operands: "", clauses: rows(and: .starting, .returning, .per, .rolling),
      columns: ["cohort", "period", "eligible", "returned", "share"],
      help: "who comes back, period after period",
      example: "retention of cohort \"Q1 SaaS\" returning login per month rolling"),
    Entry(
      name: "handoffs", operands: "", clauses: rowClauses,
      columns: ["from", "to", "accounts", "median_gap_days", "p90_gap_days", "succeeded"],
      help: "how accounts pass between departments", example: "handoffs of accounts by partner"),
    Entry(
      name: "pain points", operands: "", clauses: rowClauses,
      columns: ["kind", "score", "frequency", "severity", "fixability", "accounts"],
      help: "what hurts most, and how many", example: "pain points of accounts in Invest top 10"),
    Entry(
      name: "moments", operands: "", clauses: rowClauses,
      columns: ["kind", "well", "badly", "difference", "low", "high", "n"],
      help: "the moments of truth", example: "moments of accounts by outcome"),
  ]

  private static let measures = [
    Entry(
      name: "trend", operands: "MEASURE, ...", clauses: rows(and: .per), columns: ["period", "n"],
      help: "measures over time",
      example: "trend jfi, momentum of accounts in Transform during last 2 quarters per week"),
    Entry(
      name: "compare", operands: "MEASURE, ...",
      clauses: rows(and: .against, .within, .without, .completedOnly),
      columns: ["measure", "left", "right", "difference", "low", "high", "n_left", "n_right"],
      help: "one group or period beside another",
      example: "compare nps of accounts during 2026-Q2 with 2026-Q1 by vertical"),
    Entry(
      name: "drivers", operands: "", clauses: rows(and: .against, .ahead),
      columns: [
        "factor", "value", "rate_a", "rate_b", "difference", "odds_ratio", "low", "high", "q", "n",
      ],
      help: "what sets two groups apart",
      example: "drivers of accounts churned against accounts active during 2026"),
    Entry(
      name: "validate", operands: "SCORE", clauses: rows(and: .against, .ahead),
      columns: [
        "score", "decile", "from", "to", "n", "outcomes", "rate", "auc", "auc_low", "auc_high",
        "threshold", "precision", "recall", "lead_days",
      ],
      help: "how well a score foretold an outcome",
      example: "validate jfi of accounts against churned 90 days ahead during 2025"),
    Entry(
      name: "scorecard", operands: "", clauses: rows(and: .forFirst),
      columns: [
        "metric", "current", "target", "gap", "trend", "status", "action", "owner", "support",
      ],
      help: "measures beside their targets",
      example: "scorecard of cohort \"Q1 SaaS\" for first 90 days"),
    Entry(
      name: "check", operands: "", clauses: rowClauses,
      columns: ["play", "subject", "value", "threshold", "owner", "action"],
      help: "which plays fire now", example: "check"),
  ]
}
