extension Glossary {
  /// Scores, and what they are made of.
  static let scoreTerms = [
    Entry(
      "score",
      "a number from 0 to 100 that every account has: the average of components, each with its"
        + " weight. Events count less from half-life to half-life, and the first ones most: the"
        + " half-point earns half. A level lies between two bounds. What the data does not tell is"
        + " left out; below half of the weight the score is unknown. `describe jfi` shows a model,"
        + " `why jfi of` an account what it adds up to.",
      "why jfi of \"Acme Ltd\"",
      synonyms: ["scores", "component", "components", "coverage", "half-life", "half-point"]),
    Entry(
      "define",
      "makes a score or a field of your own, or another jfi. A score has a row for each component:"
        + " `tickets: sum of severity of ticket weight 30 half-life 21 days half-point 3`,"
        + " `delay: level of dwell from p50 to p90 weight 20`, and for a stage other weights: `in"
        + " Invest: tickets weight 40`. A field is a formula.",
      "define health = 100 - jfi + momentum / 2", synonyms: ["definition", "weight", "weights"]),
    Entry(
      "signal",
      "what an event says to scores: ticket, negative, adoption, praise, renewal, referral, review,"
        + " case_study, talk. It is known by the words of its kind, by its sentiment and by survey"
        + " answers; `signal NAME = KIND` says otherwise. `forward`, `friction` and `neutral` only"
        + " say which way a kind points.",
      "signal negative = downgrade", synonyms: ["signals", "points"]),
    Entry(
      "change of",
      "how much a field has moved since a day: its value now less the one then. `why jfi of` an"
        + " account `since` that day says what made the difference.",
      "accounts where change of jfi since 2026-03-01 > 10 show name, jfi", synonyms: ["change"]),
    Entry(
      "feature_gap",
      "how far the use of features in the last 30 days lies below what is usual in the stage: 0 as"
        + " usual, 1 none at all.",
      "accounts in Transform where feature_gap > 0.5 show name, feature_gap, jfi"),
    Entry(
      "department", "which department leads the stage that an account is in.",
      "accounts by department show count, avg jfi"),
    Entry(
      "advocacy",
      "0 to 100: how ready an account is to promote you, from referrals, reviews, case studies and"
        + " talks. Staying is not yet advocacy.",
      "accounts by stage show count, avg advocacy"),
    Entry(
      "time to value",
      "the days until the first meaningful success, usually in Transform. Accounts that have had"
        + " none yet count too, as still waiting. `ttv` is an account's own.",
      "time from Invest to first_value of accounts", synonyms: ["ttv"]),
  ]
}
