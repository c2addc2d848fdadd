internal import QueryLanguage

/// The pattern of a stage rule with its names found in the events at hand.
struct RulePattern {
  /// In the order of the bits that `compiled` speaks of.
  private(set) var matchers: [BoundMatcher] = []
  /// Nil where nothing at hand could ever match.
  private(set) var compiled: CompiledPattern?
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var notes: [String] = []
  private let environment: BindingEnvironment

  init(_ pattern: Pattern, in environment: BindingEnvironment) {
    self.environment = environment
    var steps: [CompiledPattern.Step] = []
    var exact: [CompiledPattern.Exact] = []
    /// Where the steps of each written one lie.
    var places: [Range<Int>] = []
    for step in pattern.steps {
      guard let bit = bind(step.alternatives) else { return }
      let count = max(0, step.times?.count ?? 1)
      guard steps.count + count <= RulePattern.mostSteps else {
        diagnostics.append(
          BindingMessages.notAvailable("a rule of so many steps", step.alternatives[0].span))
        return
      }
      places.append(steps.count..<(steps.count + count))
      for repetition in 0..<count {
        let link = repetition == 0 && step.link == .directly
        steps.append(CompiledPattern.Step(matcher: bit, link: link ? .directly : .eventually))
      }
      if step.times?.bound == .exactly {
        exact.append(CompiledPattern.Exact(matcher: bit, count: count))
      }
    }
    guard let exclusions = bind(pattern.exclusions, pattern.steps, places) else { return }
    compiled = CompiledPattern(
      steps: steps, window: pattern.window.map(window), period: period(pattern.period),
      exclusions: exclusions, silence: pattern.silence.map(window), exact: exact)
  }

  /// More than anybody would write; beyond them a chain is no rule.
  private static let mostSteps = 64

  /// A single event, without anything around it.
  var isSingle: Bool {
    guard let compiled else { return false }
    return compiled.steps.count == 1 && compiled.window == nil && compiled.period == nil
      && compiled.silence == nil && compiled.exact.isEmpty
  }

  /// The bit of these alternatives; nil where none of them is known. What is unknown is reported,
  /// and the others hold.
  private mutating func bind(_ alternatives: [EventMatcher]) -> Int? {
    var bound = BoundMatcher(
      words: alternatives.map(QueryFormatter.format).joined(separator: " or "))
    for alternative in alternatives {
      var binder = EventMatcherBinder(environment)
      let found = binder.bind([alternative])
      diagnostics += binder.diagnostics
      notes += binder.notes
      guard binder.diagnostics.isEmpty else { continue }
      bound.kinds += found.kinds
    }
    guard !bound.kinds.isEmpty, matchers.count < MatchedEvents.mostMatchers else { return nil }
    matchers.append(bound)
    return matchers.count - 1
  }

  /// Nil where one names a step that the pattern does not have, or an unknown event.
  private mutating func bind(
    _ exclusions: [Exclusion], _ steps: [Pattern.Step], _ places: [Range<Int>]
  ) -> [CompiledPattern.Exclusion]? {
    var bound: [CompiledPattern.Exclusion] = []
    for exclusion in exclusions {
      guard let after = step(exclusion.after, steps), let before = step(exclusion.before, steps),
        let last = places[after].last, let first = places[before].first
      else { return nil }
      // An event that never happened excludes nothing.
      guard let bit = bind([exclusion.event]) else { continue }
      bound.append(CompiledPattern.Exclusion(matcher: bit, after: last, before: first))
    }
    return bound
  }

  private mutating func step(_ name: Name, _ steps: [Pattern.Step]) -> Int? {
    let folded = name.text.lowercased()
    let place = steps.firstIndex { step in
      step.alternatives.contains { $0.name.text.lowercased() == folded }
    }
    if place == nil {
      let names = steps.flatMap(\.alternatives).map(\.name.text)
      diagnostics.append(BindingMessages.unknownKind(name, among: names, stages: []))
    }
    return place
  }

  private func window(_ duration: Literal.Duration) -> PatternWindow {
    if let unit = PeriodResolver.fixedLength(duration.unit) {
      return .fixed(Int64((duration.amount * Double(unit)).rounded().bounded))
    }
    let months = duration.amount * Double(PeriodResolver.months(duration.unit))
    return .months(Int(months.rounded().bounded), environment.snapshot.zone)
  }

  private mutating func period(_ clause: TemporalClause?) -> Range<Int64>? {
    guard let clause else { return nil }
    var binder = ExpressionBinder(
      environment, relation: Relation(.result, fields: [], rowCount: 0))
    let bounds = binder.bounds(of: clause)
    diagnostics += binder.diagnostics
    guard let bounds else { return nil }
    let start = bounds.start ?? .min
    return start..<max(start, bounds.end ?? .max)
  }
}

extension Double {
  /// Within what an integer can hold.
  fileprivate var bounded: Double { Swift.min(Swift.max(self, -9e18), 9e18) }
}
