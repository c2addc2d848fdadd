internal import JourneyEngine
package import QueryLanguage

extension Session {
  // MARK: - load

  func load(_ load: Load) throws(QueryFailure) {
    let progress = ProgressLine(isShown: OutputChannel.standardError.isTerminal && !options.isQuiet)
    defer { progress.clear() }
    do throws(LoadError) {
      InterruptFlag.clear()
      let sources = try LoadPlan.sources(
        load, folder: files.last?.folder ?? "", settings: workspace.settings,
        progress: progress.handler)
      let report = try workspace.load(sources)
      progress.clear()
      forgetEnvironment()
      for line in report.lines() { sayUnlessQuiet(line) }
    } catch {
      throw InterruptFlag.isRaised ? .cancelled : .data(error)
    }
  }

  /// Data files named on the command line, recognised together by what they hold.
  package func load(files paths: [String]) throws(QueryFailure) {
    let progress = ProgressLine(isShown: OutputChannel.standardError.isTerminal && !options.isQuiet)
    defer { progress.clear() }
    do throws(LoadError) {
      InterruptFlag.clear()
      let sources = try LoadPlan.sources(
        recognising: paths, settings: workspace.settings, progress: progress.handler)
      let report = try workspace.load(sources)
      progress.clear()
      forgetEnvironment()
      for line in report.lines() { sayUnlessQuiet(line) }
    } catch {
      throw InterruptFlag.isRaised ? .cancelled : .data(error)
    }
  }

  // MARK: - let, set, use, stages

  func bindValue(_ name: Name, _ expression: Expression) throws(QueryFailure) {
    // The expression is checked now, so that a mistake is shown where it stands; the command line wins
    // over the script, which gives the default.
    if !options.parameters.contains(where: { $0.name == name.text }) {
      parameters[name.text] = .expression(expression)
    }
  }

  func set(_ name: Name, _ values: [Expression], _ span: SourceSpan) throws(QueryFailure) {
    switch name.text.lowercased() {
    case "now": try setNow(name, values, span)
    case "timezone":
      guard values.count == 1, case .literal(.text(let identifier)) = values[0].kind,
        let zone = CivilTimeZone(identifier: identifier)
      else {
        throw .diagnostics([
          SessionMessages.settingValue(
            name, needs: "a zone in quotes, for instance \"Europe/Berlin\"", values.first?.span ?? span)
        ])
      }
      workspace.change { $0.zone = zone }
    case "duplicates":
      guard values.count == 1, case .name(let path) = values[0].kind,
        let word = path.first?.text.lowercased(), ["drop", "keep"].contains(word)
      else {
        throw .diagnostics([
          SessionMessages.settingValue(name, needs: "`drop` or `keep`", values.first?.span ?? span)
        ])
      }
      workspace.change { $0.dropsDuplicates = word == "drop" }
    default: throw .diagnostics([SessionMessages.unknownSetting(name)])
    }
    forgetEnvironment()
  }

  /// A bare date means its end.
  private func setNow(
    _ name: Name, _ values: [Expression], _ span: SourceSpan
  ) throws(QueryFailure) {
    let zone = workspace.settings.zone
    if values.count == 1, let now = CivilMoment.end(of: values[0], zone: zone) {
      workspace.change { $0.now = now }
      return
    }
    throw .diagnostics([
      SessionMessages.settingValue(
        name, needs: "a date, for instance 2026-06-30", values.first?.span ?? span)
    ])
  }

  func use(_ file: TextLiteral) throws(QueryFailure) {
    let path = resolve(file.text)
    if files.contains(where: { $0.name == path }) {
      throw .diagnostics([SessionMessages.useNesting(file)])
    }
    try run(file: path)
  }

  /// Runs a script; throws only when it cannot be read. Returns whether it ran to its end.
  @discardableResult
  package func run(file path: String) throws(QueryFailure) -> Bool {
    let text: String
    do throws(LoadError) { text = try ScriptFile.text(path) } catch { throw .data(error) }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    return run(text: text, name: path, folder: path.hasPrefix("/") && folder.isEmpty ? "/" : folder)
  }

  func declare(_ declaration: StageModelDeclaration) throws(QueryFailure) {
    var lost: [String] = []
    if let condition = declaration.lostWhen {
      guard let names = Session.stageNames(condition) else {
        throw .diagnostics([SessionMessages.lostWhen(condition)])
      }
      lost = names
    }
    workspace.change {
      $0.stages = StageModel(names: declaration.stages.map(\.name.text), isDeclared: true)
      $0.lostStages = lost
    }
    forgetEnvironment()
  }

  /// The stages of `stage is Lost` or `stage in (Lost, Dormant)`.
  private static func stageNames(_ condition: Expression) -> [String]? {
    func text(_ word: ValueWord) -> String? {
      switch word {
      case .word(let name): name.text
      case .expression(let expression):
        if case .literal(.text(let text)) = expression.kind { text } else { nil }
      }
    }
    switch condition.kind {
    case .isValue(let left, negated: false, let word) where isStage(left):
      return text(word).map { [$0] }
    case .membership(let left, negated: false, let words) where isStage(left):
      let names = words.compactMap(text)
      return names.count == words.count ? names : nil
    default: return nil
    }
  }

  private static func isStage(_ expression: Expression) -> Bool {
    if case .name(let path) = expression.kind { return path.last?.text.lowercased() == "stage" }
    return false
  }
}
