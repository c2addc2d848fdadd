internal import QueryLanguage

/// The spell of each account as measures: how long it took, how long it has been open, and both
/// with the outcome for those who estimate. One search serves all that a sentence asks for.
struct SpellMeasures: Sendable {
  /// How long it took; unknown where it has not come to its end, and then `waiting` tells how long
  /// it has been open.
  let length: AccountMeasure
  /// Length and outcome in one number: `encode`.
  let spell: AccountMeasure

  /// `name`: what the sentence calls the length.
  init(_ name: String, _ search: SpellSearch, in environment: BindingEnvironment) {
    let text = "time from \(search.from.words) to \(search.to.words)"
    let found = Once { cancellation throws(QueryFailure) in try search.run(cancellation) }
    func measure(
      _ name: String, _ type: ValueType, _ key: String, waiting: AccountMeasure? = nil,
      _ value: @escaping @Sendable (Spell) -> Value?
    ) -> AccountMeasure {
      environment.relations.measure(MeasureKey("\(key) \(name) \(text)", [], in: environment)) {
        AccountMeasure(name, type, waiting: waiting) { cancellation throws(QueryFailure) in
          let found = try found.value(cancellation)
          var builder = ColumnBuilder(type)
          for place in 0..<(found.offsets.count - 1) {
            builder.append(found.spells(at: place).first.flatMap(value) ?? .unknown)
          }
          return AccountMeasure.Output(column: builder.build(), notes: found.notes)
        }
      }
    }
    let waiting = measure(text, .duration, "waiting") { spell in
      spell.outcome == .open ? .duration(spell.length) : nil
    }
    length = measure(name, .duration, "length", waiting: waiting) { spell in
      spell.outcome == .reached ? .duration(spell.length) : nil
    }
    self.spell = measure(text, .integer, "spell") { .integer(SpellMeasures.encode($0)) }
  }

  private static func encode(_ spell: Spell) -> Int64 {
    min(spell.length, Int64.max / 4) << 2 | Int64(spell.outcome.rawValue)
  }

  static func decode(_ spell: Int64) -> (length: Int64, outcome: Outcome) {
    (spell >> 2, Outcome(rawValue: UInt8(spell & 3)) ?? .open)
  }
}

extension ExpressionBinder {
  /// `ttv`, or `account.ttv` of an event or a visit; nil where the name is another.
  mutating func timeToValue(_ path: [Name], _ span: SourceSpan) -> BoundExpression? {
    let words = path.map { $0.text.lowercased() }
    let isOwn = words == [FirstValueBinder.field]
    let isOfAccount = relation.accounts != nil && words == ["account", FirstValueBinder.field]
    guard isOwn || isOfAccount, relation.kind != .result else { return nil }
    var binder = FirstValueBinder(environment)
    let search = binder.bind(span)
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard let search else { return invalid(span) }
    let measures = SpellMeasures(FirstValueBinder.field, search, in: environment)
    return BoundExpression(.measure(measures.length), .duration, span: span)
  }

  /// `ttv` where it means something: for suggestions.
  var timesToValue: [String] {
    relation.kind != .result && FirstValueBinder(environment).isAvailable
      ? [FirstValueBinder.field] : []
  }

  /// `time from A to B` of a row's account, and `p90 time from A to B` of a group's accounts.
  mutating func bindSpell(
    _ word: AggregateWord?, _ analysis: Analysis, _ expression: Expression
  ) -> BoundExpression {
    let span = expression.span
    var alone = analysis
    alone.population = nil
    if let population = analysis.population {
      return bindMeasure(Expression(.headMeasure(word, alone), span: span), of: population)
    }
    let text = QueryFormatter.format(Expression(.headMeasure(nil, alone), span: span))
    guard relation.kind != .result else {
      return columnSpelled(expression) ?? fail(BindingMessages.factOfResult(span))
    }
    if let slot = groupSlot(expression) { return slot }
    var binder = SpellBinder(environment)
    let search = binder.bind(analysis.operands)
    diagnostics += binder.diagnostics
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    guard let search else { return invalid(span) }
    guard !search.isEach else { return fail(BindingMessages.eachInExpression(text, span)) }
    let measures = SpellMeasures(text, search, in: environment)
    guard let word else {
      return mode == .groups
        ? fail(BindingMessages.spellInGroups(text, noun: nouns.plural, span))
        : BoundExpression(.measure(measures.length), .duration, span: span)
    }
    guard mode == .groups else {
      return fail(BindingMessages.aggregateInRow(word.spelling, noun: nouns.plural, span))
    }
    // An account would count once for each of its events or visits.
    guard relation.kind == .accounts else {
      return fail(BindingMessages.factInGroups(text, noun: nouns.plural, span))
    }
    let function: BoundAggregate.Function
    switch word {
    case .percentile(let rank): function = .incidenceQuantile(rank / 100)
    case .median: function = .incidenceQuantile(0.5)
    case .average: function = .incidenceMean
    default: return fail(BindingMessages.notOfSpells(word.spelling, span))
    }
    let operand = BoundExpression(.measure(measures.spell), .integer, span: span)
    return slot(
      BoundAggregate(function: function, operand: operand, type: .duration, style: .plain), span)
  }

  /// What an average of times to value leaves out.
  func spellNote(_ operand: BoundExpression, _ word: AggregateWord) -> String? {
    switch word {
    case .median, .average, .percentile: break
    default: return nil
    }
    for source in operand.sources {
      guard let measure = source.measure, let waiting = measure.waiting else { continue }
      return "\(word.spelling) \(measure.name): accounts that are not there yet are left out; "
        + "`\(word.spelling) \(waiting.name)` counts them"
    }
    return nil
  }
}
