internal import QueryLanguage

/// An expression whose names are found and whose types are known.
struct BoundExpression: Sendable {
  indirect enum Node: Sendable {
    case constant(Value)
    case field(FieldReference)
    /// An aggregate of the same `by`, computed before this expression.
    case slot(Int)
    /// One value computed by a sentence of its own before this one runs.
    case subquery(Subquery)
    /// One value of the row's account, worked out from its journey before this expression runs.
    case measure(AccountMeasure)
    case negate(BoundExpression)
    /// Read from the left, flat, so that a long sum needs no deep recursion.
    case arithmetic(BoundExpression, [ArithmeticStep])
    case comparison(BoundExpression, ComparisonOperator, BoundExpression)
    /// `lower <= x < upper` in the integral form of x (days or microseconds); nil is open.
    case range(BoundExpression, lower: Int64?, upper: Int64?)
    /// x is one of these texts.
    case textSet(BoundExpression, Set<ExactText>)
    case textTest(BoundExpression, TextTest, BoundExpression)
    case isKnown(BoundExpression, known: Bool)
    case not(BoundExpression)
    case and([BoundExpression])
    case or([BoundExpression])
    case conditional(BoundExpression, then: BoundExpression, otherwise: BoundExpression)
    case fallback(BoundExpression, BoundExpression)
    case function(FunctionDefinition, [BoundExpression])
    /// A time moved by whole calendar months.
    case shift(BoundExpression, months: Int)
    /// `month of x`: the name of the period that holds x, e.g. `2026-03`.
    case bucket(TimeUnit, BoundExpression)
    /// The same value in another type: integer to number, money to another scale, date to instant.
    case convert(BoundExpression)
  }

  struct ArithmeticStep: Sendable {
    var operation: ArithmeticOperator
    var operand: BoundExpression
    var type: ValueType
  }

  struct FieldReference: Hashable, Sendable {
    var index: Int
    var name: String
    /// Reached from an event or a visit through its account.
    var throughAccount: Bool
  }

  final class Subquery: Sendable {
    let plan: LogicalPlan
    init(_ plan: LogicalPlan) { self.plan = plan }
  }

  var node: Node
  var type: ValueType
  var span: SourceSpan
  /// Set for a literal of calendar length (`3 months`); the constant holds its mean length.
  var calendarMonths: Int?
  /// Set for a `--param` text, which takes the type its place asks for.
  var parameter: Name?
  var style: ResultTable.Style = .plain
  /// What an answer shows in place of a measure that is not shown itself.
  var shownFields: [BoundExpression] = []

  init(_ node: Node, _ type: ValueType, span: SourceSpan) {
    self.node = node
    self.type = type
    self.span = span
  }

  var constant: Value? {
    if case .constant(let value) = node { return value }
    return nil
  }

  var field: FieldReference? {
    if case .field(let reference) = node { return reference }
    return nil
  }

  /// The operands, in order.
  var children: [BoundExpression] {
    switch node {
    case .constant, .field, .slot, .subquery, .measure: []
    case .negate(let a), .not(let a), .range(let a, _, _), .textSet(let a, _), .isKnown(let a, _),
      .shift(let a, _), .bucket(_, let a), .convert(let a):
      [a]
    case .comparison(let a, _, let b), .textTest(let a, _, let b), .fallback(let a, let b): [a, b]
    case .arithmetic(let first, let steps): [first] + steps.map(\.operand)
    case .and(let terms), .or(let terms), .function(_, let terms): terms
    case .conditional(let a, let b, let c): [a, b, c]
    }
  }

  var measure: AccountMeasure? {
    if case .measure(let measure) = node { return measure }
    return nil
  }

  /// Every field it reads, each once, in order of appearance.
  var fields: [FieldReference] { sources.compactMap(\.field) }

  /// The fields and measures it reads, each once, in order of appearance.
  var sources: [BoundExpression] {
    var seen: [BoundExpression] = []
    func visit(_ expression: BoundExpression) {
      let isNew =
        if let field = expression.field {
          !seen.contains { $0.field == field }
        } else if let measure = expression.measure {
          !seen.contains { $0.measure === measure }
        } else {
          false
        }
      if isNew { seen.append(expression) }
      for child in expression.children { visit(child) }
    }
    visit(self)
    return seen
  }

  /// What a field or a measure is called.
  var sourceName: String? { field?.name ?? measure?.name }
}

/// One aggregate of a `by` (or of all rows).
struct BoundAggregate: Sendable {
  enum Function: Hashable, Sendable {
    case count, countDistinct, sum, average, minimum, maximum, standardDeviation, first, last, list
    /// 0...1
    case quantile(Double)
    /// `count(COND)`, `share(COND)`
    case countWhere, shareWhere
    /// Own count or sum over that of all groups together.
    case shareOfTotal
    /// Of spells (`SpellMeasures`): where their cumulative incidence comes to a share, 0...1.
    case incidenceQuantile(Double)
    case incidenceMean
  }
  var function: Function
  var operand: BoundExpression?
  var type: ValueType
  var style: ResultTable.Style
}
