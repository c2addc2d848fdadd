extension Parser {
  /// The analysis that begins here; `retention`, `dwell` and the like are measures and fields where
  /// neither `of` nor an operand follows.
  var analysisWord: AnalysisWord? {
    switch current.folded {
    case "drift": return isFollowed(by: "zones") ? .driftZones : nil
    case "pain": return isFollowed(by: "points") ? .painPoints : nil
    case "time": return isFollowed(by: "from") ? .timeFrom : nil
    case "retention", "dwell", "journey", "curve", "moments":
      if operatorFollows(at: 1) || (isFollower(at: 1) && !isWord(1, ["of"])) { return nil }
      return AnalysisWord(rawValue: current.folded)
    default:
      return AnalysisWord(rawValue: current.folded)
    }
  }

  /// The second word of a head follows, perhaps misspelt or not yet typed.
  private func isFollowed(by word: String) -> Bool {
    position + 1 >= limit || isWord(1, [word]) || isMisspelt(token(1), of: [word])
  }

  /// A word of the table with its operands and its population.
  ///
  /// grammar: analysis = plain-analysis | score-analysis | funnel | paths | time-from-head | trend
  ///   | compare | check ;
  mutating func parseAnalysis(_ word: AnalysisWord) -> Analysis {
    let start = position
    scope = .analysis(word)
    takenClauses = HeadTable.entry(word.rawValue)?.clauses ?? HeadTable.everyClause
    var operands: [Analysis.Operand] = []
    var needsPopulation = true
    switch word {
    case .why, .validate: operands = parseScoreOperand()
    case .funnel: operands = parseFunnel()
    case .paths: operands = parsePaths()
    case .timeFrom: operands = parseTimeFrom()
    case .trend: operands = parseTrend()
    case .compare:
      operands = parseCompare()
      needsPopulation = false
    case .check:
      advance()
      needsPopulation = false
    default: takeWords(of: word)
    }
    let population = parsePopulationOperand(isNeeded: needsPopulation)
    return Analysis(word, operands: operands, population: population, span: span(from: start))
  }

  /// grammar: plain-analysis = ( 'stages' | 'curve' | 'drift' 'zones' | 'quadrant' | 'journey'
  ///   | 'autopsy' | 'handoffs' | 'pain' 'points' | 'moments' | 'scorecard' | 'dwell'
  ///   | 'transitions' | 'retention' | 'drivers' ) 'of' population ;
  private mutating func takeWords(of word: AnalysisWord) {
    for part in word.rawValue.split(separator: " ") { expectWord(String(part)) }
  }

  /// grammar: check = 'check' [ 'of' population ] ;
  private mutating func parsePopulationOperand(isNeeded: Bool) -> Population? {
    if take("of") { return parsePopulation() }
    guard isNeeded else { return nil }
    if isMisspelt(current, of: ["of"]) || (current.kind == .word && isPopulation(at: 1)) {
      correct(to: "of")
      advance()
      return parsePopulation()
    }
    let isPopulationHere = isPopulation(at: 0)
    reportExpected(
      "`of` and a population", fixIts: [insertion(of: isPopulationHere ? "of" : "of accounts")])
    return isPopulationHere ? parsePopulation() : nil
  }

  /// grammar: score-analysis = ( 'why' | 'validate' ) name 'of' population ;
  private mutating func parseScoreOperand() -> [Analysis.Operand] {
    advance()
    let name = parseName("a score such as `jfi`", expecting: .score)
    let isState = !name.isQuoted && ContextualWords.states.contains(name.text.lowercased())
    return [isState ? .state(name) : .score(name)]
  }

  // MARK: - Steps

  /// grammar: funnel = 'funnel' funnel-step { ( '->' | '=>' ) funnel-step } 'of' population ;
  private mutating func parseFunnel() -> [Analysis.Operand] {
    advance()
    var steps = [parseFunnelStep(.eventually)]
    while let link = takeLink() ?? takeHabitualLink(inFunnel: true) {
      steps.append(parseFunnelStep(link))
    }
    return [.steps(steps)]
  }

  /// grammar: funnel-step = '[' alternatives ']' | 'any' 'of' '(' matcher { ',' matcher } ')'
  ///   | alternatives ;
  private mutating func parseFunnelStep(_ link: Pattern.Link) -> FunnelStep {
    if isSymbol(.openBracket) {
      return FunnelStep(
        link: link, .optional(bracketed(.closeBracket) { $0.parseAlternatives() }))
    }
    if isWord(0, ["any"]), isWord(1, ["of"]), isSymbol(.openParenthesis, 2) {
      position += 2
      let events = bracketed(.closeParenthesis) { parser in
        parser.commaList { $0.parseMatcher("a kind of event") }
      }
      return FunnelStep(link: link, .anyOrder(events))
    }
    expect(.stage)
    return FunnelStep(link: link, .one(parseAlternatives()))
  }

  /// grammar: paths = 'paths' [ 'from' matcher ] [ 'to' matcher ] [ 'through' matcher ]
  ///   'of' population ;
  private mutating func parsePaths() -> [Analysis.Operand] {
    advance()
    var operands: [Analysis.Operand] = []
    if take("from") { operands.append(.from(parsePlace(), each: false)) }
    if take("to") { operands.append(.to(parsePlace())) }
    if take("through") { operands.append(.through(parsePlace())) }
    return operands
  }

  /// grammar: time-from = 'time' 'from' [ 'each' ] matcher 'to' matcher ;
  /// grammar: time-from-head = time-from 'of' population ;
  mutating func parseTimeFrom() -> [Analysis.Operand] {
    advance()
    expectWord("from")
    let isEach = isWord(0, ["each"]) && !isWord(1, ["to"]) && take("each")
    let from = parsePlace()
    expectWord("to")
    return [.from(from, each: isEach), .to(parsePlace())]
  }

  /// A stage or a kind of event.
  private mutating func parsePlace() -> EventMatcher {
    expect(.stage)
    return parseMatcher("a stage or a kind of event")
  }

  // MARK: - Measures

  /// grammar: trend = 'trend' measures 'of' population ;
  private mutating func parseTrend() -> [Analysis.Operand] {
    advance()
    return [.measures(parseMeasures())]
  }

  /// grammar: compare = 'compare' '(' ( population-head | analysis ) {1 clause } ')'
  ///     [ 'of' population ]
  ///   | 'compare' !( '(' population-start ) measures [ 'of' population ] ;
  private mutating func parseCompare() -> [Analysis.Operand] {
    advance()
    guard isSymbol(.openParenthesis), isSentence(at: 1) else {
      return [.measures(parseMeasures())]
    }
    return [.sentence(bracketed(.closeParenthesis) { $0.parseSentence() })]
  }

  /// Whether an analysis or a population begins here, rather than a measure.
  private func isSentence(at ahead: Int) -> Bool {
    var inner = self
    inner.position += ahead
    return inner.analysisWord != nil || isPopulation(at: ahead)
  }
}
