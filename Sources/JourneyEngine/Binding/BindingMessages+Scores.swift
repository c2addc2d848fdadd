internal import QueryLanguage

/// What is wrong with sentences about scores.
extension BindingMessages {
  static func noScore(_ name: String, _ span: SourceSpan) -> Diagnostic {
    noData(
      "scores", span,
      hint: "\(name) is made of events and of stages, or it is a column of numbers of the accounts")
  }

  static func outcomeNeeded(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outcomeNeeded, at: span,
      notes: [
        "for instance `validate jfi of accounts against churned 90 days ahead during 2025`",
        "an outcome is `churned`, `lost`, an event or the entry of a stage",
      ])
  }

  static func scoreWithoutPast(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .scoreWithoutPast, name, at: span,
      notes: ["it is a column of the data, and no history tells how it changed"])
  }

  static func leadTime(_ words: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(.leadTime, words, at: span, notes: ["for instance `90 days ahead`"])
  }

  static func scoreOfResult(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .clauseDoesNotFit, "a score in a stage", "a result", at: span,
      notes: ["ask for it before the pipe: its column is then called as it is written there"])
  }

  static func valuesInParentheses(_ value: Name) -> Diagnostic {
    let written = "(\(QueryFormatter.format(name: value.text)))"
    return Diagnostic(
      .listInParentheses, written, at: value.span,
      fixIts: [FixIt("write `\(written)`", edits: [FixIt.Edit(value.span, written)])])
  }

  static func changeWithoutStart(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .changeWithoutStart, at: span, notes: ["for instance `change of jfi since 2026-03-01`"])
  }
}
