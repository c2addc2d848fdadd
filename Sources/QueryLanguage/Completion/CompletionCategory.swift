/// What may stand at a place.
package enum CompletionCategory: Hashable, Sendable {
  /// One keyword or several in a row: `order by`.
  case keyword(String)
  case symbol(Symbol)
  case field
  /// A value of the field with this path: `vertical is ...`, `stage in (...)`.
  case value(of: [String])
  /// A measure of a group: `nps`, `churn`.
  case measure
  case score
  case function
  case stage
  case eventKind
  /// An attribute of an event: `sum of amount of invoice`.
  case eventAttribute
  case cohort
  /// One account, by its name or id.
  case account
  /// A population defined in the workspace, `churned`, `lost`, `active`.
  case population
  case benchmark
  case rendering
  case file
  case setting
  case number
  case period
  case duration
  case unit
  case parameter
  /// A column of the file that is being loaded.
  case sourceColumn
  /// What is often written behind an option of `reading`.
  case readingValue(ReadingOption)
  /// Something `describe` and `help` speak of.
  case topic
  case text
  /// A name that the author chooses.
  case newName
}

/// One thing that the parser looked for behind the last token.
package typealias Expectation = CompletionCategory

/// Whose names stand at a place.
package enum CompletionScope: Hashable, Sendable {
  /// At the start of a statement, or where no names of data stand.
  case statement
  case accounts, events, visits
  /// An analysis: its result's columns and its population's fields.
  case analysis(AnalysisWord)
  /// After a pipe: the result's columns.
  case result
  /// Inside `kind[...]`.
  case event(kind: String)
  /// Inside `load`, `stages`, `stage` and `event` declarations.
  case source
}

extension Parser {
  /// Notes what may stand here, where the statement has ended.
  mutating func expect(_ category: CompletionCategory) {
    if isAtEnd { note(category) }
  }

  /// Notes what may stand at the statement's end; nothing more once something was missing there.
  mutating func note(_ category: CompletionCategory) {
    guard !endsTooEarly else { return }
    if expectations.isEmpty { expectedScope = scope }
    expectations.append(category)
  }
}
