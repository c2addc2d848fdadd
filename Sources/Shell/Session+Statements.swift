internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

extension Session {
  /// Runs everything a text says, in order, up to the first error. Returns false when it stopped
  /// there.
  @discardableResult
  package func run(text: String, name: String?, folder: String = "") -> Bool {
    run(SourceFile(name: name, folder: folder, text: text))
  }

  func run(_ file: SourceFile) -> Bool {
    files.append(file)
    defer { files.removeLast() }
    return timing { runStatements(of: file.text) }
  }

  private func runStatements(of text: String) -> Bool {
    let parsed = Parser.parse(text)
    if parsed.hasErrors {
      // A script that cannot be read whole does nothing: no answer comes from half of one.
      report(.diagnostics(parsed.diagnostics))
      return false
    }
    if !parsed.diagnostics.isEmpty { report(parsed.diagnostics) }
    for statement in parsed.statements {
      do throws(QueryFailure) {
        try run(statement)
        // Ctrl-C while an answer was being written, or between two sentences.
        if InterruptFlag.isRaised { throw .cancelled }
      } catch {
        report(error)
        // Checking goes on, so that every mistake is shown at once.
        if !isChecking { return false }
      }
      if sink.isClosed { return true }
    }
    guard files.count == 1 else { return true }
    return settle()
  }

  /// What was loaded is put together at the latest when the outermost text has been run.
  private func settle() -> Bool {
    do throws(QueryFailure) {
      try settleLoads()
      // Who types hears at once what a declaration does to the embedded company, which is quickly
      // put together.
      if options.isInteractive, files.last?.name == nil, workspace.isSampleCompany {
        _ = try environment()
      }
    } catch {
      report(error)
      return false
    }
    return workspace.isAssembled ? settleNewEvents() : true
  }

  private func run(_ statement: Statement) throws(QueryFailure) {
    switch statement.kind {
    case .query(let query): try answer(query)
    case .explain(let query):
      try checkRoom(statement)
      try explain(query)
    case .describe(let names, let query): try describe(names, query, statement)
    case .help(let topic): sink.speak(HelpPage.text(topic, in: self))
    case .load(let load): try self.load(load)
    case .reload(let files): try reload(files)
    case .letValue(let name, let expression): try bindValue(name, expression)
    case .set(let name, let values): try set(name, values, statement.span)
    case .use(let file): try use(file)
    case .expect(let expression): try expect(expression)
    case .stages(let declaration): try declare(declaration)
    case .stageRule(let stage, let pattern): try declare(StageRule(stage, when: pattern))
    case .event(let name, let matchers): try declare(event: name, as: matchers)
    case .define(let name, let definition): try define(name, definition, statement)
    case .signal(let name, let matchers): try declare(signal: name, as: matchers, statement)
    case .invalid: break
    case .cohort, .target, .play, .benchmark:
      throw .diagnostics([SessionMessages.notAvailable(statement)])
    }
  }

  /// Refuses what would make the file of `--output` unreadable.
  func checkRoom(_ statement: Statement) throws(QueryFailure) {
    guard !sink.hasRoom(for: options.format ?? .table) else { return }
    throw .diagnostics([SessionMessages.secondJSON(statement.span)])
  }

  // MARK: - Answers

  private func answer(_ query: Query) throws(QueryFailure) {
    try answer(query, in: environment())
  }

  func answer(_ query: Query, in environment: BindingEnvironment) throws(QueryFailure) {
    let prepared = QueryPipeline.prepare(query, in: environment)
    var destination = Destination(query, self)
    let diagnostics = prepared.diagnostics + destination.diagnostics
    guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
    if isChecking { return }
    let clock = ContinuousClock()
    let start = clock.now
    var answer = try QueryPipeline.answer(
      prepared, in: environment, cancellation: Session.cancellation)
    let elapsed = clock.now - start
    if options.showsTiming || options.isInteractive {
      answer.table.footer.elapsedNanoseconds = UInt64(
        elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000)
    }
    remember(answer.continuation)
    tellUnknownKinds(in: environment)
    let table = try destination.arrange(answer.table, query)
    try show(table, destination)
  }

  /// Ctrl-C stops the work that asks this.
  static let cancellation = Cancellation { InterruptFlag.isRaised }

  func show(_ table: ResultTable, _ destination: Destination) throws(QueryFailure) {
    var rendering = RenderingOptions(width: options.width, usesColor: options.usesColor)
    if let file = destination.path {
      try write(table, destination.format, to: file)
    } else {
      let isLong = destination.format == .table || destination.format == .timeline
      if options.isInteractive, isLong { rendering.maxRows = 60 }
      if !options.isInteractive { sink.separate(destination.format) }
      sink.write(table, as: destination.format, options: rendering)
    }
    guard !options.isQuiet else { return }
    for line in FooterText.lines(for: table, options: rendering) { say(line) }
  }

  private func write(
    _ table: ResultTable, _ format: RenderingFormat, to path: String
  ) throws(QueryFailure) {
    do throws(WholeFile.Failure) {
      let replaced = try WholeFile.write(path) { Rendering.render(table, as: format, to: &$0) }
      sayUnlessQuiet("\(replaced ? "replaced" : "wrote") \(path)")
    } catch {
      // Ctrl-C while a pipe was full, or while nobody read it.
      if InterruptFlag.isRaised { throw .cancelled }
      throw .data(
        LoadError(
          path: path, message: "cannot be written: \(error.reason)",
          hint: "name a file in a folder that exists and may be written"))
    }
  }

  private func explain(_ query: Query) throws(QueryFailure) {
    let environment = try environment()
    if isChecking {
      let diagnostics = QueryPipeline.prepare(query, in: environment).diagnostics
      guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
      return
    }
    let explanation = try QueryPipeline.explain(
      query, in: environment, cancellation: Session.cancellation)
    if (options.format ?? .table) == .table {
      for line in explanation.reading { sink.write(line + "\n") }
      sink.write("\n")
    }
    sink.write(
      explanation.plan, as: options.format ?? .table,
      options: RenderingOptions(width: options.width, usesColor: options.usesColor))
  }

  /// `expect count of ... <= 5`: goes on when it fails, and makes the exit status 1.
  private func expect(_ expression: Expression) throws(QueryFailure) {
    let environment = try environment()
    if isChecking {
      let diagnostics = QueryPipeline.check(expression, in: environment)
      guard diagnostics.isEmpty else { throw .diagnostics(diagnostics) }
      return
    }
    let (value, type) = try QueryPipeline.value(of: expression, in: environment)
    guard type == .boolean else {
      throw .diagnostics([SessionMessages.expectNeedsCondition(expression)])
    }
    if value == .boolean(true) { return confirm("as expected") }
    note(.expectationFailed)
    var line = "expectation failed: \(QueryFormatter.format(expression))"
    if case .comparison(let left, _, _) = expression.kind {
      let (actual, _) = try QueryPipeline.value(of: left, in: environment)
      line += "; it is \(actual.isUnknown ? "unknown" : PlainText.of(actual))"
    }
    if let file = files.last, let name = file.name {
      let place = file.lines.place(of: expression.span.lowerBound)
      line = "\(name):\(place.line):\(place.column): \(line)"
    }
    say(line)
  }
}
