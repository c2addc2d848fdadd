internal import QueryLanguage

/// A matcher whose names are found: kinds of event, each with the conditions an event must meet,
/// and stages whose entry counts as an event.
struct BoundMatcher: Sendable {
  struct Kind: Sendable {
    /// In the dictionary of the log's kinds.
    var code: UInt32
    /// Over the events; all must be true.
    var conditions: [BoundExpression]
  }

  struct Stage: Sendable {
    /// In the stage model; the number of stages is the loss.
    var ordinal: UInt32
    /// Over the visits; all must be true.
    var conditions: [BoundExpression]
  }

  var kinds: [Kind] = []
  var stages: [Stage] = []
  /// As it was written.
  var words: String
}

/// Finds what matchers mean: an event that the workspace names, a kind of event, or a stage.
struct EventMatcherBinder {
  let environment: BindingEnvironment
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var notes: [String] = []
  /// How many matchers may still be looked up: definitions of definitions can mean millions.
  private var budget = EventMatcherBinder.mostMatchers

  private static let mostMatchers = 10_000
  private static let deepestDefinition = 64

  init(_ environment: BindingEnvironment) { self.environment = environment }

  /// One of several: `ticket or complaint`.
  mutating func bind(_ alternatives: [EventMatcher]) -> BoundMatcher {
    var bound = BoundMatcher(
      words: alternatives.map(QueryFormatter.format).joined(separator: " or "))
    for matcher in alternatives { add(matcher, to: &bound, inside: []) }
    return bound
  }

  private mutating func add(
    _ matcher: EventMatcher, to bound: inout BoundMatcher, inside outer: [String]
  ) {
    let name = matcher.name.text.lowercased()
    budget -= 1
    guard budget > 0, outer.count < EventMatcherBinder.deepestDefinition else {
      if budget >= 0 { diagnostics.append(BindingMessages.definitionTooLarge(matcher.name)) }
      budget = -1
      return
    }
    if let definition = environment.namedEvents[name], !outer.contains(name) {
      var inner = BoundMatcher(words: "")
      let told = diagnostics.count
      for alternative in definition { add(alternative, to: &inner, inside: outer + [name]) }
      // The definition stands elsewhere: what is wrong with it is told where its name is used.
      for index in told..<diagnostics.count {
        diagnostics[index] = BindingMessages.inDefinition(diagnostics[index], of: matcher.name)
      }
      narrow(&inner, by: matcher, inside: outer)
      bound.kinds += inner.kinds
      bound.stages += inner.stages
      return
    }
    let codes = kindCodes(matcher.name.text)
    if !codes.isEmpty {
      var inner = BoundMatcher(words: "")
      inner.kinds = codes.map { BoundMatcher.Kind(code: $0, conditions: []) }
      narrow(&inner, by: matcher, inside: outer)
      bound.kinds += inner.kinds
    } else if let ordinal = stage(matcher.name.text) {
      var inner = BoundMatcher(words: "")
      inner.stages = [BoundMatcher.Stage(ordinal: ordinal, conditions: [])]
      narrow(&inner, by: matcher, inside: outer)
      bound.stages += inner.stages
    } else if outer.contains(name) {
      diagnostics.append(BindingMessages.circularEvent(matcher.name, [name, name]))
    } else {
      diagnostics.append(
        environment.relations.events == nil && environment.relations.visits == nil
          ? BindingMessages.noData(
            "events", matcher.span, hint: "load some: `load events from \"events.csv\"`")
          : BindingMessages.unknownKind(matcher.name, among: names(), stages: stageNames))
    }
  }

  /// Adds the matcher's own condition to what its name means.
  private mutating func narrow(
    _ bound: inout BoundMatcher, by matcher: EventMatcher, inside outer: [String]
  ) {
    guard let predicate = matcher.predicate else { return }
    if !bound.kinds.isEmpty, let events = environment.relations.events {
      let condition = bind(predicate, in: events, inside: outer)
      for index in bound.kinds.indices { bound.kinds[index].conditions.append(condition) }
    }
    if !bound.stages.isEmpty, let visits = environment.relations.visits {
      let condition = bind(predicate, in: visits, inside: outer)
      for index in bound.stages.indices { bound.stages[index].conditions.append(condition) }
    }
  }

  /// Inside its own definition a name is a kind of event: nothing leads back to itself.
  private mutating func bind(
    _ predicate: Expression, in relation: Relation, inside outer: [String]
  ) -> BoundExpression {
    var environment = environment
    for name in outer { environment.namedEvents[name] = nil }
    var binder = ExpressionBinder(environment, relation: relation)
    let condition = binder.bindCondition(predicate)
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    return condition
  }

  // MARK: - Names

  private var kinds: StringDictionary? {
    guard
      case .codes(_, let dictionary)? = environment.snapshot.events?.table.column("kind")?.storage
    else { return nil }
    return dictionary
  }

  /// Exactly so, else alike but for case.
  private func kindCodes(_ name: String) -> [UInt32] {
    guard let kinds else { return [] }
    if let code = kinds.code(of: name) { return [code] }
    return kinds.codes(ofFolded: name)
  }

  private var stageNames: [String] {
    environment.snapshot.visits == nil ? [] : environment.snapshot.stageModel.names + ["lost"]
  }

  private func stage(_ name: String) -> UInt32? {
    let folded = name.lowercased()
    return stageNames.firstIndex { $0.lowercased() == folded }.map { UInt32($0) }
  }

  /// Everything that may stand here, for suggestions.
  private func names() -> [String] {
    let known = kinds.map { kinds in (0..<min(kinds.count, 5000)).map { kinds[UInt32($0)] } } ?? []
    return known + environment.namedEvents.keys.sorted() + stageNames
  }
}
