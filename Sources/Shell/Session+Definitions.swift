internal import JourneyEngine
internal import QueryLanguage

extension Session {
  /// `define jfi` with its rows, `define health = ...`
  func define(
    _ name: Name, _ definition: Definition, _ statement: Statement
  ) throws(QueryFailure) {
    let diagnostics = definitions.diagnostics(of: name, as: definition)
    guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
    let isKnown = definitions.entry(named: name.text) != nil
    try change({ $0.declare(name, as: definition) }, statement)
    confirm(
      "\(name.text) is \(isKnown ? "now " : "")\(definition.summary); `describe \(name.text)` shows it"
    )
  }

  /// `signal praise = thumbs_up`
  func declare(
    signal name: Name, as matchers: [EventMatcher], _ statement: Statement
  ) throws(QueryFailure) {
    guard let meaning = SignalMeaning(name: name.text) else {
      throw .diagnostics([DefinitionMessages.unknownSignal(name)])
    }
    try change({ $0.declare(meaning, as: matchers) }, statement)
    confirm("\(name.text) is heard from \(QueryFormatter.format(matchers))")
  }

  /// Takes a definition in if it fits the data. A workspace may define before it loads: then it is
  /// looked at when the data is there.
  private func change(
    _ body: (inout Definitions) -> Void, _ statement: Statement
  ) throws(QueryFailure) {
    let before = definitions
    body(&definitions)
    forgetEnvironment()
    guard workspace.isAssembled else {
      newDefinitions.append(statement)
      return
    }
    do throws(QueryFailure) {
      let environment = try environment()
      let check = check(statement, in: environment)
      guard check.diagnostics.isEmpty else { throw .diagnostics(check.diagnostics) }
      tell(missing: check.missing, in: environment)
    } catch {
      definitions = before
      forgetEnvironment()
      throw error
    }
  }

  private func check(_ statement: Statement, in environment: BindingEnvironment) -> DefinitionCheck
  {
    if case .signal(_, let matchers) = statement.kind {
      return DefinitionCheck(matchers, in: environment)
    }
    guard case .define(let name, _) = statement.kind,
      let entry = definitions.entry(named: name.text)
    else { return DefinitionCheck([], in: environment) }
    return DefinitionCheck(entry, in: environment)
  }

  /// The definitions that stood before the data was there.
  func checkNewDefinitions(in environment: BindingEnvironment) throws(LoadError) {
    while !newDefinitions.isEmpty {
      let statement = newDefinitions.removeFirst()
      let check = check(statement, in: environment)
      if let first = check.diagnostics.first {
        // Told once; who is at the keyboard goes on without it.
        remove(statement)
        forgetEnvironment()
        throw LoadError(
          path: statement.title, message: first.message,
          hint: (first.fixIts.map(\.message) + first.notes).first)
      }
      tell(missing: check.missing, in: environment)
    }
  }

  private func remove(_ statement: Statement) {
    switch statement.kind {
    case .define(let name, _): definitions.remove(name)
    case .signal(let name, _):
      if let meaning = SignalMeaning(name: name.text) { definitions.remove(meaning) }
    default: break
    }
  }

  private func tell(missing names: [Name], in environment: BindingEnvironment) {
    guard !names.isEmpty else { return }
    let kinds = NameCatalog(environment).kinds.map(\.text)
    for name in names { sayUnlessQuiet(SessionMessages.missingKind(name, kinds)) }
  }

  /// Each kind once.
  func tellUnknownKinds(in environment: BindingEnvironment) {
    let kinds = environment.unknownKinds.filter { !toldKinds.contains($0) }
    guard !kinds.isEmpty else { return }
    toldKinds.formUnion(kinds)
    sayUnlessQuiet(SessionMessages.unknownKinds(kinds))
  }
}

extension Statement {
  /// `define jfi`, `signal praise`
  fileprivate var title: String {
    switch kind {
    case .define(let name, _): "define \(name.text)"
    case .signal(let name, _): "signal \(name.text)"
    default: ""
    }
  }
}

extension Definition {
  fileprivate var summary: String {
    switch self {
    case .field(let expression): QueryFormatter.format(expression)
    case .score(let components, _):
      "a score of \(PlainText.counted(components.count, "component"))"
    }
  }
}
