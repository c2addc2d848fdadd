internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

extension Session {
  /// `describe arr`, `describe load | where severity is warning`. The table can be gone on from
  /// like any answer.
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
      if isWholeLoad(names), options.width != nil, (options.format ?? .table) == .table {
        return try tellLoad(table)
      }
      return showDescription(table)
    }
    try answer(query, in: environment)
  }

  private func isWholeLoad(_ names: [Name]) -> Bool {
    names.count == 1 && names[0].text.lowercased() == "load"
  }

  /// The whole report in words: in a window a table would cut its sentences.
  private func tellLoad(_ table: ResultTable) throws(QueryFailure) {
    let report = try loadReport()
    let width = options.width ?? 80
    for line in report.allLines() { sink.write(Prose.fitted(line, width: width) + "\n") }
    let columns = table.columns.map(\.name).joined(separator: ", ")
    sayUnlessQuiet("to ask about it: `describe load | where ...`, with \(columns)")
  }

  private func loadReport() throws(QueryFailure) -> LoadReport {
    do throws(LoadError) { return try workspace.report() } catch {
      throw InterruptFlag.isRaised ? .cancelled : .data(error)
    }
  }

  private func description(of names: [Name]) throws(QueryFailure) -> ResultTable {
    guard names.first?.text.lowercased() == "load", names.count <= 2 else {
      return try Description.table(of: names, in: environment())
    }
    let report = try loadReport()
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
