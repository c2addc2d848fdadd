internal import QueryLanguage

extension ExpressionBinder {
  mutating func bindAggregate(
    _ word: AggregateWord, _ operand: Expression?, _ expression: Expression
  ) -> BoundExpression {
    guard mode == .groups else {
      if let column = columnSpelled(expression) { return column }
      if let match = patternMeasure(word, operand, expression.span) { return match }
      // `last login`: a fact over the account's events.
      if word == .last || word == .first, case .name(let path)? = operand?.kind, path.count == 1 {
        let matcher = EventMatcher(path[0], span: path[0].span)
        return bindEventFact(EventFact(word, matcher: matcher), expression.span)
      }
      return fail(
        BindingMessages.aggregateInRow(word.spelling, noun: nouns.plural, expression.span))
    }
    if let slot = groupSlot(expression) { return slot }
    var bound: BoundExpression?
    if let operand {
      var rows = self
      rows.mode = .rows
      let inner = rows.bind(operand)
      diagnostics = rows.diagnostics
      notes = rows.notes
      if isInvalid(inner) { return inner }
      if let note = spellNote(inner, word), !notes.contains(note) { notes.append(note) }
      bound = inner
    }
    guard let aggregate = aggregate(word, bound, expression.span) else {
      return invalid(expression.span)
    }
    return slot(aggregate, expression.span)
  }

  /// The column that is called as the expression is written: after a pipe `count` or `median days`,
  /// in a file a column that happens to be called `count`.
  func columnSpelled(_ expression: Expression) -> BoundExpression? {
    // A name needs no backquotes here: `from` is a column of `transitions`.
    var spelling = QueryFormatter.format(expression)
    if case .name(let path) = expression.kind { spelling = path.map(\.text).joined(separator: ".") }
    guard let index = relation.index(of: spelling) else { return nil }
    let field = relation.fields[index]
    var bound = BoundExpression(
      .field(.init(index: index, name: field.name, throughAccount: false)), field.type,
      span: expression.span)
    bound.style = field.style
    return bound
  }

  /// The place where an aggregate's value stands once it is computed.
  mutating func slot(_ aggregate: BoundAggregate, _ span: SourceSpan) -> BoundExpression {
    aggregates.append(aggregate)
    var bound = BoundExpression(
      .slot(groups.count + aggregates.count - 1), aggregate.type, span: span)
    bound.style = aggregate.style
    return bound
  }

  private mutating func aggregate(
    _ word: AggregateWord, _ operand: BoundExpression?, _ span: SourceSpan
  ) -> BoundAggregate? {
    func make(_ function: BoundAggregate.Function, _ type: ValueType) -> BoundAggregate {
      BoundAggregate(
        function: function, operand: operand, type: type, style: operand?.style ?? .plain)
    }
    if word == .count {
      return BoundAggregate(function: .count, operand: operand, type: .integer, style: .plain)
    }
    if word == .shareOfTotal {
      if let operand, !operand.type.isNumeric, operand.type != .duration {
        _ = fail(BindingMessages.wrongOperand("share of total", operand, needs: "a number"))
        return nil
      }
      return BoundAggregate(
        function: .shareOfTotal, operand: operand.map { converted($0, to: .number) }, type: .number,
        style: .share)
    }
    guard let operand else {
      diagnostics.append(BindingMessages.needsOperand(word.spelling, span))
      return nil
    }
    let isMeasurable = operand.type.isNumeric || operand.type == .duration
    switch word {
    case .count, .shareOfTotal: return nil
    case .countDistinct:
      return BoundAggregate(
        function: .countDistinct, operand: operand, type: .integer, style: .plain)
    case .first: return make(.first, operand.type)
    case .last: return make(.last, operand.type)
    case .list: return BoundAggregate(function: .list, operand: operand, type: .text, style: .plain)
    case .minimum: return make(.minimum, operand.type)
    case .maximum: return make(.maximum, operand.type)
    case .sum where isMeasurable: return make(.sum, operand.type)
    case .average where isMeasurable, .median where isMeasurable,
      .standardDeviation where isMeasurable, .percentile where isMeasurable:
      return spread(word, operand)
    default:
      _ = fail(BindingMessages.wrongOperand(word.spelling, operand, needs: "a number"))
      return nil
    }
  }

  /// Averages and quantiles are doubles, but for durations, which stay durations.
  private func spread(_ word: AggregateWord, _ operand: BoundExpression) -> BoundAggregate {
    let type: ValueType = operand.type == .duration ? .duration : .number
    let function: BoundAggregate.Function =
      switch word {
      case .median: .quantile(0.5)
      case .percentile(let rank): .quantile(rank / 100)
      case .standardDeviation: .standardDeviation
      default: .average
      }
    return BoundAggregate(
      function: function, operand: type == .duration ? operand : converted(operand, to: .number),
      type: type, style: operand.style == .share ? .share : .plain)
  }

  // MARK: - Calls

  mutating func bindCall(
    _ name: Name, _ arguments: [Expression], _ expression: Expression
  ) -> BoundExpression {
    if mode == .groups, let slot = groupSlot(expression) { return slot }
    if mode == .rows, let column = columnSpelled(expression) { return column }
    let word = name.text.lowercased()
    if word == "share" || (word == "count" && arguments.count == 1) {
      return bindCounting(word, name, arguments, expression.span)
    }
    if arguments.count <= 1, let aggregate = AggregateWord(word: word) {
      return bindAggregate(aggregate, arguments.first, expression)
    }
    guard let function = FunctionCatalog.named(word) else {
      return fail(
        BindingMessages.unknownFunction(name, among: FunctionCatalog.all.map(\.name)))
    }
    let least = function.parameters.count - function.optionalCount
    guard (least...function.parameters.count).contains(arguments.count) else {
      return fail(BindingMessages.argumentCount(function, expression.span))
    }
    var bound: [BoundExpression] = []
    for (argument, parameter) in zip(arguments, function.parameters) {
      bound.append(bindArgument(argument, parameter, function))
    }
    if bound.contains(where: isInvalid) { return invalid(expression.span) }
    return BoundExpression(
      .function(function, bound), function.result(bound.map(\.type)), span: expression.span)
  }

  /// `count(COND)`, `share(COND)`
  private mutating func bindCounting(
    _ word: String, _ name: Name, _ arguments: [Expression], _ span: SourceSpan
  ) -> BoundExpression {
    guard mode == .groups else {
      return fail(BindingMessages.aggregateInRow(word, noun: nouns.plural, span))
    }
    guard arguments.count == 1, let argument = arguments.first else {
      return fail(BindingMessages.needsOperand(word, span))
    }
    var rows = self
    rows.mode = .rows
    let condition = rows.bind(argument)
    diagnostics = rows.diagnostics
    notes = rows.notes
    if isInvalid(condition) { return condition }
    guard condition.type == .boolean else {
      if word == "count" {
        return slot(
          BoundAggregate(function: .count, operand: condition, type: .integer, style: .plain), span)
      }
      return fail(BindingMessages.wrongOperand("share", condition, needs: "a condition"))
    }
    let isShare = word == "share"
    return slot(
      BoundAggregate(
        function: isShare ? .shareWhere : .countWhere, operand: condition,
        type: isShare ? .number : .integer, style: isShare ? .share : .plain), span)
  }

  private mutating func bindArgument(
    _ argument: Expression, _ parameter: FunctionDefinition.Parameter,
    _ function: FunctionDefinition
  ) -> BoundExpression {
    if parameter == .unit {
      guard let unit = unitWord(argument) else {
        return fail(BindingMessages.argumentUnit(function, argument))
      }
      return constant(.text(unit.rawValue), .text, argument.span)
    }
    let bound = parameter == .text ? bind(argument) : bindOperand(argument)
    if isInvalid(bound) { return bound }
    switch parameter {
    case .text where bound.type == .text: return bound
    case .number where bound.type.isNumeric: return converted(bound, to: .number)
    case .time where bound.type.isTime: return bound
    case .duration where bound.type == .duration: return bound
    case .text: return fail(BindingMessages.argumentType(function, bound, needs: "text"))
    case .number: return fail(BindingMessages.argumentType(function, bound, needs: "a number"))
    case .time: return fail(BindingMessages.argumentType(function, bound, needs: "a date"))
    case .duration: return fail(BindingMessages.argumentType(function, bound, needs: "a duration"))
    case .unit: return bound
    }
  }

  /// A unit of whole days: `truncate` gives a date.
  private func unitWord(_ argument: Expression) -> TimeUnit? {
    let unit: TimeUnit? =
      switch argument.kind {
      case .name(let path) where path.count == 1: TimeUnit(rawValue: path[0].text.lowercased())
      case .literal(.text(let text)): TimeUnit(rawValue: text.lowercased())
      default: nil
      }
    let isPartOfDay = [TimeUnit.hour, .minute, .second].contains { $0 == unit }
    return isPartOfDay ? nil : unit
  }
}
