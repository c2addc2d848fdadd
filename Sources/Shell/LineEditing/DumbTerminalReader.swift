import Glibc

/// Entries typed at a terminal that can do nothing but print: a prompt, whole lines as the system's
/// own line editing gives them, and not a single escape.
package final class DumbTerminalReader: LineReader {
  private let lines = PlainLineReader()
  private let guide: EntryGuide
  private let history: History
  package var prompt: Prompt

  package init(prompt: Prompt, guide: EntryGuide, history: History) {
    self.prompt = prompt
    self.guide = guide
    self.history = history
    InterruptFlag.install()
  }

  package var isInteractive: Bool { true }

  package func close() {}

  package func readEntry() -> Entry {
    InterruptFlag.clear()
    var text = ""
    show(prompt.text)
    while true {
      switch lines.readEntry() {
      case .text(let row):
        text += (text.isEmpty ? "" : "\n") + row
        if EntryText(row).isBlank || guide.completeness(text) == .complete {
          history.add(text)
          return .text(text)
        }
        show("  ")
      case .interrupted:
        InterruptFlag.clear()
        show("\n")
        return .interrupted
      case .endOfInput:
        show("\n")
        return text.isEmpty ? .endOfInput : .text(text)
      }
    }
  }

  private func show(_ text: String) {
    fflush(nil)
    var text = text
    text.withUTF8 { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
