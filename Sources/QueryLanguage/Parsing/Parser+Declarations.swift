extension Parser {
  /// Sentences that define; nil where a query begins.
  mutating func parseDeclaration() -> Statement.Kind? {
    if isWord(0, ["stages"]), isWord(1, ["of"]) { return nil }
    if take("load") { return parseLoad() }
    if take("reload") { return parseReload() }
    if take("let") { return parseLet() }
    if take("set") { return parseSet() }
    if take("use") { return .use(parseText("a file name in quotes", expecting: .file)) }
    if take("expect") { return parseExpect() }
    if take("define") { return parseDefine() }
    if take("stages") { return parseStages() }
    if take("stage") { return parseStageRule() }
    if take("event") { return parseEvent() }
    if take("signal") { return parseSignal() }
    if take("target") { return parseTarget() }
    if take("play") { return parsePlay() }
    if take("benchmark") { return parseBenchmark() }
    if at("cohort"), isSymbol(.equal, 2) { return parseCohort() }
    return nil
  }

  // MARK: - Names for values and populations

  /// grammar: let = 'let' name '=' expression ;
  private mutating func parseLet() -> Statement.Kind {
    let name = parseNewName("a name")
    expectSymbol(.equal)
    return .letValue(name, parseExpression())
  }

  /// grammar: set = 'set' name expression { ',' expression } ;
  private mutating func parseSet() -> Statement.Kind {
    expect(.setting)
    let name = optionalAnyName() ?? missingName("a setting")
    if isSymbol(.equal) { reportSurplus() }
    return .set(name, commaList { $0.parseExpression() })
  }

  /// grammar: use = 'use' STRING ;
  /// grammar: expect = 'expect' expression ;
  private mutating func parseExpect() -> Statement.Kind {
    scope = .accounts
    return .expect(parseExpression())
  }

  /// grammar: cohort = 'cohort' STRING '=' population {1 group-clause } ;
  private mutating func parseCohort() -> Statement.Kind {
    advance()
    let name = parseText("the cohort's name in quotes", expecting: .newName)
    expectSymbol(.equal)
    scope = .accounts
    let start = position
    let population = parsePopulation()
    let clauses = parseGroupClauses()
    guard !clauses.isEmpty else { return .cohort(name, population) }
    return .cohort(
      name, Population(.group(population, clauses: clauses), span: span(from: start)))
  }

  private mutating func parseNewName(_ what: String) -> Name {
    expect(.newName)
    return optionalAnyName() ?? missingName(what)
  }

  // MARK: - The stage model and the kinds of event

  /// grammar: stages = 'stages' !( 'of' ) stage-name { '->' stage-name } [ ',' 'lost' 'when'
  /// expression ] ;
  private mutating func parseStages() -> Statement.Kind {
    scope = .source
    var model = StageModelDeclaration(stages: [parseStageName()])
    while take(.eventually) { model.stages.append(parseStageName()) }
    if take(.comma) {
      expectWord("lost")
      expectWord("when")
      model.lostWhen = parseExpression()
    }
    return .stages(model)
  }

  /// grammar: stage-name = name [ '=' name ] ;
  private mutating func parseStageName() -> StageModelDeclaration.Stage {
    let name = parseNewName("a stage")
    guard take(.equal) else { return StageModelDeclaration.Stage(name) }
    return StageModelDeclaration.Stage(name, orbit: parseName("an ORBITS stage", expecting: .stage))
  }

  /// grammar: stage-rule = 'stage' name 'when' pattern ;
  private mutating func parseStageRule() -> Statement.Kind {
    let name = parseName("a stage", expecting: .stage)
    expectWord("when")
    scope = .source
    return .stageRule(name, parsePattern())
  }

  /// grammar: event-declaration = 'event' name '=' alternatives ;
  private mutating func parseEvent() -> Statement.Kind {
    let name = parseNewName("a name for the event")
    expectSymbol(.equal)
    scope = .source
    return .event(name, parseOneHappening())
  }

  /// grammar: signal = 'signal' name '=' alternatives ;
  private mutating func parseSignal() -> Statement.Kind {
    let name = parseNewName("a signal")
    expectSymbol(.equal)
    scope = .source
    return .signal(name, parseOneHappening())
  }

  // MARK: - Targets, plays and benchmarks

  /// grammar: target = 'target' expression responsibility ;
  private mutating func parseTarget() -> Statement.Kind {
    scope = .accounts
    let expression = parseExpression()
    return .target(expression, parseResponsibility())
  }

  /// grammar: play = 'play' STRING 'when' expression responsibility ;
  private mutating func parsePlay() -> Statement.Kind {
    let name = parseText("the play's name in quotes", expecting: .newName)
    expectWord("when")
    scope = .accounts
    let expression = parseExpression()
    return .play(name, when: expression, parseResponsibility())
  }

  /// grammar: benchmark = 'benchmark' STRING 'from' STRING ;
  private mutating func parseBenchmark() -> Statement.Kind {
    let name = parseText("the benchmark's name in quotes", expecting: .newName)
    expectWord("from")
    return .benchmark(name, from: parseText("a file name in quotes", expecting: .file))
  }

  /// grammar: responsibility = {1 responsible } ;
  /// grammar: responsible = 'owner' STRING | 'support' STRING | 'action' STRING ;
  private mutating func parseResponsibility() -> Responsibility {
    var who = Responsibility()
    while true {
      if who.owner == nil, take("owner") {
        who.owner = parseText("a text", expecting: .text)
      } else if who.support == nil, take("support") {
        who.support = parseText("a text", expecting: .text)
      } else if who.action == nil, take("action") {
        who.action = parseText("a text", expecting: .text)
      } else {
        return who
      }
    }
  }
}
