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
    let input = AnalysisInput(
      relations: relations, accounts: accounts, groups: groups,
      groupCount: bound.groups.isEmpty ? 1 : indexer.count, cancellation: cancellation)
    let output = try bound.analysis.run(input)
    note(analysis: bound, seen: output.rowCount)
    let firsts = indexer.firstPositions.map { accounts[$0] }
    var columns = bound.groups.map { group in
      let keys = evaluator.column(group.key, selection: .rows(firsts))
      return ResultTable.ResultColumn(
        group.name, keys.gather(output.groups), style: group.key.style)
    }
    for (column, cells) in zip(bound.analysis.columns, output.columns()) {
      columns.append(.init(column.name, cells, style: column.style))
    }
    var table = ResultTable(columns: columns, rowCount: output.rowCount, zone: zone)
    table.footer.notes = output.notes
    return table
  }
}
