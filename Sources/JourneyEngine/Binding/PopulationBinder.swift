internal import QueryLanguage

/// Binds a population to the plan that selects its rows.
struct PopulationBinder {
  let environment: BindingEnvironment
  /// What the sentence's period selects of accounts: those whose time in the stage named, or whose
  /// active life, overlaps it. Of other heads it selects other things (`bindPeriod`).
  let period: SentenceTime.Interval?
  var diagnostics: [Diagnostic] = []
  var notes: [String] = []
  /// What the population's first pattern found.
  var matches: PatternMeasures?

  init(_ environment: BindingEnvironment, period: SentenceTime.Interval? = nil) {
    self.environment = environment
    self.period = period
  }

  mutating func bind(_ population: Population) -> LogicalPlan {
    var plan = bindSource(population)
    var conjuncts: [LogicalFilter.Conjunct] = []
    for restriction in population.restrictions {
      if let conjunct = bind(restriction, in: plan.source.relation) { conjuncts.append(conjunct) }
    }
    if let period, plan.source.relation.kind == .accounts,
      !population.restrictions.contains(where: \.takesPeriod)
    {
      conjuncts += activeLife(during: period, plan.source.relation, population.span)
    }
    if let condition = population.condition {
      conjuncts += bindWhere(condition, in: plan.source.relation)
    }
    if !conjuncts.isEmpty { plan.steps.append(.filter(LogicalFilter(conjuncts: conjuncts))) }
    return plan
  }

  /// The conjuncts of a condition, each with its own words.
  mutating func bindWhere(
    _ condition: Expression, in relation: Relation
  ) -> [LogicalFilter.Conjunct] {
    var binder = ExpressionBinder(environment, relation: relation)
    binder.matches = matches
    let terms: [Expression]
    if case .and(let all) = condition.kind { terms = all } else { terms = [condition] }
    let bound = terms.map { term in
      LogicalFilter.Conjunct(
        condition: binder.bindCondition(term), words: QueryFormatter.format(term))
    }
    diagnostics += binder.diagnostics
    notes += binder.notes
    return bound
  }

  /// Events or visits inside a period of the sentence.
  mutating func bindPeriod(
    _ clause: TemporalClause, _ span: SourceSpan, in relation: Relation
  ) -> LogicalFilter.Conjunct? {
    let field = relation.kind == .events ? "at" : "entered"
    guard relation.kind == .events || relation.kind == .visits,
      let index = relation.index(of: field)
    else {
      diagnostics.append(
        BindingMessages.clauseDoesNotFit("during", "a result", span))
      return nil
    }
    var binder = ExpressionBinder(environment, relation: relation)
    let subject = BoundExpression(
      .field(.init(index: index, name: field, throughAccount: false)), .instant, span: span)
    let condition = binder.bindTemporal(subject, clause, span)
    diagnostics += binder.diagnostics
    notes += binder.notes
    return LogicalFilter.Conjunct(
      condition: condition, words: "\(field) \(QueryFormatter.format(clause))")
  }

  // MARK: - Sources

  private mutating func bindSource(_ population: Population) -> LogicalPlan {
    let relations = environment.relations
    switch population.source {
    case .accounts: return LogicalPlan(source: .scan(relations.accounts), steps: [])
    case .events(let inner):
      return bindOwned(
        relations.events, of: inner, population.span, "events",
        hint: "load some: `load events from \"events.csv\"`")
    case .visits(let stages, let inner):
      return bindVisits(stages, of: inner, population.span)
    case .those:
      guard let those = environment.those else {
        diagnostics.append(BindingMessages.noLastAnswer(population.span))
        return LogicalPlan(source: .scan(relations.accounts), steps: [])
      }
      return bindThose(those.relation, those.selection, population.span)
    case .group(let inner, let clauses): return bindGroup(inner, clauses)
    case .cohort: return notAvailable("`cohort`", population.span)
    case .account(let name): return bindAccount(name)
    }
  }

  /// `"Acme Ltd"`: the account with this name or id.
  private mutating func bindAccount(_ literal: TextLiteral) -> LogicalPlan {
    let accounts = environment.relations.accounts
    var terms: [BoundExpression] = []
    var columns: [StoredValues] = []
    for field in ["name", "id"] {
      guard let index = accounts.index(of: field) else { continue }
      let operand = BoundExpression(
        .field(.init(index: index, name: field, throughAccount: false)), .text, span: literal.span)
      guard let values = StoredValues(operand, in: accounts) else { continue }
      let matches = values.matches(literal.text)
      if !matches.isEmpty {
        terms.append(BoundExpression(.textSet(operand, matches), .boolean, span: literal.span))
      }
      columns.append(values)
    }
    guard !terms.isEmpty else {
      let names = columns.flatMap(\.texts)
      diagnostics.append(BindingMessages.unknownAccount(literal, among: names))
      return LogicalPlan(source: .scan(accounts), steps: [])
    }
    // An index answers the one condition that most often is left.
    let condition =
      terms.count == 1 ? terms[0] : BoundExpression(.or(terms), .boolean, span: literal.span)
    let filter = LogicalFilter(conjuncts: [.init(condition: condition, words: literal.text)])
    return LogicalPlan(source: .scan(accounts), steps: [.filter(filter)])
  }

  /// What stands in the parentheses holds for the population alone: its time is its own.
  private mutating func bindGroup(_ inner: Population, _ clauses: [Clause]) -> LogicalPlan {
    let isOfAccounts = inner.isOfAccounts(in: environment)
    let time = SentenceTime(clauses, in: environment, readsAtEnd: isOfAccounts)
    var binder = PopulationBinder(
      time.environment, period: isOfAccounts ? time.period : nil)
    var plan = binder.bind(inner)
    for clause in clauses {
      switch clause.kind {
      case .period(let period) where !isOfAccounts:
        if let conjunct = binder.bindPeriod(period, clause.span, in: plan.source.relation) {
          plan.steps.append(.filter(LogicalFilter(conjuncts: [conjunct])))
        }
      case .period, .asOf, .knownOn: break
      default:
        binder.diagnostics.append(
          BindingMessages.notAvailable("this clause inside a population's parentheses", clause.span)
        )
      }
    }
    diagnostics += time.diagnostics + (isOfAccounts ? time.periodDiagnostics : [])
    diagnostics += binder.diagnostics
    notes += time.notes + binder.notes
    notes += SentenceTime.todaysFields(
      of: plan.sources, plan.source.relation, in: time.environment)
    matches = matches ?? binder.matches
    return LogicalPlan(source: .population(plan, current(plan.source.relation)), steps: [])
  }

  /// The rows of the last answer, as they are at the sentence's time: what had not happened by then
  /// is not among them.
  private mutating func bindThose(
    _ relation: Relation, _ selection: RowSelection, _ span: SourceSpan
  ) -> LogicalPlan {
    let now = current(relation)
    if relation.kind == .visits, environment.isPast, relation !== environment.relations.visits {
      diagnostics.append(BindingMessages.thoseVisits(span))
    }
    guard case .rows(let base) = now.base, now !== relation else {
      return LogicalPlan(source: .rows(now, selection), steps: [])
    }
    var isThere = [Bool](repeating: false, count: now.rowCount)
    for row in base { isThere[Int(row)] = true }
    let rows = selection.rows.filter { isThere[Int($0)] }
    return LogicalPlan(source: .rows(now, .rows(rows)), steps: [])
  }

  /// The relation whose rows those of an earlier state are now. Visits of the past are others than
  /// those of today, so they stay what they are.
  private func current(_ relation: Relation) -> Relation {
    switch relation.kind {
    case .accounts: environment.relations.accounts
    // Of events that were not all known then, the rows are others too.
    case .events:
      environment.relations.events.map { $0.rowCount == relation.rowCount ? $0 : relation }
        ?? relation
    case .visits, .result: relation
    }
  }

  /// Events or visits, of all accounts or of some.
  private mutating func bindOwned(
    _ relation: Relation?, of inner: Population?, _ span: SourceSpan, _ what: String, hint: String
  ) -> LogicalPlan {
    let accounts = environment.relations.accounts
    guard let relation else {
      diagnostics.append(BindingMessages.noData(what, span, hint: hint))
      return LogicalPlan(source: .scan(accounts), steps: [])
    }
    guard let inner else { return LogicalPlan(source: .scan(relation), steps: []) }
    let owners = bind(inner)
    guard owners.source.relation.kind == .accounts else {
      diagnostics.append(
        BindingMessages.clauseDoesNotFit("\(what) of", "\(owners.source.relation.kind)", inner.span)
      )
      return LogicalPlan(source: .scan(relation), steps: [])
    }
    // `events of accounts` is all of them but those that no account has.
    return LogicalPlan(source: .ofAccounts(owners, relation), steps: [])
  }

  private mutating func bindVisits(
    _ stages: [Name], of inner: Population?, _ span: SourceSpan
  ) -> LogicalPlan {
    var plan = bindOwned(
      environment.relations.visits, of: inner, span, "visits",
      hint: "visits come from a stage history: `load stages from \"history.csv\"`")
    if !stages.isEmpty, plan.source.relation.kind == .visits,
      let conjunct = inStage(stages, plan.source.relation, span)
    {
      plan.steps.append(.filter(LogicalFilter(conjuncts: [conjunct])))
    }
    return plan
  }

  mutating func notAvailable(_ what: String, _ span: SourceSpan) -> LogicalPlan {
    diagnostics.append(BindingMessages.notAvailable(what, span))
    return LogicalPlan(source: .scan(environment.relations.accounts), steps: [])
  }
}

extension Population {
  /// `events`, without a word about which.
  var isAllEvents: Bool {
    if case .events(of: nil) = source { return restrictions.isEmpty && condition == nil }
    return false
  }

  /// Whether its rows are accounts.
  func isOfAccounts(in environment: BindingEnvironment) -> Bool {
    switch source {
    case .accounts, .cohort, .account: true
    case .events, .visits: false
    case .those: environment.those.map { $0.relation.kind == .accounts } ?? true
    case .group(let inner, _): inner.isOfAccounts(in: environment)
    }
  }
}
