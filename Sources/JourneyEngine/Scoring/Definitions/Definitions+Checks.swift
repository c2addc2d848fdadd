package import QueryLanguage

extension Definitions {
  /// What is wrong with a definition, whatever the data.
  package func diagnostics(of name: Name, as definition: Definition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if Definitions.taken.contains(name.text.lowercased()) {
      found.append(DefinitionMessages.taken(name))
    }
    if case .score(let components, let stageWeights) = definition {
      found += Definitions.diagnostics(components)
      found += stageWeights.flatMap { Definitions.diagnostics($0, components) }
    }
    if let circle = circle(of: name, as: definition) {
      found.append(DefinitionMessages.circular(name, circle))
    }
    return found
  }

  /// Names by which answers are put together.
  private static let taken: Set<String> = [
    "id", "name", "account", "stage", "entered", "dwell", "started", "lost", "lost_at", "churned",
    "active", "state", "zone", "silence", "kind", "at",
  ]

  private static func diagnostics(_ components: [ScoreComponent]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: Set<String> = []
    for component in components {
      let name = component.name
      if !seen.insert(name.text.lowercased()).inserted {
        found.append(DefinitionMessages.repeated(name))
      }
      if !(component.weight > 0 && component.weight.isFinite) {
        found.append(DefinitionMessages.weight(name, component.weight))
      }
      switch component.measure {
      case .level:
        if component.halfLife != nil || component.halfPoint != nil {
          found.append(DefinitionMessages.fadingOfLevel(name))
        }
      case .events(let fact):
        if let halfLife = component.halfLife, (PeriodResolver.length(halfLife) ?? 0) <= 0 {
          found.append(DefinitionMessages.fading(name, "half-life", "21 days"))
        }
        if let halfPoint = component.halfPoint, !(halfPoint > 0) {
          found.append(DefinitionMessages.fading(name, "half-point", "3"))
        }
        found += diagnostics(fact, of: name)
      }
    }
    return found
  }

  private static func diagnostics(_ fact: EventFact, of component: Name) -> [Diagnostic] {
    if fact.word != .count && fact.word != .sum {
      return [DefinitionMessages.measure(component, fact.word)]
    }
    if fact.period != nil, (fact.window ?? 0) <= 0 { return [DefinitionMessages.period(component)] }
    return []
  }

  private static func diagnostics(
    _ row: StageWeight, _ components: [ScoreComponent]
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var weights = components.map(\.weight)
    for weight in row.weights {
      guard let place = components.firstIndex(where: { $0.name.isAlike(weight.component) }) else {
        found.append(
          DefinitionMessages.unknownComponent(weight.component, among: components.map(\.name.text)))
        continue
      }
      if !(weight.weight >= 0 && weight.weight.isFinite) {
        found.append(DefinitionMessages.weight(weight.component, weight.weight))
      }
      weights[place] = weight.weight
    }
    if found.isEmpty, !weights.isEmpty, !weights.contains(where: { $0 > 0 }) {
      found.append(DefinitionMessages.weightless(row.stage))
    }
    return found
  }
}

/// Definitions against the data: what in them the data has not.
package struct DefinitionCheck: Sendable {
  /// What is wrong.
  package private(set) var diagnostics: [Diagnostic] = []
  /// What is merely not there: a kind of event that has not happened yet. Its component is left
  /// out.
  package private(set) var missing: [Name] = []

  /// Of a score or field, which is among the environment's own.
  package init(_ entry: Definitions.Entry, in environment: BindingEnvironment) {
    let inner = environment.relations.inner(of: entry)
    switch entry.definition {
    case .field(let expression):
      var binder = ExpressionBinder(inner, relation: inner.relations.accounts)
      _ = binder.bind(expression)
      diagnostics = binder.diagnostics
    case .score(let components, let stageWeights):
      for component in components { check(component, inner) }
      let stages = environment.snapshot.stageModel
      for row in stageWeights where stages.ordinal(of: row.stage.text) == nil {
        diagnostics.append(BindingMessages.unknownStage(row.stage, among: stages.names))
      }
    }
  }

  /// Of what a signal is heard from.
  package init(_ matchers: [EventMatcher], in environment: BindingEnvironment) {
    let signals = DeclaredSignals(environment.relations.scope)
    diagnostics = signals.diagnostics(matchers, in: environment)
    missing = signals.missing(matchers, in: environment)
  }

  private mutating func check(_ component: ScoreComponent, _ environment: BindingEnvironment) {
    switch component.measure {
    case .level(let value, let low, let high):
      guard case .level(.field) = ScoreComponentModel(component).source else { return }
      var binder = LevelBinder(environment)
      _ = binder.bind(value, from: low, to: high)
      diagnostics += binder.diagnostics
    case .events(let fact): check(fact, environment)
    }
  }

  private mutating func check(_ fact: EventFact, _ environment: BindingEnvironment) {
    guard case .fact = ScoreComponentModel.EventSource(fact) else { return }
    let name = fact.matcher.name
    guard environment.knowsEvent(name.text) else {
      let isSignal =
        Signal(name: name.text) != nil || name.text.lowercased() == ScoreModel.forwardMovesName
      if !isSignal || fact.matcher.predicate != nil || fact.attribute != nil {
        missing.append(name)
      }
      return
    }
    var binder = EventMatcherBinder(environment)
    _ = binder.bind([fact.matcher])
    diagnostics += binder.diagnostics
    guard let attribute = fact.attribute, let events = environment.relations.events else { return }
    guard let index = events.index(of: attribute.text) else {
      diagnostics.append(
        attribute.text.lowercased() == Signal.points
          ? DefinitionMessages.points(name)
          : BindingMessages.unknownField(attribute, among: events.fields.map(\.name), of: "events"))
      return
    }
    let column = events.column(index)
    // Of a column without a value nobody knows what it would hold.
    if column.nulls.unknownCount == column.count { return }
    let type = column.type
    if !type.isNumeric, !(type == .text && EventAmounts.isSeverity(attribute.text)) {
      diagnostics.append(
        BindingMessages.wrongOperand(
          "sum of",
          BoundExpression(.constant(.text(attribute.text)), type, span: attribute.span),
          needs: "a number, or a severity in words"))
    }
  }
}
