extension Executor {
  /// Runs an analysis on the accounts selected: the keys of `by`, then its own columns.
  mutating func run(
    _ bound: BoundAnalysis, on flow: Flow, relations: SnapshotRelations
  ) throws(QueryFailure) -> ResultTable {
    let accounts = flow.selection.rows.sorted()
    let evaluator = evaluator(Flow(relation: flow.relation, selection: .rows(accounts)))
    var indexer = GroupIndexer(keyCount: bound.groups.count)
    var groups: [UInt32] = []
    for batch in RowSelection.rows(accounts).batches() {
      let keys = bound.groups.map { evaluator.evaluate($0.key, rows: batch) }
      groups += indexer.add(keys, rowCount: batch.count)
    }
    let firsts = try order(&groups, indexer.firstPositions.map { accounts[$0] }, bound, flow)
    let input = AnalysisInput(
      relations: relations, accounts: accounts, groups: groups,
      groupCount: bound.groups.isEmpty ? 1 : firsts.count, cancellation: cancellation)
    let output = try bound.analysis.run(input)
    note(analysis: bound, seen: output.rowCount)
    var columns = bound.groups.map { group in
      let keys = evaluator.column(group.key, selection: .rows(firsts))
      return ResultTable.ResultColumn(
        group.name, keys.gather(output.groups), style: group.style)
    }
    for (column, cells) in zip(bound.analysis.columns, output.columns()) {
      columns.append(.init(column.name, cells, style: column.style))
    }
    var table = ResultTable(columns: columns, rowCount: output.rowCount, zone: zone)
    table.footer.notes = output.notes
    table.journeys = output.journeys
    return table
  }

  /// Numbers the groups anew, in the order of their keys, as those of `by` always come: never in
  /// the order in which the data happens to lie. Gives an account of each.
  private func order(
    _ groups: inout [UInt32], _ firsts: [UInt32], _ bound: BoundAnalysis, _ flow: Flow
  ) throws(QueryFailure) -> [UInt32] {
    guard !bound.groups.isEmpty else { return firsts }
    let keys = bound.groups.map {
      LogicalSort.Key(expression: $0.key, isDescending: false, stages: $0.stages)
    }
    let selection = RowSelection.rows(firsts)
    let sortKeys = SortKeys(
      keys, selection: selection,
      evaluator: evaluator(Flow(relation: flow.relation, selection: selection)))
    let order = try sortKeys.order(tieBreak: firsts, limit: nil, cancellation)
    var numbers = [UInt32](repeating: 0, count: firsts.count)
    for (number, group) in order.enumerated() { numbers[Int(group)] = UInt32(number) }
    for place in groups.indices { groups[place] = numbers[Int(groups[place])] }
    return order.map { firsts[Int($0)] }
  }
}
