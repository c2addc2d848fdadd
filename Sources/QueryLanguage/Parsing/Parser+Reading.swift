extension Parser {
  /// grammar: readings = 'reading' reading { ',' reading } ;
  mutating func parseReadings(into load: inout Load) -> Bool {
    guard take("reading") else { return false }
    repeat {
      if let reading = parseReading() { load.readings.append(reading) }
    } while take(.comma)
    return true
  }

  /// The options are those of `ReadingOption`, each with what it takes.
  ///
  /// grammar: reading = text-reading | 'header' ( INTEGER [ 'to' INTEGER ] | 'none' )
  ///   | 'footer' INTEGER | none-reading
  ///   | 'missing' ( STRING | '(' STRING { ',' STRING } ')' | 'none' ) ;
  /// grammar: text-reading = ( 'delimiter' | 'escape' | 'encoding' | 'sheet' | 'table' | 'objects'
  ///   | 'rows' | 'lifecycle' ) STRING ;
  /// grammar: none-reading = ( 'quote' | 'dates' | 'numbers' | 'export' ) ( STRING | 'none' ) ;
  private mutating func parseReading() -> Load.Reading? {
    guard let option = parseReadingOption() else { return nil }
    if isSymbol(.equal) { skipEqualSign() }
    expectValue(of: option)
    if option.forms.contains(.none), take("none") { return Load.Reading(option, .none) }
    if option.forms.contains(.text), let text = optionalText() {
      return Load.Reading(option, .texts([text]))
    }
    if option.forms.contains(.texts), isSymbol(.openParenthesis) {
      let texts = bracketed(.closeParenthesis) { parser in
        parser.commaList { $0.parseText("a text in quotes", expecting: .text) }
      }
      return Load.Reading(option, .texts(texts))
    }
    if option.forms.contains(.number), case .integer = current.kind {
      let first = parseInteger(least: 0)
      let last = option.forms.contains(.range) && take("to") ? parseInteger(least: 0) : nil
      return Load.Reading(option, .numbers(first, to: last))
    }
    reportWrongValue(of: option)
    return nil
  }

  private mutating func parseReadingOption() -> ReadingOption? {
    for option in ReadingOption.allCases where take(option.name) { return option }
    let names = ReadingOption.allCases.map(\.name)
    guard current.kind == .word || current.kind == .quotedName else {
      reportExpected("how the file is written, as `\(ReadingOption.delimiter.example)`,")
      return nil
    }
    if let nearest = nearestReading(to: current) {
      correct(to: nearest.name)
      advance()
      return nearest
    }
    report(
      Diagnostic(
        .unknownReading, current.text, at: current.span,
        notes: ["the options are: \(names.joined(separator: ", "))"]))
    advance()
    skipReadingValue()
    return nil
  }

  /// What people call the options elsewhere, or what the word looks like.
  private func nearestReading(to token: Token) -> ReadingOption? {
    if let option = HabitualWords.readings[token.folded] { return option }
    return nearestKeyword(to: token, among: ReadingOption.allCases.map(\.name))
      .flatMap(ReadingOption.init)
  }

  /// `delimiter=";"`
  private mutating func skipEqualSign() {
    let gap = SourceSpan(tokens[position - 1].span.upperBound, token(1).span.lowerBound)
    let fix = FixIt("leave it out", edits: [.init(gap, " ")])
    report(Diagnostic(.unexpected, describe(current), at: current.span, fixIts: [fix]))
    advance()
  }

  private mutating func expectValue(of option: ReadingOption) {
    expect(.readingValue(option))
    if option.forms.contains(.number) { expect(.number) }
    if option.forms.contains(.text) { expect(.text) }
  }

  /// A value of another form, or a word without its quotes.
  private mutating func reportWrongValue(of option: ReadingOption) {
    guard !isAtEnd, !isSymbol(.comma) else {
      return reportExpected("\(option.expected), as `\(option.example)`,")
    }
    let start = position
    let word = option.forms.contains(.text) && current.kind == .word ? current.text : nil
    skipReadingValue()
    let isOneWord = position == start + 1
    let span = span(from: start)
    let fix = word.map { FixIt("write `\"\($0)\"`", edits: [.init(span, "\"\($0)\"")]) }
    report(
      Diagnostic(
        .readingValue, option.name, option.expected, at: span,
        notes: ["for instance `\(option.example)`"], fixIts: isOneWord ? fix.map { [$0] } ?? [] : []
      ))
  }

  /// Reads past what stands before the next option or part of the sentence.
  private mutating func skipReadingValue() {
    if isSymbol(.openParenthesis) {
      bracketed(.closeParenthesis) { parser in parser.synchronize() }
      return
    }
    let start = position
    while !isAtEnd, !isSymbol(.comma),
      position == start || !isWord(0, ["join", "with", "append", "reading"])
    {
      advance()
    }
  }
}
