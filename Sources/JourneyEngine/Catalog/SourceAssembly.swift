/// Puts sources together to a snapshot, and reports how.
///
/// In order: joins, roles, names (`SourcePreparation`); accounts; the stage model; the event log;
/// now; the journeys; where each account stands.
package struct SourceAssembly {
  package struct Result: Sendable {
    package var snapshot: Snapshot
    package var report: LoadReport
  }

  let settings: AssemblySettings
  let accounts: AccountsDraft
  let finder: ColumnFinder
  private let identities: AccountIdentities
  var report: LoadReport

  /// Assembles a snapshot. Sources whose role is to be recognised are recognised together; the
  /// others are taken at their word. The sources' columns are let go one by one as they are sorted,
  /// so hand them over without keeping a copy.
  package static func assemble(
    _ sources: consuming [DataSource], settings: AssemblySettings
  ) throws(LoadError) -> Result {
    let names = sources.map { $0.name.split(separator: "/").last.map(String.init) ?? $0.name }
    guard !names.isEmpty else {
      throw LoadError(path: "", message: "nothing was loaded", hint: "name a file")
    }
    let more = names.count > 4 ? " and \(names.count - 3) more files" : ""
    let title =
      settings.title ?? names.prefix(more.isEmpty ? 4 : 3).joined(separator: ", ") + more
    let prepared = try SourcePreparation(sources, settings: settings)
    sources = []
    let assembly = try SourceAssembly(prepared, settings)
    return try assembly.result(prepared, title: title)
  }

  private init(_ prepared: SourcePreparation, _ settings: AssemblySettings) throws(LoadError) {
    self.settings = settings
    finder = prepared.finder
    report = prepared.report
    if let accounts = prepared.accounts {
      self.accounts = accounts
      identities = AccountIdentities(accounts, aliases: prepared.aliases, settings: settings)
      return
    }
    if prepared.events == nil, prepared.stages == nil, let undecided = prepared.undecided {
      throw undecided
    }
    // A row that is left out for its time makes no account either.
    let finder = finder
    let keys = [(prepared.stages, "entered"), (prepared.events, "at")].compactMap { part, time in
      part?.table.column("account").map { account in
        let key = finder.key(account)
        return part?.table.column(time).map { key.leavingOut($0.nulls) } ?? key
      }
    }
    accounts = AccountsDraft.derived(from: keys, aliases: prepared.aliases)
    identities = AccountIdentities(accounts, aliases: prepared.aliases, settings: settings)
    guard !keys.isEmpty else {
      report.notes.append(
        LoadReport.Note(
          .note, "", "no accounts are loaded yet", hint: "`load accounts from ...`"))
      return
    }
    report.notes.append(
      LoadReport.Note(
        .note, "",
        "no file has the accounts themselves: \(PlainText.counted(accounts.count, "account")) "
          + "\(accounts.count == 1 ? "is" : "are") taken from the keys of the others"))
  }

  private consuming func result(
    _ prepared: consuming SourcePreparation, title: String
  ) throws(LoadError) -> Result {
    let lookups = prepared.lookups
    let stages = prepared.stages
    let stageOrder = prepared.stageOrder
    let accountsPart = prepared.accountsPart
    let newestState = prepared.newestState
    var events = prepared.events.map {
      EventsAssembly(
        $0.table, places: $0.places, finder: finder, settings: settings, accounts: accounts,
        identities: identities)
    }
    let stageMatches = stages?.table.column("account").map { identities.matches(finder.key($0)) }
    sayIdentities(stages, stageMatches, accountsPart)
    _ = consume prepared
    try settings.checkStopped()
    let origin = StageOrigin(
      hasHistory: stages != nil, events: events, accounts: accounts, settings: settings)
    let reading = StageReading(
      model: stageModel(
        stages, stageMatches, origin == .events ? events : nil, stageOrder, origin),
      lostStages: settings.lostStages)
    let labels = AccountLabels(
      accounts, orphans: events?.orphans ?? TextHeap(), isStopped: settings.isStopped)
    try settings.checkStopped()
    sayStages(origin, events)
    let sorted = events.take()?.log(labels: labels, reading: reading, report: &report)
    try settings.checkStopped()
    var log = sorted.map { withoutDuplicates($0) }
    try settings.checkStopped()
    let happenings = [newestHappening(log, stages?.table), newestState].compactMap(\.self).max()
    let asOf = AsOfInstant(settings, happenings: happenings, accountTimes: accountTimes)
    if let warning = asOf.warning { report.notes.append(warning) }
    // What is planned for later stands among the events, and is part of no journey.
    if let all = log, all.times.contains(where: { $0 >= asOf.now }) {
      log = all.rewound(to: asOf.now)
    }
    let provisional = provisionalEnvironment(log, reading.model, lookups, now: asOf.now)

    let standing = AccountStanding(
      accounts, reading: reading, zone: settings.zone, now: asOf.now,
      source: accountsPart?.name ?? "", origins: accountsPart?.origins ?? [:],
      declared: try declaredLosses(in: provisional))
    report.notes += standing.ownLosses.notes
    let history = history(
      reading, now: asOf.now, stages, stageMatches, origin, provisional, standing.ownLosses)
    try settings.checkStopped()
    let table = standing.table(
      history.sojourns, firstEvent: log.map { firstEvents($0) }, isHistory: history.isHistory,
      notes: &report.notes)
    try settings.checkStopped()
    let visits = history.sojourns.flatMap { sojourns in
      sojourns.count == 0
        ? nil
        : VisitTable(
          sojourns, of: history.entries, reading: reading, labels: labels, now: asOf.now,
          attributes: stages?.table, rules: history.rules)
    }
    try settings.checkStopped()
    finish(log, visits, asOf)
    let histories = attributeHistories(of: table, stages?.table, stageMatches, log)
    let snapshot = Snapshot(
      accounts: table, events: log, visits: visits, tables: lookups, stageModel: reading.model,
      now: asOf.now, zone: settings.zone, title: title, histories: histories)
    return Result(snapshot: snapshot, report: report)
  }

  // MARK: - Identities

  /// Whom the stage history means by names, and what of the accounts' names is in doubt.
  private mutating func sayIdentities(
    _ stages: SourcePreparation.Part?, _ matches: AccountIdentities.Matches?,
    _ accountsPart: SourcePreparation.Part?
  ) {
    report.notes += identities.ownNotes(source: accountsPart?.name ?? "")
    guard let stages, let matches, let column = stages.table.column("account") else { return }
    let key = finder.key(column)
    report.notes += identities.notes(
      matches, key, counts: key.rowCounts().perCode, source: stages.name,
      noun: ("stage entry", "stage entries"))
  }

  // MARK: - Events

  private mutating func withoutDuplicates(_ source: SortedEvents) -> EventLog {
    let found = DuplicateEvents(in: source)
    let log = source.log
    if let first = found.versions.first {
      report.notes.append(
        LoadReport.Note(
          .note, source.places.fileName(source.places.file(ofRow: Int(source.rows[first]))),
          "\(PlainText.counted(found.versions.count, "event has", "events have")) the account, time and "
            + "kind of one in another file, with other values: all are kept; the first is "
            + eventWords(log, first)))
    }
    guard let first = found.places.first else { return log }
    report.duplicateEvents = found.places.count
    report.duplicatesDropped = settings.dropsDuplicates
    let fate = settings.dropsDuplicates ? "dropped" : "kept"
    let pairs = found.filePairs().prefix(3).map { "\(PlainText.count($0.count)) in \($0.files)" }
    let files = pairs.isEmpty ? "" : " (\(pairs.joined(separator: ", ")))"
    report.notes.append(
      LoadReport.Note(
        .warning,
        source.rows.isEmpty
          ? report.sources.first { $0.role == "events" }?.name ?? ""
          : source.places.fileName(source.places.file(ofRow: Int(source.rows[first]))),
        "\(PlainText.counted(found.places.count, "event is", "events are")) like another one in every column"
          + "\(files): \(fate); the first is \(eventWords(log, first))",
        hint: settings.dropsDuplicates ? "`set duplicates keep`" : "`set duplicates drop`"))
    return settings.dropsDuplicates ? DuplicateEvents.dropping(found.places, from: log) : log
  }

  private func eventWords(_ log: EventLog, _ place: Int) -> String {
    func text(_ name: String) -> String {
      log.table.column(name).map { PlainText.of($0[place]) } ?? ""
    }
    return "`\(text("kind"))` of `\(text("account"))` at \(text("at"))"
  }

  // MARK: - Times

  private func newestHappening(_ log: EventLog?, _ stages: Table?) -> Int64? {
    var newest: Int64?
    if let at = log?.table.column("at"), case .integers(let times) = at.storage {
      newest = times.max()
    }
    for name in ["entered", "left"] {
      guard let column = stages?.column(name) else { continue }
      for (row, time) in column.asInstants(in: settings.zone).enumerated()
      where !column.nulls.isUnknown(row) {
        newest = max(newest ?? time, time)
      }
    }
    guard newest == nil, accounts.table.column("stage") != nil,
      let column = accounts.table.column("entered")
    else { return newest }
    return column.asInstants(in: settings.zone).enumerated()
      .filter { !column.nulls.isUnknown($0.offset) }.map(\.element).max()
  }

  private var accountTimes: [Column] { accounts.table.fields.map(\.column) }

  private func firstEvents(_ log: EventLog) -> [Int64?] {
    guard let at = log.table.column("at"), case .integers(let times) = at.storage else { return [] }
    return (0..<accounts.count).map { row in log.places(ofAccount: row).first.map { times[$0] } }
  }

  private mutating func finish(_ log: EventLog?, _ visits: VisitTable?, _ asOf: AsOfInstant) {
    if settings.now != nil, let at = log?.table.column("at"), case .integers(let times) = at.storage
    {
      let later = times.count { $0 >= asOf.now }
      if later > 0 {
        report.notes.append(
          LoadReport.Note(
            .note, "",
            "\(PlainText.counted(later, "event lies", "events lie")) after now "
              + "(\(PlainText.wall(asOf.now, settings.zone)))"))
      }
    }
    if let log, let visits { sayEarlyEvents(log, visits.sojourns) }
    if let log, !accounts.isDerived {
      let silent = (0..<accounts.count).count { log.offsets[$0] == log.offsets[$0 + 1] }
      if silent > 0 {
        report.notes.append(
          LoadReport.Note(
            .note, "",
            "\(PlainText.count(silent)) of \(PlainText.counted(accounts.count, "account")) "
              + "\(silent == 1 ? "has" : "have") no event"))
      }
    }
    report.accountCount = accounts.count
    report.eventCount = log?.table.rowCount ?? 0
    report.visitCount = visits?.table.rowCount ?? 0
    report.now = asOf.now
    report.nowReason = asOf.reason
    report.zone = settings.zone
  }
}
