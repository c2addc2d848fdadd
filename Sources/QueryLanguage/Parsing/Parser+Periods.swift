extension Parser {
  /// How a period is attached; nil where none stands.
  ///
  /// grammar: time-relation = 'during' period | 'since' period | 'before' period
  ///   | 'in' fixed-period ;
  mutating func parseTimeRelation() -> TemporalClause? {
    if take("during") { return .during(parsePeriod()) }
    if take("since") { return .since(parsePeriod()) }
    if take("before") { return .before(parsePeriod()) }
    guard at("in") else { return nil }
    if position + 1 == limit { notePeriod() }
    guard isPeriod(at: 1) else { return nil }
    advance()
    return .during(parsePeriod())
  }

  /// Notes that a period may stand at the statement's end.
  mutating func notePeriod() {
    note(.period)
    for word in KeywordTable.periodWords { note(.keyword(word)) }
  }

  /// grammar: period-range = 'between' period 'and' period ;
  mutating func parsePeriodRange() -> TemporalClause {
    advance()
    let lower = parsePeriod()
    expectWord("and")
    return .between(lower, parsePeriod())
  }

  /// A stretch of time or, where a moment is asked for, its edge.
  ///
  /// grammar: period = fixed-period | name ;
  /// grammar: fixed-period = DATE | YEAR | PARAMETER | relative-period ;
  mutating func parsePeriod() -> PeriodPhrase {
    if isAtEnd { notePeriod() }
    let start = position
    let token = current
    let period: Period
    switch token.kind {
    case .date(let date):
      advance()
      period = date
    case .integer: period = .year(parseYear())
    case .parameter:
      advance()
      period = .parameter(Name(token.text, span: token.span))
    case .word where isPeriod(at: 0): period = parseRelativePeriod()
    default: period = .named(optionalName() ?? missingName("a period or a date"))
    }
    return PeriodPhrase(period, span: span(from: start))
  }

  private mutating func parseYear() -> Int {
    if case .integer(let year) = current.kind, 1...9999 ~= year {
      advance()
      return Int(year)
    }
    report(Diagnostic(.numberOutOfRange, "1 to 9999", at: current.span))
    advance()
    return 1
  }

  /// `last quarter` is the last complete one, `last 2 quarters` rolls back from now.
  ///
  /// grammar: relative-period = 'today' | 'yesterday' | 'now' | 'this' unit
  ///   | 'last' [ INTEGER ] [ 'full' ] unit | 'next' [ INTEGER ] unit ;
  private mutating func parseRelativePeriod() -> Period {
    let word = current.folded
    advance()
    switch word {
    case "today": return .today
    case "yesterday": return .yesterday
    case "now": return .now
    case "this": return .current(parseUnit())
    default:
      var count: Int?
      expect(.number)
      if isNumber(current) { count = parseInteger() }
      let isFull = word == "last" && take("full")
      return word == "last"
        ? .last(count: count, parseUnit(), full: isFull) : .next(count: count, parseUnit())
    }
  }

  /// grammar: duration = number unit ;
  mutating func parseDuration() -> Literal.Duration {
    expect(.duration)
    guard isNumber(current) else {
      reportExpected("a duration such as `30 days`")
      return Literal.Duration(0, .day)
    }
    let amount = parseNumber()
    return Literal.Duration(amount, parseUnit())
  }

  /// grammar: unit = 'second' | 'seconds' | 'minute' | 'minutes' | 'hour' | 'hours' | 'day' |
  /// 'days'
  ///   | 'week' | 'weeks' | 'month' | 'months' | 'quarter' | 'quarters' | 'year' | 'years' ;
  mutating func parseUnit() -> TimeUnit {
    expect(.unit)
    if let unit = TimeUnit(word: current.folded) {
      advance()
      return unit
    }
    if let nearest = nearestKeyword(to: current, among: KeywordTable.units) {
      correct(to: nearest)
      return parseUnit()
    }
    reportExpected("a unit such as `days`")
    return .day
  }

  // MARK: - Looking ahead

  func isDuration(at ahead: Int) -> Bool {
    isNumber(token(ahead)) && TimeUnit(word: token(ahead + 1).folded) != nil
  }

  /// A period that cannot be a name, perhaps unfinished: what `in` needs to mean `during`.
  func isPeriod(at ahead: Int) -> Bool {
    switch token(ahead).kind {
    case .date, .integer, .parameter: return true
    case .word where position + ahead + 1 == limit && isWord(ahead, ["last", "this", "next"]):
      return true
    default: return isRelativePeriod(at: ahead)
    }
  }

  /// A period by its looks alone, so that `between` is about time.
  ///
  /// grammar: dated = DATE | relative-period ;
  func isDated(at ahead: Int) -> Bool {
    if case .date = token(ahead).kind { return true }
    return isRelativePeriod(at: ahead)
  }

  func isRelativePeriod(at ahead: Int) -> Bool {
    switch token(ahead).folded {
    case "today", "yesterday", "now": return true
    case "this": return isUnit(at: ahead + 1)
    case "next": return isNumber(token(ahead + 1)) || isUnit(at: ahead + 1)
    case "last":
      return isNumber(token(ahead + 1)) || isUnit(at: ahead + (isWord(ahead + 1, ["full"]) ? 2 : 1))
    default: return false
    }
  }

  private func isUnit(at ahead: Int) -> Bool { TimeUnit(word: token(ahead).folded) != nil }
}
