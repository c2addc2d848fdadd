internal import QueryLanguage

/// Binds a sentence: head, population, clauses, then each pipe.
struct QueryBinder {
  let environment: BindingEnvironment
  private(set) var diagnostics: [Diagnostic] = []

  init(_ environment: BindingEnvironment) { self.environment = environment }

  mutating func bind(_ query: Query) -> BoundQuery {
    var bound = BoundQuery(stages: [])
    let clauses = query.clauses
    var stage: BoundStage
    switch query.head.kind {
    case .population(let population):
      stage = bindStage(population: population, measures: nil, clauses)
    case .measures(let measures, let population):
      let subject = population ?? Population(.accounts, span: query.head.span)
      stage = bindStage(population: subject, measures: measures, clauses)
    case .analysis(let analysis):
      stage = bindStage(analysis, clauses)
    case .lastAnswer:
      guard let answer = environment.lastAnswer else {
        diagnostics.append(BindingMessages.noLastAnswer(query.head.span))
        return bound
      }
      stage = bindInput(answer, clauses)
    }
    bound.stages.append(stage)
    for pipe in query.pipes {
      stage = bindInput(schema(of: stage), pipe.clauses)
      bound.stages.append(stage)
    }
    return bound
  }

  /// One number from a population, for `count of accounts ...` inside an expression.
  mutating func bindMeasure(
    _ measure: Expression, of population: Population
  ) -> (plan: LogicalPlan, output: BoundExpression) {
    let stage = bindStage(population: population, measures: [ShowItem(measure)], [])
    var plan = stage.population
    plan.steps += stage.steps
    guard case .project(let project) = stage.steps.last, let output = project.outputs.first else {
      return (plan, BoundExpression(.constant(.unknown), .integer, span: measure.span))
    }
    return (plan, output.expression)
  }

  // MARK: - Stages

  private var emptyStage: BoundStage {
    let accounts = environment.relations.accounts
    return BoundStage(
      population: LogicalPlan(source: .scan(accounts), steps: []),
      relations: environment.relations,
      steps: [.project(LogicalProject(outputs: []))], nouns: ("account", "accounts"),
      isGrouped: false, notes: [])
  }

  private mutating func bindStage(
    population: Population, measures: [ShowItem]?, _ clauses: [Clause]
  ) -> BoundStage {
    let isOfAccounts = population.isOfAccounts(in: environment)
    let time = SentenceTime(clauses, in: environment, readsAtEnd: isOfAccounts)
    var binder = PopulationBinder(time.environment, period: isOfAccounts ? time.period : nil)
    let plan = binder.bind(population)
    // What is wrong with a period is told once: of events and visits below.
    diagnostics += time.diagnostics + (isOfAccounts ? time.periodDiagnostics : [])
    diagnostics += binder.diagnostics
    var notes = time.notes
    for note in binder.notes where !notes.contains(note) { notes.append(note) }
    return bindClauses(
      plan, measures: measures, clauses, in: time.environment, isOfAccounts: isOfAccounts,
      matches: binder.matches, period: time.period, notes: notes)
  }

  private mutating func bindInput(_ relation: Relation, _ clauses: [Clause]) -> BoundStage {
    bindClauses(
      LogicalPlan(source: .input(relation), steps: []), measures: nil, clauses, in: environment,
      isOfAccounts: false, notes: [])
  }

  /// `dwell of accounts by stage`: the population, what the head makes of it, and the clauses that
  /// shape its table.
  private mutating func bindStage(_ analysis: Analysis, _ clauses: [Clause]) -> BoundStage {
    // Drift and quadrants are judged at one time: at the end of a period.
    let time = SentenceTime(
      clauses, in: environment,
      readsAtEnd: [.driftZones, .quadrant, .why].contains(analysis.word))
    let accounts = analysis.population ?? Population(.accounts, span: analysis.span)
    var population = PopulationBinder(time.environment)
    let plan = population.bind(accounts)
    diagnostics += time.diagnostics + time.periodDiagnostics + population.diagnostics
    guard plan.source.relation.kind == .accounts else {
      diagnostics.append(
        BindingMessages.clauseDoesNotFit(
          "\(analysis.word.rawValue) of", "\(plan.source.relation.kind)", accounts.span))
      return emptyStage
    }
    var binder = AnalysisBinder(time.environment, period: time.period, clauses)
    let bound = binder.bind(analysis)
    diagnostics += binder.diagnostics
    guard let bound else { return emptyStage }
    // A `where` that stands behind the population's parentheses is of the head's own table.
    var own = PopulationBinder(time.environment)
    var steps: [LogicalStep] = []
    for case .condition(let condition) in clauses.map(\.kind) {
      let conjuncts = own.bindWhere(condition, in: bound.schema)
      steps.append(.filter(LogicalFilter(conjuncts: conjuncts)))
    }
    diagnostics += own.diagnostics
    var shape = ClauseBinder(time.environment, relation: bound.schema)
    steps += shape.bind(
      clauses.filter(\.kind.shapesResult), measures: nil,
      population: LogicalPlan(source: .input(bound.schema), steps: []), keys: bound.keys)
    diagnostics += shape.diagnostics
    // A cell without a value is the analysis' own answer, and no row of the population.
    if case .project(var project)? = steps.last {
      for index in project.outputs.indices { project.outputs[index].isAsked = false }
      steps[steps.count - 1] = .project(project)
    }
    var notes = time.notes
    for note in population.notes + binder.notes + own.notes + bound.analysis.notes + shape.notes
    where !notes.contains(note) { notes.append(note) }
    notes += SentenceTime.todaysFields(
      of: plan.sources + bound.groups.flatMap(\.key.sources), besides: bound.analysis.fieldsRead,
      environment.relations.accounts, in: time.environment)
    return BoundStage(
      population: plan, analysis: bound, relations: time.environment.relations, steps: steps,
      nouns: ("account", "accounts"), isGrouped: shape.isGrouped, notes: notes)
  }

  private mutating func bindClauses(
    _ population: LogicalPlan, measures: [ShowItem]?, _ clauses: [Clause],
    in environment: BindingEnvironment, isOfAccounts: Bool, matches: PatternMeasures? = nil,
    period: SentenceTime.Interval? = nil, notes: [String]
  ) -> BoundStage {
    var population = population
    let relation = population.source.relation
    var binder = PopulationBinder(environment)
    for clause in clauses {
      switch clause.kind {
      case .condition(let condition):
        let conjuncts = binder.bindWhere(condition, in: relation)
        population.steps.append(.filter(LogicalFilter(conjuncts: conjuncts)))
      case .period where isOfAccounts: break
      case .period(let period):
        if let conjunct = binder.bindPeriod(period, clause.span, in: relation) {
          population.steps.append(.filter(LogicalFilter(conjuncts: [conjunct])))
        }
      case .by, .show, .orderBy, .top, .rendering, .into: break
      case .asOf where relation.kind != .result: break
      case .knownOn where relation.kind != .result: break
      default:
        binder.diagnostics.append(refusal(of: clause, in: relation))
      }
    }
    diagnostics += binder.diagnostics
    var stage = ClauseBinder(
      environment, relation: relation, matches: matches, period: isOfAccounts ? period : nil)
    let steps = stage.bind(clauses, measures: measures, population: population)
    diagnostics += stage.diagnostics
    var all = notes
    for note in binder.notes + stage.notes where !all.contains(note) { all.append(note) }
    let shown = steps.flatMap(\.expressions).flatMap(\.sources)
    all += SentenceTime.todaysFields(
      of: population.sources + shown, relation, in: environment)
    return BoundStage(
      population: population, relations: environment.relations, steps: steps,
      nouns: stage.nouns, isGrouped: stage.isGrouped, notes: all)
  }

  /// A clause that is still to come, or one that belongs to another head.
  private func refusal(of clause: Clause, in relation: Relation) -> Diagnostic {
    let allowed =
      relation.kind == .result
      ? HeadTable.pipeClauses : HeadTable.entry("\(relation.kind)")?.clauses ?? []
    return allowed.contains(clause.kind.word)
      ? BindingMessages.notAvailable("`\(clause.kind.title)`", clause.span)
      : BindingMessages.clauseDoesNotFit(
        clause.kind.title, relation.kind == .result ? "a result" : "`\(relation.kind)`", clause.span
      )
  }

  /// The columns a stage gives, as a relation without rows, for binding what follows the pipe.
  private func schema(of stage: BoundStage) -> Relation {
    guard case .project(let project) = stage.steps.last else {
      return Relation(.result, fields: [], rowCount: 0)
    }
    let fields = project.outputs.map { output in
      Relation.Field(
        output.name, ColumnBuilder(output.expression.type).build(), style: output.style)
    }
    return Relation(.result, fields: fields, rowCount: 0)
  }
}

extension Clause.Kind {
  /// Whether it shapes the table of an analysis, as it does that of any result.
  fileprivate var shapesResult: Bool {
    switch self {
    case .show, .orderBy, .top: true
    default: false
    }
  }
}

extension ExpressionBinder {
  mutating func bindMeasure(_ measure: Expression, of population: Population) -> BoundExpression {
    var binder = QueryBinder(environment)
    let (plan, output) = binder.bindMeasure(measure, of: population)
    diagnostics += binder.diagnostics
    if isInvalid(output) { return invalid(measure.span) }
    return BoundExpression(
      .subquery(BoundExpression.Subquery(plan)), output.type, span: measure.span)
  }
}
