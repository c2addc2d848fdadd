internal import QueryLanguage

/// The pattern of a stage rule with its names found in the events at hand.
struct RulePattern {
  /// Nil where nothing at hand could ever match.
  private(set) var bound: BoundPattern?
  /// What of it is unknown; the rest holds.
  private(set) var diagnostics: [Diagnostic] = []
  private let environment: BindingEnvironment

  init(_ rule: StageRule, in environment: BindingEnvironment) {
    self.environment = environment
    var pattern = rule.pattern
    for place in pattern.steps.indices {
      pattern.steps[place].alternatives = known(pattern.steps[place].alternatives)
    }
    guard !pattern.steps.contains(where: \.alternatives.isEmpty) else { return }
    // What comes later would take back a stage that was entered already.
    guard !pattern.steps.contains(where: { $0.times?.bound == .exactly }) else {
      diagnostics.append(BindingMessages.exactlyInRule(rule.stage.span))
      return
    }
    // An event that never happened excludes nothing.
    pattern.exclusions = pattern.exclusions.filter { !known([$0.event]).isEmpty }
    var binder = PatternBinder(environment)
    bound = binder.bind(pattern, rule.stage.span)
    diagnostics += binder.diagnostics
  }

  /// A single event, without anything around it.
  var isSingle: Bool {
    guard let compiled = bound?.compiled else { return false }
    return compiled.steps.count == 1 && compiled.window == nil && compiled.period == nil
      && compiled.silence == nil && compiled.exact.isEmpty
  }

  /// Those that mean something; the others are reported.
  private mutating func known(_ matchers: [EventMatcher]) -> [EventMatcher] {
    matchers.filter { matcher in
      var binder = EventMatcherBinder(environment)
      _ = binder.bind([matcher])
      diagnostics += binder.diagnostics
      return binder.diagnostics.isEmpty
    }
  }
}
