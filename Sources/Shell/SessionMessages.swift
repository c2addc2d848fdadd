internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// The session's own messages: their codes, what they name, and the one best fix.
enum SessionMessages {
  static func notAvailable(_ statement: Statement) -> Diagnostic {
    let word =
      switch statement.kind {
      case .cohort: "cohort"
      case .target: "target"
      case .play: "play"
      default: "benchmark"
      }
    return Diagnostic(
      .statementNotAvailable, word, at: statement.span,
      notes: ["the sentence is right; this part of the program is still to come"])
  }

  /// A kind that a definition counts and the data has not.
  static func missingKind(_ name: Name, _ kinds: [String]) -> String {
    let nearest = NameSuggestion.nearest(to: name.text, among: kinds)
    return "no event is called `\(name.text)`: what counts it is left out"
      + (nearest.map { "; did you mean `\($0)`?" } ?? "")
  }

  /// Kinds of which the dictionary of signals knows nothing.
  static func unknownKinds(_ kinds: [String]) -> String {
    let named = kinds.prefix(8).joined(separator: ", ")
    let more = kinds.count > 8 ? " and \(kinds.count - 8) more" : ""
    return
      "\(PlainText.counted(kinds.count, "kind")) of event \(kinds.count == 1 ? "says" : "say") "
      + "nothing to scores: \(named)\(more); `signal NAME = KIND` tells what one means"
  }

  static func renderingNotAvailable(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .renderingNotAvailable, name, at: span,
      notes: ["what there is: \(available)"])
  }

  /// Which columns an answer has is only known once it is there.
  static func notAMatrix(_ query: Query) -> Diagnostic {
    Diagnostic(
      .notAMatrix, at: renderingSpan(query),
      notes: ["for instance `transitions of accounts as matrix`"])
  }

  static func notATimeline(_ query: Query) -> Diagnostic {
    Diagnostic(
      .notATimeline, at: renderingSpan(query),
      notes: [
        "`journey of` an account, with or without a period, has them; with `where`, `show`, "
          + "`order by` or `top` it is a table of happenings"
      ])
  }

  /// Where the form of the answer is named.
  private static func renderingSpan(_ query: Query) -> SourceSpan {
    var span = query.span
    for clause in query.clauses + query.pipes.flatMap(\.clauses) {
      if case .rendering(let name) = clause.kind { span = name.span }
    }
    return span
  }

  static func unknownRendering(_ name: String, _ span: SourceSpan) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name, among: RenderingFormat.names)
    return Diagnostic(
      .unknownRendering, name, at: span,
      notes: ["what there is: \(available)"],
      fixIts: nearest.map { [FixIt("write `\($0)`", edits: [FixIt.Edit(span, $0)])] } ?? [])
  }

  static func unknownEnding(_ ending: String, _ span: SourceSpan) -> Diagnostic {
    let known = RenderingFormat.catalogue.filter(\.isAvailable).flatMap(\.endings)
    return Diagnostic(
      .unknownEnding, ending, at: span,
      notes: [
        "the endings are: \(known.map { ".\($0)" }.joined(separator: ", "))",
        "with `as csv` and the like the file may have any name",
      ])
  }

  static func secondJSON(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .secondJSON, at: span,
      notes: ["`--format jsonl` takes many answers; `into` gives one a file of its own"])
  }

  private static var available: String {
    RenderingFormat.catalogue.filter(\.isAvailable).map(\.name).joined(separator: ", ")
  }

  static func expectNeedsCondition(_ expression: Expression) -> Diagnostic {
    Diagnostic(
      .expectNeedsCondition, at: expression.span,
      notes: ["for instance `expect count of (accounts where jfi > 90) = 0`"])
  }

  static let settings = [
    "now", "timezone", "duplicates", "names", "segment", "drift_limit", "quadrant",
  ]

  static func unknownSetting(_ name: Name) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: settings)
    return Diagnostic(
      .unknownSetting, name.text, at: name.span,
      notes: ["the settings are: \(settings.joined(separator: ", "))"],
      fixIts: nearest.map { [FixIt("write `\($0)`", edits: [FixIt.Edit(name.span, $0)])] } ?? [])
  }

  /// An event has the name of a kind or of a stage.
  static func otherMeaning(_ name: Name, _ other: String) -> String {
    "`\(name.text)` is also \(other): in patterns, in counts and behind `kind is` it means the event "
      + "from now on"
  }

  static func settingValue(_ name: Name, needs: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .settingValue, name.text, needs, at: span)
  }

  static func useNesting(_ file: TextLiteral) -> Diagnostic {
    Diagnostic(
      .useNesting, file.text, at: file.span)
  }

  static func unknownLoadTable(_ name: Name) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: loadTables)
    return Diagnostic(
      .unknownLoadTable, name.text, at: name.span,
      notes: ["there are `describe load`, `describe load sources` and `describe load columns`"],
      fixIts: nearest.map { [FixIt("write `\($0)`", edits: [FixIt.Edit(name.span, $0)])] } ?? [])
  }

  /// Besides the one of everything that was said.
  static let loadTables = ["sources", "columns"]

  static func useDepth(_ file: TextLiteral, _ limit: Int) -> Diagnostic {
    Diagnostic(.useDepth, file.text, "\(limit)", at: file.span)
  }
}

/// What can be wrong with what a session is asked to do.
extension DiagnosticCode {
  static let session: [DiagnosticCode] = [
    statementNotAvailable, renderingNotAvailable, unknownRendering, expectNeedsCondition,
    unknownSetting, settingValue, useNesting, unknownEnding, useDepth,
    secondJSON, unknownLoadTable, notAMatrix, notATimeline,
  ]

  static let statementNotAvailable = DiagnosticCode(
    "E0400", "`{0}` is not available yet",
    "The sentence is right and this version cannot carry it out.")
  static let renderingNotAvailable = DiagnosticCode(
    "E0401", "`as {0}` is not available yet",
    "The form of answer is known and not made yet. `help formats` lists those that are.")
  static let unknownRendering = DiagnosticCode(
    "E0402", "there is no form of answer called `{0}`",
    "`help formats` lists the forms an answer can have.")
  static let expectNeedsCondition = DiagnosticCode(
    "E0403", "`expect` needs a condition that is met or not",
    "A failed expectation lets a script run to its end and makes its exit status 1.")
  static let unknownSetting = DiagnosticCode(
    "E0404", "there is no setting `{0}`",
    "`set` changes one of: \(SessionMessages.settings.joined(separator: ", ")).")
  static let settingValue = DiagnosticCode(
    "E0405", "`set {0}` needs {1}",
    "The setting takes another kind of value.")
  static let useNesting = DiagnosticCode(
    "E0406", "`{0}` is already being read: a file cannot use itself",
    "Put what both files need into a third one and `use` it in both.")
  static let unknownEnding = DiagnosticCode(
    "E0408", "no form of answer has files ending in `{0}`",
    "The ending of a file's name says which form the answer takes, unless `as` does.")
  static let useDepth = DiagnosticCode(
    "E0409", "`{0}` is not read: {1} files use one another already",
    "Files that use one another lead in a circle, or the chain is longer than anybody can follow.")
  static let secondJSON = DiagnosticCode(
    "E0410", "a file in JSON holds one answer: no second one fits into that of `--output`",
    "JSON is one array, and two of them in one file are no JSON. `jsonl` has an object per line.")
  static let notAMatrix = DiagnosticCode(
    "E0412", "a matrix needs the columns `from` and `to`, and a column behind them for its cells",
    "`transitions of accounts` and `handoffs of accounts` have them.")
  static let notATimeline = DiagnosticCode(
    "E0413", "a timeline needs whole journeys",
    "`journey of` answers with them; all their happenings, in their own order, make a timeline.")
  static let unknownLoadTable = DiagnosticCode(
    "E0411", "`describe load` has no table `{0}`",
    """
    `describe load` has all that was said, `describe load sources` a row for each file, \
    `describe load columns` a row for each column.
    """)
}
