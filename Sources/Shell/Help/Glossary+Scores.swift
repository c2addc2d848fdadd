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
      "quadrant",
      "where an account stands between friction and momentum: gliding (little friction, much"
        + " momentum), pushing (much of both), disengaged (little of either) or stuck. A score is"
        + " high from 50 on, or from where `set quadrant 40, 60` says.",
      "quadrant of accounts by vertical",
      synonyms: ["gliding", "pushing", "disengaged", "stuck"]),
    Entry(
      "curve",
      "what accounts lived through, stage by stage: jfi and momentum at the end of their stays"
        + " there, and 100 times the mean sentiment of what happened during them.",
      "curve of accounts where vertical is Healthcare",
      synonyms: ["cx curve", "experience curve", "sentiment"]),
    Entry(
      "validate",
      "a back-test of a score: at the beginning of each month everybody's score, from what was known"
        + " then, and whether the outcome came within the days ahead. auc is how often the score is"
        + " higher before the outcome (0.5 is chance); the rows below are tenths by score.",
      "validate jfi of accounts against churned 90 days ahead during 2025",
      synonyms: ["auc", "back-test", "precision", "recall"]),
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
