internal import QueryLanguage

/// Binds what is made of a population's rows: `by`, `show`, `order by`, `top`.
struct ClauseBinder {
  private let environment: BindingEnvironment
  private let relation: Relation
  private var binder: ExpressionBinder
  private var outputs: [LogicalProject.Output] = []
  private(set) var isGrouped = false

  init(
    _ environment: BindingEnvironment, relation: Relation, matches: PatternMeasures? = nil,
    period: SentenceTime.Interval? = nil
  ) {
    self.environment = environment
    self.relation = relation
    binder = ExpressionBinder(environment, relation: relation)
    binder.matches = matches
    binder.period = period
  }

  var diagnostics: [Diagnostic] { binder.diagnostics }
  var notes: [String] { binder.notes }
  var nouns: (singular: String, plural: String) {
    relation.kind == .result ? ("row", "rows") : binder.nouns
  }

  /// `keys`: columns that stand in front of what `show` names, unless it names them.
  mutating func bind(
    _ clauses: [Clause], measures: [ShowItem]?, population: LogicalPlan, keys: [String] = []
  ) -> [LogicalStep] {
    var groups: [ShowItem]?
    var show = measures.map { binder.withCompanions($0) }
    var order: [OrderKey] = []
    var top: Top?
    for clause in clauses {
      switch clause.kind {
      case .by(let items, _): groups = items
      case .show(let items): show = (show ?? []) + items
      case .orderBy(let keys): order = keys
      case .top(let clause): top = clause
      default: break
      }
    }
    isGrouped =
      groups != nil || measures != nil || (show ?? []).contains { isAggregate($0.expression) }
    if isGrouped {
      bindGroups(groups ?? [])
      bindGroupedOutputs(groups ?? [], show ?? [countItem(clauses)])
    } else if let show {
      addKeys(keys, besides: show)
      for item in show { add(item, binder.bind(item.expression)) }
    } else {
      let picked = (top?.by.map { [$0] } ?? []) + (top?.inEach ?? [])
      addDefaultOutputs(population, order.map(\.expression) + picked)
    }
    let sorting = bindOrder(order, top)
    var steps: [LogicalStep] = []
    if isGrouped {
      let words = (groups ?? []).map { QueryFormatter.format($0.expression) }.joined(
        separator: ", ")
      steps.append(
        .aggregate(
          LogicalAggregate(
            groups: binder.groups.map(\.key), aggregates: binder.aggregates, words: words)))
    }
    return steps + sorting + [.project(LogicalProject(outputs: outputs))]
  }

  // MARK: - Columns

  /// Whether an expression speaks of many rows.
  private func isAggregate(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .aggregate(let word, let operand):
      if binder.columnSpelled(expression) != nil { return false }
      // `last login` is an event, not an aggregate, unless a field is called so.
      guard word == .first || word == .last, case .name(let path) = operand?.kind else {
        return true
      }
      let name = path.map(\.text).joined(separator: ".")
      return relation.index(of: name) != nil || relation.accounts?.index(of: name) != nil
    case .call(let name, let arguments):
      if binder.columnSpelled(expression) != nil { return false }
      let word = name.text.lowercased()
      return word == "share" || word == "count" || AggregateWord(word: word) != nil
        || arguments.contains(where: isAggregate)
    case .arithmetic(let first, let rest):
      return isAggregate(first) || rest.contains { isAggregate($0.operand) }
    case .headMeasure(let word, let analysis): return word != nil && analysis.population == nil
    case .negate(let operand): return isAggregate(operand)
    case .comparison(let left, _, let right): return isAggregate(left) || isAggregate(right)
    case .fallback(let operand, _): return isAggregate(operand)
    case .conditional(let condition, let then, let otherwise):
      return isAggregate(condition) || isAggregate(then) || otherwise.map(isAggregate) ?? false
    default: return false
    }
  }

  private func countItem(_ clauses: [Clause]) -> ShowItem {
    ShowItem(Expression(.aggregate(.count, nil), span: clauses.first?.span ?? SourceSpan(0, 0)))
  }

  private mutating func bindGroups(_ items: [ShowItem]) {
    for item in items {
      let key = binder.bind(item.expression)
      binder.groups.append((QueryFormatter.format(item.expression), key))
    }
    binder.mode = .groups
  }

  private mutating func bindGroupedOutputs(_ groups: [ShowItem], _ show: [ShowItem]) {
    for (index, item) in groups.enumerated() {
      let key = binder.groups[index].key
      var slot = BoundExpression(.slot(index), key.type, span: key.span)
      slot.style = key.style
      add(item, slot, field: key.field?.name)
    }
    for item in show where item.name != nil || binder.groupSlot(item.expression) == nil {
      add(item, binder.bind(item.expression))
    }
  }

  private mutating func add(_ item: ShowItem, _ bound: BoundExpression, field: String? = nil) {
    var name = item.name?.text ?? QueryFormatter.format(item.expression)
    if item.name == nil, case .name(let path) = item.expression.kind, path.count == 1 {
      // A field is shown by its own spelling, an alias (the name its file gave it) as it was asked
      // for.
      let own = field ?? bound.field?.name
      name = own.flatMap { $0.lowercased() == path[0].text.lowercased() ? $0 : nil } ?? path[0].text
    }
    if outputs.contains(where: { $0.name == name }) {
      binder.diagnostics.append(BindingMessages.repeatedColumn(name, item.expression.span))
    }
    outputs.append(LogicalProject.Output(name: name, expression: bound, style: bound.style))
  }

  /// What `accounts` shows when the sentence does not say: the standard columns, then those that
  /// its conditions and its order speak of.
  private mutating func addDefaultOutputs(_ population: LogicalPlan, _ order: [Expression]) {
    let span = SourceSpan(0, 0)
    var indices: [Int] = Array(relation.fields.indices)
    if relation.kind == .accounts {
      indices = ["id", "name", "stage", "dwell", "jfi", "momentum"].compactMap {
        relation.index(of: $0)
      }
      // A table without the standard columns shows its own first ones.
      for index in relation.fields.indices where indices.count < 4 && !indices.contains(index) {
        indices.append(index)
      }
    }
    for index in indices { addField(index, span) }
    // Of accounts the standard columns matter; what is missing in the others nobody asked.
    if relation.kind != .accounts {
      for index in outputs.indices { outputs[index].isAsked = false }
    }
    guard relation.kind != .result else { return }
    for source in population.sources + order.flatMap(sources) { addSource(source) }
  }

  private mutating func addSource(_ source: BoundExpression) {
    for field in source.shownFields { addSource(field) }
    let isThere = outputs.contains { output in
      output.expression.field.map { $0 == source.field } ?? output.expression.measure.map {
        $0 === source.measure
      } ?? false
    }
    guard !isThere, source.measure?.isShown != false, var name = source.sourceName else { return }
    var bound = source
    if let field = source.field {
      let owner = field.throughAccount ? relation.accounts : relation
      bound.style = owner?.fields[field.index].style ?? .plain
      if outputs.contains(where: { $0.name == name }) { name = "account.\(name)" }
    }
    if outputs.contains(where: { $0.name == name }) { return }
    outputs.append(LogicalProject.Output(name: name, expression: bound, style: bound.style))
  }

  /// A row of `dwell` without its stage, of `transitions` without from and to, says nothing.
  private mutating func addKeys(_ keys: [String], besides show: [ShowItem]) {
    for key in keys {
      guard let index = relation.index(of: key) else { continue }
      let isNamed = show.contains { item in
        binder.columnSpelled(item.expression)?.field?.index == index
      }
      if !isNamed { addField(index, SourceSpan(0, 0)) }
    }
  }

  private mutating func addField(_ index: Int, _ span: SourceSpan) {
    let field = relation.fields[index]
    guard !outputs.contains(where: { $0.expression.field?.index == index }) else { return }
    var bound = BoundExpression(
      .field(.init(index: index, name: field.name, throughAccount: false)), field.type, span: span)
    bound.style = field.style
    outputs.append(LogicalProject.Output(name: field.name, expression: bound, style: field.style))
  }

  private func sources(_ expression: Expression) -> [BoundExpression] {
    var scratch = binder
    return scratch.bind(expression).sources
  }

  // MARK: - Order

  private mutating func bindOrder(_ order: [OrderKey], _ top: Top?) -> [LogicalStep] {
    var steps: [LogicalStep] = []
    var keys = order.map { key in bindKey(key.expression, key.direction == .descending) }
    if let first = order.first, first.direction == nil, let bound = keys.first?.expression {
      binder.notes.append(directionNote(bound))
    }
    let words = order.isEmpty ? "" : QueryFormatter.format(order)
    let picksByItself = top?.by != nil || !(top?.inEach.isEmpty ?? true)
    // Groups come in the order of their keys, and so do those that are otherwise alike: never in
    // the order in which the data happens to lie.
    let groupOrder =
      isGrouped
      ? binder.groups.indices.map { index in
        sortKey(
          BoundExpression(.slot(index), binder.groups[index].key.type, span: SourceSpan(0, 0)),
          false)
      } : []
    if let top, picksByItself { steps.append(bindTop(top, orElse: keys, ties: groupOrder)) }
    if !keys.isEmpty || !picksByItself { keys += groupOrder }
    // `top 3 in each stage` picks by the sentence's own order.
    if let top, picksByItself, top.by == nil { return steps }
    if !keys.isEmpty {
      steps.append(.sort(LogicalSort(keys: keys, words: words.isEmpty ? "the groups" : words)))
    }
    if let top, !picksByItself { steps.append(bindTop(top, orElse: [], ties: [])) }
    return steps
  }

  private mutating func bindTop(
    _ top: Top, orElse order: [LogicalSort.Key], ties: [LogicalSort.Key]
  ) -> LogicalStep {
    let keys = top.by.map { [bindKey($0, !top.lowest)] } ?? order
    let each = top.inEach.map { bindKey($0, false) }
    let isPicking = top.by != nil || !each.isEmpty
    return .top(
      LogicalTop(
        count: top.count, keys: isPicking ? keys + ties : [], inEach: each,
        words: QueryFormatter.format(top)))
  }

  private mutating func bindKey(_ expression: Expression, _ isDescending: Bool) -> LogicalSort.Key {
    let text = QueryFormatter.format(expression)
    // A column of the answer by its name first (`called drifting`, `count`), else any expression.
    let named = outputs.first { $0.name.lowercased() == text.lowercased() }
    let isField = !isGrouped && relation.index(of: text) != nil
    if let named, !isField { return sortKey(named.expression, isDescending) }
    return sortKey(binder.bind(expression), isDescending)
  }

  private func sortKey(_ expression: BoundExpression, _ isDescending: Bool) -> LogicalSort.Key {
    LogicalSort.Key(
      expression: expression, isDescending: isDescending,
      stages: isStage(expression) ? environment.snapshot.stageModel : nil)
  }

  /// Fields and columns that hold stages.
  static let stageFields: Set<String> = ["stage", "next", "last_stage", "from", "to"]

  private func isStage(_ expression: BoundExpression) -> Bool {
    var subject = expression
    if case .slot(let index) = expression.node, binder.groups.indices.contains(index) {
      subject = binder.groups[index].key
    }
    guard let name = subject.field?.name.lowercased(), subject.type == .text else { return false }
    return ClauseBinder.stageFields.contains(name)
  }

  private func directionNote(_ expression: BoundExpression) -> String {
    switch expression.type {
    case .text: isStage(expression) ? "in the order of the stages" : "a to z"
    case .date, .instant: "earliest first"
    case .boolean: "no before yes"
    case .integer, .number, .money, .duration: "lowest first"
    }
  }
}

extension LogicalPlan {
  /// The fields and measures that its filters read.
  var sources: [BoundExpression] {
    steps.flatMap { step -> [BoundExpression] in
      guard case .filter(let filter) = step else { return [] }
      return filter.conjuncts.flatMap(\.condition.sources)
    }
  }
}
