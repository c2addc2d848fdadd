internal import QueryLanguage

/// When a sentence speaks: the state of the data that its names mean, and the period it selects
/// (SEMANTICS, Time and What a period selects).
struct SentenceTime {
  /// The environment, rewound by `as of` and, for accounts, to the end of their period.
  let environment: BindingEnvironment
  /// What `during`, `since`, `before` or `in last ...` select; open ends are nil.
  private(set) var period: Interval?
  private(set) var notes: [String] = []
  private(set) var diagnostics: [Diagnostic] = []

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
    for case .asOf(let phrase) in clauses.map(\.kind) {
      guard let instant = SentenceTime.end(of: phrase, &binder) else { continue }
      past = past.rewound(to: instant)
      if instant > environment.snapshot.now {
        let now = PlainText.moment(environment.snapshot.now, environment.snapshot.zone)
        notes.append("as of \(phrase.period.spelling) lies after now, \(now): it is as of now")
      }
    }
    // The dates of a relative period are those before the sentence's `as of`.
    binder = ExpressionBinder(past, relation: Relation(.result, fields: [], rowCount: 0))
    for clause in clauses {
      guard case .period(let words) = clause.kind, let bounds = binder.bounds(of: words) else {
        continue
      }
      period = Interval(
        start: bounds.start, end: bounds.end, words: QueryFormatter.format(words))
      if readsAtEnd, let end = bounds.end { past = past.rewound(to: end) }
    }
    self.environment = past
    notes += binder.notes
    diagnostics = binder.diagnostics
    if past.relations.notBegun > 0, past.isPast {
      let day = PlainText.moment(past.snapshot.now, past.snapshot.zone)
      notes.append(
        "\(PlainText.counted(past.relations.notBegun, "account")) had not begun by \(day)")
    }
  }

  /// A bare date means its end, a time of day that instant.
  private static func end(of phrase: PeriodPhrase, _ binder: inout ExpressionBinder) -> Int64? {
    guard let interval = binder.interval(of: phrase) else { return nil }
    switch phrase.period {
    case .instant, .now: return interval.start
    default: return interval.end
    }
  }

  /// Names the fields of accounts that an answer about the past shows as they are today.
  static func todaysFields(
    of sources: [BoundExpression], besides others: [String] = [], _ relation: Relation,
    in environment: BindingEnvironment
  ) -> String? {
    guard environment.isPast else { return nil }
    var names: [String] = []
    for field in sources.compactMap(\.field) {
      let isOfAccount = relation.kind == .accounts || field.throughAccount
      guard isOfAccount, !Rewinding.fields.contains(field.name), !names.contains(field.name) else {
        continue
      }
      names.append(field.name)
    }
    for name in others where !names.contains(name) { names.append(name) }
    guard !names.isEmpty else { return nil }
    let list = names.prefix(6).joined(separator: ", ")
    let more = names.count > 6 ? " and \(names.count - 6) more" : ""
    return "as they are today, having no history: \(list)\(more)"
  }
}
