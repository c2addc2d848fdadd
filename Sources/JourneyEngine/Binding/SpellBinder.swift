internal import QueryLanguage

/// Finds what the two ends of `time from A to B` mean.
struct SpellBinder {
  let environment: BindingEnvironment
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var notes: [String] = []

  init(_ environment: BindingEnvironment) { self.environment = environment }

  /// nil when something is wrong with them (reported).
  mutating func bind(
    _ operands: [Analysis.Operand], period: SentenceTime.Interval? = nil
  ) -> SpellSearch? {
    var from: (matcher: EventMatcher, isEach: Bool)?
    var to: EventMatcher?
    for operand in operands {
      switch operand {
      case .from(let matcher, let each): from = (matcher, each)
      case .to(let matcher): to = matcher
      default: break
      }
    }
    guard let from, let to else { return nil }
    var binder = EventMatcherBinder(environment)
    let start = binder.bind([from.matcher])
    let end = binder.bind([to])
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard binder.diagnostics.isEmpty else { return nil }
    return SpellSearch(
      from: start, to: end, isEach: from.isEach, period: period, data: JourneyData(environment))
  }
}
