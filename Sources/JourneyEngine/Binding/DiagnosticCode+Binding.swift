package import QueryLanguage

/// What can be wrong with the names and types of a sentence: codes, wording and explanations.
extension DiagnosticCode {
  /// Every code of the binder, in order; those of the text itself are `DiagnosticCode.language`.
  package static let binding: [DiagnosticCode] =
    [
      notAvailable, unknownField, unknownValue, unknownStage, unknownScore, valueNeedsIs,
      incomparable,
      numberAgainstDuration, wrongOperand, arithmetic, unknownFunction, argumentCount,
      argumentType, unknownParameter, aggregateInRow, fieldInGroups, periodAsValue,
      clauseDoesNotFit, noData, noLastAnswer, invalidRegularExpression, needsOperand,
      repeatedColumn, badParameterValue, unknownAccount, argumentUnit, unknownPopulation,
      unknownKind, repetitions, tooManyEvents, noSuchStep, stepsInOtherOrder,
      noZone, definitionTooLarge, reversedPeriod, circularEvent,
      repeatedStage, noRecordedTimes, changeWithoutStart, outcomeNeeded, scoreWithoutPast, leadTime,
      measureInRow, noRevenue, noFirstValue,
    ] + definitions

  static let notAvailable = DiagnosticCode(
    "E0300", "{0} is not available yet",
    """
    The sentence is right and this version cannot answer it. `help` lists what can be asked \
    today.
    """)
  static let unknownField = DiagnosticCode(
    "E0301", "{0} have no field `{1}`",
    """
    A name stands for a column of the data, or after a pipe for a column of the result. \
    `describe accounts` lists them; a name with spaces stands in backquotes.
    """)
  static let unknownValue = DiagnosticCode(
    "E0302", "no `{0}` is `{1}`",
    """
    After `is` and inside `in (...)` stands a value that the column holds. Upper and lower \
    case do not matter. In quotes any text may be compared: `is "x"`.
    """)
  static let unknownScore = DiagnosticCode(
    "E0348", "no score is called `{0}`",
    """
    After `why` stands a score, a number of the accounts' own, or `drifting`. `describe accounts` \
    shows them.
    """)
  static let unknownStage = DiagnosticCode(
    "E0303", "no stage is called `{0}`",
    """
    After `in` stands a stage of the journey. `describe` shows the stages there are.
    """)
  static let valueNeedsIs = DiagnosticCode(
    "E0304", "after `=` stands a field, and there is no field `{0}`",
    """
    `=` compares with a field, a number or a text in quotes; `is` compares with a value \
    written as a bare word.
    """)
  static let incomparable = DiagnosticCode(
    "E0305", "a {0} cannot be compared with a {1}",
    """
    Both sides of a comparison hold the same kind of thing: numbers with numbers, dates with \
    dates, text with text.
    """)
  static let numberAgainstDuration = DiagnosticCode(
    "E0306", "a duration is compared with a bare number",
    """
    A length of time needs its unit, so that nobody takes days for weeks: `30 days`, `3 \
    months`, `48 hours`.
    """)
  static let wrongOperand = DiagnosticCode(
    "E0307", "`{0}` needs {1}, not a {2}",
    "The word works on another kind of value than the one it was given.")
  static let arithmetic = DiagnosticCode(
    "E0308", "`{0}` does not work on a {1} and a {2}",
    """
    Numbers can be reckoned with; a date takes a duration, and two dates make one when \
    subtracted.
    """)
  static let unknownFunction = DiagnosticCode(
    "E0309", "there is no function `{0}`",
    "`help functions` lists all of them with what they do.")
  static let argumentCount = DiagnosticCode(
    "E0310", "`{0}` is called as `{1}`",
    "The function takes another number of values.")
  static let argumentType = DiagnosticCode(
    "E0311", "`{0}` needs {1} here, not a {2}",
    "The function takes another kind of value at this place.")
  static let unknownParameter = DiagnosticCode(
    "E0312", "the parameter `${0}` has no value",
    """
    A parameter gets its value from `let` in the script or from `--param` on the command \
    line, which wins.
    """)
  static let aggregateInRow = DiagnosticCode(
    "E0313", "`{0}` speaks of many {1}, but here stands one at a time",
    """
    A condition looks at one row at a time. To filter by a count or an average, group first \
    and filter the result after a pipe.
    """)
  static let measureInRow = DiagnosticCode(
    "E0356", "`{0}` measures a group of accounts, but here stands one of the {1} at a time",
    """
    Measures such as nps, churn or nrr belong to many accounts together: ask `nps of accounts` or \
    `accounts by vertical show nps`. One account has fields: its `nps_score`, its `jfi`.
    """)
  static let noRevenue = DiagnosticCode(
    "E0357", "`{0}` needs to know what customers pay, and nothing tells it",
    """
    Revenue retention and lifetime value are read from a column of the accounts such as `arr` or \
    `mrr`; events such as expansion and downgrade with an `amount` tell how it changed.
    """)
  static let fieldInGroups = DiagnosticCode(
    "E0314", "`{0}` belongs to one of many {1}; a group needs one value",
    """
    Beside `by` every column sums up many rows: with avg, median, max, list and so on. Only \
    the fields of `by` itself may stand alone.
    """)
  static let periodAsValue = DiagnosticCode(
    "E0316", "`{0}` is a stretch of time, not one moment",
    """
    A month or a quarter has a start and an end. Compare with it: during, since, before.
    """)
  static let clauseDoesNotFit = DiagnosticCode(
    "E0317", "`{0}` does not go with {1}",
    """
    The clause belongs to another kind of sentence. `help` and the name of the head tell \
    which clauses it takes.
    """)
  static let noData = DiagnosticCode(
    "E0318", "no {0} are loaded",
    """
    The sentence asks about data that was not given. `help load` tells how to load it, \
    `describe` what is there.
    """)
  static let noLastAnswer = DiagnosticCode(
    "E0319", "there is no last answer to go on from",
    "`those` and a line that starts with `|` go on from the answer before.")
  static let invalidRegularExpression = DiagnosticCode(
    "E0320", "`{0}` is not a regular expression",
    """
    `matches` takes a regular expression. `contains`, `starts with` and `like` take plain \
    text.
    """)
  static let needsOperand = DiagnosticCode(
    "E0322", "`{0}` of what? Here it needs a field",
    "The word sums up the values of a field, so it needs one: `avg jfi`.")
  static let repeatedColumn = DiagnosticCode(
    "E0324", "two columns are called `{0}`",
    """
    The columns of an answer have different names, so that what follows a pipe can tell them \
    apart.
    """)
  static let badParameterValue = DiagnosticCode(
    "E0325", "the parameter `${0}` is `{1}`; here it must be {2}",
    "The value of a parameter takes the kind of thing it is compared with.")
  static let unknownKind = DiagnosticCode(
    "E0329", "no event is called `{0}`",
    """
    In a pattern, a count of events and the like stands a kind of event, an event that the \
    workspace names (`event first_value = ...`), or a stage, whose entry counts as an event. \
    `events by kind` lists the kinds there are.
    """)
  static let repetitions = DiagnosticCode(
    "E0330", "`{0} times` is not from 1 to {1}",
    "In a pattern an event is asked for once or several times in order.")
  static let tooManyEvents = DiagnosticCode(
    "E0331", "a pattern can name {0} events at most",
    "Ask in two sentences, or count events in `where`.")
  static let noSuchStep = DiagnosticCode(
    "E0332", "`{0}` is no step of the pattern",
    "`without X between A and B` speaks of two steps that the pattern has.")
  static let stepsInOtherOrder = DiagnosticCode(
    "E0333", "the pattern has no steps {0} in this order",
    "`without X between A and B` takes the steps in the order of the pattern.")
  static let noZone = DiagnosticCode(
    "E0334", "there is no drift zone {0}",
    """
    A drift zone is the gap between a stage and the one after it: an account drifts when it is \
    long in a stage and gives no sign of moving on.
    """)
  static let definitionTooLarge = DiagnosticCode(
    "E0335", "the definition of `{0}` leads to more events than can be looked up",
    "An event may be defined by others, 64 deep and 10,000 in all.")
  static let reversedPeriod = DiagnosticCode(
    "E0336", "the period ends before it begins: {0} comes after {1}",
    "`between A and B` goes from the earlier date to the later one.")
  static let unknownAccount = DiagnosticCode(
    "E0326", "no account is called `{0}`",
    "An account is named by its name or its id, in quotes; upper and lower case do not matter.")
  static let unknownPopulation = DiagnosticCode(
    "E0327", "`{0}` means nothing after `{1}`",
    """
    After `accounts` may stand a word that narrows them down, such as `lost` or `active`; then \
    come the clauses: `where`, `by`, `show`, `order by`, `top 10`.
    """)
  static let argumentUnit = DiagnosticCode(
    "E0328", "`{0}` takes a week, month, quarter or year here, not `{1}`",
    "The unit says to the start of which period a time is cut; the answer is a date.")
  static let circularEvent = DiagnosticCode(
    "E0345", "the event `{0}` is defined by itself",
    """
    A named event stands for kinds of event and for other named events. Inside its own \
    definition a name is a kind of event; there has to be one.
    """)
  static let repeatedStage = DiagnosticCode(
    "E0346", "the stage `{0}` stands twice in the model",
    "Each stage of a model has a name and a place of its own.")
  static let noFirstValue = DiagnosticCode(
    "E0358", "nothing tells when accounts first came to value",
    """
    `ttv` is the time from becoming a customer to the first value. That is the event `first_value` \
    where the workspace declares it (`event first_value = milestone[name is "go-live"]`) or the \
    data has such a kind, else a milestone or a go-live.
    """)
  static let noRecordedTimes = DiagnosticCode(
    "E0347", "nothing says when the data was recorded",
    """
    `known on D` leaves out what was recorded after D. For that a column of the events or of the \
    stage history says when each row was recorded: recorded_at, ingested_at, loaded_at or \
    synced_at, or any other with `with recorded = COLUMN`.
    """)
  static let changeWithoutStart = DiagnosticCode(
    "E0359", "nothing says since when the change is asked for",
    "A change is between two times: `since D`, or from the beginning to the end of a period.")
  static let outcomeNeeded = DiagnosticCode(
    "E0349", "`validate` needs an outcome",
    """
    A score is held against what came after it: `against churned`, `against lost`, or against an \
    event or the entry of a stage: `against downgrade`.
    """)
  static let scoreWithoutPast = DiagnosticCode(
    "E0350", "how `{0}` was in the past is not known",
    """
    A score that is computed can be read as of any time. A column of the data is known as it is \
    now, unless a history of its changes is loaded.
    """)
  static let leadTime = DiagnosticCode(
    "E0351", "`{0}` is no time to look ahead",
    """
    `90 days ahead` says how long after the score the outcome may come: more than nothing, and \
    a century at most.
    """)
}
