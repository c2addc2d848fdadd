extension Name {
  /// The name as its author wrote it, in backquotes where it stood in them.
  package var spelling: String { isQuoted ? Self.quoted(text) : text }

  static func quoted(_ text: String) -> String {
    "`" + text.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }
}
