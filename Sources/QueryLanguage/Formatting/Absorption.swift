/// What the last words of a text would draw to themselves if it stood right behind them.
struct Absorption: OptionSet {
  let rawValue: Int

  /// `during`, `since`, `before`, `between` and `in PERIOD`
  static let period = Absorption(rawValue: 1)
  /// `in`
  static let membership = Absorption(rawValue: 2)
  static let within = Absorption(rawValue: 4)
  static let without = Absorption(rawValue: 8)
  static let condition = Absorption(rawValue: 16)
  /// `or`
  static let alternative = Absorption(rawValue: 32)

  /// Whether this clause would no longer be the sentence's.
  func swallows(_ clause: Clause.Kind) -> Bool {
    switch clause {
    case .period: contains(.period)
    case .within: contains(.within)
    case .without: contains(.without)
    case .condition: contains(.condition)
    default: false
    }
  }

  /// Whether the first of these, in their canonical order, would be swallowed.
  func swallowsFirst(of clauses: [Clause]) -> Bool {
    clauses.inOrder.first.map { swallows($0.kind) } ?? false
  }
}

extension Population {
  /// What it draws to itself from behind.
  var tail: Absorption {
    if let condition { return condition.tail }
    switch source {
    case .group, .account: return []
    case .events(let population), .visits(_, let population):
      return (population?.tail ?? []).union(.condition)
    case .accounts, .those, .cohort:
      let last = restrictions.last?.tail ?? []
      return last.union([.condition, .membership])
    }
  }
}

extension Restriction {
  fileprivate var tail: Absorption {
    guard case .matching(let pattern, _) = kind else { return [] }
    var tail: Absorption = .without
    if pattern.window == nil { tail.insert(.within) }
    if pattern.hasOpenEnd { tail.insert(.alternative) }
    return tail
  }
}

extension Pattern {
  /// Nothing stands behind its last step.
  fileprivate var hasOpenEnd: Bool {
    window == nil && period == nil && exclusions.isEmpty && silence == nil
      && steps.last?.times == nil
  }
}

extension Expression {
  /// What it draws to itself from behind, as a whole condition: behind a lone value any period
  /// would be a test of it.
  var tail: Absorption {
    switch kind {
    case .or(let operands), .and(let operands): return operands.last?.tail ?? []
    case .not(let operand): return operand.tail
    case .conditional(_, let then, let otherwise): return (otherwise ?? then).tail
    case .comparison(_, _, let right), .textTest(_, _, _, let right),
      .between(_, _, _, let right):
      return right.valueTail
    case .isValue, .isKnown, .membership, .temporal: return []
    default: return valueTail.union([.period, .membership])
    }
  }

  /// What it draws to itself from behind, as one side of a test.
  var valueTail: Absorption {
    switch kind {
    case .arithmetic(_, let rest): return rest.last?.operand.valueTail ?? []
    case .fallback(_, let right): return right.valueTail
    case .negate(let operand): return operand.valueTail
    case .aggregate(_, let operand): return operand?.valueTail ?? []
    case .partOf(_, let operand): return operand.valueTail
    case .eventFact(let fact):
      let takesPeriod = fact.attribute != nil || fact.word == .count
      return takesPeriod && fact.period == nil ? .period : []
    case .populationMeasure(_, _, let population), .measureOf(_, let population):
      return population.needsParentheses ? [] : population.tail
    case .headMeasure(_, let analysis):
      guard let population = analysis.population else { return [] }
      return population.needsParentheses ? [] : population.tail
    default: return []
    }
  }
}
