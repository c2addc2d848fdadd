internal import QueryLanguage

/// What a workspace declares in sentences about its accounts and events, asked of the data before
/// the journeys are known.
extension SourceAssembly {
  /// The accounts as their files have them, the events in order, and nothing about stages yet.
  func provisionalEnvironment(
    _ log: EventLog?, _ model: StageModel, _ lookups: [String: Table], now: Int64
  ) -> BindingEnvironment {
    var environment = BindingEnvironment(
      snapshot: Snapshot(
        accounts: accounts.table, events: log, visits: nil, tables: lookups, stageModel: model,
        now: now, zone: settings.zone, title: ""))
    environment.namedEvents = settings.namedEvents.definitions
    environment.parameters = settings.parameters
    return environment
  }

  /// The accounts that `lost when CONDITION` means; nil where no such condition was declared.
  mutating func declaredLosses(
    in environment: BindingEnvironment
  ) throws(LoadError) -> AccountStanding.DeclaredLosses? {
    guard !settings.lostConditions.isEmpty else { return nil }
    var isLost = [Bool](repeating: false, count: accounts.count)
    for condition in settings.lostConditions {
      for row in try rows(where: condition, in: environment) { isLost[Int(row)] = true }
    }
    return AccountStanding.DeclaredLosses(
      isLost: isLost, words: settings.lostConditions.map { QueryFormatter.format($0) })
  }

  private mutating func rows(
    where condition: Expression, in environment: BindingEnvironment
  ) throws(LoadError) -> [UInt32] {
    let words = "`lost when \(QueryFormatter.format(condition))`"
    var binder = PopulationBinder(environment)
    let plan = binder.bind(
      Population(.accounts, condition: condition, span: condition.span))
    if let wrong = binder.diagnostics.first {
      let hint = wrong.fixIts.first?.message ?? wrong.notes.first
      guard wrong.code == DiagnosticCode.unknownValue.code else {
        throw LoadError(path: "", message: "\(words): \(wrong.message)", hint: hint)
      }
      // A value may not have come up yet.
      report.notes.append(
        LoadReport.Note(.warning, "", "\(words): \(wrong.message) so far", hint: hint))
      return []
    }
    let planner = Planner(policy: environment.indexPolicy)
    let isStopped = settings.isStopped
    var executor = Executor(
      zone: settings.zone, cancellation: Cancellation { isStopped() })
    do throws(QueryFailure) {
      try executor.prepare(plan.expressions, planner: planner)
      let selected = try executor.select(planner.plan(plan))
      for unknown in executor.unknowns {
        report.notes.append(
          LoadReport.Note(
            .note, "",
            "\(words): \(unknown.field) is unknown for \(PlainText.counted(unknown.count, "account")): "
              + "not taken for lost"))
      }
      return selected.selection.rows
    } catch {
      try settings.checkStopped()
      throw LoadError(path: "", message: "\(words) cannot be answered")
    }
  }
}
