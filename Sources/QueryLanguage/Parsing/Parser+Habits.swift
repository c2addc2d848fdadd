// What people write out of habit from speech or from other languages: understood, and corrected.

/// Words that mean one of ours.
enum HabitualWords {
  static let keywords = [
    "whose": "where", "having": "where", "if": "where", "sort": "order", "sorted": "order",
    "limit": "top", "bottom": "lowest", "smallest": "lowest", "largest": "top",
    "descending": "desc", "ascending": "asc", "vs": "with", "versus": "with", "until": "before",
    "after": "since", "from": "since", "grouped": "by", "display": "show", "select": "show",
  ]
  static let aggregates = [
    "average": "avg", "mean": "avg", "maximum": "max", "minimum": "min", "number": "count",
    "total": "sum",
  ]
  /// What the options of `reading` are called elsewhere.
  static let readings: [String: ReadingOption] = [
    "sep": .delimiter, "separator": .delimiter, "delim": .delimiter, "separated": .delimiter,
    "quotechar": .quote, "quotes": .quote, "escapechar": .escape, "charset": .encoding,
    "skip": .header, "skiprows": .header, "headers": .header, "skipfooter": .footer,
    "date": .dates, "dateformat": .dates, "date_format": .dates, "decimal": .numbers,
    "na": .missing, "nulls": .missing, "null": .missing, "nullstr": .missing,
    "na_values": .missing, "worksheet": .sheet, "tab": .sheet, "path": .rows,
  ]
  /// Words with which other programs open a file.
  static let loads: Set<String> = [
    "import", "open", "read", "read_csv", "read_json", "read_excel", "read_csv_auto", "copy",
    "source", "attach",
  ]
  /// `is greater than 60`
  static let comparisons: [(words: [String], comparison: ComparisonOperator)] = [
    (["greater", "than"], .greater), (["more", "than"], .greater), (["above"], .greater),
    (["over"], .greater), (["less", "than"], .less), (["fewer", "than"], .less),
    (["below"], .less), (["under"], .less), (["at", "least"], .greaterOrEqual),
    (["at", "most"], .lessOrEqual),
  ]
}

extension Parser {
  /// Reports tokens that are written otherwise here; the caller reads on behind them.
  mutating func reportHabit(_ count: Int, writtenAs ours: String) {
    let words = tokens[position..<min(position + count, limit)]
    guard let first = words.first, let last = words.last else { return }
    let span = first.span.union(last.span)
    let theirs = words.map { spelling(of: $0) }.joined(separator: " ")
    let fix = FixIt("write `\(ours)`", edits: [replacement(of: span, by: ours)])
    report(Diagnostic(.foreignSpelling, theirs, ours, at: span, fixIts: [fix]))
  }

  /// Puts a word or a comma in the place of some tokens, with the spaces it asks for.
  private func replacement(of span: SourceSpan, by word: String) -> FixIt.Edit {
    guard position > 0 else { return FixIt.Edit(span, word) }
    let gap = SourceSpan(tokens[position - 1].span.upperBound, span.upperBound)
    return FixIt.Edit(gap, word.isEmpty || word == "," ? word : " " + word)
  }

  /// Reports tokens that must go; the caller reads on behind them.
  mutating func reportSurplus() {
    let fix = FixIt("leave it out", edits: [replacement(of: current.span, by: "")])
    report(Diagnostic(.unexpected, describe(current), at: current.span, fixIts: [fix]))
    advance()
  }

  /// `50k` is `50_000`.
  mutating func reportAbbreviatedNumber() -> Bool {
    let factors: [String: Int64] = ["k": 1_000, "m": 1_000_000]
    guard position > 0, case .integer(let value) = tokens[position - 1].kind, value < 1_000_000,
      let factor = factors[current.folded],
      tokens[position - 1].span.upperBound == current.span.lowerBound
    else { return false }
    let written = QueryFormatter.text(.integer(value * factor))
    let span = tokens[position - 1].span.union(current.span)
    let fix = FixIt("write `\(written)`", edits: [.init(span, written)])
    report(
      Diagnostic(.foreignSpelling, "\(value)\(current.text)", written, at: span, fixIts: [fix]))
    advance()
    return true
  }

  private func spelling(of token: Token) -> String {
    if case .symbol(let symbol) = token.kind { symbol.rawValue } else { token.text }
  }

  /// `group by stage` is `by stage`.
  mutating func correctGroupBy() -> Bool {
    guard isWord(0, ["group", "grouped"]), isWord(1, ["by"]) else { return false }
    reportHabit(2, writtenAs: "by")
    advance()
    return true
  }

  /// `average jfi` is `avg jfi`, where an operand or `of` follows.
  mutating func correctAggregate() {
    guard let word = HabitualWords.aggregates[current.folded],
      isOperand(at: 1) || isWord(1, ["of"]),
      !isSymbol(.openParenthesis, 1)
    else { return }
    correct(to: word)
  }

  /// `is greater than 60`, `is above 60`.
  mutating func takeHabitualComparison() -> ComparisonOperator? {
    for (words, comparison) in HabitualWords.comparisons {
      let isHere = words.indices.allSatisfy { isWord($0, [words[$0]]) }
      guard isHere, isNumber(token(words.count)) else { continue }
      position -= 1
      reportHabit(words.count + 1, writtenAs: comparison.rawValue)
      position += words.count + 1
      return comparison
    }
    return nil
  }

  /// `A then B`, in a funnel also `A, B` and `A > B`, are `A -> B`.
  mutating func takeHabitualLink(inFunnel: Bool) -> Pattern.Link? {
    let isSymbolic = inFunnel && (isSymbol(.comma) || isSymbol(.greater))
    if isWord(0, ["then"]), isWord(1, ["directly"]), isOperand(at: 2) {
      reportHabit(2, writtenAs: "=>")
      position += 2
      return .directly
    }
    guard isSymbolic || isWord(0, ["then"]), isOperand(at: 1) else { return nil }
    reportHabit(1, writtenAs: "->")
    advance()
    return .eventually
  }

  /// `accounts in (Invest, Share)` has its stages without parentheses.
  mutating func parseBracketedStages() -> [Name] {
    let start = position
    let stages = bracketed(.closeParenthesis) { parser in
      parser.commaList { $0.parseName("a stage", expecting: .stage) }
    }
    let written = stages.map(\.spelling).joined(separator: ", ")
    let whole = span(from: start)
    let fix = FixIt("write `\(written)`", edits: [.init(whole, written)])
    report(Diagnostic(.listWithoutParentheses, written, at: whole, fixIts: [fix]))
    return stages
  }

  /// `accounts in Invest and Share` has a comma.
  mutating func takeHabitualComma() -> Bool {
    guard isWord(0, ["and", "or"]), !isWord(1, ["matching", "never"]),
      token(1).kind == .word || token(1).kind == .quotedName
    else { return false }
    reportHabit(1, writtenAs: ",")
    advance()
    return true
  }

  /// `stage in Invest, Share` has its values in parentheses.
  mutating func parseUnbracketedValues(
    of left: Expression, _ isNegated: Bool
  ) -> Expression.Kind? {
    if let values = parseValuesAfterStage(of: left) { return values }
    let isValue = token(1).kind == .text || (token(1).kind == .word && isOperand(at: 1))
    guard isWord(0, ["in"]), isValue, !left.path.isEmpty, !exclusions.contains(.timeTest),
      !isPeriod(at: 1), !isWord(1, ["each"])
    else { return nil }
    advance()
    let start = position
    let values = commaList { $0.parseValueWord(of: left) }
    let written = "(" + values.map(QueryFormatter.text).joined(separator: ", ") + ")"
    let whole = span(from: start)
    let fix = FixIt("write `\(written)`", edits: [.init(whole, written)])
    report(Diagnostic(.listInParentheses, written, at: whole, fixIts: [fix]))
    return .membership(left, negated: isNegated, values)
  }

  /// In a condition `stage in Invest, Share` is no score in a stage.
  private mutating func parseValuesAfterStage(of left: Expression) -> Expression.Kind? {
    guard case .scoreIn(let name, let stage) = left.kind, isSymbol(.comma), openBrackets == 0,
      !exclusions.contains(.timeTest)
    else { return nil }
    advance()
    let field = Expression(.name([name]), span: name.span)
    let values = [.word(stage)] + commaList { $0.parseValueWord(of: field) }
    let written = "(" + values.map(QueryFormatter.text).joined(separator: ", ") + ")"
    let whole = SourceSpan(stage.span.lowerBound, tokens[position - 1].span.upperBound)
    let fix = FixIt("write `\(written)`", edits: [.init(whole, written)])
    report(Diagnostic(.listInParentheses, written, at: whole, fixIts: [fix]))
    return .membership(field, negated: false, values)
  }

  /// `journey of Acme Ltd`, `load events from usage.csv`: a text without its quotes.
  mutating func parseUnquotedText() -> TextLiteral? {
    guard current.kind == .word else { return nil }
    let start = position
    let text = takeUnquoted()
    let whole = span(from: start)
    let fix = FixIt("write `\"\(text)\"`", edits: [.init(whole, "\"\(text)\"")])
    report(Diagnostic(.unquotedText, "\"\(text)\"", at: whole, fixIts: [fix]))
    return TextLiteral(text, span: whole)
  }

  /// The words that would stand together in quotes.
  mutating func takeUnquoted() -> String {
    var text = current.text
    advance()
    while goesOnUnquoted {
      if current.span.lowerBound > tokens[position - 1].span.upperBound { text += " " }
      text += spelling(of: current)
      advance()
    }
    return text
  }

  /// A further word that begins nothing, or a `-`, `.` or `/` without space around it.
  var goesOnUnquoted: Bool {
    guard position > 0 else { return false }
    let isAdjacent = current.span.lowerBound == tokens[position - 1].span.upperBound
    switch current.kind {
    case .word:
      return isAdjacent || !(isFollower(at: 0) || isMisspelt(current, of: KeywordTable.followers))
    case .symbol(.minus), .symbol(.dot), .symbol(.divide):
      let next = token(1)
      let isText = next.kind == .word || next.kind.isPlainNumber
      return isAdjacent && isText && next.span.lowerBound == current.span.upperBound
    case .integer, .number: return isAdjacent
    default: return false
    }
  }
}
