/// A pattern whose matchers are numbered: what `PatternMatcher` runs. It knows no names, no kinds
/// and no predicates; whoever binds a pattern decides which bits each element carries.
struct CompiledPattern: Sendable {
  enum Link: Sendable {
    case eventually, directly
  }

  struct Step: Sendable {
    /// The bit, 0..<64, that an element must carry to serve this step.
    var matcher: Int
    /// How the step follows the one before; of no meaning at the first.
    var link: Link
  }

  /// No element with bit `matcher` strictly between the elements matched by two steps. One that
  /// serves a step in between counts, the two themselves do not.
  struct Exclusion: Sendable {
    var matcher: Int
    /// Places in `steps`.
    var after: Int
    var before: Int
  }

  /// `exactly N times`: so many elements carry bit `matcher` from the time of the first matched
  /// element to the end of the window (cut to the period), whether matched or not and whatever
  /// their order at equal times; without a window in the period, without either in all that is
  /// visible. It is thus a condition on the start of a match alone.
  struct Exact: Sendable {
    var matcher: Int
    var count: Int
  }

  /// Repetitions are written out: `A 2 times -> B` is A, A, B. Without any step the counts of
  /// `exact` decide alone.
  var steps: [Step]
  /// From the first to the last matched step.
  var window: PatternWindow?
  /// Every matched element lies inside it.
  var period: Range<Int64>?
  var exclusions: [Exclusion]
  /// No event after the last matched step for so long.
  var silence: PatternWindow?
  var exact: [Exact]

  init(
    steps: [Step], window: PatternWindow? = nil, period: Range<Int64>? = nil,
    exclusions: [Exclusion] = [], silence: PatternWindow? = nil, exact: [Exact] = []
  ) {
    self.steps = steps
    self.window = window
    self.period = period
    self.exclusions = exclusions
    self.silence = silence
    self.exact = exact
  }

  /// Whether a step must follow directly: the order of all events then matters, not only of those
  /// that match.
  var hasDirectLink: Bool { steps.dropFirst().contains { $0.link == .directly } }
}
