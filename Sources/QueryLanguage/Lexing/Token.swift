/// The smallest piece of a text that means something.
package struct Token: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `accounts`, `p90`: a keyword or a name, the parser decides.
    case word
    /// `` `Account ID` ``
    case quotedName
    /// `"Acme Ltd"`
    case text
    case integer(Int64)
    case number(Double)
    /// `60%` is 60.
    case percent(Double)
    /// `2026-Q1`, `2026-03-31`, `2026-03-31T10:00Z`
    case date(Period)
    /// `$name`
    case parameter
    case symbol(Symbol)
    /// Behind the last token of a statement.
    case end
  }

  /// What it is, with its value where it has one.
  package var kind: Kind
  /// What a word, name, text or parameter says, without its quotes; empty for the rest.
  package var text: String
  /// A bare word in lower case, for comparing with keywords; empty for the rest.
  package var folded: String
  /// Where it stands, quotes included.
  package var span: SourceSpan
  /// How it stands on its row.
  package var row: RowStart

  /// Where the token stands among the rows of the text.
  package struct RowStart: Hashable, Sendable {
    /// It is the first of its row.
    package var startsRow: Bool
    /// A blank row lies between it and the token before.
    package var followsBlankRow: Bool
    /// Columns of white space at the start of its row.
    package var indentation: Int
  }
}

/// The signs of the language, as they are written.
package enum Symbol: String, Hashable, Sendable, CaseIterable {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case comma = ","
  case dot = "."
  case colon = ":"
  case semicolon = ";"
  case pipe = "|"
  case question = "?"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case eventually = "->"
  case directly = "=>"

  /// At the end of a row it lets the statement go on.
  var asksForMore: Bool {
    switch self {
    case .comma, .pipe, .plus, .minus, .times, .divide, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual, .eventually, .directly:
      true
    default: false
    }
  }
}

/// A remark in the text, which means nothing to the parser and everything to its author.
package struct Comment: Hashable, Sendable {
  /// With its `#` or `--`, without the newline.
  package var text: String
  /// Where it stands.
  package var span: SourceSpan
  /// Nothing but white space stands before it on its row.
  package var startsRow: Bool
}

extension Token.Kind {
  /// A number without unit or percent sign.
  var isPlainNumber: Bool {
    switch self {
    case .integer, .number: true
    default: false
    }
  }
}
