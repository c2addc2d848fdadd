internal import QueryLanguage

/// `level of EXPR from A to B`, its names found.
struct LevelBinder {
  struct Level {
    var value: BoundExpression
    var low: Bound
    var high: Bound
  }

  enum Bound: Sendable {
    case number(Double)
    /// Of the accounts in the same stage (type 7).
    case quantile(Double)

    /// The bound for each account; nil where there is nobody to compare it with.
    func values(
      _ numbers: [Double?], _ stages: [UInt32?]
    ) -> @Sendable (_ account: Int) -> Double? {
      switch self {
      case .number(let number): return { _ in number }
      case .quantile(let p):
        var byStage: [UInt32: [Double]] = [:]
        for (account, stage) in stages.enumerated() {
          if let stage, let number = numbers[account] { byStage[stage, default: []].append(number) }
        }
        let quantiles = byStage.compactMapValues { values in
          var values = values
          return Quantile.linear(&values, p)
        }
        return { account in stages[account].flatMap { quantiles[$0] } }
      }
    }
  }

  private let environment: BindingEnvironment
  private(set) var diagnostics: [Diagnostic] = []

  init(_ environment: BindingEnvironment) { self.environment = environment }

  /// nil: reported.
  mutating func bind(_ value: Expression, from low: Expression, to high: Expression) -> Level? {
    var binder = ExpressionBinder(environment, relation: environment.relations.accounts)
    let bound = binder.bind(value)
    diagnostics += binder.diagnostics
    guard binder.diagnostics.isEmpty else { return nil }
    guard bound.type.isNumeric || bound.type == .duration else {
      diagnostics.append(
        BindingMessages.wrongOperand("level of", bound, needs: "a number or a length of time"))
      return nil
    }
    guard let lower = self.bound(low, bound), let upper = self.bound(high, bound) else {
      return nil
    }
    if case .number(let a) = lower, case .number(let b) = upper, a == b {
      diagnostics.append(DefinitionMessages.levelBounds(high))
      return nil
    }
    return Level(value: bound, low: lower, high: upper)
  }

  private mutating func bound(_ expression: Expression, _ value: BoundExpression) -> Bound? {
    if let quantile = expression.quantile { return .quantile(quantile) }
    do throws(QueryFailure) {
      let (found, type) = try QueryPipeline.value(of: expression, in: environment)
      if (type == .duration) == (value.type == .duration), let number = found.amount {
        return .number(number)
      }
      let needs = value.type == .duration ? "a length of time, such as 30 days" : "a number"
      diagnostics.append(DefinitionMessages.levelBound(expression, needs: needs))
    } catch {
      if case .diagnostics(let found) = error { diagnostics += found }
    }
    return nil
  }
}

extension Expression {
  /// `p50` is 0.5, `median` too; nil for anything else.
  var quantile: Double? {
    switch kind {
    case .aggregate(.percentile(let rank), nil): rank / 100
    case .aggregate(.median, nil): 0.5
    default: nil
    }
  }
}

extension Value {
  /// The number it is; of a length of time the microseconds.
  var amount: Double? {
    if case .duration(let length) = self { Double(length) } else { double }
  }
}
