// Files opened as in other programs: understood, and corrected to `load`.

extension Parser {
  /// `import x.csv`, `open "x.csv"`, `pd.read_csv('x.csv')`, `select * from "x.csv"`,
  /// `from "x.csv"`, or a file's name alone.
  mutating func parseForeignLoad() -> Statement.Kind? {
    guard let ahead = foreignFile else { return nil }
    let start = position
    position += ahead
    let file = optionalText() ?? parseFileWithoutQuotes()
    if isSymbol(.closeParenthesis) { advance() }
    let load = Load(role: .recognised, files: [file])
    reportForeignLoad(load, at: span(from: start))
    return .load(load)
  }

  /// How many tokens ahead the file stands that another program would open with what stands here.
  private var foreignFile: Int? {
    if isFileName(at: 0) { return 0 }
    var ahead = 0
    // `df = `, `pd.`
    for symbol in [Symbol.equal, .dot] where isSymbol(symbol, ahead + 1) {
      if HabitualWords.loads.contains(token(ahead + 2).folded) || symbol == .equal { ahead += 2 }
    }
    if isWord(ahead, ["select"]), isSymbol(.times, ahead + 1), isWord(ahead + 2, ["from"]) {
      ahead += 3
    } else if HabitualWords.loads.contains(token(ahead).folded) {
      ahead += 1
      if isWord(ahead, ["from"]) || isSymbol(.openParenthesis, ahead) { ahead += 1 }
    } else if ahead == 0, isWord(0, ["from"]) {
      ahead = 1
    } else {
      return nil
    }
    return isFile(at: ahead) ? ahead : nil
  }

  /// `load "x.csv"`, `load x.csv`, `load events "x.csv"`: `from` is missing before the file.
  mutating func takeFileWithoutFrom() -> TextLiteral? {
    guard isFile(at: 0) else { return nil }
    let token = current
    let start = position
    let file = optionalText() ?? parseFileWithoutQuotes()
    let written = "from " + QueryFormatter.text(file)
    let fix = FixIt("write `\(written)`", edits: [.init(span(from: start), written)])
    report(
      Diagnostic(.expectedInstead, "`from`", describe(token), at: file.span, fixIts: [fix]))
    return file
  }

  private mutating func parseFileWithoutQuotes() -> TextLiteral {
    let start = position
    let text = takeUnquoted()
    return TextLiteral(text, span: span(from: start))
  }

  private mutating func reportForeignLoad(_ load: Load, at span: SourceSpan) {
    let written = QueryFormatter.format(Statement(.load(load), span: span))
    let fix = FixIt("write `\(written)`", edits: [.init(span, written)])
    report(
      Diagnostic(
        .foreignLoad, written, at: span,
        notes: ["`load accounts from`, `load events from` say what the rows are: `help load`"],
        fixIts: [fix]))
  }

  func isFile(at ahead: Int) -> Bool {
    token(ahead).kind == .text || isFileName(at: ahead)
  }

  /// `usage.csv`, `data/usage.csv`: words and dots without spaces, with an ending of data files.
  private func isFileName(at ahead: Int) -> Bool {
    guard token(ahead).kind == .word else { return false }
    var place = ahead
    while place - ahead < 40, isAdjacent(at: place + 1) {
      place += 1
      let word = token(place).folded
      if token(place - 1).kind == .symbol(.dot),
        DataFileEnding(rawValue: word) != nil || DataFileEnding.packed.contains(word)
      {
        return true
      }
    }
    return false
  }

  private func isAdjacent(at ahead: Int) -> Bool {
    token(ahead).kind != .end && token(ahead - 1).span.upperBound == token(ahead).span.lowerBound
  }
}
