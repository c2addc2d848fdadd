internal import QueryLanguage

/// Finds what the names of an expression mean and what types its parts have.
///
/// Binding never fails: what is wrong is reported in `diagnostics`, and stands in the tree as
/// unknown.
struct ExpressionBinder {
  /// Where an expression stands.
  enum Mode {
    /// One row at a time: `where`, `show` without `by`.
    case rows
    /// One group at a time: `show` and `order by` beside `by`.
    case groups
  }

  let environment: BindingEnvironment
  let relation: Relation
  var mode: Mode
  /// The keys of `by`, with the names they have in the answer.
  var groups: [(name: String, key: BoundExpression)] = []
  var aggregates: [BoundAggregate] = []
  var diagnostics: [Diagnostic] = []
  /// Facts the footer tells: the dates a relative period came to.
  var notes: [String] = []
  /// What the sentence's period selects: measures of groups count inside it.
  var period: SentenceTime.Interval?
  /// What `first match` and `matches` speak of, where the population has a pattern.
  var matches: PatternMeasures?

  init(_ environment: BindingEnvironment, relation: Relation, mode: Mode = .rows) {
    self.environment = environment
    self.relation = relation
    self.mode = mode
  }

  var periods: PeriodResolver { environment.periods }

  mutating func bind(_ expression: Expression) -> BoundExpression {
    let span = expression.span
    switch expression.kind {
    case .literal(let literal): return bind(literal, span)
    case .parameter(let name): return bindParameter(name)
    case .name(let path): return bindName(path, expression)
    case .negate(let operand): return bindNegate(operand, span)
    case .arithmetic(let first, let rest): return bindArithmetic(first, rest, span)
    case .comparison(let left, let operation, let right):
      return bindComparison(bind(left), operation, right, leftSource: left, span)
    case .isValue(let left, let negated, let word):
      return negate(bindIs(left, word, span), if: negated)
    case .isKnown(let operand, let known):
      return BoundExpression(.isKnown(bind(operand), known: known), .boolean, span: span)
    case .membership(let left, let negated, let words):
      return negate(bindMembership(left, words, span), if: negated)
    case .between(let left, let negated, let lower, let upper):
      return negate(bindBetween(left, lower, upper, span), if: negated)
    case .textTest(let left, let test, let negated, let right):
      return negate(bindTextTest(left, test, right, span), if: negated)
    case .temporal(let left, let negated, let clause):
      return negate(bindTemporal(left, clause, span), if: negated)
    case .not(let operand): return negate(bindCondition(operand), if: true)
    case .and(let terms):
      return BoundExpression(.and(bindConditions(terms)), .boolean, span: span)
    case .or(let terms):
      return BoundExpression(.or(bindConditions(terms)), .boolean, span: span)
    case .conditional(let condition, let then, let otherwise):
      return bindConditional(condition, then, otherwise, span)
    case .fallback(let operand, let other):
      let (a, b) = unified(bind(operand), bind(other))
      return BoundExpression(.fallback(a, b), a.type, span: span)
    case .call(let name, let arguments): return bindCall(name, arguments, expression)
    case .aggregate(let word, let operand): return bindAggregate(word, operand, expression)
    case .populationMeasure(.count, nil, let population)
    where mode == .rows && relation.kind == .accounts && population.isAllEvents:
      return bindEventCount(expression)
    case .populationMeasure(let word, let operand, let population):
      return bindMeasure(Expression(.aggregate(word, operand), span: span), of: population)
    case .measureOf(let measure, let population): return bindMeasure(measure, of: population)
    case .partOf(let name, let operand): return bindPart(name, operand, span)
    case .eventFact(let fact): return bindEventFact(fact, span)
    case .headMeasure(let word, let analysis): return bindSpell(word, analysis, expression)
    case .change(let operand, let clause): return bindChange(operand, clause, expression)
    case .timeIn(let name): return bindTimeIn(name, expression)
    case .scoreIn(let name, let stage): return bindScoreIn(name, stage, expression)
    case .event(let matcher): return notAvailable("the event `\(matcher.name.text)` here", span)
    case .invalid: return invalid(span)
    }
  }

  /// A condition: something that is yes or no.
  mutating func bindCondition(_ expression: Expression) -> BoundExpression {
    let bound = bind(expression)
    guard bound.type != .boolean, !isInvalid(bound) else { return bound }
    diagnostics.append(
      BindingMessages.wrongOperand(
        "where", bound, needs: "a condition, such as `jfi > 60` or `vertical is SaaS`"))
    return invalid(expression.span)
  }

  private mutating func bindConditions(_ terms: [Expression]) -> [BoundExpression] {
    var bound: [BoundExpression] = []
    bound.reserveCapacity(terms.count)
    for term in terms { bound.append(bindCondition(term)) }
    return bound
  }

  // MARK: - Small things

  func negate(_ expression: BoundExpression, if negated: Bool) -> BoundExpression {
    negated ? BoundExpression(.not(expression), .boolean, span: expression.span) : expression
  }

  /// Unknown, standing for what could not be bound.
  func invalid(_ span: SourceSpan) -> BoundExpression {
    BoundExpression(.constant(.unknown), .boolean, span: span)
  }

  func isInvalid(_ expression: BoundExpression) -> Bool { expression.constant == .unknown }

  mutating func notAvailable(_ what: String, _ span: SourceSpan) -> BoundExpression {
    diagnostics.append(BindingMessages.notAvailable(what, span))
    return invalid(span)
  }

  mutating func fail(_ diagnostic: Diagnostic) -> BoundExpression {
    diagnostics.append(diagnostic)
    return invalid(diagnostic.span)
  }

  func constant(_ value: Value, _ type: ValueType, _ span: SourceSpan) -> BoundExpression {
    BoundExpression(.constant(value), type, span: span)
  }

  // MARK: - Literals and parameters

  private mutating func bind(_ literal: Literal, _ span: SourceSpan) -> BoundExpression {
    switch literal {
    case .integer(let value): return constant(.integer(value), .integer, span)
    case .number(let value): return constant(.number(value), .number, span)
    case .percent(let value): return constant(.number(value / 100), .number, span)
    case .text(let text): return constant(.text(text), .text, span)
    case .boolean(let flag): return constant(.boolean(flag), .boolean, span)
    case .unknown: return invalid(span)
    case .duration(let duration): return bindDuration(duration, span)
    case .period(let period): return bindMoment(PeriodPhrase(period, span: span))
    }
  }

  private func bindDuration(_ duration: Literal.Duration, _ span: SourceSpan) -> BoundExpression {
    let length = PeriodResolver.length(duration) ?? .max
    var bound = constant(.duration(length), .duration, span)
    let months = PeriodResolver.months(duration.unit)
    if months > 0, let count = Int(exactly: duration.amount * Double(months)) {
      // Ten thousand years are enough for a calendar.
      bound.calendarMonths = count.magnitude <= 120_000 ? count : nil
    }
    return bound
  }

  /// A period that is one moment or one day: `2026-03-31`, `today`, `now`.
  private mutating func bindMoment(_ phrase: PeriodPhrase) -> BoundExpression {
    switch phrase.period {
    case .day(let year, let month, let day):
      let number = CivilDate.dayNumber(year: year, month: month, day: day)
      return constant(.date(Int64(number)), .date, phrase.span)
    case .today: return constant(.date(Int64(periods.today)), .date, phrase.span)
    case .yesterday: return constant(.date(Int64(periods.today - 1)), .date, phrase.span)
    case .instant, .now:
      let start = periods.interval(of: phrase.period)?.start ?? 0
      return constant(.instant(start), .instant, phrase.span)
    case .parameter(let name): return bindParameter(name)
    case .named(let name): return bindName([name], Expression(.name([name]), span: phrase.span))
    default:
      return fail(BindingMessages.periodAsValue(phrase.span, text: phrase.period.spelling))
    }
  }

  private mutating func bindParameter(_ name: Name) -> BoundExpression {
    switch environment.parameters[name.text] {
    case .expression(let expression):
      var bound = bind(expression)
      bound.span = name.span
      return bound
    case .value(let value, let type): return constant(value, type, name.span)
    case .text(let text):
      var bound = constant(.text(text), .text, name.span)
      bound.parameter = name
      return bound
    case nil:
      return fail(
        BindingMessages.unknownParameter(name, among: environment.parameters.keys.sorted()))
    }
  }

  /// The literal a parameter or a plain expression is, for places that need a period.
  func literal(of name: Name) -> Literal? {
    switch environment.parameters[name.text] {
    case .expression(let expression):
      if case .literal(let literal) = expression.kind { return literal }
      return nil
    case .value(.date(let day), _):
      let date = CivilDate(dayNumber: Int(day))
      return .period(.day(year: date.year, month: date.month, day: date.day))
    case .value(.instant(let instant), _):
      return .period(.instant(microseconds: instant, offsetMinutes: 0))
    case .text(let text): return PeriodReading.literal(text)
    case .value, nil: return nil
    }
  }
}
