internal import QueryLanguage

extension ExpressionBinder {
  mutating func bindName(_ path: [Name], _ expression: Expression) -> BoundExpression {
    guard mode == .groups else { return bindField(path, expression.span) }
    // Beside `by` a name is a key of the groups; a yes/no field counts where it is yes.
    if let slot = groupSlot(expression) { return slot }
    if let measure = groupMeasure(path) { return bindGroupMeasure(measure, expression.span) }
    var rowBinder = self
    rowBinder.mode = .rows
    let field = rowBinder.bindField(path, expression.span)
    diagnostics = rowBinder.diagnostics
    if isInvalid(field) { return field }
    if field.type == .boolean {
      return slot(
        BoundAggregate(function: .countWhere, operand: field, type: .integer, style: .plain),
        expression.span)
    }
    return fail(BindingMessages.fieldInGroups(expression, type: field.type, noun: nouns.plural))
  }

  /// The slot of a `by` key that is written the same way.
  func groupSlot(_ expression: Expression) -> BoundExpression? {
    let text = QueryFormatter.format(expression)
    guard let index = groups.firstIndex(where: { $0.name.lowercased() == text.lowercased() }) else {
      return nil
    }
    var bound = BoundExpression(.slot(index), groups[index].key.type, span: expression.span)
    bound.style = groups[index].key.style
    return bound
  }

  private mutating func bindField(_ path: [Name], _ span: SourceSpan) -> BoundExpression {
    // A joined column may have a dot in its own name.
    let whole = path.map(\.text).joined(separator: ".")
    if let index = relation.index(of: whole) { return reference(index, in: relation, false, span) }
    guard let first = path.first else { return invalid(span) }
    if let word = standingWord(path) { return standing(word, nil, span) ?? invalid(span) }
    if let accounts = relation.accounts {
      let isAccountPath = path.count > 1 && first.text.lowercased() == "account"
      let name = isAccountPath ? path.dropFirst().map(\.text).joined(separator: ".") : whole
      if let index = accounts.index(of: name) { return reference(index, in: accounts, true, span) }
      if let time = timeToValue(path, span) { return time }
      if isAccountPath, path.count == 2 {
        return fail(
          BindingMessages.unknownField(path[1], among: accounts.fields.map(\.name), of: "accounts"))
      }
    }
    if let matches, whole.lowercased() == "matches" {
      return BoundExpression(.measure(matches.matches), .integer, span: span)
    }
    if let time = timeToValue(path, span) { return time }
    return fail(unknown(Name(whole, span: span)))
  }

  private func reference(
    _ index: Int, in owner: Relation, _ throughAccount: Bool, _ span: SourceSpan
  ) -> BoundExpression {
    let field = owner.fields[index]
    var bound = BoundExpression(
      .field(.init(index: index, name: field.name, throughAccount: throughAccount)), field.type,
      span: span)
    bound.style = field.style
    return bound
  }

  private func unknown(_ name: Name) -> Diagnostic {
    let word = name.text.lowercased()
    if DriftColumns.names.contains(word), relation.kind != .result {
      return BindingMessages.noHistory(name.span)
    }
    if let measure = GroupMeasure.named(word), relation.kind != .result {
      return BindingMessages.measureInRow(measure, name, noun: nouns.plural)
    }
    var names = relation.fields.map(\.name)
    if let accounts = relation.accounts { names += accounts.fields.map { "account." + $0.name } }
    var plain = relation.fields.map(\.name) + (relation.accounts?.fields.map(\.name) ?? [])
    plain += (standingWords + timesToValue).filter { !plain.contains($0) }
    var diagnostic = BindingMessages.unknownField(name, among: plain, of: nouns.plural)
    if isValueOfSomeField(name.text), diagnostic.fixIts.isEmpty {
      diagnostic.notes.insert("a value is written after `is` or in quotes", at: 0)
    }
    return diagnostic
  }

  private func isValueOfSomeField(_ text: String) -> Bool {
    relation.kind != .result
      && relation.fields.indices.contains { index in
        guard relation.fields[index].type == .text,
          case .codes(_, let dictionary) = relation.column(index).storage, dictionary.count < 10_000
        else { return false }
        return !dictionary.codes(ofFolded: text).isEmpty
      }
  }

  /// What the rows are called.
  var nouns: (singular: String, plural: String) {
    switch relation.kind {
    case .accounts: ("account", "accounts")
    case .events: ("event", "events")
    case .visits: ("visit", "visits")
    case .result: ("row", "rows of this result")
    }
  }

  /// `month of started`: the name of the period that holds it.
  mutating func bindPart(_ name: Name, _ operand: Expression, _ span: SourceSpan) -> BoundExpression
  {
    if mode == .groups, let slot = groupSlot(Expression(.partOf(name, operand), span: span)) {
      return slot
    }
    guard let unit = TimeUnit(rawValue: name.text.lowercased()) else {
      if FunctionCatalog.named(name.text.lowercased()) != nil {
        return bindCall(name, [operand], Expression(.partOf(name, operand), span: span))
      }
      return fail(
        BindingMessages.unknownFunction(name, among: TimeUnit.allCases.map { "\($0.rawValue)" }))
    }
    let bound = bind(operand)
    guard bound.type.isTime || isInvalid(bound) else {
      return fail(BindingMessages.wrongOperand("\(name.text) of", bound, needs: "a date"))
    }
    if bound.type == .date, let length = PeriodResolver.fixedLength(unit),
      length < microsecondsPerDay
    {
      return fail(
        BindingMessages.wrongOperand("\(name.text) of", bound, needs: "a date with a time of day"))
    }
    return BoundExpression(.bucket(unit, bound), .text, span: span)
  }
}
