package import QueryLanguage

/// From a parsed sentence to its answer: bind, plan, execute. (Parsing comes before: `Parser`.)
package enum QueryPipeline {
  /// A sentence whose names have been looked up.
  package struct Prepared: Sendable {
    let bound: BoundQuery
    /// Everything that is wrong with it; empty when it can be answered.
    package let diagnostics: [Diagnostic]
  }

  package static func prepare(_ query: Query, in environment: BindingEnvironment) -> Prepared {
    var binder = QueryBinder(environment)
    let bound = binder.bind(query)
    return Prepared(bound: bound, diagnostics: binder.diagnostics)
  }

  /// The answer to a sentence, or why there is none.
  package static func answer(
    _ query: Prepared, in environment: BindingEnvironment,
    cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) -> Answer {
    guard query.diagnostics.isEmpty else { throw .diagnostics(query.diagnostics) }
    let run = try execute(query.bound, in: environment, cancellation)
    return Answer(
      table: run.table, continuation: Continuation(those: run.those, table: run.table))
  }

  /// The same in one step.
  package static func answer(
    _ query: Query, in environment: BindingEnvironment, cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) -> Answer {
    try answer(prepare(query, in: environment), in: environment, cancellation: cancellation)
  }

  /// The value of an expression that reads no rows, for `expect` and `let`.
  package static func value(
    of expression: Expression, in environment: BindingEnvironment,
    cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) -> (value: Value, type: ValueType) {
    let nothing = Relation(.result, fields: [], rowCount: 1)
    var binder = ExpressionBinder(environment, relation: nothing)
    let bound = binder.bind(expression)
    guard binder.diagnostics.isEmpty else { throw .diagnostics(binder.diagnostics) }
    let planner = Planner(policy: environment.indexPolicy)
    var executor = Executor(zone: environment.snapshot.zone, cancellation: cancellation)
    try executor.prepare([bound], planner: planner)
    let evaluator = executor.evaluator(
      Executor.Flow(relation: nothing, selection: .all(count: 1)))
    return (evaluator.evaluate(bound, rows: [0]).value(0, type: bound.type), bound.type)
  }

  struct Run {
    var table: ResultTable
    var those: (relation: Relation, selection: RowSelection)?
    var reports: [Executor.StepReport]
  }

  static func execute(
    _ bound: BoundQuery, in environment: BindingEnvironment, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Run {
    var input = environment.lastAnswer
    var run = Run(
      table: ResultTable(columns: [], rowCount: 0), those: nil, reports: [])
    for (index, stage) in bound.stages.enumerated() {
      var stageRun = try execute(stage, input: input, in: environment, cancellation)
      if index > 0, run.table.rowCount == 0, stageRun.table.rowCount == 0 {
        // The first stage that left nothing knows why; what comes after only finds nothing.
        stageRun.table.footer.emptyExplanation = run.table.footer.emptyExplanation
        stageRun.table.footer.population = run.table.footer.population
      }
      if index == 0 { run.those = stageRun.those }
      let before = index > 0 ? run.table : environment.lastTable
      stageRun.table.footer.carry(from: run.table.footer)
      run.table = stageRun.table
      run.reports += stageRun.reports
      if stage.isAsAnalysed, case .input = stage.population.source {
        run.table.journeys = ResultTable.journeys(before, as: run.table)
      }
      input = Relation(stageRun.table)
    }
    return run
  }

  private static func execute(
    _ stage: BoundStage, input: Relation?, in environment: BindingEnvironment,
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> Run {
    let planner = Planner(policy: environment.indexPolicy)
    var executor = Executor(
      zone: environment.snapshot.zone, cancellation: cancellation, input: input)
    let makes = LogicalPlan(source: .input(stage.population.source.relation), steps: stage.steps)
    try stage.population.prepareColumns(cancellation)
    try makes.prepareColumns(cancellation)
    try executor.prepare(stage.population.expressions + makes.expressions, planner: planner)
    let selected = try executor.select(planner.plan(stage.population))
    if let analysis = stage.analysis {
      return try execute(stage, analysis, on: selected, &executor, planner)
    }
    // The rows that are shown are the ones `those` speaks of, unless they are groups.
    let shaping = planner.plan(makes).steps
    var table: ResultTable
    var shown = selected
    if stage.isGrouped {
      table = try executor.finish(shaping, on: selected)
    } else {
      shown = try executor.select(shaping, on: selected)
      table = try executor.finish(shaping.suffix(1), on: shown)
    }
    table.footer = FooterFacts.footer(
      stage, matched: selected, shown: shown, of: table, unknowns: executor.unknowns,
      groupCount: executor.groupCount)
    table.footer.notes += executor.notes
    if selected.selection.count == 0 {
      table.footer.emptyExplanation = try EmptyExplanation.lines(stage, executor)
    }
    return Run(
      table: table, those: (shown.relation, shown.selection), reports: executor.reports)
  }
}

extension QueryPipeline {
  /// A head's own table of the accounts selected, and what the clauses make of it.
  private static func execute(
    _ stage: BoundStage, _ analysis: BoundAnalysis, on selected: Executor.Flow,
    _ executor: inout Executor, _ planner: Planner
  ) throws(QueryFailure) -> Run {
    for key in analysis.groups.map(\.key) {
      try selected.relation.prepare(key, executor.cancellation)
    }
    try executor.prepare(analysis.groups.map(\.key), planner: planner)
    let made = try executor.run(analysis, on: selected, relations: stage.relations)
    executor.input = Relation(made)
    let steps = planner.plan(
      LogicalPlan(source: .input(Relation(made)), steps: stage.steps))
    var table = try executor.run(steps)
    if stage.isAsAnalysed { table.journeys = ResultTable.journeys(made, as: table) }
    table.footer = FooterFacts.footer(
      stage, matched: selected, shown: selected, of: table, unknowns: executor.unknowns,
      groupCount: nil)
    table.footer.groupCount = nil
    table.footer.notes += executor.notes + made.footer.notes
    if selected.selection.count == 0 {
      table.footer.emptyExplanation = try EmptyExplanation.lines(stage, executor)
    }
    return Run(
      table: table, those: (selected.relation, selected.selection), reports: executor.reports)
  }
}

extension Footer {
  /// What was told of the stages before a pipe holds for what comes after it: the dates of relative
  /// periods, the rows left undecided.
  fileprivate mutating func carry(from earlier: Footer) {
    notes = earlier.notes.filter { !notes.contains($0) } + notes
    unknowns =
      earlier.unknowns.filter { known in !unknowns.contains { $0.field == known.field } }
      + unknowns
  }
}

/// The facts below an answer.
enum FooterFacts {
  static func footer(
    _ stage: BoundStage, matched: Executor.Flow, shown: Executor.Flow, of table: ResultTable,
    unknowns: [Footer.Unknown], groupCount: Int?
  ) -> Footer {
    var footer = Footer()
    let total =
      switch stage.population.source {
      case .rows(_, let selection): selection.count
      default: matched.relation.base.count
      }
    let matchedCount = matched.selection.count
    footer.population = Footer.Population(
      shown: stage.isGrouped ? matchedCount : shown.selection.count, matched: matchedCount,
      total: total, singular: stage.nouns.singular, plural: stage.nouns.plural)
    if stage.isGrouped, stage.hasGroupKeys {
      footer.groupCount = table.rowCount
      footer.allGroupCount = groupCount
    }
    footer.unknowns = unknowns
    footer.notes = stage.notes
    return footer
  }
}

extension QueryPipeline {
  /// Everything that is wrong with an expression that reads no rows.
  package static func check(
    _ expression: Expression, in environment: BindingEnvironment
  ) -> [Diagnostic] {
    let nothing = Relation(.result, fields: [], rowCount: 1)
    var binder = ExpressionBinder(environment, relation: nothing)
    _ = binder.bind(expression)
    return binder.diagnostics
  }
}

extension QueryPipeline {
  /// What is wrong with a name that is to be a column of the accounts' own.
  package static func checkStoredField(
    _ name: Name, in environment: BindingEnvironment
  ) -> [Diagnostic] {
    let accounts = environment.snapshot.accounts
    guard accounts.column(name.text) == nil else { return [] }
    return [
      BindingMessages.unknownField(name, among: accounts.fields.map(\.name), of: "accounts")
    ]
  }
}

/// Moments that settings and options name.
package enum CivilMoment {
  /// The end of a date given as text, for the command line.
  package static func end(of text: String, zone: CivilTimeZone) -> Int64? {
    guard let literal = PeriodReading.literal(text) else { return nil }
    return end(of: Expression(.literal(literal), span: SourceSpan(0, 0)), zone: zone)
  }

  /// The end of a date as written, or the instant itself; nil when the expression is neither.
  package static func end(of expression: Expression, zone: CivilTimeZone) -> Int64? {
    let resolver = PeriodResolver(now: 0, zone: zone)
    switch expression.kind {
    case .literal(.period(.instant(let wall, let offset))):
      return resolver.interval(of: .instant(microseconds: wall, offsetMinutes: offset))?.start
    case .literal(.period(let period)):
      guard !PeriodResolver.isRelative(period), period != .now else { return nil }
      return resolver.interval(of: period)?.end
    case .literal(.integer(let year)) where (1000...9999).contains(year):
      return resolver.interval(of: .year(Int(year)))?.end
    default: return nil
    }
  }
}
