internal import QueryLanguage

/// Counts, sums, first and last times over each account's events:
/// `count of ticket in last 30 days`, `sum of amount of invoice`, `last login`.
struct EventFacts: Sendable {
  let matcher: BoundMatcher
  let data: JourneyData
  /// Only events inside it.
  let period: SentenceTime.Interval?

  /// One cell an account. Without an event a count and a sum are 0, everything else is unknown; a
  /// sum of values that are all unknown is unknown.
  func column(
    _ aggregate: BoundAggregate, _ cancellation: Cancellation
  ) throws(QueryFailure) -> AccountMeasure.Output {
    let matched = try MatchedEvents([matcher], in: data, cancellation)
    let accountCount = data.snapshot.accounts.rowCount
    var accumulator = AggregateAccumulator(aggregate, zone: data.snapshot.zone)
    var found = [Int](repeating: 0, count: accountCount)
    if let relation = data.events, let log = data.snapshot.events {
      let operand = aggregate.operand.map { [$0] } ?? []
      let evaluator = try data.evaluator(operand, over: relation, cancellation)
      let rows = matched.rows.filter { isInside(log.times[Int($0)]) }
      for batch in RowSelection.rows(rows).batches() {
        if cancellation.isCancelled { throw .cancelled }
        let accounts = batch.map { log.accountRows[Int($0)] }
        for account in accounts { found[Int(account)] += 1 }
        accumulator.add(
          aggregate.operand.map { evaluator.evaluate($0, rows: batch) }, groups: accounts,
          groupCount: accountCount, times: batch.map { log.times[Int($0)] })
      }
    }
    var column = accumulator.finish(groupCount: accountCount)
    if aggregate.function == .sum { column = zeroWhereNothing(column, found) }
    return AccountMeasure.Output(column: column, notes: matched.notes)
  }

  /// When each account's first or last such event was, stage entries included.
  func times(
    last: Bool, _ cancellation: Cancellation
  ) throws(QueryFailure) -> AccountMeasure.Output {
    let matched = try MatchedEvents([matcher], in: data, cancellation)
    var found = [Int64?](repeating: nil, count: data.snapshot.accounts.rowCount)
    func offer(_ time: Int64, to account: Int) {
      guard isInside(time) else { return }
      found[account] = found[account].map { last ? max($0, time) : min($0, time) } ?? time
    }
    for (row, time) in zip(matched.rows, matched.rows.map { log?.times[Int($0)] ?? 0 }) {
      guard let account = log?.accountRows[Int(row)] else { continue }
      offer(time, to: Int(account))
    }
    for entry in try stageEntries(cancellation) { offer(entry.time, to: entry.account) }
    return AccountMeasure.Output(column: Column.instants(found), notes: matched.notes)
  }

  /// When every such event of each account was, stage entries included, in no order.
  func allTimes(
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> (times: [[Int64]], notes: [String]) {
    let matched = try MatchedEvents([matcher], in: data, cancellation)
    var times = [[Int64]](repeating: [], count: data.snapshot.accounts.rowCount)
    if let log {
      for row in matched.rows where isInside(log.times[Int(row)]) {
        times[Int(log.accountRows[Int(row)])].append(log.times[Int(row)])
      }
    }
    for entry in try stageEntries(cancellation) where isInside(entry.time) {
      times[entry.account].append(entry.time)
    }
    return (times, matched.notes)
  }

  /// How many such events each account has, stage entries included.
  func counts(_ cancellation: Cancellation) throws(QueryFailure) -> AccountMeasure.Output {
    let matched = try MatchedEvents([matcher], in: data, cancellation)
    var counts = [Int64](repeating: 0, count: data.snapshot.accounts.rowCount)
    if let log {
      for row in matched.rows where isInside(log.times[Int(row)]) {
        counts[Int(log.accountRows[Int(row)])] += 1
      }
    }
    for entry in try stageEntries(cancellation) where isInside(entry.time) {
      counts[entry.account] += 1
    }
    return AccountMeasure.Output(
      column: Column(.integer, .integers(counts), nulls: NullMask(count: counts.count)),
      notes: matched.notes)
  }

  private var log: EventLog? { data.snapshot.events }

  private func stageEntries(
    _ cancellation: Cancellation
  ) throws(QueryFailure) -> [StageEntry] {
    try StageEntry.all(matcher.stages, in: data, cancellation)
  }

  private func isInside(_ time: Int64) -> Bool {
    period?.contains(time) ?? true
  }

  private func zeroWhereNothing(_ column: Column, _ found: [Int]) -> Column {
    guard column.nulls.hasUnknown else { return column }
    let nothing = column.type == .duration ? Value.duration(0) : .integer(0)
    var builder = ColumnBuilder(column.type)
    for row in 0..<column.count {
      let isNothing = found[row] == 0 && column.nulls.isUnknown(row)
      builder.append(isNothing ? nothing : column[row])
    }
    return builder.build()
  }
}
