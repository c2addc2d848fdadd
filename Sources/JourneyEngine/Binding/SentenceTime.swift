internal import QueryLanguage

/// When a sentence speaks: the state of the data that its names mean, and the period it selects
/// (SEMANTICS, Time and What a period selects).
struct SentenceTime {
  /// The environment, rewound by `as of` and, for accounts, to the end of their period.
  let environment: BindingEnvironment
  /// What `during`, `since`, `before` or `in last ...` select; open ends are nil.
  private(set) var period: Interval?
  private(set) var notes: [String] = []
  /// What is wrong with `as of` and `known on`, and with the period.
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var periodDiagnostics: [Diagnostic] = []

  /// `[start, end)` in microseconds UTC, either end open where nil.
  struct Interval: Hashable, Sendable {
    var start: Int64?
    var end: Int64?
    /// As it was written: `during 2026-Q1`.
    var words: String

    func contains(_ instant: Int64) -> Bool {
      if let start, instant < start { return false }
      if let end, instant >= end { return false }
      return true
    }
  }

  /// `readsAtEnd`: fields are read at the end of the period, as accounts' are.
  init(_ clauses: [Clause], in environment: BindingEnvironment, readsAtEnd: Bool) {
    var past = environment
    var binder = ExpressionBinder(
      environment, relation: Relation(.result, fields: [], rowCount: 0))
    for case .knownOn(let phrase) in clauses.map(\.kind) {
      guard let instant = SentenceTime.end(of: phrase, &binder) else { continue }
      let known = SentenceTime.known(before: instant, phrase, past)
      past = known.environment
      notes += known.notes
      diagnostics += known.diagnostics
    }
    for case .asOf(let phrase) in clauses.map(\.kind) {
      guard let instant = SentenceTime.end(of: phrase, &binder) else { continue }
      past = past.rewound(to: instant)
      if instant > environment.snapshot.now {
        let now = PlainText.moment(environment.snapshot.now, environment.snapshot.zone)
        notes.append("as of \(phrase.period.spelling) lies after now, \(now): it is as of now")
      }
    }
    notes += binder.notes
    diagnostics += binder.diagnostics
    // The dates of a relative period are those before the sentence's `as of`.
    binder = ExpressionBinder(past, relation: Relation(.result, fields: [], rowCount: 0))
    for clause in clauses {
      guard case .period(let words) = clause.kind, let bounds = binder.bounds(of: words) else {
        continue
      }
      period = Interval(
        start: bounds.start, end: bounds.end, words: QueryFormatter.format(words))
      // A period that ends after the sentence's `as of` does not lead forwards.
      if readsAtEnd, let end = bounds.end {
        past = past.rewound(to: min(end, past.snapshot.now))
      }
    }
    if let start = period?.start, start >= environment.snapshot.now {
      let now = PlainText.moment(environment.snapshot.now, environment.snapshot.zone)
      notes.append("\(period?.words ?? "the period") lies after now, \(now)")
    }
    self.environment = past
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    periodDiagnostics = binder.diagnostics
    if past.relations.notBegun > 0, past.isPast {
      let day = SentenceTime.lastDay(before: past.snapshot.now, past.snapshot.zone)
      notes.append(
        "\(PlainText.counted(past.relations.notBegun, "account")) had not begun by \(day)")
    }
  }

  /// The environment without what was recorded at an instant or later, and what that leaves out.
  private static func known(
    before instant: Int64, _ phrase: PeriodPhrase, _ environment: BindingEnvironment
  ) -> (environment: BindingEnvironment, notes: [String], diagnostics: [Diagnostic]) {
    // A rewound history has forgotten when its entries were recorded.
    let snapshot = environment.today.snapshot
    let events = snapshot.events?.recordedCount(from: instant, zone: snapshot.zone)
    let visits = snapshot.visits.flatMap { $0.hasRecordedTimes ? $0 : nil }
    guard events != nil || visits != nil else {
      return (environment, [], [BindingMessages.noRecordedTimes(phrase.span)])
    }
    let parts = [
      events.map { PlainText.counted($0, "event") },
      visits.flatMap { visits in
        visits.isOfRules
          ? nil
          : PlainText.counted(visits.recordedCount(from: instant), "stage entry", "stage entries")
      },
    ]
    var notes = [
      "known on \(phrase.period.spelling): \(parts.compactMap(\.self).joined(separator: " and ")) "
        + "recorded later left out"
    ]
    if snapshot.events != nil, events == nil {
      notes.append("nothing says when the events were recorded: all of them are known")
    }
    if snapshot.visits != nil, visits == nil {
      notes.append("nothing says when the stages were recorded: all of them are known")
    }
    return (environment.rewound(to: environment.snapshot.now, known: instant), notes, [])
  }

  /// The day that ends at an instant, or the instant where it ends none.
  private static func lastDay(before instant: Int64, _ zone: CivilTimeZone) -> String {
    let day = zone.dayNumber(of: instant)
    return zone.startOfDay(day) == instant
      ? CivilDate(dayNumber: day - 1).description : PlainText.moment(instant, zone)
  }

  /// A bare date means its end, a time of day that instant.
  private static func end(of phrase: PeriodPhrase, _ binder: inout ExpressionBinder) -> Int64? {
    guard let interval = binder.interval(of: phrase) else { return nil }
    var period = phrase.period
    if case .parameter(let name) = period, case .period(let meant)? = binder.literal(of: name) {
      period = meant
    }
    switch period {
    case .instant, .now: return interval.start
    default: return interval.end
    }
  }

  /// Names the fields of accounts that an answer about the past shows as they are today.
  static func todaysFields(
    of sources: [BoundExpression], besides others: [String] = [], _ relation: Relation,
    in environment: BindingEnvironment
  ) -> [String] {
    guard environment.isPast else { return [] }
    let today = environment.today.snapshot
    let defined = environment.today.defined
    var names: [String] = []
    var seen: Set<String> = []
    var notes: [String] = []
    let definitions = environment.today.scope.definitions
    var others = others
    for field in sources.compactMap(\.field) {
      let isOfAccount = relation.kind == .accounts || field.throughAccount
      guard isOfAccount, seen.insert(field.name).inserted else { continue }
      if !today.isRewound(field.name), !defined.has(field.name) { names.append(field.name) }
      // A formula is as old as what it reads.
      others += definitions.columnsRead(by: field.name)
      let unchanged = today.histories[field.name]?.unchangedCount ?? 0
      if unchanged > 0 {
        notes.append(
          "\(field.name) as it is today for \(PlainText.counted(unchanged, "account")) of which no "
            + "change is known")
      }
    }
    for name in others
    where !names.contains(name) && !today.isRewound(name) && !defined.has(name)
      && today.accounts.index(of: name) != nil
    {
      names.append(name)
    }
    guard !names.isEmpty else { return notes }
    let list = names.prefix(6).joined(separator: ", ")
    let more = names.count > 6 ? " and \(names.count - 6) more" : ""
    return ["as they are today, having no history: \(list)\(more)"] + notes
  }
}
