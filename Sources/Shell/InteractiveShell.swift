internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// The read-answer loop for a person at a terminal.
package struct InteractiveShell {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  package func run() -> ExitStatus {
    let session = session
    let completer = Completer(session)
    let guide = EntryGuide(
      completeness: { InteractiveShell.state(of: $0) },
      completions: { completer.completions($0, cursor: $1) })
    InterruptFlag.install()
    let reader = makeLineReader(
      prompt: Prompt("orbits> ", colour: session.options.usesColor ? "1;36" : nil), guide: guide,
      history: History(file: HistoryFile(variable: environmentVariable)) { session.say($0) },
      isColoured: session.options.usesColor)
    defer { reader.close() }
    greet()
    while true {
      switch reader.readEntry() {
      case .interrupted: continue
      case .endOfInput:
        return .success
      case .text(let text):
        if InteractiveShell.isFarewell(text) { return .success }
        InterruptFlag.clear()
        session.options.width = OutputChannel.standardOutput.width
        session.run(text: text, name: nil)
        session.resetStatus()
        InterruptFlag.clear()
      }
    }
  }

  private func greet() {
    guard let environment = try? session.environment() else { return }
    session.say("\(OrbitsVersion.text) · \(environment.banner)")
    session.say("Type a sentence and press Enter; `help` shows how, Tab completes, Ctrl-D leaves.")
  }

  private static func isFarewell(_ text: String) -> Bool {
    let word = text.lowercased().filter { !$0.isWhitespace && $0 != ";" }
    return ["quit", "exit", "\\q", ".quit", ".exit", "bye"].contains(word)
  }

  private static func state(of text: String) -> EntryState {
    let result = Parser.parse(text)
    return result.isIncomplete ? .incomplete(missing: result.missing) : .complete
  }
}
