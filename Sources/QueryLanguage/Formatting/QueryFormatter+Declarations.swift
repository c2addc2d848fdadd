extension QueryFormatter {
  static func pieces(ofDeclaration statement: Statement.Kind) -> [String] {
    switch statement {
    case .load(let load): return pieces(of: load)
    case .reload(let files):
      return [files.isEmpty ? "reload" : "reload " + files.map(text).joined(separator: ", ")]
    case .letValue(let name, let value): return ["let \(anyText(name)) = \(text(value))"]
    case .set(let name, let values):
      return ["set \(anyText(name)) " + values.map { text($0) }.joined(separator: ", ")]
    case .use(let file): return ["use " + text(file)]
    case .expect(let condition): return ["expect " + text(condition)]
    case .cohort(let name, let population):
      return ["cohort \(text(name)) = " + definitionText(population)]
    case .define(let name, let definition): return pieces(of: definition, of: name)
    case .stages(let model): return [text(model)]
    case .stageRule(let name, let pattern): return ["stage \(text(name)) when \(text(pattern))"]
    case .event(let name, let matchers): return ["event \(anyText(name)) = " + text(matchers)]
    case .signal(let name, let matchers): return ["signal \(anyText(name)) = " + text(matchers)]
    case .target(let expression, let who): return ["target " + text(expression)] + pieces(of: who)
    case .play(let name, let condition, let who):
      return ["play \(text(name)) when \(text(condition))"] + pieces(of: who)
    case .benchmark(let name, let file): return ["benchmark \(text(name)) from " + text(file)]
    case .query, .explain, .describe, .help, .invalid: return []
    }
  }

  /// A cohort's own period stands without parentheses.
  private static func definitionText(_ population: Population) -> String {
    if case .group(let inner, let clauses) = population.source { return groupText(inner, clauses) }
    return text(population)
  }

  // MARK: - Sources

  private static func pieces(of load: Load) -> [String] {
    let role = text(load.role).map { "load \($0) from " } ?? "load from "
    var pieces = [role + load.files.map(text).joined(separator: ", ")]
    if !load.readings.isEmpty {
      pieces.append("reading " + load.readings.map(text).joined(separator: ", "))
    }
    pieces += load.joins.map { join in
      "join \(text(join.file)) on \(text(join.left))" + (join.right.map { " = " + text($0) } ?? "")
    }
    var mappings = load.mappings.map(text)
    if !load.kindColumns.isEmpty {
      mappings.append(
        "kind from columns (" + load.kindColumns.map(text).joined(separator: ", ") + ")")
    }
    if let shape = load.shape { mappings.append(text(shape)) }
    if !mappings.isEmpty { pieces.append("with " + mappings.joined(separator: ", ")) }
    if load.isAppended { pieces.append("append") }
    return pieces
  }

  private static func text(_ reading: Load.Reading) -> String {
    let value =
      switch reading.value {
      case .texts(let texts):
        texts.count == 1
          ? text(texts[0]) : "(" + texts.map { text($0) }.joined(separator: ", ") + ")"
      case .numbers(let first, let last): last.map { "\(first) to \($0)" } ?? String(first)
      case .none: "none"
      }
    return "\(reading.option.name) \(value)"
  }

  private static func text(_ shape: Load.EventShape) -> String {
    switch shape {
    case .changes(let columns, let key):
      "events from changes of (" + columns.map(text).joined(separator: ", ") + ") by \(text(key))"
    case .periods(let start, let end, let key):
      "events from periods (\(text(start)), \(text(end)))" + (key.map { " by " + text($0) } ?? "")
    }
  }

  private static func text(_ role: Load.Role) -> String? {
    switch role {
    case .accounts: "accounts"
    case .events: "events"
    case .stages: "stages"
    case .aliases: "aliases"
    case .table(let name): "table " + text(name)
    case .recognised: nil
    }
  }

  private static func text(_ mapping: Load.Mapping) -> String {
    let source =
      switch mapping.source {
      case .column(let name): text(name)
      case .constant(let literal): text(literal)
      }
    return "\(text(mapping.role)) = \(source)" + (mapping.format.map { " in " + text($0) } ?? "")
  }

  // MARK: - Models

  private static func text(_ model: StageModelDeclaration) -> String {
    let stages = model.stages.map { stage in
      text(stage.name) + (stage.orbit.map { " = " + text($0) } ?? "")
    }
    let lost = model.lostWhen.map { ", lost when " + text($0) } ?? ""
    return "stages " + stages.joined(separator: " -> ") + lost
  }

  private static func pieces(of definition: Definition, of name: Name) -> [String] {
    switch definition {
    case .field(let expression): return ["define \(anyText(name)) = \(text(expression))"]
    case .score(let components, let stageWeights):
      let rows = components.map(text) + stageWeights.map(text)
      return [(["define " + anyText(name)] + rows).joined(separator: "\n  ")]
    }
  }

  /// A row of `define jfi`, without its name.
  package static func format(_ component: ScoreComponent) -> String {
    var words = [text(component.measure)]
    words.append("weight " + number(component.weight))
    if let halfLife = component.halfLife { words.append("half-life " + text(halfLife)) }
    if let halfPoint = component.halfPoint { words.append("half-point " + number(halfPoint)) }
    return words.joined(separator: " ")
  }

  private static func text(_ component: ScoreComponent) -> String {
    "\(anyText(component.name)): \(format(component))"
  }

  private static func text(_ measure: ScoreComponent.Measure) -> String {
    switch measure {
    case .events(let fact):
      if fact.attribute == nil, fact.word != .count { return fact.word.spelling }
      return text(fact)
    case .level(let value, let lower, let upper):
      return "level of \(levelText(value)) from \(levelText(lower)) to \(levelText(upper))"
    }
  }

  /// A population would draw the `from` behind it to itself.
  private static func levelText(_ value: Expression) -> String {
    text(value, value.valueTail.contains(.membership) ? .parenthesised : .value)
  }

  /// `in Invest: tickets weight 40`
  package static func format(_ weight: StageWeight) -> String { text(weight) }

  private static func text(_ weight: StageWeight) -> String {
    let weights = weight.weights.map { "\(anyText($0.component)) weight \(number($0.weight))" }
    return "in \(text(weight.stage)): " + weights.joined(separator: ", ")
  }

  private static func pieces(of who: Responsibility) -> [String] {
    [("owner", who.owner), ("support", who.support), ("action", who.action)].compactMap {
      word, name in name.map { "\(word) \(text($0))" }
    }
  }
}
