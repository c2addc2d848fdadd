internal import QueryLanguage

/// Every message of the binder: its code, what it names, and the one best fix.
enum BindingMessages {
  static func notAvailable(_ what: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAvailable, what, at: span,
      notes: ["the sentence is right; this part of the program is still to come"])
  }

  static func unknownPopulation(_ name: Name, of noun: String) -> Diagnostic {
    let words =
      StandingWord.allCases.map(\.rawValue) + ["where", "by", "show", "order by", "top 10", "in"]
    let isTop = ["top", "lowest"].contains(name.text.lowercased())
    let nearest = isTop ? nil : NameSuggestion.nearest(to: name.text, among: words)
    return Diagnostic(
      .unknownPopulation, name.text, noun, at: name.span,
      notes: [
        isTop
          ? "a number follows it: `\(name.text) 10 by arr`"
          : "for instance `accounts active where arr > 50_000 top 10 by arr`"
      ],
      fixIts: nearest.map { [replacing(name.span, with: $0)] } ?? [])
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
      .unknownField, noun, name.text, at: name.span, notes: all,
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  static func unknownValue(
    _ text: String, of field: String, among values: [String], _ span: SourceSpan
  ) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: text, among: values) ?? begun(by: text, among: values)
    return Diagnostic(
      .unknownValue, field, text, at: span,
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
      .unknownStage, name.text, at: name.span,
      notes: ["the stages are: \(stages.joined(separator: " -> "))"],
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  static func unknownScore(_ name: Name, among scores: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: scores + ["drifting"])
    return Diagnostic(
      .unknownScore, name.text, at: name.span,
      notes: scores.isEmpty ? [] : ["the scores are: \(scores.joined(separator: ", "))"],
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  /// `among`: kinds, named events and stages, the commonest first.
  static func unknownKind(_ name: Name, among names: [String], stages: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    let kinds = names.filter { !stages.contains($0) }
    var notes: [String] = []
    if nearest == nil { notes.append("the events are: \(listed(kinds))") }
    if nearest == nil, !stages.isEmpty {
      notes.append("a stage may stand here too: \(stages.joined(separator: ", "))")
    }
    return Diagnostic(
      .unknownKind, name.text, at: name.span, notes: notes,
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  /// A message about the definition of a named event, at the place where the name is used.
  static func inDefinition(_ diagnostic: Diagnostic, of name: Name) -> Diagnostic {
    var moved = diagnostic
    moved.span = name.span
    // Of definitions inside one another the innermost is the one to correct.
    if diagnostic.notes.first?.hasPrefix("in `event ") == true { return moved }
    let wayOut = diagnostic.fixIts.first.map { ": \($0.message)" } ?? ""
    moved.notes.insert("in `event \(name.text) = ...`\(wayOut)", at: 0)
    moved.fixIts = []
    return moved
  }

  /// `circle`: the names that lead back to the first.
  static func circularEvent(_ name: Name, _ circle: [String]) -> Diagnostic {
    Diagnostic(
      .circularEvent, name.text, at: name.span,
      notes: circle.count > 2
        ? ["it leads back to itself: \(circle.joined(separator: " -> "))"]
        : ["no kind of event has that name either"])
  }

  /// A named event that is the entry into a stage, where rows of events are asked for.
  static func stageIsNoKind(_ name: Name) -> Diagnostic {
    Diagnostic(
      .wrongOperand, "kind is", "a kind of event", "stage", at: name.span,
      notes: ["entries into stages are visits: ask for `visits`"])
  }

  static func noRecordedTimes(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noRecordedTimes, at: span,
      notes: [
        "a column recorded_at, ingested_at, loaded_at or synced_at would; another one is named at load: "
          + "`load events from ... with recorded = COLUMN`"
      ])
  }

  static func repeatedStage(_ name: Name) -> Diagnostic {
    Diagnostic(
      .repeatedStage, name.text, at: name.span,
      notes: ["upper and lower case, spaces and signs make no difference"])
  }

  static func unknownAccount(_ name: TextLiteral, among names: [String]) -> Diagnostic {
    let nearest =
      NameSuggestion.nearest(to: name.text, among: names) ?? begun(by: name.text, among: names)
    return Diagnostic(
      .unknownAccount, name.text, at: name.span, notes: [],
      fixIts: nearest.map { [replacing(name.span, with: "\"\($0)\"")] } ?? [])
  }

  static func valueNeedsIs(_ name: Name, left: Expression, value: String) -> Diagnostic {
    let left = QueryFormatter.format(left)
    return Diagnostic(
      .valueNeedsIs, name.text, at: name.span,
      notes: ["a value of `\(left)` is written after `is`"],
      fixIts: [replacing(name.span, with: "\"\(value)\"")])
  }

  static func incomparable(
    _ left: BoundExpression, _ right: BoundExpression, _ span: SourceSpan, notes: [String] = [],
    fixIts: [FixIt] = []
  ) -> Diagnostic {
    let isTextForDate = left.type == .text && right.type.isTime
    let hint = "the column was read as text: name its layout at load, `... in \"dd-MM-yyyy\"`"
    return Diagnostic(
      .incomparable, left.type.displayName, right.type.displayName, at: span,
      notes: isTextForDate ? notes + [hint] : notes, fixIts: fixIts)
  }

  static func numberAgainstDuration(_ number: SourceSpan, text: String) -> Diagnostic {
    Diagnostic(
      .numberAgainstDuration, at: number,
      notes: ["a duration needs its unit: days, weeks, months ..."],
      fixIts: [replacing(number, with: "\(text) days")])
  }

  static func wrongOperand(
    _ operation: String, _ operand: BoundExpression, needs: String
  ) -> Diagnostic {
    Diagnostic(
      .wrongOperand, operation, needs, operand.type.displayName, at: operand.span)
  }

  static func arithmetic(
    _ left: ValueType, _ operation: ArithmeticOperator, _ right: ValueType, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .arithmetic, operation.rawValue, left.displayName, right.displayName, at: span)
  }

  static func unknownFunction(_ name: Name, among names: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      .unknownFunction, name.text, at: name.span,
      notes: ["`help functions` lists them"],
      fixIts: nearest.map { [replacing(name.span, with: $0)] } ?? [])
  }

  static func argumentCount(_ function: FunctionDefinition, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .argumentCount, function.name, function.signature, at: span)
  }

  static func argumentType(
    _ function: FunctionDefinition, _ argument: BoundExpression, needs: String
  ) -> Diagnostic {
    Diagnostic(
      .argumentType, function.name, needs, argument.type.displayName, at: argument.span,
      notes: ["it is called as `\(function.signature)`"])
  }

  static func argumentUnit(_ function: FunctionDefinition, _ argument: Expression) -> Diagnostic {
    Diagnostic(
      .argumentUnit, function.name, QueryFormatter.format(argument), at: argument.span,
      notes: ["it is called as `\(function.signature)`"])
  }

  static func unknownParameter(_ name: Name, among names: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      .unknownParameter, name.text, at: name.span,
      notes: ["give it one with `let \(name.text) = ...` or `--param \(name.text)=...`"],
      fixIts: nearest.map { [replacing(name.span, with: "$" + $0)] } ?? [])
  }

  static func aggregateInRow(_ word: String, noun: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .aggregateInRow, word, noun, at: span,
      notes: ["filter the result instead: `... | where ...`"])
  }

  static func fieldInGroups(
    _ expression: Expression, type: ValueType, noun: String, spelling: String? = nil
  ) -> Diagnostic {
    let text = spelling ?? QueryFormatter.format(expression)
    let isNumber = type.isNumeric || type == .duration
    let word = isNumber ? "avg" : "list"
    let others =
      isNumber ? "`median \(text)`, `max \(text)`" : "`first \(text)`, `count distinct \(text)`"
    return Diagnostic(
      .fieldInGroups, text, noun, at: expression.span,
      notes: ["also: \(others)"],
      fixIts: [replacing(expression.span, with: "\(word) \(text)")])
  }

  static func periodAsValue(_ span: SourceSpan, text: String) -> Diagnostic {
    Diagnostic(
      .periodAsValue, text, at: span,
      notes: ["compare with it: `during \(text)`, `since \(text)`, `before \(text)`"])
  }

  static func clauseDoesNotFit(_ clause: String, _ head: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, clause, head, at: span)
  }

  static func noData(_ what: String, _ span: SourceSpan, hint: String) -> Diagnostic {
    Diagnostic(
      .noData, what, at: span, notes: [hint])
  }

  static func repetitions(_ count: Int, most: Int, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .repetitions, PlainText.count(count), PlainText.count(most), at: span,
      notes: count < 1
        ? ["for none at all write `never`"] : ["`count of EVENT >= N` counts any number"])
  }

  static func tooManyEvents(_ most: Int, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(.tooManyEvents, PlainText.count(most), at: span)
  }

  static func noSuchStep(_ name: Name, among steps: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: steps)
    return Diagnostic(
      .noSuchStep, name.text, at: name.span, notes: ["the steps are: \(listed(steps))"],
      fixIts: nearest.map { [replacing(name.span, with: QueryFormatter.format(name: $0))] } ?? [])
  }

  static func stepsInOtherOrder(_ exclusion: Exclusion) -> Diagnostic {
    let words = "\(exclusion.after.text) and \(exclusion.before.text)"
    let span = SourceSpan(exclusion.after.span.lowerBound, exclusion.before.span.upperBound)
    return Diagnostic(.stepsInOtherOrder, words, at: span)
  }

  /// A drift zone lies between a stage and the next one.
  static func noZone(
    _ from: Name, _ to: Name?, _ span: SourceSpan, stages: [String]
  ) -> Diagnostic {
    let zones = zip(stages, stages.dropFirst()).map { "\($0) to \($1)" }
    let what = to.map { "from \(from.text) to \($0.text)" } ?? "behind \(from.text)"
    return Diagnostic(
      .noZone, what, at: span,
      notes: zones.isEmpty ? [] : ["the zones are: \(listed(zones))"])
  }

  static func noCustomerStage(
    _ span: SourceSpan, stages: [String], use: String = "churned are those lost after Invest"
  ) -> Diagnostic {
    let declared = stages.enumerated().map { index, name in
      QueryFormatter.format(name: name) + (index == stages.count - 1 ? " = Invest" : "")
    }
    return noData(
      "customers", span,
      hint: "\(use); say which stage that is: `stages \(declared.joined(separator: " -> "))`")
  }

  static func noLosses(_ span: SourceSpan) -> Diagnostic {
    noData(
      "losses", span,
      hint: "who is lost is known from a stage history with a stage such as `Lost`")
  }

  static func noHistory(_ span: SourceSpan) -> Diagnostic {
    noData(
      "stage histories", span,
      hint:
        "when accounts entered their stages is not known: `load stages from \"history.csv\"`, or "
        + "`stage Invest when contract_signed`")
  }

  /// After a pipe there are rows of a result and no accounts with events.
  static func factOfResult(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, "a fact over events", "a result", at: span,
      notes: ["ask for it before the pipe: `... show name, count of ticket called tickets | ...`"])
  }

  static func reversedPeriod(_ first: PeriodPhrase, _ last: PeriodPhrase) -> Diagnostic {
    let span = first.span.union(last.span)
    let ours = "\(last.period.spelling) and \(first.period.spelling)"
    return Diagnostic(
      .reversedPeriod, first.period.spelling, last.period.spelling, at: span,
      fixIts: [replacing(span, with: ours)])
  }

  /// Visits of the past are others than those of today.
  static func thoseVisits(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, "as of", "visits of the last answer", at: span,
      notes: ["ask for the visits again: `visits of accounts ... as of ...`"])
  }

  static func exactlyInRule(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, "exactly", "a stage rule", at: span,
      notes: ["`N times` enters the stage with the N-th event, whatever comes after it"])
  }

  static func definitionTooLarge(_ name: Name) -> Diagnostic {
    Diagnostic(
      .definitionTooLarge, name.text, at: name.span,
      notes: ["name the kinds of event themselves, or fewer of them"])
  }

  /// A fact belongs to an account, and a group of events or visits has some accounts several times.
  static func factInGroups(_ text: String, noun: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .fieldInGroups, text, noun, at: span,
      notes: [
        "it belongs to the accounts: ask of `accounts by ...`, or count the events themselves: `events "
          + "where kind is ... by ...`"
      ])
  }

  static func noLastAnswer(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noLastAnswer, at: span,
      notes: ["ask something first, for instance `accounts by stage`"])
  }

  static func invalidRegularExpression(_ span: SourceSpan, _ pattern: String) -> Diagnostic {
    Diagnostic(
      .invalidRegularExpression, pattern, at: span,
      notes: ["for a plain piece of text use `contains`"])
  }

  static func needsOperand(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .needsOperand, word, at: span,
      notes: ["for instance `\(word) arr`"])
  }

  static func repeatedColumn(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .repeatedColumn, name, at: span,
      notes: ["give one another name with `called`"])
  }

  static func badParameterValue(_ name: Name, _ text: String, needs: String) -> Diagnostic {
    Diagnostic(
      .badParameterValue, name.text, text, needs, at: name.span)
  }

  static func replacing(_ span: SourceSpan, with text: String) -> FixIt {
    FixIt("write `\(text)`", edits: [FixIt.Edit(span, text)])
  }

  /// At most a dozen names, and how many more there are.
  static func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
