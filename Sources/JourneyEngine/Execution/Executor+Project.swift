extension Executor {
  /// The columns of the answer.
  mutating func project(
    _ project: LogicalProject, _ flow: Flow
  ) throws(QueryFailure) -> ResultTable {
    let evaluator = evaluator(flow)
    var columns: [ResultTable.ResultColumn] = []
    for output in project.outputs {
      if cancellation.isCancelled { throw .cancelled }
      let column = evaluator.column(output.expression, selection: flow.selection)
      // Of groups, the unknown rows behind a cell were counted when they were grouped.
      if column.nulls.hasUnknown, flow.slots.isEmpty, output.isAsked {
        noteUnknown(output.name, column.nulls.unknownCount)
      }
      var result = ResultTable.ResultColumn(output.name, column, style: output.style)
      if let waiting = output.expression.measure?.waiting {
        let expression = BoundExpression(
          .measure(waiting), waiting.type, span: output.expression.span)
        result.waiting = evaluator.column(expression, selection: flow.selection)
      }
      columns.append(result)
    }
    return ResultTable(columns: columns, rowCount: flow.selection.count, zone: zone)
  }
}
