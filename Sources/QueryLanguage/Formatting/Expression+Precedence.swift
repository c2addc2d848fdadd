extension Expression {
  /// How tightly its parts hold together when it is written without parentheses.
  var precedence: Precedence {
    switch kind {
    case .conditional: .conditional
    case .or: .or
    case .and: .and
    case .not: .not
    case .comparison, .isValue, .isKnown, .membership, .between, .textTest, .temporal: .comparison
    case .fallback: .value
    case .arithmetic(_, let rest):
      rest.contains { $0.operation == .add || $0.operation == .subtract } ? .sum : .product
    case .negate: .signed
    default: .primary
    }
  }

  /// It would belong to the sentence around it if it stood without parentheses.
  func isExcluded(by exclusions: Exclusions) -> Bool {
    switch kind {
    case .temporal(_, let isNegated, _): exclusions.contains(.timeTest) && !isNegated
    case .between(_, let isNegated, let lower, _):
      exclusions.contains(.timeTest) && !isNegated && lower.looksDated
    case .populationMeasure, .measureOf: exclusions.contains(.populationMeasure)
    case .headMeasure(_, let analysis):
      exclusions.contains(.populationMeasure) && analysis.population != nil
    case .fallback, .conditional: exclusions.contains(.fallback)
    default: false
    }
  }

  var isNegated: Bool { if case .negate = kind { true } else { false } }

  /// Behind `is` it is itself and no word.
  var isValueLiteral: Bool {
    switch kind {
    case .literal(.boolean), .literal(.unknown): return false
    case .literal(.period(let period)): return period.isAbsolute
    case .literal, .parameter: return true
    case .negate(let operand): return operand.isValueLiteral
    default: return false
    }
  }

  /// Behind an aggregate word it would be that word's `time from`.
  var isHeadMeasure: Bool { if case .headMeasure(nil, _) = kind { true } else { false } }

  /// Behind `between` it makes a range of dates.
  private var looksDated: Bool {
    switch kind {
    case .literal(.period): true
    case .arithmetic(let first, _), .fallback(let first, _): first.looksDated
    default: false
    }
  }

  /// Behind `last` it would make a period: a number, a unit, `full`.
  var looksLikePeriod: Bool {
    switch kind {
    case .literal: true
    case .name(let path):
      path.first.map { TimeUnit(word: $0.text.lowercased()) != nil || $0.text == "full" } ?? false
    case .partOf: true
    default: false
    }
  }

  /// One bare word or text.
  var isLoneWord: Bool {
    switch kind {
    case .name(let path): path.count == 1
    case .aggregate(_, nil), .literal(.text), .literal(.boolean), .literal(.unknown): true
    case .literal(.period(let period)):
      switch period {
      case .today, .yesterday, .now: true
      default: false
      }
    default: false
    }
  }

  /// Its last test is `is VALUE` with a bare word or a text.
  var endsInValueWord: Bool {
    switch kind {
    case .isValue: true
    case .and(let operands): operands.last?.endsInValueWord ?? false
    case .not(let operand): operand.endsInValueWord
    default: false
    }
  }
}
