internal import QueryLanguage

/// Why an answer is empty: the population's conditions one after the other, with the rows each
/// left.
enum EmptyExplanation {
  /// `in stage Benchmark: 988`, `and jfi > 99: 0; the highest jfi there is 98.7`.
  static func lines(_ stage: BoundStage, _ executor: Executor) throws(QueryFailure) -> [String] {
    try lines(stage.population, nouns: stage.nouns.plural, executor)
  }

  private static func lines(
    _ population: LogicalPlan, nouns: String, _ executor: Executor
  ) throws(QueryFailure) -> [String] {
    var executor = executor
    let source = LogicalPlan(source: population.source, steps: [])
    var flow = try executor.select(Planner(policy: .never).plan(source))
    guard flow.selection.count > 0 else {
      // `visits of (accounts where jfi > 99)`: the population inside says why.
      if let inner = population.source.inner, !inner.conditions.isEmpty {
        let owners = inner.source.relation.kind == .accounts ? "accounts" : nouns
        return try lines(inner, nouns: owners, executor)
      }
      return ["there are no \(nouns) to choose from"]
    }
    var lines: [String] = []
    for (index, conjunct) in population.conditions.enumerated() {
      let before = flow
      let step = PhysicalStep(
        operation: .filter(LogicalFilter(conjuncts: [conjunct]), .scan), expected: nil)
      flow = try executor.select([step], on: flow)
      var line = (index == 0 ? "" : "and ") + conjunct.shortWords
      line += ": \(PlainText.count(flow.selection.count))"
      if flow.selection.count == 0,
        let reason = nearest(conjunct.condition, among: before, executor)
      {
        line += "; \(reason)"
      }
      lines.append(line)
      if flow.selection.count == 0 { break }
    }
    return lines
  }

  /// What is nearest to satisfying a simple condition: the highest or lowest value, the values
  /// there are.
  private static func nearest(
    _ condition: BoundExpression, among flow: Executor.Flow, _ executor: Executor
  ) -> String? {
    var operand: BoundExpression?
    var wantsHigh: Bool?
    switch condition.node {
    case .comparison(let left, let operation, _):
      operand = left
      switch operation {
      case .greater, .greaterOrEqual: wantsHigh = true
      case .less, .lessOrEqual: wantsHigh = false
      case .equal, .notEqual: break
      }
    case .textSet(let left, _): operand = left
    case .range(let left, let lower, let upper):
      operand = left
      if upper == nil { wantsHigh = true } else if lower == nil { wantsHigh = false }
    default: break
    }
    guard let operand, let name = operand.sourceName else { return nil }
    let column = executor.evaluator(flow).column(operand, selection: flow.selection)
    let known = (0..<column.count).map { column[$0] }.filter { !$0.isUnknown }
    guard !known.isEmpty else { return "\(name) is unknown for all of them" }
    if let wantsHigh, operand.type != .text {
      let best = known.dropFirst().reduce(known[0]) { best, value in
        (wantsHigh ? best.precedes(value) : value.precedes(best)) ? value : best
      }
      return
        "the \(wantsHigh ? "highest" : "lowest") \(name) there is \(best.words(in: executor.zone))"
    }
    if operand.type == .text {
      let values = known.map { $0.words(in: executor.zone) }.uniqued()
      if let wanted = wantedText(condition),
        let near = NameSuggestion.nearest(to: wanted, among: values)
      {
        return "nearest: `\(near)`"
      }
      guard values.count <= 12 else { return nil }
      return "\(name) there is \(values.joined(separator: ", "))"
    }
    let ends = known.dropFirst().reduce((known[0], known[0])) { ends, value in
      (value.precedes(ends.0) ? value : ends.0, ends.1.precedes(value) ? value : ends.1)
    }
    return
      "\(name) there runs from \(ends.0.words(in: executor.zone)) to \(ends.1.words(in: executor.zone))"
  }

  /// The one text a condition asks for.
  private static func wantedText(_ condition: BoundExpression) -> String? {
    switch condition.node {
    case .textSet(_, let texts): return texts.count == 1 ? texts.first?.text : nil
    case .comparison(_, .equal, let right):
      if case .text(let text) = right.constant { return text }
      return nil
    default: return nil
    }
  }
}

extension LogicalSource {
  /// The population this one is made from, if it is.
  fileprivate var inner: LogicalPlan? {
    switch self {
    case .population(let plan, _), .ofAccounts(let plan, _): plan
    case .scan, .rows, .input: nil
    }
  }
}

extension LogicalPlan {
  /// Every condition of its filters, in order.
  fileprivate var conditions: [LogicalFilter.Conjunct] {
    steps.flatMap { step -> [LogicalFilter.Conjunct] in
      if case .filter(let filter) = step { filter.conjuncts } else { [] }
    }
  }
}
