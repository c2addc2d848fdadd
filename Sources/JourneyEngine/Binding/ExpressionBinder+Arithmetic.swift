internal import QueryLanguage

extension ExpressionBinder {
  mutating func bindNegate(_ operand: Expression, _ span: SourceSpan) -> BoundExpression {
    let bound = bind(operand)
    guard bound.type.isNumeric || bound.type == .duration || isInvalid(bound) else {
      return fail(BindingMessages.wrongOperand("-", bound, needs: "a number"))
    }
    // A negative literal stays a literal, so that it can be compared as one.
    switch bound.constant {
    case .integer(let value) where value != .min:
      return constant(.integer(-value), .integer, span)
    case .number(let value): return constant(.number(-value), .number, span)
    default: break
    }
    var negated = BoundExpression(.negate(bound), bound.type, span: span)
    negated.calendarMonths = bound.calendarMonths.map { -$0 }
    return negated
  }

  mutating func bindArithmetic(
    _ first: Expression, _ rest: [ArithmeticTerm], _ span: SourceSpan
  ) -> BoundExpression {
    var result = bindOperand(first)
    var steps: [BoundExpression.ArithmeticStep] = []
    for term in rest {
      let operand = bindOperand(term.operand)
      if isInvalid(result) || isInvalid(operand) { return invalid(span) }
      if let months = operand.calendarMonths, result.type.isTime,
        term.operation == .add || term.operation == .subtract
      {
        // `started + 3 months` follows the calendar, not a mean length.
        let moved = chain(result, steps, span)
        let sign = term.operation == .add ? 1 : -1
        result = BoundExpression(.shift(moved, months: sign * months), moved.type, span: span)
        steps = []
        continue
      }
      if let civil = civilSteps(stepType(result, steps), term.operation, operand) {
        steps += civil
        continue
      }
      guard let plan = arithmeticPlan(stepType(result, steps), term.operation, operand.type) else {
        return fail(
          BindingMessages.arithmetic(
            stepType(result, steps), term.operation, operand.type, term.operand.span))
      }
      if plan.left != stepType(result, steps) {
        result = converted(chain(result, steps, span), to: plan.left)
        steps = []
      }
      steps.append(
        .init(
          operation: term.operation, operand: converted(operand, to: plan.right), type: plan.result)
      )
    }
    return chain(result, steps, span)
  }

  private func stepType(
    _ first: BoundExpression, _ steps: [BoundExpression.ArithmeticStep]
  ) -> ValueType { steps.last?.type ?? first.type }

  /// Dates and whole days are reckoned in civil days, whatever the clocks do: `started + 14 days`,
  /// `renewal_date - started`.
  private func civilSteps(
    _ left: ValueType, _ operation: ArithmeticOperator, _ operand: BoundExpression
  ) -> [BoundExpression.ArithmeticStep]? {
    guard left == .date, operation == .add || operation == .subtract else { return nil }
    if case .duration(let length) = operand.constant, length % microsecondsPerDay == 0 {
      let days = constant(.integer(length / microsecondsPerDay), .integer, operand.span)
      return [.init(operation: operation, operand: days, type: .date)]
    }
    guard operand.type == .date, operation == .subtract else { return nil }
    let day = constant(.duration(microsecondsPerDay), .duration, operand.span)
    return [
      .init(operation: .subtract, operand: operand, type: .integer),
      .init(operation: .multiply, operand: day, type: .duration),
    ]
  }

  private func chain(
    _ first: BoundExpression, _ steps: [BoundExpression.ArithmeticStep], _ span: SourceSpan
  ) -> BoundExpression {
    guard let last = steps.last else { return first }
    return BoundExpression(.arithmetic(first, steps), last.type, span: span)
  }

  /// What both sides become, and what comes out; nil where the operation has no meaning.
  private func arithmeticPlan(
    _ left: ValueType, _ operation: ArithmeticOperator, _ right: ValueType
  ) -> (left: ValueType, right: ValueType, result: ValueType)? {
    switch (left, operation, right) {
    case (.text, .add, .text): return (.text, .text, .text)
    case (.date, .subtract, .instant), (.instant, .subtract, .date),
      (.instant, .subtract, .instant):
      return (.instant, .instant, .duration)
    case (.date, .add, .duration), (.date, .subtract, .duration), (.instant, .add, .duration),
      (.instant, .subtract, .duration):
      return (.instant, .duration, .instant)
    case (.duration, .add, .date), (.duration, .add, .instant):
      return (.duration, .instant, .instant)
    case (.duration, .add, .duration), (.duration, .subtract, .duration):
      return (.duration, .duration, .duration)
    case (.duration, .divide, .duration): return (.duration, .duration, .number)
    case (.duration, .multiply, _) where right.isNumeric,
      (.duration, .divide, _) where right.isNumeric:
      return (.duration, .number, .duration)
    case (_, .multiply, .duration) where left.isNumeric: return (.number, .duration, .duration)
    default: return numericPlan(left, operation, right)
    }
  }

  private func numericPlan(
    _ left: ValueType, _ operation: ArithmeticOperator, _ right: ValueType
  ) -> (left: ValueType, right: ValueType, result: ValueType)? {
    guard left.isNumeric, right.isNumeric else { return nil }
    switch (left, operation, right) {
    case (_, .divide, _): return (.number, .number, .number)
    case (.integer, _, .integer): return (.integer, .integer, .integer)
    case (.money(let a), .add, .money(let b)), (.money(let a), .subtract, .money(let b)):
      let scale = ValueType.money(scale: max(a, b))
      return (scale, scale, scale)
    case (.money, .add, .integer), (.money, .subtract, .integer): return (left, left, left)
    case (.integer, .add, .money), (.integer, .subtract, .money): return (right, right, right)
    case (.money, .multiply, .integer): return (left, .integer, left)
    case (.integer, .multiply, .money): return (.integer, right, right)
    default: return (.number, .number, .number)
    }
  }

  /// An operand of arithmetic: a `--param` text that reads as a literal is that literal.
  mutating func bindOperand(_ expression: Expression) -> BoundExpression {
    let bound = bind(expression)
    guard let name = bound.parameter, let literal = literal(of: name) else { return bound }
    return bind(Expression(.literal(literal), span: name.span))
  }

  /// The same value in another type, folded when it is a constant.
  func converted(_ expression: BoundExpression, to type: ValueType) -> BoundExpression {
    guard expression.type != type, !isInvalid(expression) else { return expression }
    if type == .duration, expression.type == .integer { return expression }
    let bound = BoundExpression(.convert(expression), type, span: expression.span)
    guard let value = expression.constant else { return bound }
    let vector = Kernels.convert(
      Kernels.fill(value, count: 1), from: expression.type, to: type, environment.snapshot.zone)
    return constant(vector.value(0, type: type), type, expression.span)
  }

  /// Both in a common type, where there is one: for `if`, `else` and comparisons.
  mutating func unified(
    _ a: BoundExpression, _ b: BoundExpression
  ) -> (BoundExpression, BoundExpression) {
    var (a, b) = (a, b)
    if isInvalid(a) { a.type = b.type }
    if isInvalid(b) { b.type = a.type }
    guard a.type != b.type else { return (a, b) }
    if let name = a.parameter { a = retyped(name, to: b.type) }
    if let name = b.parameter { b = retyped(name, to: a.type) }
    guard a.type != b.type, !isInvalid(a), !isInvalid(b) else { return (a, b) }
    switch (a.type, b.type) {
    case (.money(let x), .money(let y)):
      let scale = ValueType.money(scale: max(x, y))
      return (converted(a, to: scale), converted(b, to: scale))
    case (.money, .integer): return (a, converted(b, to: a.type))
    case (.integer, .money): return (converted(a, to: b.type), b)
    case (.date, .instant), (.instant, .date):
      return (converted(a, to: .instant), converted(b, to: .instant))
    case (let x, let y) where x.isNumeric && y.isNumeric:
      return (converted(a, to: .number), converted(b, to: .number))
    default:
      diagnostics.append(BindingMessages.incomparable(a, b, b.span))
      return (a, invalid(b.span))
    }
  }

  /// A `--param` value read as the type its place asks for.
  private mutating func retyped(_ name: Name, to type: ValueType) -> BoundExpression {
    guard case .text(let text) = environment.parameters[name.text] else {
      return invalid(name.span)
    }
    if let value = PeriodReading.value(text, as: type) {
      return constant(value, type, name.span)
    }
    if type != .text, let literal = literal(of: name) {
      return bind(Expression(.literal(literal), span: name.span))
    }
    return fail(
      BindingMessages.badParameterValue(name, text, needs: "a \(type.displayName)"))
  }

  mutating func bindConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression?, _ span: SourceSpan
  ) -> BoundExpression {
    let test = bindCondition(condition)
    let (a, b) = unified(bind(then), otherwise.map { bind($0) } ?? invalid(span))
    return BoundExpression(.conditional(test, then: a, otherwise: b), a.type, span: span)
  }
}
