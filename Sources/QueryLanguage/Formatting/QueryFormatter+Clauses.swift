extension QueryFormatter {
  static func text(_ clause: Clause) -> String {
    switch clause.kind {
    case .condition(let condition): return "where " + text(condition)
    case .period(let period): return text(period)
    case .asOf(let date): return "as of " + text(date)
    case .knownOn(let date): return "known on " + text(date)
    case .by(let items, let point): return "by " + columns(items) + text(point)
    case .show(let items): return "show " + columns(items)
    case .orderBy(let keys): return "order by " + keys.map(text).joined(separator: ", ")
    case .top(let top): return text(top)
    case .rendering(let name): return "as " + text(name)
    case .into(let file): return "into " + text(file)
    default: return analysisText(clause.kind)
    }
  }

  private static func analysisText(_ kind: Clause.Kind) -> String {
    switch kind {
    case .per(let unit): "per " + unit.rawValue
    case .within(let duration): "within " + text(duration)
    case .without(let exclusion): text(exclusion)
    case .against(let counterpart, let word): "\(word.text.lowercased()) \(text(counterpart))"
    case .ahead(let duration): text(duration) + " ahead"
    case .returning(let matcher): "returning " + text(matcher)
    case .starting(let matcher): "starting " + text(matcher)
    case .forFirst(let duration): "for first " + text(duration)
    default: kind.title
    }
  }

  private static func columns(_ items: [ShowItem]) -> String {
    items.map { text($0, excluding: .timeTest) }.joined(separator: ", ")
  }

  static func text(
    _ item: ShowItem, _ least: Precedence = .conditional, excluding exclusions: Exclusions
  ) -> String {
    let column = text(item.expression, least, excluding: exclusions)
    return item.name.map { "\(column) called \(text($0))" } ?? column
  }

  private static func text(_ key: OrderKey) -> String {
    let column = text(key.expression, excluding: .timeTest)
    return key.direction.map { "\(column) \($0.rawValue)" } ?? column
  }

  private static func text(_ top: Top) -> String {
    var words = [top.lowest ? "lowest" : "top", String(top.count)]
    if let by = top.by {
      let column = text(by, excluding: .timeTest)
      let isSwallowing = !top.inEach.isEmpty && by.tail.contains(.membership)
      words += ["by", isSwallowing ? "(\(column))" : column]
    }
    if !top.inEach.isEmpty {
      let columns = top.inEach.map { text($0, excluding: .timeTest) }
      words += ["in each", columns.joined(separator: ", ")]
    }
    return words.joined(separator: " ")
  }

  private static func text(_ point: AttributionPoint?) -> String {
    switch point {
    case nil: ""
    case .first: " at first"
    case .last: " at last"
    case .step(let step): " at step \(step)"
    }
  }

  static func text(_ exclusion: Exclusion) -> String {
    "without \(text(exclusion.event)) between \(text(exclusion.after)) and \(text(exclusion.before))"
  }

  private static func text(_ counterpart: Counterpart) -> String {
    switch counterpart {
    case .population(let population): text(population)
    case .period(let period): text(period)
    case .asOf(let date): "as of " + text(date)
    case .benchmark(let name): "benchmark " + text(name)
    case .outcome(let name): text(name, isBehindOf: true)
    }
  }
}
