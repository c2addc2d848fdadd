internal import QueryLanguage

/// `signal praise = thumbs_up[score > 3]`: which events of a log say what, beside the words of
/// their kinds.
struct DeclaredSignals {
  private let scope: DefinitionScope

  init(_ scope: DefinitionScope) { self.scope = scope }

  /// What the events mean. A kind that the data has not is passed over: `missing` tells of it.
  func meanings(
    of log: EventLog, in snapshot: Snapshot, _ cancellation: Cancellation
  ) throws(QueryFailure) -> EventMeanings {
    let signals = scope.definitions.signals
    guard !signals.isEmpty else { return EventMeanings(log) }
    let environment = BindingEnvironment(SnapshotRelations(snapshot), scope.bare)
    var declared: [EventMeanings.Declared] = []
    var bound: [BoundMatcher] = []
    for signal in signals {
      var binder = EventMatcherBinder(environment)
      let matcher = binder.bind(signal.matchers.filter { isThere($0, environment) })
      guard binder.diagnostics.isEmpty else { throw .diagnostics(binder.diagnostics) }
      declared.append(.init(meaning: signal.meaning, kinds: Set(matcher.kinds.map(\.code))))
      bound.append(matcher)
    }
    let matched = try MatchedEvents(bound, in: JourneyData(environment), cancellation)
    return EventMeanings(log, declared, rows: matched.rows, masks: matched.masks)
  }

  /// What is wrong with a declaration, but for kinds that the data has not.
  func diagnostics(_ matchers: [EventMatcher], in environment: BindingEnvironment) -> [Diagnostic] {
    var binder = EventMatcherBinder(environment)
    let matcher = binder.bind(matchers.filter { isThere($0, environment) })
    let stages =
      matcher.stages.isEmpty
      ? []
      : matchers.prefix(1).map {
        DefinitionMessages.signalOfStage($0.name)
      }
    return binder.diagnostics + stages
  }

  /// Names that no kind and no event of the workspace has.
  func missing(_ matchers: [EventMatcher], in environment: BindingEnvironment) -> [Name] {
    matchers.filter { !isThere($0, environment) }.map(\.name)
  }

  private func isThere(_ matcher: EventMatcher, _ environment: BindingEnvironment) -> Bool {
    environment.knowsEvent(matcher.name.text)
  }
}

extension BindingEnvironment {
  /// Whether a name is a kind of event, an event of the workspace, or a stage.
  func knowsEvent(_ name: String) -> Bool {
    namedEvents[name.lowercased()] != nil
      || otherMeaning(of: Name(name, span: SourceSpan(0, 0))) != nil
      || (name.lowercased() == "lost" && snapshot.visits != nil)
  }
}
