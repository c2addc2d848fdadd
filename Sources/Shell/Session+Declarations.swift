package import JourneyEngine
internal import QueryLanguage

extension Session {
  // MARK: - load

  func load(_ load: Load) throws(QueryFailure) {
    try take { folder, handler throws(LoadError) in
      try LoadPlan(load, folder: folder, zone: self.workspace.settings.zone)
        .sources(progress: handler, read: FileReader.read)
    }
  }

  /// Data files named on the command line, recognised together by what they hold.
  package func load(files paths: [String]) throws(QueryFailure) {
    try take { _, handler throws(LoadError) in
      var options = ReadingOptions()
      options.zone = self.workspace.settings.zone
      options.progress = handler
      var sources: [DataSource] = []
      for path in paths {
        let file = try FileReader.read(path: path, options: options)
        sources.append(DataSource(recognising: file, name: path, zone: options.zone))
      }
      return sources
    }
  }

  private func take(
    _ read: (_ folder: String, _ progress: @escaping @Sendable (Int, Int) -> Bool) throws(LoadError)
      -> [DataSource]
  ) throws(QueryFailure) {
    let progress = ProgressLine(isShown: OutputChannel.standardError.isTerminal && !options.isQuiet)
    defer { progress.clear() }
    InterruptFlag.clear()
    do throws(LoadError) {
      let sources = try read(files.last?.folder ?? "", progress.handler)
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
    // The expression is checked now, so that a mistake is shown where it stands; the command line
    // wins over the script, which gives the default.
    if !options.parameters.contains(where: { $0.name == name.text }) {
      parameters[name.text] = .expression(expression)
    }
  }

  /// `--timezone` and `--now`, before anything else.
  func applySettings() throws(QueryFailure) {
    if let timezone = options.timezone {
      guard let zone = CivilTimeZone(identifier: timezone) else {
        throw .data(
          LoadError(
            path: "--timezone", message: "there is no zone `\(timezone)`",
            hint: "zones are named like Europe/Berlin or America/New_York"))
      }
      workspace.change { $0.zone = zone }
    }
    guard let now = options.now else { return }
    guard let moment = CivilMoment.end(of: now, zone: workspace.settings.zone) else {
      throw .data(
        LoadError(path: "--now", message: "`\(now)` is not a date", hint: "for instance 2026-06-30")
      )
    }
    workspace.change { $0.now = moment }
  }

  func set(_ name: Name, _ values: [Expression], _ span: SourceSpan) throws(QueryFailure) {
    switch name.text.lowercased() {
    case "now" where options.now != nil, "timezone" where options.timezone != nil:
      // The command line wins over the workspace.
      return
    default: break
    }
    switch name.text.lowercased() {
    case "now": try setNow(name, values, span)
    case "timezone":
      guard values.count == 1, case .literal(.text(let identifier)) = values[0].kind,
        let zone = CivilTimeZone(identifier: identifier)
      else {
        throw .diagnostics([
          SessionMessages.settingValue(
            name, needs: "a zone in quotes, for instance \"Europe/Berlin\"",
            values.first?.span ?? span)
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
    guard let lost = declaration.lostStages else {
      throw .diagnostics([SessionMessages.lostWhen(declaration.lostWhen)])
    }
    workspace.change {
      $0.stages = declaration.model
      $0.lostStages = lost
    }
    forgetEnvironment()
  }
}
