internal import QueryLanguage

extension ExpressionBinder {
  mutating func bindComparison(
    _ left: BoundExpression, _ operation: ComparisonOperator, _ right: Expression,
    leftSource: Expression, _ span: SourceSpan
  ) -> BoundExpression {
    if let phrase = period(of: right, against: left) {
      return bindPeriodComparison(left, operation, phrase, span)
    }
    if let value = bareValue(right, of: left) {
      return fail(value.diagnostic(leftSource))
    }
    let bound = bind(right)
    return compare(left, operation, bound, span)
  }

  /// Both sides bound: brought to one type and compared.
  mutating func compare(
    _ left: BoundExpression, _ operation: ComparisonOperator, _ right: BoundExpression,
    _ span: SourceSpan
  ) -> BoundExpression {
    if isInvalid(left) || isInvalid(right) { return invalid(span) }
    for (duration, number) in [(left, right), (right, left)]
    where duration.type == .duration && number.type.isNumeric {
      return fail(BindingMessages.numberAgainstDuration(number.span, text: plainText(number)))
    }
    let (a, b) = unified(left, right)
    if isInvalid(a) || isInvalid(b) { return invalid(span) }
    return BoundExpression(.comparison(a, operation, b), .boolean, span: span)
  }

  private func plainText(_ number: BoundExpression) -> String {
    switch number.constant {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    default: "1"
    }
  }

  // MARK: - Times

  /// The period an expression is, when the other side is a time (or text that names periods).
  private func period(of expression: Expression, against left: BoundExpression) -> PeriodPhrase? {
    left.type.isTime || isBucket(left) ? period(of: expression) : nil
  }

  private func period(of expression: Expression) -> PeriodPhrase? {
    switch expression.kind {
    case .literal(.period(let period)):
      if case .now = period { return nil }
      if case .instant = period { return nil }
      return PeriodPhrase(period, span: expression.span)
    case .literal(.integer(let year)) where (1000...9999).contains(year):
      return PeriodPhrase(.year(Int(year)), span: expression.span)
    case .parameter(let name):
      switch literal(of: name) {
      case .period(let period): return PeriodPhrase(period, span: expression.span)
      case .integer(let year) where (1000...9999).contains(year):
        return PeriodPhrase(.year(Int(year)), span: expression.span)
      default: return nil
      }
    default: return nil
    }
  }

  private func isBucket(_ expression: BoundExpression) -> Bool {
    if case .bucket = expression.node { return true }
    return false
  }

  /// `started >= 2026-Q1`: from its start; `> 2026-Q1`: after its end; `=`: inside it (Malloy).
  private mutating func bindPeriodComparison(
    _ left: BoundExpression, _ operation: ComparisonOperator, _ phrase: PeriodPhrase,
    _ span: SourceSpan
  ) -> BoundExpression {
    var subject = left
    if case .bucket(_, let inner) = left.node { subject = inner }
    guard let interval = interval(of: phrase) else { return invalid(span) }
    switch operation {
    case .equal: return range(subject, interval.start, interval.end, span)
    case .notEqual: return negate(range(subject, interval.start, interval.end, span), if: true)
    case .less: return range(subject, nil, interval.start, span)
    case .lessOrEqual: return range(subject, nil, interval.end, span)
    case .greater: return range(subject, interval.end, nil, span)
    case .greaterOrEqual: return range(subject, interval.start, nil, span)
    }
  }

  /// `started during 2026`; `churned during 2026`: whether the loss lies in it.
  mutating func bindTemporal(
    _ left: Expression, _ clause: TemporalClause, _ span: SourceSpan
  ) -> BoundExpression {
    guard mode == .rows, case .name(let path) = left.kind, let word = standingWord(path) else {
      return bindTemporal(bind(left), clause, span)
    }
    guard let bounds = bounds(of: clause) else { return invalid(span) }
    let period = SentenceTime.Interval(
      start: bounds.start, end: bounds.end, words: QueryFormatter.format(clause))
    return standing(word, period, span) ?? invalid(span)
  }

  mutating func bindTemporal(
    _ operand: BoundExpression, _ clause: TemporalClause, _ span: SourceSpan
  ) -> BoundExpression {
    if isInvalid(operand) { return operand }
    var subject = operand
    if case .bucket(_, let inner) = operand.node { subject = inner }
    guard subject.type.isTime else {
      var diagnostic = BindingMessages.wrongOperand("during", operand, needs: "a date")
      if subject.type == .text {
        diagnostic.notes.append(
          "the column was read as text: name its layout at load, `... = column in \"dd-MM-yyyy\"`")
      }
      return fail(diagnostic)
    }
    guard let bounds = bounds(of: clause) else { return invalid(span) }
    return range(subject, bounds.start, bounds.end, span)
  }

  /// What a clause such as `since 2026-01-01` selects; nil ends are open.
  mutating func bounds(of clause: TemporalClause) -> (start: Int64?, end: Int64?)? {
    switch clause {
    case .during(let phrase): return interval(of: phrase).map { ($0.start, $0.end) }
    case .since(let phrase): return interval(of: phrase).map { ($0.start, nil) }
    case .before(let phrase): return interval(of: phrase).map { (nil, $0.start) }
    case .between(let first, let last):
      guard let start = interval(of: first)?.start, let end = interval(of: last)?.end else {
        return nil
      }
      guard start < end else {
        _ = fail(BindingMessages.reversedPeriod(first, last))
        return nil
      }
      return (start, end)
    }
  }

  /// The interval of a period, its parameter looked up, its dates noted for the footer.
  mutating func interval(of phrase: PeriodPhrase) -> PeriodResolver.Interval? {
    var period = phrase.period
    if case .parameter(let name) = period {
      switch literal(of: name) {
      case .period(let found): period = found
      case .integer(let year) where (1000...9999).contains(year): period = .year(Int(year))
      default:
        _ = fail(
          environment.parameters[name.text] == nil
            ? BindingMessages.unknownParameter(name, among: environment.parameters.keys.sorted())
            : BindingMessages.badParameterValue(name, "no date", needs: "a date or a period"))
        return nil
      }
    }
    guard let interval = periods.interval(of: period) else {
      _ = fail(BindingMessages.periodAsValue(phrase.span, text: phrase.period.spelling))
      return nil
    }
    if PeriodResolver.isRelative(period) {
      let note = "\(period.spelling): \(periods.description(of: interval))"
      if !notes.contains(note) { notes.append(note) }
    }
    return interval
  }

  /// `[start, end)` of instants as a range of the operand's own form.
  func range(
    _ operand: BoundExpression, _ start: Int64?, _ end: Int64?, _ span: SourceSpan
  ) -> BoundExpression {
    let bounds =
      operand.type == .date
      ? (start.map(firstDayFrom), end.map(firstDayFrom)) : (start, end)
    return BoundExpression(
      .range(operand, lower: bounds.0, upper: bounds.1), .boolean, span: span)
  }

  /// The first civil day that begins at an instant or after it.
  private func firstDayFrom(_ instant: Int64) -> Int64 {
    let zone = environment.snapshot.zone
    let day = zone.dayNumber(of: instant)
    return Int64(zone.startOfDay(day) < instant ? day + 1 : day)
  }

  mutating func bindBetween(
    _ left: Expression, _ lower: Expression, _ upper: Expression, _ span: SourceSpan
  ) -> BoundExpression {
    if case .name(let path) = left.kind, standingWord(path) != nil, let first = period(of: lower),
      let last = period(of: upper)
    {
      return bindTemporal(left, .between(first, last), span)
    }
    let operand = bind(left)
    let first = bindComparison(operand, .greaterOrEqual, lower, leftSource: left, span)
    let last = bindComparison(operand, .lessOrEqual, upper, leftSource: left, span)
    return BoundExpression(.and([first, last]), .boolean, span: span)
  }

  // MARK: - Values

  mutating func bindIs(
    _ left: Expression, _ word: ValueWord, _ span: SourceSpan
  ) -> BoundExpression {
    let operand = bind(left)
    switch word {
    case .expression(let expression):
      return bindComparison(operand, .equal, expression, leftSource: left, span)
    case .word(let name): return bindWord(operand, name, left, span)
    }
  }

  mutating func bindMembership(
    _ left: Expression, _ words: [ValueWord], _ span: SourceSpan
  ) -> BoundExpression {
    let operand = bind(left)
    let terms = words.map { word -> BoundExpression in
      switch word {
      case .expression(let expression):
        return bindComparison(operand, .equal, expression, leftSource: left, span)
      case .word(let name): return bindWord(operand, name, left, span)
      }
    }
    // Several texts of one column are one look-up.
    var texts: Set<ExactText> = []
    for term in terms {
      switch term.node {
      case .textSet(_, let more): texts.formUnion(more)
      case .comparison(_, .equal, let right):
        guard case .text(let text) = right.constant else {
          return BoundExpression(.or(terms), .boolean, span: span)
        }
        texts.insert(ExactText(text))
      default: return BoundExpression(.or(terms), .boolean, span: span)
      }
    }
    return BoundExpression(.textSet(operand, texts), .boolean, span: span)
  }

  /// `vertical is SaaS`: the word is one of the column's values.
  private mutating func bindWord(
    _ operand: BoundExpression, _ name: Name, _ source: Expression, _ span: SourceSpan
  ) -> BoundExpression {
    if isInvalid(operand) { return operand }
    if let event = bindEvent(operand, name, span) { return event }
    switch operand.type {
    case .text:
      guard let values = resolve(name.text, in: operand, source, name.span) else {
        return invalid(span)
      }
      return BoundExpression(.textSet(operand, values), .boolean, span: span)
    case .boolean:
      switch name.text.lowercased() {
      case "yes", "true": return operand
      case "no", "false": return negate(operand, if: true)
      default:
        return fail(
          BindingMessages.unknownValue(
            name.text, of: QueryFormatter.format(source), among: ["yes", "no"], name.span))
      }
    default:
      return fail(
        BindingMessages.wrongOperand(
          "is \(name.text)", operand,
          needs: "a text column; to compare with a field write `=`"))
    }
  }

  /// The texts a value word stands for: written exactly so, else alike but for case; nil when there
  /// is none (reported).
  private mutating func resolve(
    _ text: String, in operand: BoundExpression, _ source: Expression, _ span: SourceSpan
  ) -> Set<ExactText>? {
    guard let values = StoredValues(operand, in: relation) else { return [ExactText(text)] }
    var known = values
    if operand.field?.name.lowercased() == "stage" {
      known.add(environment.snapshot.stageModel.names)
    }
    if isKindOfEvent(operand) { known.add(environment.namedEvents.keys.sorted()) }
    let matches = known.matches(text)
    if !matches.isEmpty { return matches }
    diagnostics.append(
      BindingMessages.unknownValue(
        text, of: QueryFormatter.format(source), among: known.suggestions, span))
    return nil
  }

  /// `where vertical = SaaS`: after `=` a bare word is a field; say how a value is written.
  private func bareValue(_ right: Expression, of left: BoundExpression) -> BareValue? {
    guard case .name(let path) = right.kind, path.count == 1, left.type == .text, mode == .rows,
      relation.index(of: path[0].text) == nil, relation.accounts?.index(of: path[0].text) == nil,
      let values = StoredValues(left, in: relation),
      let value = values.matches(path[0].text).first?.text
    else { return nil }
    return BareValue(name: path[0], value: value)
  }

  private struct BareValue {
    let name: Name
    let value: String

    func diagnostic(_ left: Expression) -> Diagnostic {
      BindingMessages.valueNeedsIs(name, left: left, value: value)
    }
  }

  mutating func bindTextTest(
    _ left: Expression, _ test: TextTest, _ right: Expression, _ span: SourceSpan
  ) -> BoundExpression {
    let (operand, pattern) = (bind(left), bind(right))
    for side in [operand, pattern] where side.type != .text && !isInvalid(side) {
      return fail(BindingMessages.wrongOperand(test.rawValue, side, needs: "text"))
    }
    if isInvalid(operand) || isInvalid(pattern) { return invalid(span) }
    if test == .matches, case .text(let text) = pattern.constant, RegularExpression(text) == nil {
      return fail(BindingMessages.invalidRegularExpression(right.span, text))
    }
    return BoundExpression(.textTest(operand, test, pattern), .boolean, span: span)
  }
}
