internal import QueryLanguage

/// Every message of the binder, worded in one place. Codes from E0300.
enum BindingMessages {
  static func notAvailable(_ what: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0300", message: "\(what) is not available yet", span: span,
      notes: ["the sentence is right; this part of the program is still to come"])
  }

  static func unknownField(
    _ name: Name, among names: [String], of noun: String, notes: [String] = []
  ) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    var all = notes
    if nearest == nil, !names.isEmpty {
      all.append("\(noun) have: \(listed(names))")
    }
    return Diagnostic(
      code: "E0301", message: "\(noun) have no field `\(name.text)`", span: name.span, notes: all,
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  static func unknownValue(
    _ text: String, of field: String, among values: [String], _ span: SourceSpan
  ) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: text, among: values) ?? begun(by: text, among: values)
    return Diagnostic(
      code: "E0302", message: "no `\(field)` is `\(text)`", span: span,
      notes: values.isEmpty ? [] : ["`\(field)` is one of: \(listed(values))"],
      fixIts: nearest.map { [replacing(span, with: valueText($0))] } ?? [])
  }

  /// The one value that begins with what was typed: `Marta` for `Marta Kowal`.
  private static func begun(by text: String, among values: [String]) -> String? {
    let candidates = values.filter { $0.lowercased().hasPrefix(text.lowercased()) }
    return candidates.count == 1 ? candidates[0] : nil
  }

  /// A value as it stands after `is`: a bare word, or in quotes.
  private static func valueText(_ value: String) -> String {
    if QueryFormatter.format(name: value) == value { return value }
    return QueryFormatter.format(
      Expression(.literal(.text(value)), span: SourceSpan(0, 0)))
  }

  static func unknownStage(_ name: Name, among stages: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: stages)
    return Diagnostic(
      code: "E0303", message: "no stage is called `\(name.text)`", span: name.span,
      notes: ["the stages are: \(stages.joined(separator: " -> "))"],
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  static func valueNeedsIs(_ name: Name, left: Expression, value: String) -> Diagnostic {
    let left = QueryFormatter.format(left)
    return Diagnostic(
      code: "E0304", message: "after `=` stands a field, and there is no field `\(name.text)`",
      span: name.span, notes: ["a value of `\(left)` is written after `is`"],
      fixIts: [replacing(name.span, with: "\"\(value)\"")])
  }

  static func incomparable(
    _ left: BoundExpression, _ right: BoundExpression, _ span: SourceSpan, notes: [String] = [],
    fixIts: [FixIt] = []
  ) -> Diagnostic {
    Diagnostic(
      code: "E0305",
      message:
        "a \(left.type.displayName) cannot be compared with a \(right.type.displayName)",
      span: span, notes: notes, fixIts: fixIts)
  }

  static func numberAgainstDuration(_ number: SourceSpan, text: String) -> Diagnostic {
    Diagnostic(
      code: "E0306", message: "a duration is compared with a bare number", span: number,
      notes: ["a duration needs its unit: days, weeks, months ..."],
      fixIts: [replacing(number, with: "\(text) days")])
  }

  static func wrongOperand(
    _ operation: String, _ operand: BoundExpression, needs: String
  ) -> Diagnostic {
    Diagnostic(
      code: "E0307", message: "`\(operation)` needs \(needs), not a \(operand.type.displayName)",
      span: operand.span)
  }

  static func arithmetic(
    _ left: ValueType, _ operation: ArithmeticOperator, _ right: ValueType, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E0308",
      message: "`\(operation.rawValue)` does not work on a \(left.displayName) and a \(right.displayName)",
      span: span)
  }

  static func unknownFunction(_ name: Name, among names: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      code: "E0309", message: "there is no function `\(name.text)`", span: name.span,
      notes: ["`help functions` lists them"],
      fixIts: nearest.map { [replacing(name.span, with: $0)] } ?? [])
  }

  static func argumentCount(_ function: FunctionDefinition, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0310", message: "`\(function.name)` is called as `\(function.signature)`", span: span)
  }

  static func argumentType(
    _ function: FunctionDefinition, _ argument: BoundExpression, needs: String
  ) -> Diagnostic {
    Diagnostic(
      code: "E0311",
      message: "`\(function.name)` needs \(needs) here, not a \(argument.type.displayName)",
      span: argument.span, notes: ["it is called as `\(function.signature)`"])
  }

  static func unknownParameter(_ name: Name, among names: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      code: "E0312", message: "the parameter `$\(name.text)` has no value", span: name.span,
      notes: ["give it one with `let \(name.text) = ...` or `--param \(name.text)=...`"],
      fixIts: nearest.map { [replacing(name.span, with: "$" + $0)] } ?? [])
  }

  static func aggregateInRow(_ word: String, noun: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0313", message: "`\(word)` speaks of many \(noun), but here stands one at a time",
      span: span,
      notes: ["filter the result instead: `... | where ...`"])
  }

  static func fieldInGroups(
    _ expression: Expression, type: ValueType, noun: String
  ) -> Diagnostic {
    let text = QueryFormatter.format(expression)
    let word = type.isNumeric || type == .duration ? "avg" : "list"
    return Diagnostic(
      code: "E0314", message: "`\(text)` belongs to one of many \(noun); a group needs one value",
      span: expression.span, notes: ["an average, a median, the highest, a list: `max \(text)`"],
      fixIts: [replacing(expression.span, with: "\(word) \(text)")])
  }

  static func measure(_ name: Name, noun: String) -> Diagnostic {
    Diagnostic(
      code: "E0315", message: "`\(name.text)` is a measure of a group, not a field of one account",
      span: name.span)
  }

  static func periodAsValue(_ span: SourceSpan, text: String) -> Diagnostic {
    Diagnostic(
      code: "E0316", message: "`\(text)` is a stretch of time, not one moment", span: span,
      notes: ["compare with it: `during \(text)`, `since \(text)`, `before \(text)`"])
  }

  static func clauseDoesNotFit(_ clause: String, _ head: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0317", message: "`\(clause)` does not go with \(head)", span: span)
  }

  static func noData(_ what: String, _ span: SourceSpan, hint: String) -> Diagnostic {
    Diagnostic(code: "E0318", message: "no \(what) are loaded", span: span, notes: [hint])
  }

  static func noLastAnswer(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0319", message: "there is no last answer to go on from", span: span,
      notes: ["ask something first, for instance `accounts by stage`"])
  }

  static func invalidRegularExpression(_ span: SourceSpan, _ pattern: String) -> Diagnostic {
    Diagnostic(
      code: "E0320", message: "`\(pattern)` is not a regular expression", span: span,
      notes: ["for a plain piece of text use `contains`"])
  }

  static func unknownRendering(_ name: Name, among names: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      code: "E0321", message: "there is no form of answer called `\(name.text)`", span: name.span,
      notes: ["the forms are: \(names.joined(separator: ", "))"],
      fixIts: nearest.map { [replacing(name.span, with: $0)] } ?? [])
  }

  static func needsOperand(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0322", message: "`\(word)` of what? Here it needs a field", span: span,
      notes: ["for instance `\(word) arr`"])
  }

  static func aggregateOfAggregate(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0323", message: "an aggregate of an aggregate", span: span,
      notes: ["take the second one after a pipe: `... | show avg count`"])
  }

  static func repeatedColumn(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0324", message: "two columns are called `\(name)`", span: span,
      notes: ["give one another name with `called`"])
  }

  static func badParameterValue(_ name: Name, _ text: String, needs: String) -> Diagnostic {
    Diagnostic(
      code: "E0325", message: "the parameter `$\(name.text)` is `\(text)`; here it must be \(needs)",
      span: name.span)
  }

  private static func replacing(_ span: SourceSpan, with text: String) -> FixIt {
    FixIt("write `\(text)`", edits: [FixIt.Edit(span, text)])
  }

  /// At most a dozen names, and how many more there are.
  static func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
