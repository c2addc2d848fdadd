/// Carries out a physical plan, step by step, and notes what each step saw.
struct Executor {
  /// Rows between two operators.
  struct Flow: Sendable {
    var relation: Relation
    var selection: RowSelection
    /// Keys and aggregates of the groups, once there are groups.
    var slots: [Column] = []
  }

  /// What one step did, for `explain`.
  struct StepReport: Sendable {
    var name: String
    var detail: String
    var index: String?
    var expected: Double?
    var seen: Int
  }

  let zone: CivilTimeZone
  let cancellation: Cancellation
  /// The rows of the stage before a pipe.
  var input: Relation?
  private(set) var reports: [StepReport] = []
  private(set) var unknowns: [Footer.Unknown] = []
  /// How many groups the last `by` made.
  private(set) var groupCount: Int?
  /// Further facts for the footer.
  private(set) var notes: [String] = []
  private var subqueryValues: [ObjectIdentifier: Value] = [:]

  init(zone: CivilTimeZone, cancellation: Cancellation, input: Relation? = nil) {
    self.zone = zone
    self.cancellation = cancellation
    self.input = input
  }

  // MARK: - Subqueries

  /// Computes the single values that expressions of the plan wait for.
  mutating func prepare(_ expressions: [BoundExpression], planner: Planner) throws(QueryFailure) {
    for expression in expressions {
      if case .subquery(let subquery) = expression.node {
        guard subqueryValues[ObjectIdentifier(subquery)] == nil else { continue }
        try subquery.plan.prepareColumns(cancellation)
        var inner = Executor(zone: zone, cancellation: cancellation)
        try inner.prepare(subquery.plan.expressions, planner: planner)
        let table = try inner.run(planner.plan(subquery.plan))
        let value = table.rowCount > 0 ? table.columns.first?.column[0] : nil
        subqueryValues[ObjectIdentifier(subquery)] = value ?? .unknown
      }
      if let measure = expression.measure { try prepare(measure) }
      try prepare(expression.children, planner: planner)
    }
  }

  private mutating func prepare(_ measure: AccountMeasure) throws(QueryFailure) {
    let isNew = measure.column == nil
    let output = try measure.output(cancellation)
    _ = try measure.waiting?.output(cancellation)
    for note in output.notes where !notes.contains(note) { notes.append(note) }
    let name = isNew ? "work out" : "recall"
    if !reports.contains(where: { $0.detail == measure.name }) {
      note(name, measure.name, expected: nil, seen: output.column.count)
    }
  }

  func evaluator(_ flow: Flow) -> ExpressionEvaluator {
    ExpressionEvaluator(
      relation: flow.relation, slots: flow.slots, zone: zone, subqueryValues: subqueryValues)
  }

  // MARK: - Running

  /// A whole plan that ends in a projection.
  mutating func run(_ plan: PhysicalPlan) throws(QueryFailure) -> ResultTable {
    try finish(plan.steps, on: open(plan.source))
  }

  /// The rows a plan without projection selects.
  mutating func select(_ plan: PhysicalPlan) throws(QueryFailure) -> Flow {
    try select(plan.steps, on: open(plan.source))
  }

  /// Further steps, on rows selected before; a projection among them is left to `finish`.
  mutating func select(_ steps: [PhysicalStep], on flow: Flow) throws(QueryFailure) -> Flow {
    var flow = flow
    for step in steps { flow = try apply(step, to: flow) }
    return flow
  }

  /// Steps that end in a projection, on rows selected before.
  mutating func finish(
    _ steps: [PhysicalStep], on flow: Flow
  ) throws(QueryFailure) -> ResultTable {
    var flow = flow
    for step in steps {
      if case .project(let project) = step.operation { return try self.project(project, flow) }
      flow = try apply(step, to: flow)
    }
    return ResultTable(columns: [], rowCount: 0, zone: zone)
  }

  private mutating func open(_ source: PhysicalSource) throws(QueryFailure) -> Flow {
    switch source {
    case .scan(let relation): return all(of: relation, named: "\(relation.kind)")
    case .input(let schema):
      return all(of: input ?? schema, named: "the result before the pipe")
    case .rows(let relation, let rows):
      note("scan", "those \(relation.kind)", expected: Double(rows.count), seen: rows.count)
      return Flow(relation: relation, selection: rows)
    case .population(let inner, let relation):
      var flow = try select(inner)
      flow.relation = relation
      return flow
    case .ofAccounts(let inner, let relation): return try owned(by: select(inner), relation)
    }
  }

  private mutating func all(of relation: Relation, named name: String) -> Flow {
    let base = relation.base
    // The table of a head was told when it was made.
    if reports.last?.name != "analyse" {
      note("scan", name, expected: Double(base.count), seen: base.count)
    }
    return Flow(relation: relation, selection: base)
  }

  private mutating func apply(
    _ step: PhysicalStep, to flow: Flow
  ) throws(QueryFailure) -> Flow {
    try checkCancellation()
    var next = flow
    switch step.operation {
    case .filter(let filter, let path):
      next.selection = try self.filter(filter, path, flow)
      note(
        "keep", filter.words,
        index: path.description(flow.relation), expected: step.expected, seen: next.selection.count)
    case .aggregate(let aggregate):
      next = try self.aggregate(aggregate, flow)
      note(
        "group", aggregate.words.isEmpty ? "all together" : "by \(aggregate.words)",
        expected: step.expected, seen: next.selection.count)
    case .sort(let sort, let limit):
      next.selection = try sorted(sort.keys, limit: limit, flow)
      note(
        limit == nil ? "sort" : "sort and cut", sort.words, expected: step.expected,
        seen: next.selection.count)
    case .topInEach(let top):
      next.selection = try topInEach(top, flow)
      note("pick", top.words, expected: step.expected, seen: next.selection.count)
    case .limit(let count, let words):
      next.selection = flow.selection.prefix(count)
      note("cut", words, expected: step.expected, seen: next.selection.count)
    case .project: break
    }
    return next
  }

  private mutating func note(
    _ name: String, _ detail: String, index: String? = nil, expected: Double?, seen: Int
  ) {
    reports.append(
      StepReport(name: name, detail: detail, index: index, expected: expected, seen: seen))
  }

  mutating func note(analysis: BoundAnalysis, seen: Int) {
    let groups = analysis.groups.map(\.name).joined(separator: ", ")
    note(
      "analyse", analysis.word + (groups.isEmpty ? "" : " by \(groups)"),
      expected: nil, seen: seen)
  }

  private func checkCancellation() throws(QueryFailure) {
    if cancellation.isCancelled { throw .cancelled }
  }

  // MARK: - Operators

  private mutating func filter(
    _ filter: LogicalFilter, _ path: AccessPath, _ flow: Flow
  ) throws(QueryFailure) -> RowSelection {
    let condition = filter.condition
    let evaluator = evaluator(flow)
    var kept: [UInt32] = []
    var undecided: [UInt32] = []
    var dropped: [UInt32] = []
    if let found = path.rows(in: flow.relation) {
      for batch in RowSelection.rows(found.hits).batches() {
        try checkCancellation()
        evaluator.filter(condition, rows: batch, kept: &kept, undecided: &undecided)
      }
      // Rows the index cannot place may still be undecided; none of them can be true.
      for batch in RowSelection.rows(found.unknown).batches() {
        evaluator.filter(condition, rows: batch, kept: &dropped, undecided: &undecided)
      }
    } else {
      for batch in flow.selection.batches() {
        try checkCancellation()
        evaluator.filter(condition, rows: batch, kept: &kept, undecided: &undecided)
      }
    }
    noteUnknowns(condition, undecided, evaluator)
    return .rows(kept)
  }

  /// Which fields left rows undecided.
  private mutating func noteUnknowns(
    _ condition: BoundExpression, _ undecided: [UInt32], _ evaluator: ExpressionEvaluator
  ) {
    guard !undecided.isEmpty else { return }
    var seen = false
    for source in condition.sources {
      let vector = evaluator.evaluate(source, rows: undecided)
      let count = (0..<undecided.count).count { vector.isUnknown($0) }
      if count > 0, let name = source.sourceName {
        noteUnknown(name, count)
        seen = true
      }
    }
    if !seen { noteUnknown("a value for the condition", undecided.count) }
  }

  mutating func noteUnknown(_ field: String, _ count: Int) {
    if let index = unknowns.firstIndex(where: { $0.field == field }) {
      unknowns[index].count = max(unknowns[index].count, count)
    } else {
      unknowns.append(Footer.Unknown(field, count: count))
    }
  }

  private mutating func aggregate(
    _ aggregate: LogicalAggregate, _ flow: Flow
  ) throws(QueryFailure) -> Flow {
    let evaluator = evaluator(flow)
    let happened = timesOfRows(aggregate, flow.relation)
    var indexer = GroupIndexer(keyCount: aggregate.groups.count)
    var accumulators = aggregate.aggregates.map { AggregateAccumulator($0, zone: zone) }
    var skipped = [Int](repeating: 0, count: accumulators.count)
    var keyless = [Int](repeating: 0, count: aggregate.groups.count)
    for batch in flow.selection.batches() {
      try checkCancellation()
      let keys = aggregate.groups.map { evaluator.evaluate($0, rows: batch) }
      for (index, key) in keys.enumerated() {
        keyless[index] += (0..<key.count).count { key.isUnknown($0) }
      }
      let numbers = indexer.add(keys, rowCount: batch.count)
      let times = happened.map { column in batch.map { column[Int($0)] } }
      for index in accumulators.indices {
        let vector = aggregate.aggregates[index].operand.map { evaluator.evaluate($0, rows: batch) }
        if let vector { skipped[index] += (0..<vector.count).count { vector.isUnknown($0) } }
        accumulators[index].add(
          vector, groups: numbers, groupCount: indexer.count, times: times)
      }
    }
    for (index, count) in keyless.enumerated() where count > 0 {
      for name in aggregate.groups[index].sources.compactMap(\.sourceName) {
        noteUnknown(name, count)
      }
    }
    for (index, count) in skipped.enumerated() where count > 0 {
      let sources = aggregate.aggregates[index].operand?.sources ?? []
      for name in sources.compactMap(\.sourceName) { noteUnknown(name, count) }
    }
    let groupCount = aggregate.groups.isEmpty ? 1 : indexer.count
    self.groupCount = groupCount
    let representatives = firstRows(indexer.firstPositions, flow.selection)
    let keyColumns = aggregate.groups.map {
      evaluator.column($0, selection: .rows(representatives))
    }
    var columns = keyColumns
    for index in accumulators.indices {
      columns.append(accumulators[index].finish(groupCount: groupCount))
      guard accumulators[index].overflowCount > 0 else { continue }
      let name = aggregate.aggregates[index].operand?.fields.first?.name ?? "a column"
      notes.append(
        "the sum of \(name) is too large to be exact and left out; `sum (\(name) * 1.0)`")
    }
    return Flow(
      relation: Relation(.result, fields: [], rowCount: groupCount),
      selection: .all(count: groupCount), slots: columns)
  }

  /// When the rows of events and visits happened, where `first` or `last` asks for it: rows lie by
  /// account, not by time.
  private func timesOfRows(_ aggregate: LogicalAggregate, _ relation: Relation) -> [Int64]? {
    let asks = aggregate.aggregates.contains { $0.function == .first || $0.function == .last }
    let name = relation.kind == .events ? "at" : relation.kind == .visits ? "entered" : nil
    guard asks, let name, let index = relation.index(of: name),
      case .integers(let times) = relation.column(index).storage
    else { return nil }
    return times
  }

  private func firstRows(_ positions: [Int], _ selection: RowSelection) -> [UInt32] {
    switch selection {
    case .all: positions.map { UInt32($0) }
    case .rows(let rows): positions.map { rows[$0] }
    }
  }

  private func sorted(
    _ keys: [LogicalSort.Key], limit: Int?, _ flow: Flow
  ) throws(QueryFailure) -> RowSelection {
    let rows = flow.selection.rows
    let sortKeys = SortKeys(keys, selection: flow.selection, evaluator: evaluator(flow))
    let order = try sortKeys.order(tieBreak: tieBreak(rows, flow), limit: limit, cancellation)
    return .rows(order.map { rows[Int($0)] })
  }

  private func tieBreak(_ rows: [UInt32], _ flow: Flow) -> [UInt32] {
    // Optimisation: the rows of one account stand in their own order, whatever other ids there are.
    if flow.relation.areOfOneAccount(rows) { return rows }
    guard let ranks = flow.relation.tieBreakRanks() else { return rows }
    return rows.map { ranks[Int($0)] }
  }

  /// Sorted by the groups and then the keys, the first few of each group.
  private func topInEach(
    _ top: LogicalTop, _ flow: Flow
  ) throws(QueryFailure) -> RowSelection {
    let rows = flow.selection.rows
    let evaluator = evaluator(flow)
    let sortKeys = SortKeys(top.inEach + top.keys, selection: flow.selection, evaluator: evaluator)
    let order = try sortKeys.order(tieBreak: tieBreak(rows, flow), limit: nil, cancellation)
    var kept: [UInt32] = []
    var group: [UInt64] = []
    var taken = 0
    for position in order {
      let key = sortKeys.columns.prefix(top.inEach.count).map { $0[Int(position)] }
      if key != group || kept.isEmpty {
        group = key
        taken = 0
      }
      if taken < top.count { kept.append(rows[Int(position)]) }
      taken += 1
    }
    return .rows(kept)
  }
}

extension LogicalFilter {
  /// All conjuncts in words, cut where they are more than anyone reads.
  var words: String {
    let shown = conjuncts.prefix(8).map(\.shortWords).joined(separator: " and ")
    return conjuncts.count > 8 ? "\(shown) and \(conjuncts.count - 8) more" : shown
  }

  /// All conjuncts as one condition.
  var condition: BoundExpression {
    if conjuncts.count == 1 { return conjuncts[0].condition }
    let terms = conjuncts.map(\.condition)
    return BoundExpression(.and(terms), .boolean, span: terms[0].span)
  }
}

extension RowSelection {
  func prefix(_ limit: Int) -> RowSelection {
    switch self {
    case .all(let count): .all(count: min(count, limit))
    case .rows(let rows): .rows(Array(rows.prefix(limit)))
    }
  }
}

extension Executor {
  /// The events or visits of the accounts selected, in their own order: the cost is that of these
  /// accounts, whatever else there is.
  private func owned(by flow: Flow, _ relation: Relation) throws(QueryFailure) -> Flow {
    var accounts = flow.selection.rows
    if zip(accounts, accounts.dropFirst()).contains(where: >) { accounts.sort() }
    var rows: [UInt32] = []
    for (place, account) in accounts.enumerated() {
      if place & 0xFFFF == 0 { try checkCancellation() }
      if place > 0, accounts[place - 1] == account { continue }
      rows.append(contentsOf: relation.rows(ofAccount: Int(account)))
    }
    return Flow(relation: relation, selection: .rows(rows))
  }
}
