internal import Glibc
package import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// One run of the program: what is loaded and declared, where answers go, and how it has gone so
/// far.
package final class Session {
  var workspace: Workspace
  private var cachedEnvironment: BindingEnvironment?
  var parameters: [String: BindingEnvironment.ParameterValue] = [:] {
    didSet {
      workspace.declare(parameters: parameters)
      if !workspace.isAssembled { forgetEnvironment() }
    }
  }
  /// Events named since the data was last looked at for other meanings of their names.
  var newEvents: [Name] = []
  /// The instant that `set now` or `--now` means, which a zone decides.
  var nowIn: ((CivilTimeZone) -> Int64?)?
  /// `set segment ...`, `set drift_limit ...`
  var drift = DriftChoice()
  /// `set quadrant 40, 60`
  var quadrant = QuadrantCutOffs()
  /// `define ...`, `signal ...`
  var definitions = Definitions()
  /// Definitions that the data has not been asked about yet.
  var newDefinitions: [Statement] = []
  /// Kinds of event of which it was told that they say nothing.
  var toldKinds: Set<String> = []
  /// What the names inside definitions meant when the relations were made.
  private var madeScope = DefinitionScope()
  var options: SessionOptions
  var sink: ResultSink
  private var messages = OutputChannel.standardError
  /// Files being run, innermost last: names in messages, and where their relative paths start.
  var files: [SourceFile] = []
  private(set) var status = ExitStatus.success
  /// Parsing and binding only (`orbits check`).
  var isChecking = false
  /// What standard input is taken up by.
  var standardInput = StandardInput.free
  /// What has been told of loading.
  var toldReport: LoadReport?
  /// When the entry or script being run began, for "stopped after 1.2 s".
  private var workBegan: ContinuousClock.Instant?

  /// A text that is being run.
  package struct SourceFile {
    /// As messages name it; nil for what is typed.
    var name: String?
    /// Relative paths of `load`, `use` and `into` start here; empty: the current folder.
    var folder: String
    var text: String
    var lines: LineMap
    /// The file behind the name, whatever way leads to it; nil for what is no file.
    var identity: String?

    init(name: String?, folder: String = "", text: String, identity: String? = nil) {
      self.name = name
      self.folder = folder
      self.text = text
      lines = LineMap(text)
      self.identity = identity
    }
  }

  package init(_ options: SessionOptions) throws(LoadError) {
    self.options = options
    let width = options.isQuiet ? nil : TerminalManners.progressWidth
    workspace = Workspace(wallClock: Session.wallClock()) { path, reading throws(LoadError) in
      try Session.read(path, reading, progressWidth: width)
    }
    sink = try ResultSink(output: options.output)
    workspace.change { $0.isStopped = { InterruptFlag.isRaised } }
    workspace.ask = { [weak self] in self?.answer($0) }
    for parameter in options.parameters { parameters[parameter.name] = .text(parameter.value) }
    workspace.declare(parameters: parameters)
  }

  private static func wallClock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  // MARK: - State

  /// What the names of a sentence can mean now.
  func environment() throws(QueryFailure) -> BindingEnvironment {
    let scope = self.scope
    if var environment = cachedEnvironment, definitions.isEmpty || madeScope == scope {
      environment.parameters = parameters
      environment.namedEvents = workspace.settings.namedEvents.definitions
      return environment
    }
    try settleLoads()
    do throws(LoadError) {
      var environment = BindingEnvironment(
        snapshot: try workspace.snapshot(), drift: drift, scope: scope)
      environment.quadrant = quadrant
      madeScope = scope
      cachedEnvironment = environment
      try tellChanges()
      tellOtherMeanings(in: environment)
      try checkNewDefinitions(in: environment)
      return environment
    } catch {
      throw InterruptFlag.isRaised ? .cancelled : .data(error)
    }
  }

  /// The definitions, with what the names inside them mean.
  private var scope: DefinitionScope {
    DefinitionScope(
      definitions, namedEvents: workspace.settings.namedEvents.definitions, parameters: parameters)
  }

  /// The data or what was declared about it has changed: names mean something else from now on.
  func forgetEnvironment() { cachedEnvironment = nil }

  func remember(_ continuation: Continuation) { cachedEnvironment?.remember(continuation) }

  /// A run is as good as its worst statement.
  func note(_ worse: ExitStatus) {
    if status == .success || status == .expectationFailed && worse != .success { status = worse }
  }

  func resetStatus() { status = .success }

  /// Puts the file of `--output` in its place.
  package func finish() -> ExitStatus {
    do throws(LoadError) {
      try sink.close(keep: status == .success || status == .expectationFailed)
    } catch {
      report(InterruptFlag.isRaised ? .cancelled : .data(error))
    }
    return status
  }

  // MARK: - Speaking

  /// A line for the reader: on the screen in the shell, on standard error in scripts.
  func say(_ line: String) {
    guard options.isInteractive else { return messages.write(line + "\n") }
    sink.speak(Prose.fitted(line, width: options.width ?? 80) + "\n")
  }

  /// What a person at the keyboard sees and a script does not: that something was done.
  func confirm(_ line: String) {
    if options.isInteractive, files.count == 1 { sayUnlessQuiet(line) }
  }

  /// A line that is not wanted with `--quiet`.
  func sayUnlessQuiet(_ line: String) {
    if !options.isQuiet { say(line) }
  }

  /// Reports a failure and notes how the run will end.
  package func report(_ failure: QueryFailure) {
    switch failure {
    case .diagnostics(let diagnostics):
      report(diagnostics)
      if diagnostics.contains(where: { $0.severity == .error }) { note(.query) }
    case .data(let error):
      say(DataMessage.text(error))
      note(.data)
    case .cancelled:
      // Nothing is written while the flag is up.
      InterruptFlag.clear()
      // The terminal has written ^C where the cursor stood.
      if options.isInteractive { sink.speak("\n") }
      say("stopped after \(FooterText.elapsed(nanosecondsOfWork))")
      note(.interrupted)
    }
  }

  // MARK: - Work that may be stopped

  /// Runs `body`; of what runs inside one another the outermost began the work.
  func timing<Result>(_ body: () -> Result) -> Result {
    let isOutermost = workBegan == nil
    if isOutermost { workBegan = ContinuousClock.now }
    defer { if isOutermost { workBegan = nil } }
    return body()
  }

  private var nanosecondsOfWork: UInt64 {
    guard let workBegan else { return 0 }
    return UInt64(max(0, (ContinuousClock.now - workBegan) / .nanoseconds(1)))
  }

  /// More than a screen of mistakes helps nobody.
  private static let mostShown = 20
  private static let mostOnScreen = 5

  func report(_ diagnostics: [Diagnostic]) {
    let file = files.last ?? SourceFile(name: nil, text: "")
    let formatter = DiagnosticFormatter(
      file.text, file: file.name, hasColor: options.usesColor,
      width: options.isInteractive ? options.width : nil)
    var shown = options.isInteractive ? Session.mostOnScreen : Session.mostShown
    if isChecking { shown = diagnostics.count }
    for diagnostic in diagnostics.prefix(shown) { say(formatter.format(diagnostic)) }
    let more = diagnostics.count - shown
    if more > 0 { say("and \(more) more like these; the first ones often cause the rest") }
  }
}

/// Words a data error: the place, what is wrong, the way out.
enum DataMessage {
  static func text(_ error: LoadError) -> String {
    var place = error.path
    if let line = error.line { place += ":\(line)" }
    if let column = error.column { place += ":\(column)" }
    let first = [place, "error", error.message].filter { !$0.isEmpty }.joined(separator: ": ")
    var rows = [first]
    if let hint = error.hint, error.question == nil { rows.append("  \(hint)") }
    if let question = error.question {
      if question.text != error.message { rows.append("  \(question.text)") }
      for answer in question.answers {
        rows += ["  \(answer.words):", "    \(answer.sentence ?? answer.clause)"]
      }
    }
    return rows.joined(separator: "\n")
  }
}
