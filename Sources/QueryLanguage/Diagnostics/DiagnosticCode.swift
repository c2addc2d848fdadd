/// One kind of message: its stable code, its wording, and what `help E0102` says about it.
package struct DiagnosticCode: Hashable, Sendable {
  /// `E0102`
  package let code: String
  /// One sentence; `{0}`, `{1}` stand for the parts that differ.
  package let template: String
  /// What it means and what to do, in a few sentences.
  package let explanation: String

  package init(_ code: String, _ template: String, _ explanation: String) {
    self.code = code
    self.template = template
    self.explanation = explanation
  }

  /// The template with its gaps filled.
  package func message(_ parts: [String]) -> String {
    var message = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      message += rest[..<open]
      let digit = rest.index(after: open)
      if let index = rest[digit].wholeNumberValue, index < parts.count {
        message += Self.shortened(parts[index])
      }
      rest = rest[rest.index(digit, offsetBy: 2)...]
    }
    return message + rest
  }

  /// A name that nobody reads to its end does not fill the screen.
  private static func shortened(_ part: String) -> String {
    part.utf8.count <= 240 ? part : part.prefix(60) + "…"
  }
}

extension Diagnostic {
  package init(
    _ code: DiagnosticCode, _ parts: String..., at span: SourceSpan, notes: [String] = [],
    fixIts: [FixIt] = []
  ) {
    self.init(
      code: code.code, message: code.message(parts), span: span, notes: notes, fixIts: fixIts)
  }
}

// MARK: - What can be wrong with a text

extension DiagnosticCode {
  /// Every code of the language, in order; the engine keeps its own catalogue beside it.
  package static let language: [DiagnosticCode] = [
    unclosedQuote, unknownCharacter, foreignSpelling, impossibleDate,
    expected, expectedInstead, unexpected, misspelt, unknownSentence, repeatedClause,
    valueAfterOr, unclosedBracket, unopenedBracket, chainedComparison, tooDeep, unquotedValue,
    membershipAfterIs, numberOutOfRange, commaInstead, unquotedText, listInParentheses,
    listWithoutParentheses, numberTooLarge, unknownReading, readingValue, foreignLoad,
    chainAsEvent,
  ]

  static let unclosedQuote = DiagnosticCode(
    "E0101", "this {0} is not closed: `{1}` is missing",
    """
    A text stands between two double or two single quotes, a name with spaces between two \
    backquotes. The closing quote is the same as the opening one; write it twice to have it inside.
    """)
  static let unknownCharacter = DiagnosticCode(
    "E0102", "`{0}` means nothing here",
    "The character is no part of the language. Inside a text, between quotes, any may stand.")
  static let foreignSpelling = DiagnosticCode(
    "E0103", "`{0}` is written `{1}` here",
    "Other languages spell this operator differently. The fix puts ours in its place.")
  static let impossibleDate = DiagnosticCode(
    "E0104", "there is no `{0}`; the nearest is `{1}`",
    """
    Dates are written 2026, 2026-Q1, 2026-03, 2026-W05, 2026-03-31 or 2026-03-31T10:00Z, with two \
    digits for month and day. With spaces around the minus it is a subtraction.
    """)

  static let expected = DiagnosticCode(
    "E0201", "{0} is missing here",
    "The sentence stops before it is complete. In the shell, Enter then opens a new row.")
  static let expectedInstead = DiagnosticCode(
    "E0202", "{0} was expected here, not {1}",
    "What stands at this place cannot stand there. The message names what can.")
  static let unexpected = DiagnosticCode(
    "E0203", "{0} does not fit here",
    """
    The sentence was complete before this place, and what follows is none of its clauses. The \
    clauses are where, during, since, before, between, as of, by, show, order by, top, as, into \
    and those of the single heads: `help` lists them.
    """)
  static let misspelt = DiagnosticCode(
    "E0204", "`{0}` is no keyword; the nearest is `{1}`",
    "The word looks like a misspelt keyword. A name that looks so is written in backquotes.")
  static let unknownSentence = DiagnosticCode(
    "E0205", "no sentence begins with {0}",
    """
    A sentence begins with a population (accounts, events, visits, those, cohort "name"), with a \
    measure (count, avg jfi, nps) or with an analysis (funnel, paths, why, ...): `help` lists them.
    """)
  static let repeatedClause = DiagnosticCode(
    "E0206", "`{0}` stands in the sentence already",
    """
    Each clause may stand once. Join two conditions with `and`; for one step after the other, \
    begin a new one with `|`.
    """)
  static let valueAfterOr = DiagnosticCode(
    "E0207", "`{0}` alone is no condition; several values are written `{1}`",
    "`or` joins whole conditions. To ask for one of several values, list them after `in`.")
  static let unclosedBracket = DiagnosticCode(
    "E0208", "`{0}` is missing",
    "A bracket was opened and is not closed at the place where it must be.")
  static let unopenedBracket = DiagnosticCode(
    "E0209", "this `{0}` closes nothing",
    "There is a closing bracket without an opening one.")
  static let chainedComparison = DiagnosticCode(
    "E0210", "a comparison cannot be compared again",
    """
    `a < b < c` has no one reading. Write `b between a and c`, or two comparisons joined with `and`.
    """)
  static let tooDeep = DiagnosticCode(
    "E0211", "this is nested too deeply: {0} levels are the most",
    "Name a part with `define` or `let` and use the name.")
  static let unquotedValue = DiagnosticCode(
    "E0212", "a value of several words stands in quotes: `{0}`",
    "After `is` and inside `in (...)` one bare word is a value; a longer one needs quotes.")
  static let membershipAfterIs = DiagnosticCode(
    "E0213", "`is in` is written `in`",
    "`in (A, B)` and `not in (A, B)` stand without `is`.")
  static let numberOutOfRange = DiagnosticCode(
    "E0214", "a whole number from {0} was expected here",
    "Counts such as in `top 10` and `2 times` are whole numbers.")
  static let commaInstead = DiagnosticCode(
    "E0215", "several columns are separated by `,`, not by `and`",
    "`and` joins two conditions into one; lists of columns have commas.")
  static let unquotedText = DiagnosticCode(
    "E0216", "this stands in quotes: `{0}`",
    "Accounts, cohorts, benchmarks and files are named by texts, which have quotes.")
  package static let listInParentheses = DiagnosticCode(
    "E0217", "values behind `in` stand in parentheses: `{0}`",
    "`field in (A, B)` asks for one of several values.")
  static let listWithoutParentheses = DiagnosticCode(
    "E0218", "stages are listed without parentheses: `{0}`",
    "Behind a population, `in A, B` lists stages. Parentheses are for values: `field in (A, B)`.")
  static let numberTooLarge = DiagnosticCode(
    "E0219", "`{0}` is larger than any number here",
    "Numbers go up to about 1.8e308.")
  static let unknownReading = DiagnosticCode(
    "E0220", "`reading` has no option `{0}`",
    "`reading` says how a file is written. `help reading` lists its options.")
  static let readingValue = DiagnosticCode(
    "E0221", "`{0}` takes {1}",
    "Each option of `reading` takes a value of its own form. `help reading` shows them.")
  static let foreignLoad = DiagnosticCode(
    "E0222", "a file is loaded with `{0}`",
    "`load` says what the rows of a file are and which columns mean what: `help load`.")
  static let chainAsEvent = DiagnosticCode(
    "E0223", "an event is one happening, and this speaks of several",
    """
    `event x = A or B[...]` names one happening of one kind or another. Chains such as `A -> B` \
    and counts such as `A 2 times` stand behind `matching` and `never`, and in `stage S when`.
    """)
}
