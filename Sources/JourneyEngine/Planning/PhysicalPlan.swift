/// A plan whose every step knows how it is carried out and how many rows are expected of it.
struct PhysicalPlan: Sendable {
  var source: PhysicalSource
  var steps: [PhysicalStep]
}

indirect enum PhysicalSource: Sendable {
  case scan(Relation)
  case rows(Relation, RowSelection)
  case input(Relation)
  case population(PhysicalPlan, Relation)
  case ofAccounts(PhysicalPlan, Relation)
}

struct PhysicalStep: Sendable {
  enum Operation: Sendable {
    case filter(LogicalFilter, AccessPath)
    case aggregate(LogicalAggregate)
    /// The first `limit` in order, or all.
    case sort(LogicalSort, limit: Int?)
    case topInEach(LogicalTop)
    case limit(Int, words: String)
    case project(LogicalProject)
  }
  var operation: Operation
  /// Rows expected; nil where nothing can be said.
  var expected: Double?
}

/// Chooses access paths and merges steps; nothing here changes an answer.
struct Planner {
  var policy: IndexPolicy

  func plan(_ logical: LogicalPlan) -> PhysicalPlan {
    var (source, expected) = plan(logical.source)
    var steps: [PhysicalStep] = []
    let merged = Planner.merged(logical.steps)
    for (index, step) in merged.enumerated() {
      let next = plan(step, isFirst: index == 0, source: logical.source, expected: &expected)
      // A cut right after a sort needs only the first rows of it.
      if case .limit(let count, let words) = next.operation,
        case .sort(var sort, nil) = steps.last?.operation
      {
        sort.words += ", \(words)"
        steps[steps.count - 1] = PhysicalStep(
          operation: .sort(sort, limit: count), expected: next.expected)
        continue
      }
      steps.append(next)
    }
    if case .population(let inner, let relation) = source, inner.steps.isEmpty,
      relation === logical.source.innerRelation
    {
      source = inner.source
    }
    return PhysicalPlan(source: source, steps: steps)
  }

  private func plan(_ source: LogicalSource) -> (PhysicalSource, Double?) {
    switch source {
    case .scan(let relation): return (.scan(relation), Double(relation.base.count))
    case .rows(let relation, let rows): return (.rows(relation, rows), Double(rows.count))
    case .input(let relation): return (.input(relation), nil)
    case .population(let inner, let relation):
      let physical = plan(inner)
      return (.population(physical, relation), physical.expected)
    case .ofAccounts(let inner, let relation):
      let physical = plan(inner)
      let owners = Double(max(1, inner.source.relation.rowCount))
      let share = physical.expected.map { $0 / owners } ?? 1
      return (.ofAccounts(physical, relation), share * Double(relation.rowCount))
    }
  }

  private func plan(
    _ step: LogicalStep, isFirst: Bool, source: LogicalSource, expected: inout Double?
  ) -> PhysicalStep {
    switch step {
    case .filter(let filter):
      var path = AccessPath.scan
      // An index knows all rows of a relation, those that have not happened yet too.
      if isFirst, case .scan(let relation) = source, case .all = relation.base {
        path = AccessPath.choose(filter, in: relation, policy: policy)
      }
      expected = expected.map { $0 * Selectivity.of(filter, in: source.relation) }
      return PhysicalStep(operation: .filter(filter, path), expected: expected)
    case .aggregate(let aggregate):
      expected = aggregate.groups.isEmpty ? 1 : nil
      return PhysicalStep(operation: .aggregate(aggregate), expected: expected)
    case .sort(let sort):
      return PhysicalStep(operation: .sort(sort, limit: nil), expected: expected)
    case .top(let top) where !top.inEach.isEmpty:
      return PhysicalStep(operation: .topInEach(top), expected: nil)
    case .top(let top):
      expected = expected.map { min($0, Double(top.count)) }
      if top.keys.isEmpty {
        return PhysicalStep(operation: .limit(top.count, words: top.words), expected: expected)
      }
      return PhysicalStep(
        operation: .sort(LogicalSort(keys: top.keys, words: top.words), limit: top.count),
        expected: expected)
    case .project(let project):
      return PhysicalStep(operation: .project(project), expected: expected)
    }
  }

  /// Filters that follow one another are one.
  private static func merged(_ steps: [LogicalStep]) -> [LogicalStep] {
    var result: [LogicalStep] = []
    for step in steps {
      if case .filter(let next) = step, case .filter(var filter) = result.last {
        filter.conjuncts += next.conjuncts
        result[result.count - 1] = .filter(filter)
      } else {
        result.append(step)
      }
    }
    return result
  }
}

extension LogicalSource {
  /// The relation of the plan inside a population.
  fileprivate var innerRelation: Relation? {
    if case .population(let inner, _) = self { return inner.source.relation }
    return nil
  }
}

extension PhysicalPlan {
  var expected: Double? {
    if let last = steps.last { return last.expected }
    switch source {
    case .scan(let relation): return Double(relation.base.count)
    case .rows(_, let rows): return Double(rows.count)
    case .population(let inner, _): return inner.expected
    case .input, .ofAccounts: return nil
    }
  }
}
