package import QueryLanguage

/// What `explain` tells: the sentence as it was understood, and what was done with how many rows.
package struct Explanation: Sendable {
  /// The canonical sentence, then facts about its reading: the dates of relative periods.
  package var reading: [String]
  /// One row a step: step, what, index, expected, seen.
  package var plan: ResultTable
}

extension QueryPipeline {
  /// Runs the sentence and tells how it was read and carried out.
  package static func explain(
    _ query: Query, in environment: BindingEnvironment, cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) -> Explanation {
    let prepared = prepare(query, in: environment)
    guard prepared.diagnostics.isEmpty else { throw .diagnostics(prepared.diagnostics) }
    let run = try execute(prepared.bound, in: environment, cancellation)
    let notes = prepared.bound.stages.flatMap(\.notes)
    return Explanation(
      reading: [QueryFormatter.format(query)] + notes, plan: table(of: run.reports))
  }

  private static func table(of reports: [Executor.StepReport]) -> ResultTable {
    var names = ColumnBuilder(.text)
    var details = ColumnBuilder(.text)
    var indexes = ColumnBuilder(.text)
    var expected = ColumnBuilder(.integer)
    var seen = ColumnBuilder(.integer)
    for report in reports {
      names.append(.text(report.name))
      details.append(.text(report.detail))
      indexes.append(report.index.map(Value.text) ?? .unknown)
      let rows = report.expected.flatMap { Int64(exactly: $0.rounded()) }
      expected.append(rows.map(Value.integer) ?? .unknown)
      seen.append(.integer(Int64(report.seen)))
    }
    return ResultTable(
      columns: [
        .init("step", names.build()), .init("what", details.build()),
        .init("index", indexes.build()), .init("rows expected", expected.build()),
        .init("rows seen", seen.build()),
      ], rowCount: reports.count)
  }
}
