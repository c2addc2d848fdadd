extension Parser {
  /// A chain of events, with what holds for the whole chain behind it.
  ///
  /// grammar: pattern = pattern-step { ( '->' | '=>' ) pattern-step } {1 pattern-option } ;
  mutating func parsePattern() -> Pattern {
    var pattern = Pattern(steps: [parsePatternStep(.eventually)])
    parseRest(of: &pattern)
    return pattern
  }

  private mutating func parseRest(of pattern: inout Pattern) {
    while let link = takeLink() ?? takeHabitualLink(inFunnel: false) {
      pattern.steps.append(parsePatternStep(link))
    }
    while parsePatternOption(into: &pattern) {}
  }

  /// One happening, of one kind or another: a chain of several is refused, and where it may stand
  /// is said.
  mutating func parseOneHappening() -> [EventMatcher] {
    let alternatives = parseAlternatives()
    guard !isAtEnd else { return alternatives }
    var ahead = self
    var pattern = Pattern(
      steps: [
        Pattern.Step(link: .eventually, alternatives: alternatives, times: ahead.parseTimes())
      ])
    ahead.parseRest(of: &pattern)
    guard ahead.position > position else { return alternatives }
    // A chain written in words of habit is one too.
    let isWhole = ahead.diagnostics.dropFirst(diagnostics.count)
      .allSatisfy { $0.code == DiagnosticCode.foreignSpelling.code }
    let chain = isWhole ? QueryFormatter.format(pattern) : "A -> B"
    report(
      Diagnostic(
        .chainAsEvent, at: current.span,
        notes: [
          "ask who goes through the chain, and when first: `accounts matching \(chain) "
            + "show name, first match`"
        ]))
    // What follows belongs to the chain as well.
    position = limit
    return alternatives
  }

  mutating func takeLink() -> Pattern.Link? {
    if take(.eventually) { return .eventually }
    return take(.directly) ? .directly : nil
  }

  /// grammar: pattern-step = alternatives [ times ] ;
  private mutating func parsePatternStep(_ link: Pattern.Link) -> Pattern.Step {
    Pattern.Step(link: link, alternatives: parseAlternatives(), times: parseTimes())
  }

  /// grammar: alternatives = matcher { 'or' matcher } !( 'or' ) ;
  mutating func parseAlternatives() -> [EventMatcher] {
    var matchers = [parseMatcher("a kind of event")]
    while take("or") { matchers.append(parseMatcher("a kind of event")) }
    return matchers
  }

  /// grammar: matcher = name [ '[' expression ']' ] ;
  mutating func parseMatcher(_ what: String) -> EventMatcher {
    let start = position
    return parseMatcherRest(parseName(what, expecting: .eventKind), from: start)
  }

  /// The predicate behind a kind of event.
  mutating func parseMatcherRest(_ name: Name, from start: Int) -> EventMatcher {
    guard at(.openBracket) else { return EventMatcher(name, span: name.span) }
    let outerScope = scope
    scope = .event(kind: name.text)
    let predicate = bracketed(.closeBracket) { $0.parseExpression() }
    scope = outerScope
    return EventMatcher(name, predicate: predicate, span: span(from: start))
  }

  /// grammar: times = [ 'at' 'least' | 'exactly' ] INTEGER 'times' ;
  private mutating func parseTimes() -> Pattern.Times? {
    var bound = Pattern.Times.Bound.plain
    if take("at", "least") {
      bound = .atLeast
    } else if take("exactly") {
      bound = .exactly
    } else if !isNumber(current) || isClause(at: 0) {
      return nil
    }
    let count = parseInteger()
    expectWord("times")
    return Pattern.Times(count, bound)
  }

  /// grammar: pattern-option = 'within' duration | 'in' fixed-period | exclusion
  ///   | 'followed' 'by' 'nothing' 'for' duration ;
  private mutating func parsePatternOption(into pattern: inout Pattern) -> Bool {
    if pattern.window == nil, take("within") {
      pattern.window = parseDuration()
    } else if pattern.period == nil, at("in"), isPeriod(at: 1) {
      pattern.period = parseTimeRelation()
    } else if take("without") {
      pattern.exclusions.append(parseExclusion())
    } else if pattern.silence == nil, take("followed", "by", "nothing", "for") {
      pattern.silence = parseDuration()
    } else {
      return false
    }
    return true
  }

  /// grammar: exclusion = 'without' matcher 'between' name 'and' name ;
  mutating func parseExclusion() -> Exclusion {
    let event = parseMatcher("a kind of event")
    expectWord("between")
    let after = parseName("a kind of event", expecting: .eventKind)
    expectWord("and")
    return Exclusion(
      event, after: after, before: parseName("a kind of event", expecting: .eventKind))
  }
}
