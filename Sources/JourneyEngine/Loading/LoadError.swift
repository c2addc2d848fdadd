internal import QueryLanguage

/// Why a file cannot be read (exit status 4 in a script).
package struct LoadError: Error, Hashable, Sendable {
  package var path: String
  /// 1-based, when the trouble has a place.
  package var line: Int?
  package var column: Int?
  /// One sentence, lower-case.
  package var message: String
  /// The way out, as a sentence or a clause to paste.
  package var hint: String?
  /// What has to be answered before the file can be read.
  package var question: LoadQuestion?

  package init(
    path: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }
}

/// What the data alone cannot settle, with the answers there are. The shell asks; a script ends
/// with status 4 and shows the clauses.
package struct LoadQuestion: Hashable, Sendable {
  /// One way to read the file.
  package struct Answer: Hashable, Sendable {
    /// "the day first: 3 April 2026"
    package var words: String
    /// What to read the file with: `reading dates "dd/MM/yyyy"` is the option `dates`.
    package var option: String
    package var value: String
    /// The whole `load` with this answer in it, to paste into a script; known to who asked for the
    /// file.
    package var sentence: String?

    package init(_ words: String, option: String, value: String) {
      self.words = words
      self.option = option
      self.value = value
    }

    /// `reading dates "dd/MM/yyyy"`
    package var clause: String { "reading \(option) \"\(value)\"" }
  }

  /// One sentence: "is `03/04/2026` in column `created` the 3rd of April or the 4th of March?"
  package var text: String
  package var answers: [Answer]

  package init(_ text: String, answers: [Answer]) {
    self.text = text
    self.answers = answers
  }
}

extension LoadError {
  /// A file has no table, sheet, ... of this name.
  static func noPart(
    _ name: String, of kind: String, among names: [String], path: String
  ) -> LoadError {
    let near = NameSuggestion.nearest(to: name, among: names)
    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
    return LoadError(
      path: path, message: "there is no \(kind) \"\(name)\" in the file",
      hint: near.map { "write `reading \(kind) \"\($0)\"`" } ?? "there are \(list)")
  }
}
