/// A message about a text, as a value: found anywhere, worded here and in `DiagnosticCode`, printed
/// at the edge.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable { case error, warning }

  /// Stable, e.g. `E0102`; `help E0102` explains it.
  package var code: String
  package var severity: Severity
  /// One sentence, lower-case, no second person, names in backquotes.
  package var message: String
  package var span: SourceSpan
  /// Further sentences: what was expected, what the data holds.
  package var notes: [String]
  /// At most one is offered first: the best.
  package var fixIts: [FixIt]

  package init(
    code: String, severity: Severity = .error, message: String, span: SourceSpan,
    notes: [String] = [], fixIts: [FixIt] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.notes = notes
    self.fixIts = fixIts
  }
}

/// A correction that can be applied to the text as it stands.
package struct FixIt: Hashable, Sendable {
  package struct Edit: Hashable, Sendable {
    package var span: SourceSpan
    package var replacement: String

    package init(_ span: SourceSpan, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }
  /// What it does, e.g. "write `Benchmark`".
  package var message: String
  package var edits: [Edit]

  package init(_ message: String, edits: [Edit]) {
    self.message = message
    self.edits = edits
  }
}
