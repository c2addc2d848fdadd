extension Parser {
  /// A field in one row, or a score with a row for each component.
  ///
  /// grammar: define = 'define' name '=' expression
  ///   | 'define' name component { component } { stage-weight } ;
  mutating func parseDefine() -> Statement.Kind {
    expect(.newName)
    let name = optionalAnyName() ?? missingName("a name")
    scope = .accounts
    if take(.equal) { return .define(name, .field(parseExpression())) }
    guard isRow else {
      reportExpected("`=` and a formula, or a row `NAME: count of KIND weight 30`")
      return .define(name, .score([], stageWeights: []))
    }
    var components: [ScoreComponent] = []
    while !isAtEnd, isRow || !isWord(0, ["in"]) {
      if isRow {
        components.append(parseComponent())
      } else {
        reportUnexpected()
        skipToRow()
      }
    }
    var weights: [StageWeight] = []
    while take("in") { weights.append(parseStageWeight()) }
    if isAtEnd, diagnostics.isEmpty { missing = "another component, or an empty row to end" }
    return .define(name, .score(components, stageWeights: weights))
  }

  /// A component begins here: a name and its colon.
  private var isRow: Bool {
    (current.kind == .word || current.kind == .quotedName) && isSymbol(.colon, 1)
  }

  private mutating func skipToRow() {
    repeat { advance() } while !isAtEnd && !isRow && !isWord(0, ["in"])
  }

  /// grammar: component = name ':' component-measure 'weight' number [ 'half' '-' 'life' duration ]
  ///   [ 'half' '-' 'point' number ] ;
  private mutating func parseComponent() -> ScoreComponent {
    let name = optionalAnyName() ?? missingName("a component")
    advance()
    let measure = parseComponentMeasure()
    expectWord("weight")
    var component = ScoreComponent(name: name, measure: measure, weight: parseNumber())
    if takeHalf("life") { component.halfLife = parseDuration() }
    if takeHalf("point") { component.halfPoint = parseNumber() }
    return component
  }

  private mutating func takeHalf(_ word: String) -> Bool {
    if isAtEnd { expect(.keyword("half-\(word)")) }
    guard isWord(0, ["half"]), isSymbol(.minus, 1), isWord(2, [word]) else { return false }
    position += 3
    return true
  }

  /// grammar: component-measure = component-fact | 'level' 'of' value 'from' value 'to' value ;
  private mutating func parseComponentMeasure() -> ScoreComponent.Measure {
    if take("level", "of") {
      let value = parseValue()
      expectWord("from")
      let lower = parseValue()
      expectWord("to")
      return .level(of: value, from: lower, to: parseValue())
    }
    return .events(parseComponentFact())
  }

  /// grammar: component-fact = 'count' 'of' matcher [ own-period ]
  ///   | !( 'count' ) aggregate-word 'of' name 'of' matcher [ own-period ] ;
  private mutating func parseComponentFact() -> EventFact {
    expect(.keyword("count of"))
    expect(.keyword("sum of"))
    let start = position
    guard let word = AggregateWord(word: current.folded), isWord(1, ["of"]) else {
      reportExpected("`count of KIND`, `sum of ATTRIBUTE of KIND` or `level of FIELD from A to B`")
      skipToWeight()
      let place = SourceSpan(tokens[start - 1].span.upperBound, tokens[start - 1].span.upperBound)
      return EventFact(.count, matcher: EventMatcher(Name("", span: place), span: place))
    }
    position += 2
    let matcher = parseMatcher("a kind of event")
    guard word != .count, expectWord("of") else {
      return EventFact(word, matcher: matcher, period: parseOwnPeriod())
    }
    let kind = parseMatcher("a kind of event")
    return EventFact(word, attribute: matcher.name, matcher: kind, period: parseOwnPeriod())
  }

  private mutating func skipToWeight() {
    while !isAtEnd, !isRow, !isWord(0, ["weight", "in"]) { advance() }
  }

  /// grammar: stage-weight = 'in' name ':' component-weight { ',' component-weight } ;
  private mutating func parseStageWeight() -> StageWeight {
    let stage = parseName("a stage", expecting: .stage)
    expectSymbol(.colon)
    return StageWeight(stage: stage, weights: commaList { $0.parseComponentWeight() })
  }

  /// grammar: component-weight = name 'weight' number ;
  private mutating func parseComponentWeight() -> StageWeight.Weight {
    let name = optionalAnyName() ?? missingName("a component")
    expectWord("weight")
    return StageWeight.Weight(name, parseNumber())
  }
}
