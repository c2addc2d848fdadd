import JourneyEngine
import QueryLanguage
import Testing

/// Asks sentences of a snapshot, as a session does.
struct Asking {
  var environment: BindingEnvironment

  init(_ snapshot: Snapshot) { environment = BindingEnvironment(snapshot: snapshot) }

  /// With what a workspace defines: `define ...` and `signal ...`, one after the other. What is
  /// wrong with them is a refusal.
  init(_ snapshot: Snapshot, defining text: String) throws {
    var definitions = Definitions()
    for statement in Parser.parse(text).statements {
      var problems: [Diagnostic] = []
      switch statement.kind {
      case .define(let name, let definition):
        problems = definitions.diagnostics(of: name, as: definition)
        definitions.declare(name, as: definition)
      case .signal(let name, let matchers):
        let meaning = try #require(SignalMeaning(name: name.text))
        definitions.declare(meaning, as: matchers)
      default: Issue.record("\(statement.kind) is no definition")
      }
      guard problems.isEmpty else {
        throw Refused(sentence: text, reasons: problems.map(\.message))
      }
    }
    environment = BindingEnvironment(snapshot: snapshot, scope: DefinitionScope(definitions))
    let problems = definitions.entries.flatMap {
      DefinitionCheck($0, in: environment).diagnostics
    }
    guard problems.isEmpty else { throw Refused(sentence: text, reasons: problems.map(\.message)) }
  }

  /// The embedded company, assembled once for all suites.
  static let sampleCompany: Snapshot = {
    var workspace = Workspace(wallClock: CatalogFixtures.at("2026-11-21 12:00"))
    do { return try workspace.snapshot() } catch { fatalError("the embedded company: \(error)") }
  }()

  struct Refused: Error, CustomStringConvertible {
    let sentence: String
    let reasons: [String]
    var description: String { "\(sentence)\n  \(reasons.joined(separator: "\n  "))" }
  }

  func query(_ sentence: String) throws -> Query {
    let parsed = Parser.parse(sentence)
    guard !parsed.hasErrors, parsed.statements.count == 1,
      case .query(let query) = parsed.statements[0].kind
    else {
      throw Refused(sentence: sentence, reasons: parsed.diagnostics.map(\.message))
    }
    return query
  }

  func table(_ sentence: String) throws -> ResultTable { try answer(sentence).table }

  func answer(_ sentence: String) throws -> Answer {
    let query = try query(sentence)
    do throws(QueryFailure) {
      return try QueryPipeline.answer(query, in: environment)
    } catch {
      switch error {
      case .diagnostics(let diagnostics):
        throw Refused(sentence: sentence, reasons: diagnostics.map(\.message))
      case .data(let problem): throw Refused(sentence: sentence, reasons: [problem.message])
      case .cancelled: throw Refused(sentence: sentence, reasons: ["cancelled"])
      }
    }
  }

  /// The cells of one column.
  func column(_ name: String, of sentence: String) throws -> [Value] {
    let table = try table(sentence)
    let column = try #require(
      table.columns.first { $0.name == name }, "no column \(name): \(sentence)")
    return (0..<table.rowCount).map { column.column[$0] }
  }

  /// The ids an answer names, in its order.
  func ids(_ sentence: String) throws -> [String] {
    try column("id", of: sentence).map { if case .text(let id) = $0 { id } else { "-" } }
  }
}

extension ResultTable {
  /// Every cell, row by row.
  var cells: [[Value]] { (0..<rowCount).map { row in columns.map { $0.column[row] } } }

  /// What differs from another table, cells and footer; nil when nothing does.
  func difference(from other: ResultTable) -> String? {
    if columns.map(\.name) != other.columns.map(\.name) {
      return "columns \(columns.map(\.name)) and \(other.columns.map(\.name))"
    }
    if columns.map(\.column.type) != other.columns.map(\.column.type) { return "types" }
    if rowCount != other.rowCount { return "\(rowCount) and \(other.rowCount) rows" }
    for row in 0..<rowCount {
      for index in columns.indices
      where columns[index].column[row] != other.columns[index].column[row] {
        return "row \(row), \(columns[index].name): \(columns[index].column[row]) and "
          + "\(other.columns[index].column[row])"
      }
    }
    if footer != other.footer { return "footers \(footer)\n and \(other.footer)" }
    return nil
  }
}
