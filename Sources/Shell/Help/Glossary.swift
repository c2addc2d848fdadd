/// What the usual fields and the words of the trade mean, each with a sentence to try.
enum Glossary {
  /// One word with its meaning.
  struct Entry {
    let name: String
    let meaning: String
    let example: String
    /// Other ways to ask for it.
    let synonyms: [String]
    /// The example is a sentence that this version cannot carry out.
    let isPlanned: Bool

    init(
      _ name: String, _ meaning: String, _ example: String, synonyms: [String] = [],
      isPlanned: Bool = false
    ) {
      self.name = name
      self.meaning = meaning
      self.example = example
      self.synonyms = synonyms
      self.isPlanned = isPlanned
    }

    /// It tells of a shape of file, and the example needs one.
    var isOfFiles: Bool { example.hasPrefix("load ") }

    /// The meaning and, below it, the example.
    func page(width: Int) -> String {
      let later = isPlanned ? " (not available yet)" : ""
      return Prose.wrapped("\(name): \(meaning)", width: width, indent: 4)
        + "\n  \(example)\(later)\n"
    }
  }

  /// The entry of a name or one of its synonyms, in any case.
  static func entry(_ topic: String) -> Entry? {
    let name = topic.lowercased()
    return entries.first { $0.name == name || $0.synonyms.contains(name) }
  }

  /// All of them, terms first.
  static let entries =
    terms + scoreTerms + fields + GlossaryMeasures.fields + GlossaryMeasures.measures + shapes

  // MARK: - The trade

  private static let terms = [
    Entry(
      "stage",
      "where an account stands on its journey: Obstacle, Research, Benchmark, Invest, Transform,"
        + " Share, unless a workspace declares others. Accounts linger, go back and skip stages.",
      "accounts by stage show count, median dwell"),
    Entry(
      "drift zone",
      "the gap between two stages, where an account is neither lost nor moving. What fails there"
        + " is the transition, not the stage.",
      "drift zones of accounts by partner"),
    Entry(
      "drifting",
      "long in its stage, longer than three in four stay there, and silent: no forward signal for"
        + " 14 days or, where signals come rarely, for as long as nine in ten gaps between them"
        + " last. Both are found in the data as they were at the time asked about.",
      "accounts drifting in Invest show name, dwell, silence, owner", synonyms: ["drift"]),
    Entry(
      "drift_limit",
      "how long counts as long in a stage that too few have left to say so; 90 days unless set.",
      "set drift_limit 60 days"),
    Entry(
      "set segment",
      "the field by whose values drift is judged: each value with 30 exits or more has its own idea"
        + " of how long is long.",
      "set segment vertical"),
    Entry(
      "forward signal",
      "what shows that an account moves on: a later stage, a feature adopted, training, a first"
        + " value, praise, a renewal, a referral, and the kinds of event that stand for them.",
      "accounts where silence > 30 days and state is not lost by stage show count",
      synonyms: ["forward"]),
    Entry(
      "pattern",
      "events in order: `A -> B` is A and later B, `A => B` with nothing in between. `2 times`,"
        + " `or`, `within 30 days`, `in last 90 days`, `without X between A and B` and `followed by"
        + " nothing for 14 days` narrow it; a stage may stand for its entry.",
      "accounts matching ticket 2 times -> downgrade within 60 days show name, first match, matches",
      synonyms: [
        "patterns", "matching", "never", "first match", "matches", "->", "=>", "followed by",
        "followed by nothing", "without", "times",
      ]),
    Entry(
      "event fact",
      "a number or a time from the events of one account: `count of ticket in last 30 days`,"
        + " `sum of amount of invoice`, `last login`, `first contract_signed`.",
      "accounts where count of ticket in last 30 days >= 3 show name, last login",
      synonyms: ["facts", "count of", "first", "last"]),
    Entry(
      "as of",
      "the data as they were known at the end of a day: stages, losses, counts and drift are"
        + " rewound, and nothing later is there. Fields without a history keep today's value, which"
        + " the answer says. `known on D` also leaves out what was recorded after D, where the data"
        + " has a column such as recorded_at.",
      "accounts by stage as of 2026-03-31", synonyms: ["rewind", "in the past", "known on"]),
    Entry(
      "during",
      "a period. Of accounts it selects those whose time in the stage named, or whose active life,"
        + " overlaps it, as they were at its end; of events those inside it; of visits those that"
        + " begin in it.",
      "accounts in Transform during 2026-Q1 by vertical", synonyms: ["since", "before"]),
    Entry(
      "visited",
      "accounts that entered a stage at some time, wherever they are now; `reached` takes the stages"
        + " after it as well.",
      "accounts visited Share by stage", synonyms: ["reached"]),
    Entry(
      "jfi",
      "Journey Friction Index, 0 to 100, high is bad: the resistance an account meets now, from"
        + " tickets, negative sentiment, features left unused and delay in its stage.",
      "accounts where jfi > 60 order by jfi desc", synonyms: ["friction", "journey friction index"]
    ),
    Entry(
      "momentum",
      "0 to 100, high is good: how much an account moves, from adoption, praise, referrals,"
        + " renewals and forward moves. Read it beside jfi; the two are never subtracted.",
      "accounts where jfi > 50 and momentum < 40", synonyms: ["momentum score"]),
  ]

  // MARK: - Fields

  private static let fields = [
    Entry(
      "dwell", "how long an account has been in its present stage; unknown for those lost.",
      "accounts in Benchmark order by dwell desc show name, dwell"),
    Entry(
      "silence", "how long ago an account gave its last forward signal.",
      "accounts in Transform order by silence desc show name, silence, state"),
    Entry(
      "state",
      "moving, slow (long in its stage, yet not silent), quiet (silent, yet not long), drifting (both)"
        + " or lost.",
      "accounts by state show count, median silence",
      synonyms: ["moving", "slow", "quiet"]),
    Entry(
      "zone", "the drift zone an account is in: its stage and the next one.",
      "accounts where state is drifting by zone show count"),
    Entry(
      "time in", "how long an account has been in a stage, all its stays together.",
      "accounts visited Invest by partner show count, median time in Invest"),
    Entry(
      "score in",
      "a score as it was in a stage: at the end of the last stay there, or now while it goes on.",
      "accounts where jfi in Invest > 40 show name, stage, jfi in Invest",
      synonyms: ["jfi in"]),
    Entry(
      "entered", "when an account came into its present stage.",
      "accounts where entered in last 30 days show name, stage, entered"),
    Entry(
      "started", "when the journey of an account began.",
      "accounts where started during 2026-Q1"),
    Entry(
      "lost", "whether an account has left for good. It is an outcome, not a stage.",
      "accounts where lost by last_stage show count"),
    Entry(
      "churned", "whether an account was lost after it had come to Invest; `during` asks when.",
      "accounts where churned during 2026-Q1 show name, lost_at, arr"),
    Entry(
      "active", "whether an account is on its journey still: not lost.",
      "accounts where active and arr > 50_000 by stage show count"),
    Entry(
      "lost_at", "when an account was lost.",
      "accounts where lost_at in last 90 days show name, lost_at, last_stage"),
    Entry(
      "last_stage", "the present stage, or the one in which an account was lost.",
      "accounts where lost by last_stage show count"),
    Entry(
      "mindset", "reactive accounts want a pain to end, proactive ones are after growth.",
      "accounts by mindset show count, avg momentum"),
    Entry(
      "partner", "the channel partner through whom an account came; unknown for direct business.",
      "accounts by partner show count, median jfi"),
    Entry(
      "owner", "who answers for an account.", "accounts where jfi > 60 by owner show count"),
    Entry(
      "arr", "annual recurring revenue, in the currency of the data.",
      "accounts top 5 by arr show name, arr, stage"),
    Entry(
      "renewal_date", "when the contract ends unless it is renewed.",
      "accounts where renewal_date in next 60 days show name, renewal_date, jfi"),
    Entry(
      "vertical", "the industry of an account.", "accounts by vertical show count, sum arr"),
    Entry(
      "segment", "how large the customer is.", "accounts by segment show count, sum arr"),
    Entry("region", "where the customer is.", "accounts by region show count"),
    Entry(
      "outcome", "how it ended, as the data tell it.", "accounts by outcome show count"),
    Entry(
      "churn_type", "whether a lost account chose to leave.",
      "accounts where lost by churn_type show count, sum arr"),
  ]

  // MARK: - Shapes of files

  private static let shapes = [
    Entry(
      "event log", "a file with one row for each thing that happened: whose, when, what.",
      "load events from \"events.csv\" with account = account, at = at, kind = kind",
      synonyms: ["one event a row"]),
    Entry(
      "wide rows",
      "a file with one row for each order or case, and a column for each date: every date becomes"
        + " an event.",
      "load events from \"orders.csv\" with account = id, kind from columns (ordered, delivered)",
      synonyms: ["date columns"]),
    Entry(
      "snapshots",
      "a file with one row for each update of a case: what changed since the row before becomes an"
        + " event.",
      "load events from \"cases.csv\" with account = account, at = updated,"
        + " events from changes of (state) by case", synonyms: ["updates", "one row per update"]),
    Entry(
      "subscriptions",
      "a file with one row for each contract, its start and its end: started, ended and changed"
        + " become events.",
      "load events from \"subscriptions.csv\" with account = account,"
        + " events from periods (start, end) by subscription", synonyms: ["contracts"]),
    Entry(
      "stage history",
      "a file with one row for each stage an account came into: whose, which, when.",
      "load stages from \"stage_history.csv\" with account = account, stage = stage, at = entered",
      synonyms: ["pipeline history"]),
    Entry(
      "survey",
      "a file with one row for each answer: whose, when, and the score given, as a number or in"
        + " words such as `Very satisfied`.",
      "load events from \"nps.csv\" with account = account, at = answered, kind = \"nps\"",
      synonyms: ["answers"]),
    Entry(
      "look-up table", "a file that only explains keys of others, such as products.",
      "load table products from \"products.csv\"", synonyms: ["lookup"]),
    Entry(
      "alias table",
      "a file with other names and keys of accounts, so that `ACME` and `Acme Ltd.` are one.",
      "load aliases from \"aliases.csv\" with alias = name, account = id"),
  ]
}
