/// One sentence: a head with its clauses, then what is done with its result.
///
///     accounts in Benchmark by vertical show count | where count > 5 | as bar
package struct Query: Hashable, Sendable {
  package var head: Head
  package var clauses: [Clause]
  /// Each pipe stage holds one clause or more; after a pipe, names are the result's columns.
  package var pipes: [Pipe]
  package var span: SourceSpan

  package init(head: Head, clauses: [Clause] = [], pipes: [Pipe] = [], span: SourceSpan) {
    self.head = head
    self.clauses = clauses
    self.pipes = pipes
    self.span = span
  }
}

package struct Pipe: Hashable, Sendable {
  package var clauses: [Clause]
  package var span: SourceSpan

  package init(_ clauses: [Clause], span: SourceSpan) {
    self.clauses = clauses
    self.span = span
  }
}

package struct Head: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    /// `accounts ...`, `events ...`, `visits ...`, `those`. The sentence's `where`, wherever it was
    /// written, stands in the population's `condition`.
    case population(Population)
    /// `count, avg arr of accounts`; `of` nil means the sentence's own default, all accounts.
    case measures([ShowItem], of: Population?)
    /// Any head of the table: `funnel`, `paths`, `why`, ...
    case analysis(Analysis)
    /// A shell line that starts with `|`: the last answer goes on.
    case lastAnswer
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

/// The named analyses. One generic node serves them all; what each takes is in `HeadTable`.
package enum AnalysisWord: String, Hashable, Sendable, CaseIterable {
  case stages, curve, quadrant, journey, why, funnel, paths, dwell, transitions, retention, trend
  case compare, drivers, handoffs, autopsy, moments, scorecard, validate, check
  case driftZones = "drift zones"
  case painPoints = "pain points"
  case timeFrom = "time from"
}

/// `funnel demo -> proposal of accounts`: a word, its operands, and its population.
package struct Analysis: Hashable, Sendable {
  package enum Operand: Hashable, Sendable {
    /// `why jfi of`, `validate jfi of`.
    case score(Name)
    /// `why drifting of "X"`
    case state(Name)
    /// `funnel A -> B => C`
    case steps([FunnelStep])
    /// `paths from A`, `time from A`; `each` is set for `time from each ticket`.
    case from(EventMatcher, each: Bool)
    case to(EventMatcher)
    case through(EventMatcher)
    /// `trend jfi, momentum`, `compare nps, csat`.
    case measures([ShowItem])
    /// `compare (time from Invest to first_value of accounts)`
    case sentence(Query)
  }

  package var word: AnalysisWord
  package var operands: [Operand]
  package var population: Population?
  package var span: SourceSpan

  package init(
    _ word: AnalysisWord, operands: [Operand] = [], population: Population? = nil, span: SourceSpan
  ) {
    self.word = word
    self.operands = operands
    self.population = population
    self.span = span
  }
}

package struct FunnelStep: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `A` or `A or B`
    case one([EventMatcher])
    /// `[A]`
    case optional([EventMatcher])
    /// `any of (A, B, C)`
    case anyOrder([EventMatcher])
  }
  package var link: Pattern.Link
  package var kind: Kind

  package init(link: Pattern.Link, _ kind: Kind) {
    self.link = link
    self.kind = kind
  }
}

/// A column of the answer: an expression and, with `called`, its name.
package struct ShowItem: Hashable, Sendable {
  package var expression: Expression
  package var name: Name?

  package init(_ expression: Expression, called name: Name? = nil) {
    self.expression = expression
    self.name = name
  }
}

package struct OrderKey: Hashable, Sendable {
  package enum Direction: String, Hashable, Sendable { case ascending = "asc", descending = "desc" }
  package var expression: Expression
  /// nil when not written: ascending, and the footer says "lowest first".
  package var direction: Direction?

  package init(_ expression: Expression, _ direction: Direction? = nil) {
    self.expression = expression
    self.direction = direction
  }
}

package struct Clause: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `by stage, vertical at first|last|step 2`
    case by([ShowItem], at: AttributionPoint?)
    case show([ShowItem])
    case orderBy([OrderKey])
    /// `top 10`, `top 10 by arr`, `lowest 5 by jfi in each vertical`.
    case top(Top)
    /// `where` of the head (the population's own stands in the population) or of a pipe.
    case condition(Expression)
    case period(TemporalClause)
    case asOf(PeriodPhrase)
    case knownOn(PeriodPhrase)
    /// `as table`
    case rendering(Name)
    /// `into "file.csv"`
    case into(TextLiteral)
    /// `per week`
    case per(TimeUnit)
    case within(Literal.Duration)
    case without(Exclusion)
    /// `with X`, `against X`; the word is kept for the formatter.
    case against(Counterpart, word: Name)
    case ahead(Literal.Duration)
    case returning(EventMatcher)
    case starting(EventMatcher)
    case rolling
    case forFirst(Literal.Duration)
    case completedOnly
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

package struct Top: Hashable, Sendable {
  package var count: Int
  /// `lowest` instead of `top`
  package var lowest: Bool
  package var by: Expression?
  /// `in each G, H`
  package var inEach: [Expression]

  package init(_ count: Int, lowest: Bool = false, by: Expression? = nil, inEach: [Expression] = [])
  {
    self.count = count
    self.lowest = lowest
    self.by = by
    self.inEach = inEach
  }
}

package enum AttributionPoint: Hashable, Sendable {
  case first, last
  case step(Int)
}

/// What `with` and `against` set a result beside.
package indirect enum Counterpart: Hashable, Sendable {
  case population(Population)
  case period(PeriodPhrase)
  case asOf(PeriodPhrase)
  case benchmark(TextLiteral)
  /// `churned`, `lost`, or another defined outcome.
  case outcome(Name)
}
