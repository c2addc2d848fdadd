/// A name as its author wrote it: a field, a stage, a kind of event, a function.
package struct Name: Hashable, Sendable {
  package var text: String
  package var span: SourceSpan
  /// Written in backquotes, so it can never be a keyword.
  package var isQuoted: Bool

  package init(_ text: String, span: SourceSpan, isQuoted: Bool = false) {
    self.text = text
    self.span = span
    self.isQuoted = isQuoted
  }
}

/// A text in quotes.
package struct TextLiteral: Hashable, Sendable {
  package var text: String
  package var span: SourceSpan

  package init(_ text: String, span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

/// Anything that has a value. Chains (`and`, `or`, `+`, `*`) are flat lists, so that a sentence of
/// a hundred thousand terms needs no deep recursion; what does nest is bounded by the parser.
package struct Expression: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    case literal(Literal)
    case parameter(Name)
    /// `jfi`, `account.vertical`: one or more names joined by dots.
    case name([Name])
    /// `-x`
    case negate(Expression)
    /// `a + b - c`: additive terms, read from the left. `*` and `/` make a chain of their own.
    case arithmetic(first: Expression, rest: [ArithmeticTerm])
    /// `a < b`
    case comparison(Expression, ComparisonOperator, Expression)
    /// `vertical is SaaS`, `is not`: a bare word on the right is a value of the left-hand column.
    case isValue(Expression, negated: Bool, ValueWord)
    /// `x is unknown`, `x is not unknown`, `x is known`: `tests` says which state is asked for.
    case isKnown(Expression, known: Bool)
    /// `x in (a, b)`, `x not in (a, b)`.
    case membership(Expression, negated: Bool, [ValueWord])
    /// `x between a and b`, both ends included.
    case between(Expression, negated: Bool, lower: Expression, upper: Expression)
    /// `contains`, `starts with`, `ends with`, `like`, `matches`.
    case textTest(Expression, TextTest, negated: Bool, Expression)
    /// `renewal_date in next 60 days`, `started during 2026-Q1`, `since D`, `before D`.
    case temporal(Expression, negated: Bool, TemporalClause)
    case not(Expression)
    /// Two or more operands.
    case and([Expression])
    /// Two or more operands.
    case or([Expression])
    /// `if a then b else c`; `else` may be missing (unknown then).
    case conditional(condition: Expression, then: Expression, otherwise: Expression?)
    /// `x else VALUE`: VALUE where x is unknown.
    case fallback(Expression, Expression)
    /// `round(x, 2)`, `count(jfi > 60)`, `share(state is drifting)`.
    case call(Name, [Expression])
    /// `avg jfi`, `count distinct owner`, `count`, `p90`, `share of total arr`, `last login`: an
    /// aggregate word with its one operand. Without an operand it speaks of the head's own measure.
    case aggregate(AggregateWord, Expression?)
    /// `count of ticket in last 30 days`, `sum of amount of invoice`, `last login`.
    case eventFact(EventFact)
    /// `count of accounts drifting in Invest`, `avg jfi of (accounts where ...)`.
    case populationMeasure(AggregateWord, Expression?, Population)
    /// `nps of accounts`, `share(state is drifting) of accounts`: any other measure of a group.
    case measureOf(Expression, Population)
    /// `p90 time from Invest to first_value [of accounts ..]`.
    case headMeasure(AggregateWord?, Analysis)
    /// `change of jfi since 2026-03-01`
    case change(of: Expression, TemporalClause)
    /// `time in Invest`
    case timeIn(Name)
    /// `jfi in Invest`: a score as it was in a stage.
    case scoreIn(Name, stage: Name)
    /// `month of started`, `week of at`: a date part by its everyday name.
    case partOf(Name, Expression)
    /// `milestone[name is "go-live"]` where an expression is asked for (`event x = ...`, facts).
    case event(EventMatcher)
    /// What could not be read; the parser has said so.
    case invalid
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

package struct ArithmeticTerm: Hashable, Sendable {
  package var operation: ArithmeticOperator
  package var operand: Expression

  package init(_ operation: ArithmeticOperator, _ operand: Expression) {
    self.operation = operation
    self.operand = operand
  }
}

package enum ArithmeticOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
}

package enum ComparisonOperator: String, Hashable, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

package enum TextTest: String, Hashable, Sendable, CaseIterable {
  case contains
  case startsWith = "starts with"
  case endsWith = "ends with"
  case like
  case matches
}

/// What may stand after `is` and inside `in (...)`.
package enum ValueWord: Hashable, Sendable {
  /// A bare word: a value of the column on the left.
  case word(Name)
  /// Anything else: a text, number, date, parameter or parenthesised expression.
  case expression(Expression)

  package var span: SourceSpan {
    switch self {
    case .word(let name): name.span
    case .expression(let expression): expression.span
    }
  }
}

package enum Literal: Hashable, Sendable {
  /// A whole number without a decimal point.
  case integer(Int64)
  /// A number with a decimal point (or too large for 64 bits). `60%` is `percent(60)`, worth 0.6.
  case number(Double)
  case percent(Double)
  case text(String)
  case boolean(Bool)
  case unknown
  case duration(Duration)
  /// `2026-03-31`, `2026-Q1`, `2026-03-31T10:00Z`, `today`, `now`, `this month`, `last 90 days`:
  /// `2026` alone is an integer until something asks for a period.
  case period(Period)

  /// `14 days`, `3 months`, `1.5 hours`.
  package struct Duration: Hashable, Sendable {
    package var amount: Double
    package var unit: TimeUnit

    package init(_ amount: Double, _ unit: TimeUnit) {
      self.amount = amount
      self.unit = unit
    }
  }
}

/// Units of time. Weeks, days and smaller are fixed lengths; months and longer follow the calendar.
package enum TimeUnit: String, Hashable, Sendable, CaseIterable {
  case second, minute, hour, day, week, month, quarter, year
}

/// A stretch of time as written; the binder turns it into `[start, end)` in the workspace's zone.
package indirect enum Period: Hashable, Sendable {
  case year(Int)
  case quarter(year: Int, quarter: Int)
  case month(year: Int, month: Int)
  case day(year: Int, month: Int, day: Int)
  /// `2026-W05`
  case isoWeek(year: Int, week: Int)
  /// Microseconds after 1970-01-01T00:00 as the clock was written, before `offsetMinutes` is taken
  /// off; nil when no zone was written.
  case instant(microseconds: Int64, offsetMinutes: Int?)
  case today, yesterday, now
  /// `this month`
  case current(TimeUnit)
  /// `last 90 days`, `last quarter` (count nil: the last complete one), `last 2 full quarters`.
  case last(count: Int?, TimeUnit, full: Bool)
  /// `next 60 days`
  case next(count: Int?, TimeUnit)
  case parameter(Name)
  /// `2026-01-01 to 2026-03-31` is not in the language; a `let` name used as a date is.
  case named(Name)
}

/// A period with the place it was written in.
package struct PeriodPhrase: Hashable, Sendable {
  package var period: Period
  package var span: SourceSpan

  package init(_ period: Period, span: SourceSpan) {
    self.period = period
    self.span = span
  }
}

/// How a period is attached: as a clause of a sentence and as a comparison of a time.
package enum TemporalClause: Hashable, Sendable {
  /// `during 2026-Q1`; `in last 30 days` and `in 2026-Q1` mean the same.
  case during(PeriodPhrase)
  case since(PeriodPhrase)
  case before(PeriodPhrase)
  /// `between D and D` as a clause.
  case between(PeriodPhrase, PeriodPhrase)
}

/// Words that make one number (or value) of many rows.
package enum AggregateWord: Hashable, Sendable {
  case count, countDistinct, sum, average, median, minimum, maximum, standardDeviation
  /// `p90` is 90, `p99.9` is 99.9.
  case percentile(Double)
  case shareOfTotal, first, last, list
}

/// `count of ticket[severity is high] in last 30 days`, `sum of amount of invoice`, `last login`.
package struct EventFact: Hashable, Sendable {
  package var word: AggregateWord
  /// The event's attribute, for `sum of amount of invoice`.
  package var attribute: Name?
  package var matcher: EventMatcher
  package var period: TemporalClause?

  package init(
    _ word: AggregateWord, attribute: Name? = nil, matcher: EventMatcher,
    period: TemporalClause? = nil
  ) {
    self.word = word
    self.attribute = attribute
    self.matcher = matcher
    self.period = period
  }
}
