/// The data that facts and patterns are looked for in. What works them out keeps this and not the
/// environment of the sentence: that leads back to whoever keeps the results.
struct JourneyData: Sendable {
  let snapshot: Snapshot
  let events: Relation?
  private let lazyVisits: Lazy<Relation>?
  var visits: Relation? { lazyVisits?.value }
  private let indexPolicy: IndexPolicy

  init(_ environment: BindingEnvironment) {
    snapshot = environment.snapshot
    events = environment.relations.events
    lazyVisits = environment.relations.lazyVisits
    indexPolicy = environment.indexPolicy
  }

  /// Evaluates conditions over rows of events or visits, once the measures and the values of other
  /// sentences that they speak of are worked out.
  func evaluator(
    _ conditions: [BoundExpression], over relation: Relation, _ cancellation: Cancellation
  ) throws(QueryFailure) -> ExpressionEvaluator {
    for condition in conditions { try relation.prepare(condition, cancellation) }
    var executor = Executor(zone: snapshot.zone, cancellation: cancellation)
    try executor.prepare(conditions, planner: Planner(policy: indexPolicy))
    return executor.evaluator(Executor.Flow(relation: relation, selection: relation.base))
  }
}
