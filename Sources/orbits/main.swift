// A stand-in until the session exists: it echoes every entry, so that the terminal tests of the
// line editing have something to talk to. The words it knows: `sleep`, `quit`.
import Glibc
import Shell

func completeness(_ text: String) -> EntryState {
  let opened = text.count { $0 == "(" } - text.count { $0 == ")" }
  if opened > 0 { return .incomplete(missing: "a closing bracket") }
  let last = text.last { !$0.isWhitespace }
  if last == "," || last == "|" { return .incomplete(missing: "the next part") }
  return text.hasPrefix("define") ? .incomplete(missing: nil) : .complete
}

let words = [
  CompletionCandidate("accounts", kind: "population"),
  CompletionCandidate("Benchmark", kind: "stage", count: "988"),
  CompletionCandidate("Benchmark 2", kind: "stage", count: "12"),
  CompletionCandidate("Research", kind: "stage", count: "1,204"),
  CompletionCandidate("Retail", kind: "vertical", count: "77"),
  CompletionCandidate("çağla 株", kind: "owner", count: "3"),
]

func completions(_ text: String, _ cursor: Int) -> CompletionList {
  let before = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
  let word = before.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
  let all = word.hasPrefix("many") ? (1...200).map { CompletionCandidate("many\($0)") } : words
  return CompletionList(
    all.filter { $0.text.lowercased().hasPrefix(word.lowercased()) },
    replacing: (cursor - word.utf8.count)..<cursor)
}

let isColoured = environmentVariable("NO_COLOR") == nil
let reader = makeLineReader(
  prompt: Prompt("orbits> ", colour: "1;36"),
  guide: EntryGuide(completeness: completeness, completions: completions),
  history: History(file: HistoryFile(variable: environmentVariable)) { print($0) },
  isColoured: isColoured)

loop: while true {
  switch reader.readEntry() {
  case .text(""): continue
  case .text("quit"): break loop
  case .text("sleep"):
    InterruptFlag.clear()
    print("sleeping")
    for _ in 0..<100 where !InterruptFlag.isRaised { usleep(100_000) }
    print(InterruptFlag.isRaised ? "stopped" : "slept")
  case .text(let text):
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    print("entry of \(rows.count) rows, \(text.unicodeScalars.count) characters: \(rows[0])")
  case .interrupted: continue
  case .endOfInput: break loop
  }
}
reader.close()
if reader.isInteractive { print("bye") }
