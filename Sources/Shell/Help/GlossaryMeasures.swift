internal import JourneyEngine

/// What the measures of a group mean, and the fields that are read from what customers say.
enum GlossaryMeasures {
  /// From the table that answers them.
  static let measures = GroupMeasure.all.map { measure in
    Glossary.Entry(measure.name, measure.meaning, "accounts by vertical show \(measure.name)")
  }

  static let fields = [
    Glossary.Entry(
      "nps_score", "the latest answer of an account to the NPS question, 0 to 10.",
      "accounts where nps_score <= 6 show name, nps_score, owner"),
    Glossary.Entry(
      "csat_score", "the latest answer of an account about its satisfaction, on its own scale.",
      "accounts by stage show count, avg csat_score"),
    Glossary.Entry(
      "ces_score", "the latest answer of an account about how easy it was, 1 to 7.",
      "accounts by stage show count, avg ces_score"),
    Glossary.Entry(
      "nps_group",
      "promoter (9-10), passive (7-8) or detractor (0-6) by the latest answer of an account, or"
        + " silent: who does not answer is a group as well.",
      "accounts by nps_group show count, share(churned), sum arr",
      synonyms: ["promoter", "passive", "detractor", "silent"]),
    Glossary.Entry(
      "peak_end",
      "what an account will remember: the mean of its most intense sentiment (of equal ones the"
        + " later) and its last one, -1 to 1.",
      "accounts lowest 5 by peak_end show name, peak_end, owner"),
    Glossary.Entry(
      "recovery",
      "how the last serious incident (severity high or worse) of an account ended: recovered when it"
        + " was resolved within the median of its severity and the next thing said was not negative,"
        + " else not recovered, or no incident.",
      "accounts by recovery show count, share(renewed), share(churned)",
      synonyms: ["service recovery"]),
    Glossary.Entry(
      "complained",
      "whether an account ever complained, of a lost one before its loss: a complaint, an escalation,"
        + " a dispute or a ticket of high severity; everyday questions to support are none.",
      "accounts churned by complained show count"),
    Glossary.Entry(
      "renewed", "whether an account ever renewed.", "accounts by recovery show share(renewed)"),
    Glossary.Entry(
      "loyalty_behavioural",
      "what an account does, 0 to 100: half for renewals and expansions, which fade by half in a"
        + " year, the first earning half of it; half for the share of the last 13 weeks in which it"
        + " used the product.",
      "accounts where loyalty_behavioural > 60 and loyalty_attitudinal < 40", synonyms: ["loyalty"]
    ),
    Glossary.Entry(
      "loyalty_attitudinal",
      "what an account feels, 0 to 100: the mean of its sentiments and of its answers to surveys, the"
        + " worst being 0 and the best 100.",
      "accounts lowest 5 by loyalty_attitudinal show name, loyalty_attitudinal"),
    Glossary.Entry(
      "loyalty_advocacy", "what an account says to others, 0 to 100: its advocacy score.",
      "accounts top 5 by loyalty_advocacy show name, loyalty_behavioural, loyalty_advocacy"),
  ]
}
