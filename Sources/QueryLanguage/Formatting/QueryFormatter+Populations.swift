extension QueryFormatter {
  static func text(_ population: Population, isFollowedByWhere: Bool = false) -> String {
    let hasWhere = isFollowedByWhere || population.condition != nil
    var words = [text(population.source, isFollowedByWhere: hasWhere)]
    var isMatching = false
    for restriction in population.restrictions {
      if case .matching = restriction.kind {
        words.append(isMatching ? "and" : "")
        isMatching = true
      } else {
        isMatching = false
      }
      words.append(text(restriction.kind))
    }
    if let condition = population.condition { words.append("where " + text(condition)) }
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A population inside an expression: with a `where` or a list of stages it needs parentheses.
  static func operandText(_ population: Population) -> String {
    let text = text(population)
    return population.needsParentheses ? "(\(text))" : text
  }

  private static func text(_ source: Population.Source, isFollowedByWhere: Bool) -> String {
    switch source {
    case .accounts: return "accounts"
    case .those: return "those"
    case .cohort(let name): return "cohort " + text(name)
    case .account(let name): return text(name)
    case .events(let population):
      return "events" + ofText(population, isFollowedByWhere: isFollowedByWhere)
    case .visits(let stages, let population):
      let list = stages.isEmpty ? "" : " in " + stages.map(text).joined(separator: ", ")
      return "visits" + list + ofText(population, isFollowedByWhere: isFollowedByWhere)
    case .group(let population, let clauses): return "(" + groupText(population, clauses) + ")"
    }
  }

  /// A population with the clauses that belong to it alone.
  static func groupText(_ population: Population, _ clauses: [Clause]) -> String {
    let text = text(population)
    let isSwallowing = population.tail.swallowsFirst(of: clauses)
    let pieces = [isSwallowing ? "(\(text))" : text] + pieces(ofClauses: clauses)
    return pieces.joined(separator: " ")
  }

  /// `where` behind a bare population would be that population's own.
  private static func ofText(_ population: Population?, isFollowedByWhere: Bool) -> String {
    guard let population else { return "" }
    let text = text(population)
    return isFollowedByWhere && population.mayTakeWhere ? " of (\(text))" : " of " + text
  }

  private static func text(_ restriction: Restriction.Kind) -> String {
    switch restriction {
    case .inStage(let stages, let isExplicit):
      return (isExplicit ? "in stage " : "in ") + stages.map(text).joined(separator: ", ")
    case .inCohort(let name): return "in cohort " + text(name)
    case .visited(let stage): return "visited " + text(stage)
    case .reached(let stage): return "reached " + text(stage)
    case .drifting(let stage, let next):
      guard let stage else { return "drifting" }
      return next.map { "drifting from \(text(stage)) to \(text($0))" }
        ?? "drifting in " + text(stage)
    case .named(let name): return text(name, isBehindOf: true)
    case .matching(let pattern, let never): return (never ? "never " : "matching ") + text(pattern)
    }
  }

  // MARK: - Patterns

  static func text(_ pattern: Pattern) -> String {
    var words: [String] = []
    for (index, step) in pattern.steps.enumerated() {
      if index > 0 { words.append(step.link.rawValue) }
      words.append(text(step.alternatives))
      if let times = step.times { words.append(text(times)) }
    }
    if case .during(let period)? = pattern.period { words.append("in " + text(period)) }
    if let window = pattern.window { words.append("within " + text(window)) }
    words += pattern.exclusions.map(text)
    if let silence = pattern.silence { words.append("followed by nothing for " + text(silence)) }
    return words.joined(separator: " ")
  }

  private static func text(_ times: Pattern.Times) -> String {
    switch times.bound {
    case .plain: "\(times.count) times"
    case .atLeast, .exactly: "\(times.bound.rawValue) \(times.count) times"
    }
  }

  static func text(_ alternatives: [EventMatcher]) -> String {
    alternatives.map(text).joined(separator: " or ")
  }

  static func text(_ matcher: EventMatcher) -> String {
    text(matcher.name, isBehindOf: true) + (matcher.predicate.map { "[\(text($0))]" } ?? "")
  }
}

extension Population {
  /// A `where` behind it would be its own, or look so.
  var mayTakeWhere: Bool {
    switch source {
    case .group, .account: false
    default: true
    }
  }

  /// Inside an expression it must stand in parentheses.
  var needsParentheses: Bool {
    if condition != nil { return true }
    let hasStageList = restrictions.contains { restriction in
      if case .inStage(let stages, _) = restriction.kind { stages.count > 1 } else { false }
    }
    if hasStageList { return true }
    switch source {
    case .events(let population?): return population.needsParentheses
    case .visits(let stages, let population):
      return stages.count > 1 || population?.needsParentheses ?? false
    default: return false
    }
  }
}
