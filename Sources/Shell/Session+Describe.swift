internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

extension Session {
  /// `describe arr`, `describe load | where severity is warning`. The table can be gone on from like
  /// any answer.
  func describe(
    _ names: [Name], _ query: Query?, _ statement: Statement
  ) throws(QueryFailure) {
    if query == nil { try checkRoom(statement) }
    let table = try description(of: names)
    var environment = try environment()
    environment.remember(Continuation(table))
    guard let query else {
      guard !isChecking else { return }
      remember(Continuation(table))
      return showDescription(table)
    }
    try answer(query, in: environment)
  }

  private func description(of names: [Name]) throws(QueryFailure) -> ResultTable {
    guard names.first?.text.lowercased() == "load", names.count <= 2 else {
      return try Description.table(of: names, in: environment())
    }
    let report: LoadReport
    do throws(LoadError) { report = try workspace.report() } catch {
      throw InterruptFlag.isRaised ? .cancelled : .data(error)
    }
    switch names.dropFirst().first?.text.lowercased() {
    case nil: return report.table()
    case "sources": return report.sourcesTable()
    case "columns": return report.columnsTable()
    default: throw .diagnostics([SessionMessages.unknownLoadTable(names[1])])
    }
  }

  private func showDescription(_ table: ResultTable) {
    sink.write(
      table, as: options.format ?? .table,
      options: RenderingOptions(width: options.width, usesColor: options.usesColor))
    if !options.isQuiet { for line in table.footer.notes { say(line) } }
  }
}
