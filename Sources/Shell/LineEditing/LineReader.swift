/// Where the shell's entries come from: the keyboard, a pipe or a file.
package protocol LineReader: AnyObject {
  /// Waits for the next entry.
  func readEntry() -> Entry

  /// Whether a person is typing, so that a banner, a prompt and messages make sense.
  var isInteractive: Bool { get }

  /// Gives the terminal back as it was. Nothing may be read afterwards.
  func close()
}

/// What one wait for input brought.
package enum Entry: Equatable, Sendable {
  /// An entry without its final newline; it may hold several rows.
  case text(String)
  /// Ctrl-C: whatever was typed is gone.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the file.
  case endOfInput
}

/// Whether Enter may run what stands in the line.
package enum EntryState: Equatable, Sendable {
  case complete
  /// Enter opens a new row. `missing` says in a few words what the sentence waits for.
  case incomplete(missing: String?)
}

/// One thing that may stand at the cursor.
package struct CompletionCandidate: Equatable, Sendable {
  /// The text that takes the place of `CompletionList.replacing`.
  package var text: String
  /// What it is, in a word or two: `stage`, `field`, `keyword`.
  package var kind: String
  /// How often it occurs, already worded: `1,204`. Empty where counting means nothing.
  package var count: String
  /// Whether a space follows when it is the only one (not after an opening bracket, say).
  package var takesSpace: Bool

  package init(_ text: String, kind: String = "", count: String = "", takesSpace: Bool = true) {
    self.text = text
    self.kind = kind
    self.count = count
    self.takesSpace = takesSpace
  }
}

/// What may stand at the cursor, and which part of the text it replaces.
package struct CompletionList: Equatable, Sendable {
  package var candidates: [CompletionCandidate]
  /// Offsets into the text's UTF-8.
  package var replacing: Range<Int>

  package init(_ candidates: [CompletionCandidate] = [], replacing: Range<Int> = 0..<0) {
    self.candidates = candidates
    self.replacing = replacing
  }
}

/// What the session knows about an unfinished entry; the editor asks while keys are pressed.
package struct EntryGuide {
  /// Asked on Enter.
  package var completeness: (String) -> EntryState
  /// Asked on Tab, with the text and the cursor as an offset into its UTF-8.
  package var completions: (String, Int) -> CompletionList

  package init(
    completeness: @escaping (String) -> EntryState = { _ in .complete },
    completions: @escaping (String, Int) -> CompletionList = { _, _ in CompletionList() }
  ) {
    self.completeness = completeness
    self.completions = completions
  }
}

/// The words before the cursor.
package struct Prompt: Equatable, Sendable {
  /// The text as it is seen, the final space included.
  package var text: String
  /// The parameters of the SGR escape that colours it (`1;36`); nil draws it plainly.
  package var colour: String?

  package init(_ text: String, colour: String? = nil) {
    self.text = text
    self.colour = colour
  }

  /// The prompt for libedit: `marker` on both sides of every escape. The reset stands before
  /// the final spaces, as libedit drops an escape at the very end.
  func marked(with marker: String) -> String {
    guard let colour else { return text }
    let spaces = text.reversed().prefix { $0 == " " }.count
    let words = text.dropLast(spaces)
    let tail = spaces > 0 ? String(repeating: " ", count: spaces) : " "
    return "\(marker)\u{1B}[\(colour)m\(marker)\(words)\(marker)\u{1B}[0m\(marker)\(tail)"
  }

  /// The prompt as it is written to the terminal.
  var styled: String { marked(with: "") }
}
