internal import QueryLanguage

/// A pattern whose names are found.
struct BoundPattern: Sendable {
  var compiled: CompiledPattern
  /// Bit i of the compiled pattern is matcher i.
  var matchers: [BoundMatcher]
  /// As it was written.
  var words: String
  /// The dates that relative periods in it came to; they tell apart what is written alike.
  var key: String
}

/// Finds what the names of a pattern mean and numbers its matchers.
struct PatternBinder {
  let environment: BindingEnvironment
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var notes: [String] = []
  private var matchers: [BoundMatcher] = []

  /// Steps with their repetitions; more than anyone means.
  private static let mostSteps = 1000

  init(_ environment: BindingEnvironment) { self.environment = environment }

  /// nil when something is wrong with it (reported).
  mutating func bind(_ pattern: Pattern, _ span: SourceSpan) -> BoundPattern? {
    var compiled = CompiledPattern(steps: [])
    /// For each compiled step the names that stand at it.
    var names: [Set<String>] = []
    for step in pattern.steps {
      let bit = number(step.alternatives)
      let count = step.times?.count ?? 1
      guard count > 0, names.count + count <= PatternBinder.mostSteps else {
        diagnostics.append(
          BindingMessages.repetitions(count, most: PatternBinder.mostSteps, span))
        return nil
      }
      if step.times?.bound == .exactly {
        compiled.exact.append(CompiledPattern.Exact(matcher: bit, count: count))
      }
      for place in 0..<count {
        let link = place == 0 && step.link == .directly
        compiled.steps.append(
          CompiledPattern.Step(matcher: bit, link: link ? .directly : .eventually))
        names.append(Set(step.alternatives.map { $0.name.text.lowercased() }))
      }
    }
    for exclusion in pattern.exclusions { add(exclusion, to: &compiled, names) }
    compiled.window = pattern.window.map(window)
    compiled.silence = pattern.silence.map(window)
    var key = ""
    if let clause = pattern.period, let bounds = bounds(of: clause) {
      let (start, end) = (bounds.start ?? .min, bounds.end ?? .max)
      compiled.period = start..<max(start, end)
      key = " \(start) \(end)"
    }
    guard matchers.count <= MatchedEvents.mostMatchers else {
      diagnostics.append(BindingMessages.tooManyEvents(MatchedEvents.mostMatchers, span))
      return nil
    }
    guard diagnostics.isEmpty else { return nil }
    let words = QueryFormatter.format(pattern)
    return BoundPattern(compiled: compiled, matchers: matchers, words: words, key: words + key)
  }

  /// The bit of a matcher.
  private mutating func number(_ alternatives: [EventMatcher]) -> Int {
    var binder = EventMatcherBinder(environment)
    matchers.append(binder.bind(alternatives))
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    return matchers.count - 1
  }

  /// Between the nearest step called `after` and the first one called `before` behind it.
  private mutating func add(
    _ exclusion: Exclusion, to pattern: inout CompiledPattern, _ names: [Set<String>]
  ) {
    let bit = number([exclusion.event])
    for name in [exclusion.after, exclusion.before]
    where !names.contains(where: { $0.contains(name.text.lowercased()) }) {
      diagnostics.append(BindingMessages.noSuchStep(name, among: names.flatMap(\.self).uniqued()))
      return
    }
    let (after, before) = (exclusion.after.text.lowercased(), exclusion.before.text.lowercased())
    for place in names.indices where names[place].contains(before) {
      guard let start = names[..<place].lastIndex(where: { $0.contains(after) }) else { continue }
      pattern.exclusions.append(
        CompiledPattern.Exclusion(matcher: bit, after: start, before: place))
      return
    }
    diagnostics.append(BindingMessages.stepsInOtherOrder(exclusion))
  }

  private func window(_ duration: Literal.Duration) -> PatternWindow {
    let months = PeriodResolver.months(duration.unit)
    if months > 0, let count = Int(exactly: duration.amount * Double(months)) {
      return .months(count, environment.snapshot.zone)
    }
    // Half a month has no calendar: it is so much of the mean month.
    return .fixed(PeriodResolver.length(duration) ?? .max)
  }

  private mutating func bounds(of clause: TemporalClause) -> (start: Int64?, end: Int64?)? {
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    let bounds = binder.bounds(of: clause)
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    return bounds
  }
}
