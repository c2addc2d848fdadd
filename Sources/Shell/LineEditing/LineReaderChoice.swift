import Glibc

/// The reader that fits what standard input and output are connected to: a pipe or a file, a
/// terminal that only prints, or one that can be edited on.
package func makeLineReader(
  prompt: Prompt, guide: EntryGuide, history: @autoclosure () -> History, isColoured: Bool
) -> any LineReader {
  guard isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0 else { return PlainLineReader() }
  let history = history()
  let terminal = environmentVariable("TERM") ?? "dumb"
  let canEdit = !["", "dumb", "cons25", "emacs"].contains(terminal)
  var plain = prompt
  if !isColoured { plain.colour = nil }
  if canEdit,
    let reader = EditLineReader(
      prompt: plain, guide: guide, history: history, isColoured: isColoured)
  {
    return reader
  }
  return DumbTerminalReader(prompt: plain, guide: guide, history: history)
}

/// A variable of the process's environment.
package func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
