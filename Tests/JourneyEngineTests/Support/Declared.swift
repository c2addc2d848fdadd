import JourneyEngine
import QueryLanguage

/// Settings as declarations make them, for tests below the session.
enum Declared {
  struct NoDeclaration: Error { let text: String }

  /// Takes `stages`, `stage` and `event` sentences, one a row.
  static func settings(
    _ text: String, _ change: (inout AssemblySettings) -> Void = { _ in }
  ) throws -> AssemblySettings {
    var workspace = Workspace(wallClock: CatalogFixtures.at("2026-11-21 12:00"))
    for statement in try statements(text) {
      switch statement.kind {
      case .stages(let declaration):
        workspace.declare(declaration)
      case .stageRule(let stage, let pattern):
        workspace.change { $0.stageRules.append(StageRule(stage, when: pattern)) }
      case .letValue(let name, let value):
        workspace.declare(
          parameters: workspace.settings.parameters.merging([name.text: .expression(value)]) { $1 })
      case .event(let name, let matchers): workspace.declare(event: name, as: matchers)
      default: throw NoDeclaration(text: text)
      }
    }
    workspace.change(change)
    return workspace.settings
  }

  static func statements(_ text: String) throws -> [Statement] {
    let parsed = Parser.parse(text)
    guard !parsed.hasErrors else { throw NoDeclaration(text: text) }
    return parsed.statements
  }

  /// What is said against a declaration.
  static func complaints(_ text: String, in settings: AssemblySettings? = nil) throws -> [String] {
    try statements(text).flatMap { statement -> [Diagnostic] in
      let settings = settings ?? AssemblySettings(wallClock: 0)
      switch statement.kind {
      case .stages(let declaration): return declaration.diagnostics
      case .stageRule(let stage, let pattern):
        return StageRule(stage, when: pattern).diagnostics(in: settings)
      case .event(let name, let matchers):
        return settings.namedEvents.diagnostics(of: name, as: matchers)
      default: throw NoDeclaration(text: text)
      }
    }
    .map { ([$0.message] + $0.fixIts.map(\.message)).joined(separator: "; ") }
  }
}

extension SourceAssembly.Result {
  /// `A Invest 2026-01-05 -`, a visit a row.
  var visitRows: [String] {
    guard let table = snapshot.visits?.table else { return [] }
    let columns = ["account", "stage", "entered", "left"].map { table.texts($0) }
    return (0..<table.rowCount).map { row in
      columns.map { column in String(column[row].prefix { $0 != "T" || column[row].count < 12 }) }
        .joined(separator: " ")
    }
  }

  func hasNote(_ text: String) -> Bool { report.notes.contains { $0.message.contains(text) } }

  var messages: [String] { report.notes.map(\.message) }
}
