/// What a text says: its statements, and everything wrong with it.
package struct ParseResult: Sendable {
  /// In the order of the text, those with errors included.
  package var statements: [Statement]
  /// In the order of the text.
  package var diagnostics: [Diagnostic]
  /// For colouring; without the comments.
  package var tokens: [Token]
  /// In the order of the text.
  package var comments: [Comment]
  /// What is missing at the end of the text, in words, where Enter should open a new row: "a
  /// condition", "`)`". An empty row at the end of the text says that nothing more will come.
  package var missing: String?

  /// Enter should open a new row.
  package var isIncomplete: Bool { missing != nil }
  /// Something is wrong that keeps the text from running.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

extension Parser {
  /// Reads a script or an entry of the shell. Never fails: what cannot be read is `.invalid` in the
  /// tree and has its message.
  package static func parse(_ text: String) -> ParseResult {
    let lexer = Lexer.lex(text)
    var statements: [Statement] = []
    var diagnostics = lexer.diagnostics
    var missing: String?
    for range in StatementSplitter.split(lexer.tokens) {
      var parser = Parser(lexer.tokens[range])
      statements.append(parser.parseStatement())
      diagnostics += parser.diagnosticsWithoutEchoes
      missing = parser.missing
    }
    if !lexer.diagnostics.isEmpty { missing = nil }
    if lexer.openQuote != nil { missing = "a closing quote" }
    if endsInEmptyRow(lexer) { missing = nil }
    diagnostics.sort { $0.span.lowerBound < $1.span.lowerBound }
    return ParseResult(
      statements: statements, diagnostics: diagnostics, tokens: lexer.tokens,
      comments: lexer.comments, missing: missing)
  }

  private static func endsInEmptyRow(_ lexer: Lexer) -> Bool {
    let end = lexer.bytes.lastIndex { $0 > Ascii.space } ?? -1
    return lexer.bytes[(end + 1)...].contains(Ascii.newline)
  }
}
