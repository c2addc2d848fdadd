/// Tells where one statement ends and the next begins.
///
/// A newline or `;` ends a statement. It goes on while a bracket is open, after a trailing comma,
/// operator or `|`, before a row that starts with `|`, and on rows indented deeper than its first;
/// a blank row ends it always.
enum StatementSplitter {
  /// The statements as ranges of tokens, without the `;` between them and without empty ones.
  static func split(_ tokens: [Token]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var (start, depth) = (0, 0)
    for (index, token) in tokens.enumerated() {
      if index > start, token.row.startsRow,
        !continues(tokens, at: index, from: start, openBrackets: depth)
      {
        ranges.append(start..<index)
        (start, depth) = (index, 0)
      }
      switch token.kind {
      case .symbol(.semicolon):
        if index > start { ranges.append(start..<index) }
        (start, depth) = (index + 1, 0)
      case .symbol(.openParenthesis), .symbol(.openBracket): depth += 1
      case .symbol(.closeParenthesis), .symbol(.closeBracket): depth -= 1
      default: break
      }
    }
    if start < tokens.count { ranges.append(start..<tokens.count) }
    return ranges
  }

  /// Whether the row that starts at `index` belongs to the statement that began at `start`.
  private static func continues(
    _ tokens: [Token], at index: Int, from start: Int, openBrackets: Int
  ) -> Bool {
    let token = tokens[index]
    if token.row.followsBlankRow { return false }
    return openBrackets > 0 || asksForMore(tokens[index - 1]) || token.kind == .symbol(.pipe)
      || token.row.indentation > tokens[start].row.indentation
  }

  private static func asksForMore(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(let symbol): symbol.asksForMore
    case .word: ["and", "or", "not"].contains(token.folded)
    default: false
    }
  }
}
