extension LogicalPlan {
  /// Every expression a plan evaluates, in order.
  var expressions: [BoundExpression] {
    var all: [BoundExpression] = []
    switch source {
    case .population(let inner, _), .ofAccounts(let inner, _): all += inner.expressions
    case .scan, .rows, .input: break
    }
    return all + steps.flatMap(\.expressions)
  }
}

extension LogicalStep {
  var expressions: [BoundExpression] {
    switch self {
    case .filter(let filter): filter.conjuncts.map(\.condition)
    case .aggregate(let aggregate): aggregate.groups + aggregate.aggregates.compactMap(\.operand)
    case .sort(let sort): sort.keys.map(\.expression)
    case .top(let top): (top.keys + top.inEach).map(\.expression)
    case .project(let project): project.outputs.map(\.expression)
    }
  }
}

extension LogicalPlan {
  /// Does what the columns of its relations wait for before they are first asked for.
  func prepareColumns(_ cancellation: Cancellation) throws(QueryFailure) {
    switch source {
    case .population(let inner, _), .ofAccounts(let inner, _):
      try inner.prepareColumns(cancellation)
    case .scan, .rows, .input: break
    }
    for expression in steps.flatMap(\.expressions) {
      try source.relation.prepare(expression, cancellation)
    }
  }
}
