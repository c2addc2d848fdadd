/// What a sentence came to.
package struct Answer: Sendable {
  package var table: ResultTable
  /// What the next line can go on from.
  package var continuation: Continuation
}

/// The rows and the table of an answer, for `those` and for lines that start with `|`.
package struct Continuation: Sendable {
  let those: (relation: Relation, selection: RowSelection)?
  let table: ResultTable

  init(those: (relation: Relation, selection: RowSelection)?, table: ResultTable) {
    self.those = those
    self.table = table
  }

  /// A table that no population stands behind, as `describe` makes it.
  package init(_ table: ResultTable) { self.init(those: nil, table: table) }
}

extension BindingEnvironment {
  /// The environment for the sentence after an answer.
  package mutating func remember(_ continuation: Continuation) {
    // After a line that starts with `|` the population is still the one of the sentence before it.
    if let rows = continuation.those, rows.relation.kind != .result { those = rows }
    lastAnswer = Relation(continuation.table)
    lastTable = continuation.table.journeys == nil ? nil : continuation.table
  }
}

extension Relation {
  /// A result as rows that can be asked about again.
  convenience init(_ table: ResultTable) {
    self.init(
      .result, fields: table.columns.map { Field($0.name, $0.column, style: $0.style) },
      rowCount: table.rowCount)
  }
}
