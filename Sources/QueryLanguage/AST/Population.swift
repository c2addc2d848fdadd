/// Whom or what a sentence is about.
package struct Population: Hashable, Sendable {
  package indirect enum Source: Hashable, Sendable {
    case accounts
    /// `events`, `events of (accounts where ...)`.
    case events(of: Population?)
    /// `visits`, `visits in Invest of accounts`.
    case visits(in: [Name], of: Population?)
    /// The population of the last answer.
    case those
    /// `cohort "Q1 SaaS"`
    case cohort(TextLiteral)
    /// `"Acme Ltd"`: one account by name or id.
    case account(TextLiteral)
    /// `(accounts where ... during 2026-Q1)`: what is inside holds for the population alone.
    case group(Population, clauses: [Clause])
  }

  package var source: Source
  package var restrictions: [Restriction]
  /// `where`
  package var condition: Expression?
  package var span: SourceSpan

  package init(
    _ source: Source, restrictions: [Restriction] = [], condition: Expression? = nil,
    span: SourceSpan
  ) {
    self.source = source
    self.restrictions = restrictions
    self.condition = condition
    self.span = span
  }
}

/// What follows `accounts` before `where`.
package struct Restriction: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `in stage Benchmark, Invest`: surely stages. `in Benchmark`: a stage, else a cohort by name.
    case inStage([Name], explicit: Bool)
    /// `in cohort "x"`
    case inCohort(TextLiteral)
    case visited(Name)
    case reached(Name)
    /// `drifting`, `drifting in S`, `drifting from S to S`.
    case drifting(in: Name?, to: Name?)
    /// `churned`, `lost`, `active`, or a population defined in the workspace.
    case named(Name)
    /// `matching P`, `never P`.
    case matching(Pattern, never: Bool)
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

/// `kind[predicate]`: one event, or, where stages may stand, one stage.
package struct EventMatcher: Hashable, Sendable {
  package var name: Name
  package var predicate: Expression?
  package var span: SourceSpan

  package init(_ name: Name, predicate: Expression? = nil, span: SourceSpan) {
    self.name = name
    self.predicate = predicate
    self.span = span
  }
}

/// A chain of events: `ticket[severity is high] 2 times -> downgrade within 60 days`.
package struct Pattern: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    /// How the step follows the one before; the first step has `eventually`.
    package var link: Link
    /// One of these (joined by `or`).
    package var alternatives: [EventMatcher]
    package var times: Times?

    package init(link: Link, alternatives: [EventMatcher], times: Times? = nil) {
      self.link = link
      self.alternatives = alternatives
      self.times = times
    }
  }

  package enum Link: String, Hashable, Sendable {
    case eventually = "->"
    case directly = "=>"
  }

  package struct Times: Hashable, Sendable {
    package enum Bound: String, Hashable, Sendable {
      /// `2 times` and `at least 2 times` mean the same; the formatter prints the second as
      /// written.
      case plain
      case atLeast = "at least"
      case exactly
    }
    package var count: Int
    package var bound: Bound

    package init(_ count: Int, _ bound: Bound) {
      self.count = count
      self.bound = bound
    }
  }

  package var steps: [Step]
  /// `within 60 days`: from the first to the last matched step.
  package var window: Literal.Duration?
  /// `in last 30 days`: every matched event lies inside it.
  package var period: TemporalClause?
  /// `without X between A and B`
  package var exclusions: [Exclusion]
  /// `followed by nothing for 30 days`
  package var silence: Literal.Duration?

  package init(
    steps: [Step], window: Literal.Duration? = nil, period: TemporalClause? = nil,
    exclusions: [Exclusion] = [], silence: Literal.Duration? = nil
  ) {
    self.steps = steps
    self.window = window
    self.period = period
    self.exclusions = exclusions
    self.silence = silence
  }
}

/// `without escalation between proposal and contract_signed`
package struct Exclusion: Hashable, Sendable {
  package var event: EventMatcher
  package var after: Name
  package var before: Name

  package init(_ event: EventMatcher, after: Name, before: Name) {
    self.event = event
    self.after = after
    self.before = before
  }
}
