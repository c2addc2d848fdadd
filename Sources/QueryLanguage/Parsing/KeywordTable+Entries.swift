extension KeywordTable {
  static let statements = [
    Entry("explain", "shows how a sentence is read and run"),
    Entry("describe", "lists the fields, values and sources there are"),
    Entry("help", "explains a word"),
    Entry("load", "declares a source of data"),
    Entry("reload", "reads files again that have changed"),
    Entry("let", "names a value"),
    Entry("set", "changes a setting"),
    Entry("use", "runs another file's declarations"),
    Entry("expect", "a condition that must hold, else the script fails"),
    Entry("define", "declares a field or a score"),
    Entry("stage", "a rule that enters a stage; marks stages after `in`"),
    Entry("event", "names events after others"),
    Entry("signal", "tells what counts as a signal"),
    Entry("target", "declares a goal for a measure"),
    Entry("play", "declares what to do when something happens"),
    Entry("benchmark", "values of others to compare with"),
    Entry("cohort", "a group of accounts with a name"),
    Entry("stages", "the state of each stage; declares the stage model"),
    Entry("check", "which plays fire now"),
  ]

  static let heads = [
    Entry("curve", "the experience curve over the stages"),
    Entry("drift", "`drift zones`: where accounts drift between stages"),
    Entry("zones", "`drift zones`"),
    Entry("quadrant", "accounts by friction and momentum"),
    Entry("journey", "everything that happened to one account"),
    Entry("autopsy", "how an account was lost"),
    Entry("handoffs", "how accounts pass between departments"),
    Entry("pain", "`pain points`: what hurts most"),
    Entry("points", "`pain points`"),
    Entry("moments", "the moments of truth"),
    Entry("scorecard", "measures beside their targets"),
    Entry("dwell", "how long accounts stay in each stage"),
    Entry("transitions", "where accounts go from each stage"),
    Entry("retention", "who comes back, period after period; 1 - churn"),
    Entry("drivers", "what sets two groups apart"),
    Entry("why", "what a score of one account is made of"),
    Entry("validate", "how well a score foretold an outcome"),
    Entry("funnel", "how many get from step to step"),
    Entry("any", "`any of (A, B)`: steps in any order"),
    Entry("paths", "the ways accounts take"),
    Entry("through", "a place on the way"),
    Entry("time", "`time from A to B`, `time in STAGE`"),
    Entry("each", "`time from each A`; `top 3 in each G`"),
    Entry("trend", "measures over time"),
    Entry("compare", "one group or period beside another"),
    Entry("of", "joins a measure or an analysis to its population"),
    Entry("from", "where something begins"),
    Entry("to", "where something ends"),
  ]

  static let populations = [
    Entry("accounts", "all accounts, one row each"),
    Entry("events", "all events, one row each"),
    Entry("visits", "all stays in a stage, one row each"),
    Entry("those", "the population of the last answer"),
    Entry("in", "a stage, a cohort, a period or a list of values"),
    Entry("visited", "entered this stage"),
    Entry("reached", "entered this stage or a later one"),
    Entry("drifting", "without progress for too long"),
    Entry("matching", "whose events follow a pattern"),
    Entry("never", "whose events never follow a pattern"),
    Entry("times", "how often: `2 times`, `at least 3 times`, `exactly 1 times`"),
    Entry("exactly", "that many times and no more"),
    Entry("least", "`at least 3 times`"),
    Entry("followed", "`followed by nothing for 30 days`"),
    Entry("nothing", "`followed by nothing for 30 days`"),
  ]

  static let clauses = [
    Entry("where", "clause: keeps what is true"),
    Entry("by", "clause: groups"),
    Entry("show", "clause: the columns of the answer"),
    Entry("order", "clause: `order by`, sorts"),
    Entry("top", "clause: the first rows, with `by` the largest"),
    Entry("lowest", "clause: the smallest by something"),
    Entry("during", "clause: inside a period"),
    Entry("since", "clause: from a date on"),
    Entry("before", "clause: up to a date"),
    Entry("between", "clause: from one date to another; a range of values"),
    Entry("as", "clause: `as of DATE`, or how to draw the answer"),
    Entry("known", "clause: `known on DATE`, only what was recorded by then"),
    Entry("into", "clause: writes the answer to a file"),
    Entry("per", "clause: the unit of time"),
    Entry("within", "clause: the time allowed"),
    Entry("without", "clause: an event that must not come between"),
    Entry("with", "clause: what to compare with; the columns of a source"),
    Entry("against", "clause: what to compare with"),
    Entry("returning", "clause: the event that counts as coming back"),
    Entry("starting", "clause: the event that starts a cohort"),
    Entry("rolling", "clause: in the period or later"),
    Entry("for", "clause: `for first 90 days` of each account"),
    Entry("completed", "clause: `completed only`, leaves out what is still open"),
    Entry("only", "`completed only`"),
    Entry("ahead", "`90 days ahead` of the outcome"),
    Entry("on", "`known on DATE`; the key of a join"),
    Entry("called", "names a column"),
    Entry("asc", "smallest first"),
    Entry("desc", "largest first"),
    Entry("at", "`at first`, `at last`, `at step 2`: when a changing field is read"),
    Entry("step", "`at step 2`"),
  ]

  static let tests = [
    Entry("and", "both are true"),
    Entry("or", "one of them is true"),
    Entry("not", "the opposite"),
    Entry("is", "has this value; `is unknown`, `is known`"),
    Entry("contains", "the text has this part"),
    Entry("starts", "`starts with`"),
    Entry("ends", "`ends with`"),
    Entry("like", "the text fits a pattern with % and _"),
    Entry("matches", "the text fits a regular expression"),
  ]

  static let values = [
    Entry("if", "`if A then B else C`"),
    Entry("then", "`if A then B else C`"),
    Entry("else", "the other case; a value in place of unknown"),
    Entry("true", "a truth"),
    Entry("false", "an untruth"),
    Entry("unknown", "no value"),
    Entry("change", "`change of jfi since DATE`"),
    Entry("share", "`share(CONDITION)`; `share of total arr`"),
    Entry("total", "`share of total`"),
    Entry("weekday", "`weekday of at`"),
  ]

  static let aggregates = [
    Entry("count", "how many"),
    Entry("distinct", "`count distinct owner`: how many different ones"),
    Entry("sum", "all together"),
    Entry("avg", "the average"),
    Entry("median", "the middle value"),
    Entry("min", "the smallest"),
    Entry("max", "the largest"),
    Entry("stddev", "the standard deviation"),
    Entry("first", "the earliest"),
    Entry("last", "the latest; `last 30 days`, `last quarter`"),
    Entry("list", "all values in a row"),
  ]

  /// Measures of a group that have a name of their own.
  package static let measures = [
    Entry("nps", "net promoter score"),
    Entry("csat", "share of satisfied answers"),
    Entry("ces", "customer effort score"),
    Entry("fcr", "share of cases resolved at first contact"),
    Entry("churn", "share of active accounts lost in the period"),
    Entry("grr", "gross revenue retention"),
    Entry("nrr", "net revenue retention"),
    Entry("clv", "customer lifetime value"),
    Entry("response_rate", "share of invitations answered"),
  ]

  static let times =
    [
      Entry("today", "the day that ends at now"),
      Entry("yesterday", "the day before today"),
      Entry("now", "the moment the workspace looks from"),
      Entry("this", "`this month`: the one that runs"),
      Entry("next", "`next 60 days`"),
      Entry("full", "`last 2 full quarters`: complete ones only"),
    ]
    + TimeUnit.allCases.flatMap { unit in
      [Entry(unit.rawValue, "a unit of time"), Entry(unit.rawValue + "s", "a unit of time")]
    }

  static let declarations = [
    Entry("table", "`load table NAME`: a table to look things up in"),
    Entry("aliases", "`load aliases`: other names and keys of accounts"),
    Entry("reading", "how a file is written: `reading delimiter \";\"`"),
    Entry("none", "`reading header none`: there is no such thing"),
    Entry("append", "`load ... append`: more of what was loaded before"),
    Entry("join", "adds the columns of another file"),
    Entry("kind", "`kind from columns (A, B)`: each date column is an event"),
    Entry("columns", "`kind from columns (A, B)`"),
    Entry("changes", "`events from changes of (A) by CASE`: each change is an event"),
    Entry("periods", "`events from periods (START, END)`: what lasts starts and ends"),
    Entry("lost", "`lost when CONDITION`: how an account leaves the journey"),
    Entry("when", "the condition of a rule"),
    Entry("weight", "how much a component counts"),
    Entry("half", "`half-life 21 days`, `half-point 3`"),
    Entry("life", "`half-life 21 days`"),
    Entry("point", "`half-point 3`"),
    Entry("level", "`level of FIELD from A to B`"),
    Entry("owner", "who answers for it"),
    Entry("support", "who helps"),
    Entry("action", "what to do"),
  ]

  /// The options of `reading` that are no other keyword.
  static let readings = ReadingOption.allCases.filter { $0 != .table }.map {
    Entry($0.name, "`\($0.example)`: \($0.meaning)")
  }
}
