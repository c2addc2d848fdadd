extension Lexer {
  /// A symbol, white space beyond ASCII, or a character the language does not know.
  mutating func lexSymbol() {
    let start = offset
    if let foreign = ForeignSpelling.all.first(where: { starts(with: $0.spelling) }) {
      offset += foreign.spelling.utf8.count
      reportForeign(foreign, from: start)
      switch foreign.meaning {
      case .symbol(let symbol): append(.symbol(symbol), from: start)
      case .word(let word): append(.word, from: start, text: word, folded: word)
      }
      return
    }
    for length in [2, 1] where start + length <= bytes.count {
      guard let symbol = Symbol(rawValue: string(start, start + length)) else { continue }
      offset += length
      return append(.symbol(symbol), from: start)
    }
    guard let scalar = scalar(at: start) else {
      offset += 1
      return
    }
    offset += UTF8.width(scalar)
    if scalar.properties.isWhitespace || scalar == "\u{FEFF}" { return }
    diagnostics.append(
      Diagnostic(.unknownCharacter, String(scalar), at: SourceSpan(start, offset)))
  }

  private func starts(with spelling: String) -> Bool {
    bytes[offset...].starts(with: spelling.utf8)
  }

  private mutating func reportForeign(_ foreign: ForeignSpelling, from start: Int) {
    let span = SourceSpan(start, offset)
    diagnostics.append(
      Diagnostic(
        .foreignSpelling, foreign.spelling, foreign.ours, at: span,
        fixIts: [FixIt("write `\(foreign.ours)`", edits: [.init(span, foreign.ours)])]))
  }
}

/// An operator as other languages write it: understood, and corrected.
struct ForeignSpelling {
  enum Meaning {
    case symbol(Symbol)
    case word(String)
  }
  let spelling: String
  let meaning: Meaning

  var ours: String {
    switch meaning {
    case .symbol(let symbol): symbol.rawValue
    case .word(let word): word
    }
  }

  static let all = [
    ForeignSpelling(spelling: "==", meaning: .symbol(.equal)),
    ForeignSpelling(spelling: "<>", meaning: .symbol(.notEqual)),
    ForeignSpelling(spelling: "\u{2260}", meaning: .symbol(.notEqual)),
    ForeignSpelling(spelling: "\u{2264}", meaning: .symbol(.lessOrEqual)),
    ForeignSpelling(spelling: "\u{2265}", meaning: .symbol(.greaterOrEqual)),
    ForeignSpelling(spelling: "\u{2192}", meaning: .symbol(.eventually)),
    ForeignSpelling(spelling: "\u{2212}", meaning: .symbol(.minus)),
    ForeignSpelling(spelling: "\u{2013}", meaning: .symbol(.minus)),
    ForeignSpelling(spelling: "&&", meaning: .word("and")),
    ForeignSpelling(spelling: "||", meaning: .word("or")),
  ]
}
