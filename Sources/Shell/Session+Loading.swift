internal import Glibc
package import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// What standard input is taken up by: it can be one thing only.
enum StandardInput {
  case free, script, keyboard, data
}

extension Session {
  /// A declaration typed or written in a script.
  func load(_ load: Load) throws(QueryFailure) {
    let folder = files.last?.folder ?? ""
    try take(LoadPlan(load, folder: folder, zone: workspace.settings.zone))
  }

  /// Data files, folders and patterns named on the command line, recognised together by what they
  /// hold.
  package func load(files paths: [String]) throws(QueryFailure) {
    try take(LoadPlan(recognising: paths, zone: workspace.settings.zone))
  }

  private func take(_ plan: LoadPlan) throws(QueryFailure) {
    do throws(LoadError) {
      let isFromInput = plan.namesStandardInput
      if isFromInput { try checkStandardInput() }
      let loaded = try workspace.load(plan)
      if isFromInput { standardInput = .data }
      forgetEnvironment()
      for name in loaded.replaced {
        sayUnlessQuiet("\(name) was loaded already: what is read now replaces it")
      }
      if let sentence = loaded.sentence {
        sayUnlessQuiet("for a script: \(sentence)")
      }
    } catch {
      throw failure(of: error)
    }
  }

  /// Reads a file, saying how far it has come.
  static func read(
    _ path: String, _ reading: ReadingOptions, progressWidth width: Int?
  ) throws(LoadError) -> [LoadedFile] {
    var reading = reading
    let progress = ProgressLine(width: width)
    defer { progress.clear() }
    reading.progress = progress.handler
    let tables = try FileReader.tables(path: path, options: reading)
    // Pressed when the last row was read already: nothing of it has been taken in yet.
    if InterruptFlag.isRaised { throw LoadError(path: "", message: "stopped") }
    return tables
  }

  /// Puts together what was loaded, when nothing more is coming or a sentence asks about it, and
  /// says what it was taken for.
  func settleLoads() throws(QueryFailure) {
    guard workspace.hasNewSources else { return }
    do throws(LoadError) { try tellReport(of: workspace.report()) } catch {
      forgetEnvironment()
      throw failure(of: error)
    }
  }

  /// What declarations that came after the data have made of it, where that is worth a word.
  func tellChanges() throws(LoadError) {
    // The embedded company has nothing to say of itself, so that all of it is news.
    let settings = workspace.settings
    let isNews =
      workspace.isSampleCompany && (settings.stages != nil || !settings.stageRules.isEmpty)
    guard let earlier = toldReport ?? (isNews ? LoadReport() : nil) else { return }
    let report = try workspace.report()
    for line in report.changes(after: earlier) { sayUnlessQuiet(line) }
    toldReport = report
  }

  private func tellReport(of report: LoadReport) {
    for line in report.lines(after: toldReport) { sayUnlessQuiet(line) }
    toldReport = report
  }

  private func failure(of error: LoadError) -> QueryFailure {
    InterruptFlag.isRaised ? .cancelled : .data(error)
  }

  // MARK: - reload

  func reload(_ names: [TextLiteral]) throws(QueryFailure) {
    try settleLoads()
    guard !workspace.isSampleCompany else {
      throw .data(
        LoadError(
          path: "", message: "nothing was loaded, so there is nothing to read again",
          hint: "`help load` tells how"))
    }
    if isChecking { return }
    do throws(LoadError) {
      let reloaded = try workspace.reload(names.map(\.text))
      guard !reloaded.isEmpty else {
        return sayUnlessQuiet("no file has changed since it was read")
      }
      forgetEnvironment()
      for file in reloaded { sayUnlessQuiet(file.words) }
      tellReport(of: try workspace.report())
    } catch {
      var kept = error
      kept.hint = [error.hint, "what was read before stays as it was"].compactMap(\.self)
        .joined(separator: "; ")
      throw failure(of: kept)
    }
  }

  // MARK: - Standard input

  private func checkStandardInput() throws(LoadError) {
    let (message, hint): (String, String)
    switch standardInput {
    case .free: return
    case .script:
      message = "standard input is the script here, so it cannot be data too"
      hint = "give the script with `-f SCRIPT`, or the data as a file"
    case .keyboard:
      message = "standard input is the keyboard here"
      hint = "name a file; or: orbits - -c \"SENTENCE\" < FILE"
    case .data:
      message = "standard input was read already; it can be read once"
      hint = "save it as a file to load it twice"
    }
    throw LoadError(path: "-", message: message, hint: hint)
  }

  // MARK: - Questions

  /// Asks the person at the keyboard; nil where there is none, or no answer comes.
  func answer(_ error: LoadError) -> LoadQuestion.Answer? {
    guard options.isInteractive, let question = error.question else { return nil }
    say([error.path, question.text].filter { !$0.isEmpty }.joined(separator: ": "))
    if question.holdsForOtherFiles { say("  the answer holds for the other files too") }
    for (place, answer) in question.answers.enumerated() {
      say("  \(place + 1)  \(answer.words)")
    }
    let count = question.answers.count
    let numbers = count == 2 ? "1 or 2" : "1 to \(count)"
    let reader = PlainLineReader()
    for _ in 0..<3 {
      sink.speak("\(numbers), or Enter to load nothing: ")
      guard case .text(let text) = reader.readEntry() else {
        // Ctrl-C or Ctrl-D: the terminal's cursor stands behind the question.
        InterruptFlag.clear()
        sink.speak("\n")
        return nil
      }
      let typed = text.filter { !$0.isWhitespace && $0 != "." && $0 != ")" }
      if typed.isEmpty { return nil }
      if let number = Int(typed), question.answers.indices.contains(number - 1) {
        return question.answers[number - 1]
      }
    }
    return nil
  }
}

extension Workspace.Reloaded {
  /// `events.csv: 120 rows more`
  var words: String {
    guard let before else { return "\(name): new, \(PlainText.counted(after, "row"))" }
    let difference = after - before
    switch difference {
    case 0: return "\(name): read again, as many rows as before"
    case 1...: return "\(name): \(PlainText.counted(difference, "row")) more"
    default: return "\(name): \(PlainText.counted(-difference, "row")) fewer"
    }
  }
}
