internal import QueryLanguage

/// Binds a population to the plan that selects its rows.
struct PopulationBinder {
  let environment: BindingEnvironment
  var diagnostics: [Diagnostic] = []
  var notes: [String] = []

  init(_ environment: BindingEnvironment) { self.environment = environment }

  mutating func bind(_ population: Population) -> LogicalPlan {
    var plan = bindSource(population)
    var conjuncts: [LogicalFilter.Conjunct] = []
    for restriction in population.restrictions {
      if let conjunct = bind(restriction, in: plan.source.relation) { conjuncts.append(conjunct) }
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
        BindingMessages.notAvailable(
          "a period over \(relation.kind == .result ? "a result" : "accounts")", span))
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
      return LogicalPlan(source: .rows(those.relation, those.selection), steps: [])
    case .group(let inner, let clauses): return bindGroup(inner, clauses)
    case .cohort: return notAvailable("`cohort`", population.span)
    case .account(let name): return bindAccount(name)
    }
  }

  /// `"Acme Ltd"`: the account with this name or id.
  private mutating func bindAccount(_ literal: TextLiteral) -> LogicalPlan {
    let accounts = environment.relations.accounts
    var terms: [BoundExpression] = []
    var names: [String] = []
    for field in ["name", "id"] {
      guard let index = accounts.index(of: field) else { continue }
      let operand = BoundExpression(
        .field(.init(index: index, name: field, throughAccount: false)), .text, span: literal.span)
      guard let values = StoredValues(operand, in: accounts) else { continue }
      let matches = values.matches(literal.text)
      if !matches.isEmpty {
        terms.append(BoundExpression(.textSet(operand, matches), .boolean, span: literal.span))
      }
      names += values.texts
    }
    guard !terms.isEmpty else {
      diagnostics.append(BindingMessages.unknownAccount(literal, among: names))
      return LogicalPlan(source: .scan(accounts), steps: [])
    }
    let condition = BoundExpression(.or(terms), .boolean, span: literal.span)
    let filter = LogicalFilter(conjuncts: [.init(condition: condition, words: literal.text)])
    return LogicalPlan(source: .scan(accounts), steps: [.filter(filter)])
  }

  private mutating func bindGroup(_ inner: Population, _ clauses: [Clause]) -> LogicalPlan {
    var plan = bind(inner)
    for clause in clauses {
      guard case .period(let period) = clause.kind else {
        diagnostics.append(
          BindingMessages.notAvailable("this clause inside a population's parentheses", clause.span)
        )
        continue
      }
      if let conjunct = bindPeriod(period, clause.span, in: plan.source.relation) {
        plan.steps.append(.filter(LogicalFilter(conjuncts: [conjunct])))
      }
    }
    return LogicalPlan(source: .population(plan), steps: [])
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

  private mutating func notAvailable(_ what: String, _ span: SourceSpan) -> LogicalPlan {
    diagnostics.append(BindingMessages.notAvailable(what, span))
    return LogicalPlan(source: .scan(environment.relations.accounts), steps: [])
  }

  // MARK: - Restrictions

  private mutating func bind(
    _ restriction: Restriction, in relation: Relation
  ) -> LogicalFilter.Conjunct? {
    switch restriction.kind {
    case .inStage(let names, _): return inStage(names, relation, restriction.span)
    case .named(let name): return named(name, relation)
    case .inCohort: return unavailable("`in cohort`", restriction.span)
    case .visited: return unavailable("`visited`", restriction.span)
    case .reached: return unavailable("`reached`", restriction.span)
    case .drifting: return unavailable("`drifting`", restriction.span)
    case .matching(_, let never):
      return unavailable(never ? "`never`" : "`matching`", restriction.span)
    }
  }

  private mutating func unavailable(
    _ what: String, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    diagnostics.append(BindingMessages.notAvailable(what, span))
    return nil
  }

  private mutating func inStage(
    _ names: [Name], _ relation: Relation, _ span: SourceSpan
  ) -> LogicalFilter.Conjunct? {
    guard let index = relation.index(of: "stage") else {
      diagnostics.append(
        BindingMessages.noData(
          "stages", span,
          hint: "name the column at load: `with stage = ...`, or load a stage history"))
      return nil
    }
    let field = BoundExpression(
      .field(.init(index: index, name: "stage", throughAccount: false)), .text, span: span)
    var wanted: Set<ExactText> = []
    for name in names {
      var known = StoredValues(field, in: relation)
      known?.add(environment.snapshot.stageModel.names)
      let matches = known?.matches(name.text) ?? []
      if matches.isEmpty {
        diagnostics.append(
          BindingMessages.unknownStage(name, among: environment.snapshot.stageModel.names))
      }
      wanted.formUnion(matches)
    }
    let words = "in stage \(names.map(\.text).joined(separator: ", "))"
    return LogicalFilter.Conjunct(
      condition: BoundExpression(.textSet(field, wanted), .boolean, span: span), words: words)
  }

  /// `lost`, `active`; populations a workspace defines come with cohorts.
  private mutating func named(_ name: Name, _ relation: Relation) -> LogicalFilter.Conjunct? {
    let word = name.text.lowercased()
    guard word == "lost" || word == "active" else {
      if word == "churned" { return unavailable("`churned`", name.span) }
      diagnostics.append(BindingMessages.unknownPopulation(name, of: "\(relation.kind)"))
      return nil
    }
    guard let index = relation.index(of: "lost"), relation.fields[index].type == .boolean else {
      diagnostics.append(
        BindingMessages.noData(
          "losses", name.span,
          hint: "who is lost is known from a stage history with a stage such as `Lost`"))
      return nil
    }
    let lost = BoundExpression(
      .field(.init(index: index, name: "lost", throughAccount: false)), .boolean, span: name.span)
    let condition = word == "lost" ? lost : BoundExpression(.not(lost), .boolean, span: name.span)
    return LogicalFilter.Conjunct(condition: condition, words: word)
  }
}
