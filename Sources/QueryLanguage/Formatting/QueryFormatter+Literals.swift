extension QueryFormatter {
  static func text(_ literal: Literal) -> String {
    switch literal {
    case .integer(let value): return grouped(value)
    case .number(let value): return String(value)
    case .percent(let value): return number(value) + "%"
    case .text(let text): return quoted(text)
    case .boolean(let value): return value ? "true" : "false"
    case .unknown: return "unknown"
    case .duration(let duration): return text(duration)
    case .period(let period): return text(period)
    }
  }

  static func text(_ duration: Literal.Duration) -> String {
    "\(number(duration.amount)) \(duration.unit.spelling(for: duration.amount))"
  }

  static func text(_ literal: TextLiteral) -> String { quoted(literal.text) }

  /// A number without a point where it is whole.
  static func number(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? String(value)
  }

  /// From five digits on in groups of three: `50_000`.
  private static func grouped(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    guard digits.count > 4 else { return String(value) }
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "_" }
      text.append(digit)
    }
    return text
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  // MARK: - Periods

  static func text(_ phrase: PeriodPhrase) -> String { text(phrase.period) }

  private static func text(_ period: Period) -> String {
    if case .named(let name) = period { return text(name) }
    return period.spelling
  }

  /// As a clause a period reads `during`; as a test a relative one reads `in last 30 days`.
  static func text(_ clause: TemporalClause, prefersIn: Bool = false) -> String {
    switch clause {
    case .during(let period):
      return (prefersIn && period.period.isRelative ? "in " : "during ") + text(period)
    case .since(let date): return "since " + text(date)
    case .before(let date): return "before " + text(date)
    case .between(let lower, let upper): return "between \(text(lower)) and \(text(upper))"
    }
  }

  // MARK: - Names

  /// In backquotes where a keyword could be read instead; behind `of` and among restrictions there
  /// are more of them.
  static func text(_ name: Name, isBehindOf: Bool = false) -> String {
    let word = name.text.lowercased()
    let isReserved =
      KeywordTable.isReserved(word) || (isBehindOf && KeywordTable.populationWords.contains(word))
    return isReserved ? Name.quoted(name.text) : anyText(name)
  }

  static func text(_ name: Name) -> String { text(name, isBehindOf: false) }

  /// Where any word is a name.
  static func anyText(_ name: Name) -> String {
    isPlain(name.text) ? name.text : Name.quoted(name.text)
  }

  /// In front of `(`, `count` and `share` are functions.
  static func functionText(_ name: Name) -> String {
    AggregateWord(word: name.text.lowercased()) != nil && !name.isQuoted ? name.text : text(name)
  }

  /// A value behind `is`, where keywords are words like any other.
  static func valueText(_ name: Name) -> String {
    let isTest = ["unknown", "known", "not"].contains(name.text.lowercased())
    return isTest ? Name.quoted(name.text) : anyText(name)
  }

  /// Letters, digits and `_`, and no digit first.
  static func isPlain(_ text: String) -> Bool {
    let lexer = Lexer.lex(text)
    return lexer.tokens.count == 1 && lexer.tokens[0].kind == .word && lexer.tokens[0].text == text
      && lexer.comments.isEmpty && lexer.diagnostics.isEmpty
  }
}

extension Period {
  /// One token, a date.
  var isAbsolute: Bool {
    switch self {
    case .quarter, .month, .day, .isoWeek, .instant: true
    default: false
    }
  }

  fileprivate var isRelative: Bool {
    switch self {
    case .current, .last, .next: true
    default: false
    }
  }
}
