internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// The read-answer loop for a person at a terminal.
package struct InteractiveShell {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  package func run() {
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
      case .endOfInput: return
      case .text(let text):
        if InteractiveShell.isFarewell(text) { return }
        InterruptFlag.clear()
        session.options.width = OutputChannel.standardOutput.width
        session.run(text: InteractiveShell.asksForHelp(text) ? "help" : text, name: nil)
        session.resetStatus()
        InterruptFlag.clear()
      }
    }
  }

  private func greet() {
    guard !session.options.isQuiet, let environment = try? session.environment() else { return }
    let width = session.options.width ?? 80
    session.say(Prose.wrapped("\(OrbitsVersion.text) · \(environment.banner)", width: width))
    session.say(
      Prose.wrapped(
        "Type a sentence, press Enter. `help` shows how, Tab completes, Ctrl-D leaves.",
        width: width))
  }

  private static func isFarewell(_ text: String) -> Bool {
    ["quit", "exit", "q", "\\q", ".quit", ".exit", ":q", "bye"].contains(word(text))
  }

  /// What programs of this kind understand elsewhere.
  private static func asksForHelp(_ text: String) -> Bool {
    ["?", "\\?", "\\h", ".help", "/help", "-h", "--help", "h"].contains(word(text))
  }

  private static func word(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace && $0 != ";" }
  }

  private static func state(of text: String) -> EntryState {
    let result = Parser.parse(text)
    return result.isIncomplete ? .incomplete(missing: result.missing) : .complete
  }
}
