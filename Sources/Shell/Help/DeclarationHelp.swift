/// The page on what a workspace declares about stages, events and scores.
enum DeclarationHelp {
  static let page = """
    Say once what your stages, events and scores are; it holds for all sentences.

      stages Prospecting -> Engaging -> Won, lost when stage is Lost
      stages Awareness = Obstacle -> Deal = Invest -> Loyalty = Share
      stages Lead -> Won, lost when status is cancelled
      stage Invest when contract_signed
      stage Transform when ticket -> ticket_resolved within 10 days
      stage lost when subscription_cancelled
      event first_value = milestone[name is "go-live"]
      stage Invest when contract_signed[amount > $floor]

    What stands behind `=` is the ORBITS stage that a stage is like, by whose
    name data may call it too; a stage of the same name is that one. Accounts
    are customers, and `churned` when lost, from the first stage that is like
    Invest or a later one. Where no stage is, the first called Won, Closed
    Won, Customer, Purchase, Service, Onboarding, Live, Active or Retained is
    taken; `describe` says which.

    `stage ... when` is for data without a stage history: each such event, or
    the last one of such a chain, enters the stage. A history in a file, kinds
    of event that are stages, and a stage column of the events go first.

    Attributes whose changes are known (in the stage history, or as events
    with `from` and `to`) are as they were in a sentence `as of` a day.
    `known on` a day leaves out what was recorded later, where a column says
    when: recorded_at, ingested_at, loaded_at, synced_at, or any other at
    load: with recorded = COLUMN

    Scores and fields of your own, and what events say to them (`help score`,
    `help define`, `help signal`):

      define jfi
        tickets: sum of severity of ticket weight 30 half-life 21 days half-point 3
        delay: level of dwell from p50 to p90 weight 20
        in Invest: tickets weight 40
      define health = 100 - jfi + momentum / 2
      signal praise = thumbs_up[score > 3]
      set quadrant 40, 60

    """
}
