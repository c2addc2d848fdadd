package import JourneyEngine
internal import QueryLanguage

extension Session {
  // MARK: - let, set, use, stages

  /// `let` fixes a value: a literal as it is written, anything else as what it comes to now. The
  /// command line wins over the script, which gives the default.
  func bindValue(_ name: Name, _ expression: Expression) throws(QueryFailure) {
    if options.parameters.contains(where: { $0.name == name.text }) {
      return confirm("$\(name.text) stays as the command line gave it")
    }
    if case .literal = expression.kind {
      parameters[name.text] = .expression(expression)
      confirm("$\(name.text) is \(QueryFormatter.format(expression))")
      return
    }
    let (value, type) = try QueryPipeline.value(of: expression, in: environment())
    parameters[name.text] = .value(value, type)
    confirm("$\(name.text) is \(PlainText.of(value))")
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
    guard CivilMoment.end(of: now, zone: workspace.settings.zone) != nil else {
      throw .data(
        LoadError(path: "--now", message: "`\(now)` is not a date", hint: "for instance 2026-06-30")
      )
    }
    setNow { CivilMoment.end(of: now, zone: $0) }
  }

  func set(_ name: Name, _ values: [Expression], _ span: SourceSpan) throws(QueryFailure) {
    switch name.text.lowercased() {
    case "now" where options.now != nil, "timezone" where options.timezone != nil:
      // The command line wins over the workspace.
      return confirm("`\(name.text)` stays as the command line gave it")
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
            name, needs: "the name of a zone, for instance \"Europe/Berlin\"",
            values.first?.span ?? span)
        ])
      }
      workspace.change { $0.zone = zone }
      // A date ends when its day does there, whichever of the two was said first.
      if let nowIn { setNow(nowIn) }
    case "duplicates":
      guard values.count == 1, case .name(let path) = values[0].kind,
        let word = path.first?.text.lowercased(), ["drop", "keep"].contains(word)
      else {
        throw .diagnostics([
          SessionMessages.settingValue(name, needs: "`drop` or `keep`", values.first?.span ?? span)
        ])
      }
      workspace.change { $0.dropsDuplicates = word == "drop" }
    case "names":
      guard values.count == 1, case .name(let path) = values[0].kind,
        let matching = path.first.flatMap({ NameMatching(rawValue: $0.text.lowercased()) })
      else {
        throw .diagnostics([
          SessionMessages.settingValue(
            name, needs: "`exact` or `normalised`", values.first?.span ?? span)
        ])
      }
      workspace.change { $0.names = matching }
    case "segment": try setSegment(name, values, span)
    case "drift_limit":
      guard values.count == 1, case .literal(.duration(let duration)) = values[0].kind,
        let limit = DriftSettings.limit(duration)
      else {
        throw .diagnostics([
          SessionMessages.settingValue(
            name, needs: "a length of time, for instance 60 days", values.first?.span ?? span)
        ])
      }
      drift.settings.limit = limit
    case "quadrant":
      guard let cutOffs = QuadrantCutOffs(values) else {
        throw .diagnostics([
          SessionMessages.settingValue(
            name, needs: "from where on jfi and momentum are high, for instance 40, 60",
            values.first?.span ?? span)
        ])
      }
      quadrant = cutOffs
    default: throw .diagnostics([SessionMessages.unknownSetting(name)])
    }
    forgetEnvironment()
    confirm("\(name.text) is \(values.map { QueryFormatter.format($0) }.joined(separator: ", "))")
  }

  private func setNow(_ nowIn: @escaping (CivilTimeZone) -> Int64?) {
    self.nowIn = nowIn
    workspace.change { $0.now = nowIn($0.zone) }
  }

  /// The field by whose values drift is judged; `none` for all accounts alike.
  private func setSegment(
    _ name: Name, _ values: [Expression], _ span: SourceSpan
  ) throws(QueryFailure) {
    guard values.count == 1, case .name(let path) = values[0].kind, path.count == 1 else {
      throw .diagnostics([
        SessionMessages.settingValue(
          name, needs: "a field of accounts, for instance vertical, or `none`",
          values.first?.span ?? span)
      ])
    }
    guard path[0].text.lowercased() != "none" else {
      drift.segment = nil
      return
    }
    let problems = QueryPipeline.checkStoredField(path[0], in: try environment())
    guard problems.isEmpty else { throw .diagnostics(problems) }
    drift.segment = path[0].text
  }

  /// A bare date means its end.
  private func setNow(
    _ name: Name, _ values: [Expression], _ span: SourceSpan
  ) throws(QueryFailure) {
    let zone = workspace.settings.zone
    if values.count == 1, CivilMoment.end(of: values[0], zone: zone) != nil {
      let value = values[0]
      return setNow { CivilMoment.end(of: value, zone: $0) }
    }
    throw .diagnostics([
      SessionMessages.settingValue(
        name, needs: "a date, for instance 2026-06-30", values.first?.span ?? span)
    ])
  }

  func use(_ file: TextLiteral) throws(QueryFailure) {
    let path = resolve(file.text)
    if let identity = ScriptFile.identity(path), files.contains(where: { $0.identity == identity })
    {
      throw .diagnostics([SessionMessages.useNesting(file)])
    }
    guard files.count < Session.deepestUse else {
      throw .diagnostics([SessionMessages.useDepth(file, Session.deepestUse)])
    }
    // What went wrong there has been told there; nothing after it may run.
    if try !run(file: path) { throw Session.alreadyReported }
  }

  /// Stops what is being run without another word.
  private static let alreadyReported = QueryFailure.diagnostics([])

  /// As many files may stand inside one another; more are taken for a circle.
  private static let deepestUse = 32

  /// Runs a script; throws only when it cannot be read. Returns whether it ran to its end.
  @discardableResult
  package func run(file path: String) throws(QueryFailure) -> Bool {
    let text: String
    do throws(LoadError) { text = try ScriptFile.text(path) } catch { throw .data(error) }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    return run(
      SourceFile(
        name: path, folder: path.hasPrefix("/") && folder.isEmpty ? "/" : folder, text: text,
        identity: ScriptFile.identity(path)))
  }

  // MARK: - Stages and events

  func declare(_ declaration: StageModelDeclaration) throws(QueryFailure) {
    let diagnostics = declaration.diagnostics
    guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
    workspace.declare(declaration)
    forgetEnvironment()
    let lost = declaration.lostWhen.map { ", lost when \(QueryFormatter.format($0))" } ?? ""
    confirm("the stages are \(declaration.model.chain)\(lost)")
  }

  /// A rule beside those there are; said twice it is one.
  func declare(_ rule: StageRule) throws(QueryFailure) {
    let diagnostics = rule.diagnostics(in: workspace.settings)
    guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
    let others = workspace.settings.stageRules
    if !others.contains(where: { $0.words == rule.words }) {
      workspace.change { $0.stageRules.append(rule) }
      forgetEnvironment()
    }
    let same = others.filter {
      $0.stage.text.lowercased() == rule.stage.text.lowercased() && $0.words != rule.words
    }
    confirm(([rule] + same).map(\.words).joined(separator: "; also "))
  }

  func declare(event name: Name, as matchers: [EventMatcher]) throws(QueryFailure) {
    let diagnostics = workspace.settings.namedEvents.diagnostics(of: name, as: matchers)
    guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
    let isKnown = workspace.settings.namedEvents.definitions[name.text.lowercased()] != nil
    workspace.declare(event: name, as: matchers)
    if !workspace.isAssembled { forgetEnvironment() }
    confirm(
      "\(name.text) is \(isKnown ? "now " : "")\(QueryFormatter.format(matchers))")
    if !isKnown { newEvents.append(name) }
    // A workspace declares before it loads: then the data is looked at when it is there.
    if workspace.isAssembled { tellOtherMeanings(in: try environment()) }
  }

  /// What else the names of new events mean in the data, each once.
  func tellOtherMeanings(in environment: BindingEnvironment) {
    for name in newEvents {
      guard let other = environment.otherMeaning(of: name) else { continue }
      sayUnlessQuiet(SessionMessages.otherMeaning(name, other))
    }
    newEvents = []
  }

  /// Where no sentence has asked for the data, names of new events do. False: it failed.
  @discardableResult
  func settleNewEvents() -> Bool {
    guard !newEvents.isEmpty else { return true }
    do throws(QueryFailure) {
      tellOtherMeanings(in: try environment())
      return true
    } catch {
      report(error)
      return false
    }
  }
}
