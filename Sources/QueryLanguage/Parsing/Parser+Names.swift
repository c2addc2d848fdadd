extension Parser {
  /// A name, in backquotes or bare.
  ///
  /// grammar: name = WORD | QUOTED ;
  mutating func parseName(_ what: String, expecting: CompletionCategory) -> Name {
    expect(expecting)
    return optionalName() ?? missingName(what)
  }

  /// The name here, if one stands here that no keyword claims.
  mutating func optionalName() -> Name? {
    let token = current
    switch token.kind {
    case .quotedName: break
    case .word where isName(at: 0): break
    default: return nil
    }
    advance()
    return Name(token.text, span: token.span, isQuoted: token.kind == .quotedName)
  }

  mutating func missingName(_ what: String) -> Name {
    reportExpected(what)
    let place = current.span.lowerBound
    return Name("", span: SourceSpan(place, place))
  }

  /// Any word, keywords too, where only a name can stand.
  mutating func optionalAnyName() -> Name? {
    let token = current
    guard token.kind == .word || token.kind == .quotedName else { return nil }
    advance()
    return Name(token.text, span: token.span, isQuoted: token.kind == .quotedName)
  }

  mutating func parseText(_ what: String, expecting: CompletionCategory) -> TextLiteral {
    expect(expecting)
    if let text = optionalText() { return text }
    if expecting == .file, let text = parseUnquotedText() { return text }
    reportExpected(what)
    let place = current.span.lowerBound
    return TextLiteral("", span: SourceSpan(place, place))
  }

  mutating func optionalText() -> TextLiteral? {
    let token = current
    guard token.kind == .text else { return nil }
    advance()
    return TextLiteral(token.text, span: token.span)
  }

  /// A whole number, at least `least`.
  mutating func parseInteger(least: Int = 1) -> Int {
    expect(.number)
    let token = current
    switch token.kind {
    case .integer(let value) where value >= least && value <= Int64(Int32.max):
      advance()
      return Int(value)
    case .integer, .number, .percent:
      report(Diagnostic(.numberOutOfRange, "\(least) on", at: token.span))
      advance()
      return least
    default:
      reportExpected("a whole number")
      return least
    }
  }

  /// A number with or without decimal point, and perhaps a minus sign.
  ///
  /// grammar: number = INTEGER | NUMBER ;
  mutating func parseNumber() -> Double {
    expect(.number)
    let token = current
    switch token.kind {
    case .integer(let value):
      advance()
      return Double(value)
    case .number(let value):
      advance()
      return value
    default:
      reportExpected("a number")
      return 0
    }
  }

  /// One or more of what `parse` reads, with commas between.
  mutating func commaList<Element>(_ parse: (inout Parser) -> Element) -> [Element] {
    var elements = [parse(&self)]
    while take(.comma) { elements.append(parse(&self)) }
    return elements
  }
}
