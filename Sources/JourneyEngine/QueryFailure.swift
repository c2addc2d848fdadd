package import QueryLanguage

/// Why a statement has no answer.
package enum QueryFailure: Error, Sendable {
  /// The sentence is wrong, or asks for what is not available yet (exit status 3).
  case diagnostics([Diagnostic])
  /// A file is missing, unreadable or wrong (exit status 4).
  case data(LoadError)
  /// Stopped by Ctrl-C (exit status 130).
  case cancelled
}
