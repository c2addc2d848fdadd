/// What may stand at one place of a text, by the grammar alone. Which fields, values and files
/// there are is for others to say.
package struct CompletionContext: Hashable, Sendable {
  /// What is typed already of the word at the place, without its quote.
  package var partial: String
  /// What a completion replaces: the partial word with its opening quote, or nothing.
  package var span: SourceSpan
  /// The quote that is open at the place: `"`, `'`, a backquote; nil outside quotes.
  package var quote: Character?
  package var scope: CompletionScope
  /// Without repetitions, in the order the parser asked for them.
  package var categories: [CompletionCategory]

  /// The keywords among the categories.
  package var keywords: [String] {
    categories.compactMap { if case .keyword(let word) = $0 { word } else { nil } }
  }

  /// What may stand at the UTF-8 offset, as if the text ended there.
  package static func at(_ offset: Int, in text: String) -> CompletionContext {
    let prefix = String(decoding: text.utf8.prefix(max(0, offset)), as: UTF8.self)
    let lexer = Lexer.lex(prefix)
    var context = CompletionContext(
      partial: "", span: SourceSpan(lexer.bytes.count, lexer.bytes.count), quote: nil,
      scope: .statement, categories: [])
    if lexer.comments.last?.span.upperBound == lexer.bytes.count { return context }
    context.takePartial(from: lexer)
    context.ask(String(decoding: lexer.bytes[..<context.span.lowerBound], as: UTF8.self))
    return context
  }

  /// Takes the word or open quote that ends at the place.
  private mutating func takePartial(from lexer: Lexer) {
    guard let last = lexer.tokens.last else { return takeDollar(from: lexer) }
    if let open = lexer.openQuote {
      quote = Character(UnicodeScalar(open.quote))
      partial = last.text
      span.lowerBound = open.offset
      return
    }
    guard last.span.upperBound == span.upperBound else { return takeDollar(from: lexer) }
    switch last.kind {
    case .word: partial = last.text
    case .parameter: partial = "$" + last.text
    default: return
    }
    span.lowerBound = last.span.lowerBound
  }

  private mutating func takeDollar(from lexer: Lexer) {
    guard lexer.bytes.last == Ascii.dollar else { return }
    partial = "$"
    span.lowerBound -= 1
  }

  /// Parses what stands before the place. A word put at the place tells which statement it would
  /// belong to.
  private mutating func ask(_ before: String) {
    let tokens = Lexer.lex(before + "x").tokens
    guard let statement = StatementSplitter.split(tokens).last else { return }
    var parser = Parser(tokens[statement.dropLast()])
    _ = parser.parseStatement()
    scope = parser.expectedScope
    var seen: Set<CompletionCategory> = []
    categories = parser.expectations.filter { seen.insert($0).inserted }
  }
}
