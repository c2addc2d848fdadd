internal import QueryLanguage

/// Which stages there are, and where the journeys come from.
extension SourceAssembly {
  mutating func stageModel(
    _ stages: SourcePreparation.Part?, _ matches: AccountIdentities.Matches?,
    _ events: EventsAssembly?, _ order: StageOrder?, _ origin: StageOrigin
  ) -> StageModel {
    if let declared = settings.stages { return declared }
    let finder = finder
    var found = StageModelFinder()
    if let table = stages?.table, let stage = table.column("stage"),
      let account = table.column("account"), let entered = table.column("entered"), let matches
    {
      let order = AccountOrder(
        accountRows: matches.accountRows(finder.key(account)), accountCount: accounts.count,
        times: entered.asInstants(in: settings.zone),
        dropped: entered.nulls)
      found.add(history: finder.key(stage), order: order)
    } else if let key = events?.stages {
      found.add(key)
      var ignored: [LoadReport.Note] = []
      if found.model(lostStages: settings.lostStages, notes: &ignored).isDeclared,
        let order = events?.order(reading: nil)
      {
        found.add(history: key, order: order)
      }
    } else if origin == .rules,
      let model = StageRule.model(of: settings.stageRules, lostStages: settings.lostStages)
    {
      return model
    } else if let stage = accounts.table.column("stage") {
      found.add(finder.key(stage))
    }
    return found.model(lostStages: settings.lostStages, known: order, notes: &report.notes)
  }

  /// Which of several words about stages holds.
  mutating func sayStages(_ origin: StageOrigin, _ events: EventsAssembly?) {
    sayRules(origin)
    let name = report.sources.first { $0.role == "events" }?.name ?? ""
    let hasColumn = events?.hasStages == true
    func say(_ message: String, _ hint: String?) {
      report.notes.append(LoadReport.Note(.note, name, message, hint: hint))
    }
    switch origin {
    case .history where hasColumn:
      say("the events have a stage too; the stage history holds", nil)
    case .kinds:
      say(
        "kinds of event are stages: each such event enters its stage"
          + (hasColumn ? "; the events' column `stage` is not used" : ""),
        "`load stages from ...` gives another history")
    case .events where accounts.table.column("stage") != nil:
      say(
        "the stages of the events are the history; the accounts' own stage holds where they have "
          + "none",
        "`load events from \"\(name)\" with event_stage = stage` leaves it to the accounts")
    case .rules where hasColumn || accounts.table.column("stage") != nil:
      say(
        "the stage rules make the history; \(hasColumn ? "the events'" : "the accounts' own") stage "
          + (hasColumn ? "column is of other words" : "holds where they see none"), nil)
    case .others where hasColumn:
      say(
        "the events have a stage too, of other words; the accounts' own stage is taken, without a "
          + "history", "`load stages from \"\(name)\"` makes a history of it")
    default: break
    }
  }

  /// Why rules that were declared are not used.
  private mutating func sayRules(_ origin: StageOrigin) {
    guard !settings.stageRules.isEmpty, origin != .rules else { return }
    let why =
      switch origin {
      case .history: "a stage history is loaded, which says more"
      case .kinds: "kinds of event are stages, which says more"
      case .events: "the events have a stage, which says more"
      case .rules, .others: "no events are loaded for them to look at"
      }
    let count = settings.stageRules.count
    report.notes.append(
      LoadReport.Note(
        .warning, "",
        count == 1
          ? "the rule `\(settings.stageRules[0].words)` is not used: \(why)"
          : "the \(count) stage rules are not used: \(why)"))
  }

  /// Where every account was when.
  struct History {
    var sojourns: Sojourns?
    /// What the sojourns are made of.
    var entries: StageEntries
    var rules: RuleRecord?
    /// Whether more is known than the current stage of each account and since when.
    var isHistory = true
  }

  /// What it takes to ask the rules again; nil where all events are always known.
  private func record(
    _ reading: StageReading, _ log: EventLog?, _ entries: StageEntries, from firstLoss: Int
  ) -> RuleRecord? {
    guard let log, RecordedTimes.of(log.table, zone: settings.zone) != nil else { return nil }
    var losses = StageEntries()
    for loss in firstLoss..<entries.count {
      losses.append(
        account: entries.accountRows[loss], stage: entries.stages[loss], at: entries.times[loss])
    }
    return RuleRecord(
      rules: settings.stageRules, reading: reading,
      namedEvents: settings.namedEvents.definitions, parameters: settings.parameters,
      losses: losses)
  }

  mutating func history(
    _ reading: StageReading, now: Int64, _ stages: SourcePreparation.Part?,
    _ matches: AccountIdentities.Matches?, _ origin: StageOrigin,
    _ provisional: BindingEnvironment, _ losses: AccountStanding.OwnLosses
  ) -> History {
    let log = provisional.snapshot.events
    var history = HistoryAssembly(reading: reading, settings: settings, now: now)
    var isHistory = true
    if let stages, let matches {
      history.add(
        history: stages.table, places: stages.places, finder: finder, accounts: accounts,
        matches: matches)
    } else if origin == .kinds || origin == .events, let log {
      history.add(events: log, isKind: origin == .kinds)
    } else if origin == .rules {
      history.add(
        RuledEntries(
          settings.stageRules, reading: reading, environment: provisional,
          isStopped: settings.isStopped))
      if history.entries.count == 0 {
        isHistory = false
        history.add(current: accounts)
      }
    } else {
      isHistory = false
      history.add(current: accounts)
    }
    report.notes += history.notes
    guard history.entries.count > 0 else { return History(entries: history.entries) }
    let stageCount = reading.model.names.count
    var sojourns = Sojourns(history.entries, accountCount: accounts.count, stageCount: stageCount)
    let entryCount = history.entries.count
    history.add(losses: losses.at, areDates: losses.areDates, after: sojourns)
    if history.entries.count > entryCount {
      sojourns = Sojourns(history.entries, accountCount: accounts.count, stageCount: stageCount)
    }
    if sojourns.contradictions > 0 {
      report.notes.append(
        LoadReport.Note(
          .warning, stages?.name ?? "",
          "\(PlainText.counted(sojourns.contradictions, "stage entry says", "stage entries say")) that the "
            + "stage was left before it was entered; the next entry ends it instead"))
    }
    return History(
      sojourns: sojourns, entries: history.entries,
      rules: origin == .rules ? record(reading, log, history.entries, from: entryCount) : nil,
      isHistory: isHistory)
  }

  /// Events from before an account's first stage are kept, and are in none.
  mutating func sayEarlyEvents(_ log: EventLog, _ sojourns: Sojourns) {
    var events = 0
    var owners = 0
    for account in 0..<accounts.count {
      guard let first = sojourns.places(ofAccount: account).first else { continue }
      let places = log.places(ofAccount: account)
      let end = EventLog.firstPlace(in: log.times, places, notBefore: sojourns.entered[first])
      events += end - places.lowerBound
      owners += end > places.lowerBound ? 1 : 0
    }
    guard events > 0 else { return }
    report.notes.append(
      LoadReport.Note(
        .note, "",
        "\(PlainText.counted(events, "event")) of \(PlainText.counted(owners, "account")) "
          + "\(events == 1 ? "lies" : "lie") before the first stage that is known of the account: "
          + "kept, in no stage"))
  }
}
