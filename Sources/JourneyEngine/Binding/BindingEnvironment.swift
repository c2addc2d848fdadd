package import QueryLanguage

/// What the names of a sentence can mean, beside the fields of its population.
package struct BindingEnvironment: Sendable {
  package enum ParameterValue: Hashable, Sendable {
    /// `let since = 2026-01-01`
    case expression(Expression)
    /// `let limit = avg jfi of accounts`: what it came to.
    case value(Value, ValueType)
    /// `--param stage=Invest`: takes the type of what it is compared with.
    case text(String)

    /// The text that it is; nil for other values.
    var plainText: String? {
      switch self {
      case .text(let text), .value(.text(let text), _): return text
      case .expression(let expression):
        if case .literal(.text(let text)) = expression.kind { return text }
        return nil
      case .value: return nil
      }
    }
  }

  private(set) var relations: SnapshotRelations
  /// The relations of today where those of the past are asked about.
  private(set) var today: SnapshotRelations
  /// `known on D`: what was recorded at this instant or later is left out.
  private var knownBefore: Int64?
  package var parameters: [String: ParameterValue] = [:]
  /// Rows of the last answer's population, for `those`.
  var those: (relation: Relation, selection: RowSelection)?
  /// The last answer, for a line that starts with `|`.
  var lastAnswer: Relation?
  /// The same where its rows are journeys: a line that only names a form draws them again.
  var lastTable: ResultTable?
  /// Other than adaptive in tests that show an index changes no answer.
  package var indexPolicy = IndexPolicy.adaptive

  /// `event first_value = milestone[name is "go-live"]`, by name, lower-case.
  package var namedEvents: [String: [EventMatcher]] = [:]

  /// `set quadrant 40, 60`
  package var quadrant = QuadrantCutOffs()

  package init(
    snapshot: Snapshot, drift: DriftChoice = DriftChoice(), scope: DefinitionScope = .init()
  ) {
    self.init(SnapshotRelations(snapshot, drift: drift, scope: scope), scope)
  }

  /// What the names inside a definition mean.
  init(_ relations: SnapshotRelations, _ scope: DefinitionScope) {
    self.relations = relations
    today = relations
    namedEvents = scope.namedEvents
    parameters = scope.parameters
  }

  /// The same names, meaning what they meant at an instant: everything is rewound, and relative
  /// periods end there. `known`: of what had been recorded before that instant, which then holds
  /// for every further look back.
  func rewound(to instant: Int64, known: Int64? = nil) -> BindingEnvironment {
    let known = known ?? knownBefore
    // What is planned for later than now is there, and was not there at any earlier time.
    let isNow = instant >= today.snapshot.now && !today.reachesBeyondNow
    guard !isNow || known != nil else { return self }
    var past = self
    past.knownBefore = known
    past.relations = today.rewound(to: min(instant, today.snapshot.now), known: known)
    return past
  }

  var isPast: Bool { relations !== today }

  var snapshot: Snapshot { relations.snapshot }
  var periods: PeriodResolver { PeriodResolver(now: snapshot.now, zone: snapshot.zone) }
}

extension BindingEnvironment {
  /// Kinds of event that say nothing to scores, once a score has been asked for.
  package var unknownKinds: [String] { today.feeds.unknownKinds }

  /// What a name means besides the event that it was declared to be: "a kind of event".
  package func otherMeaning(of name: Name) -> String? {
    if case .codes(_, let kinds)? = snapshot.events?.table.column("kind")?.storage,
      !kinds.codes(ofFolded: name.text).isEmpty
    {
      return "a kind of event"
    }
    return snapshot.stageModel.ordinal(of: name.text) == nil ? nil : "a stage"
  }

  /// "the embedded company: 326 accounts, 17,734 events, 1,309 visits; now is 2026-07-01"
  package var banner: String {
    var parts = [PlainText.counted(snapshot.accounts.rowCount, "account")]
    if let events = snapshot.events {
      parts.append(PlainText.counted(events.table.rowCount, "event"))
    }
    if let visits = snapshot.visits {
      parts.append(PlainText.counted(visits.table.rowCount, "visit"))
    }
    var now = PlainText.moment(snapshot.now, snapshot.zone)
    if snapshot.zone != .utc { now += " (\(snapshot.zone.identifier))" }
    return "\(snapshot.title): \(parts.joined(separator: ", ")); now is \(now)"
  }
}
