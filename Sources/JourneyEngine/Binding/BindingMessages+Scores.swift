internal import QueryLanguage

/// What is wrong with sentences about scores.
extension BindingMessages {
  static func noScore(_ name: String, _ span: SourceSpan) -> Diagnostic {
    noData(
      "scores", span,
      hint: "\(name) is made of events and of stages, or it is a column of numbers of the accounts")
  }
}
