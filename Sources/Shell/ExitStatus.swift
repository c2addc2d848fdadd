/// How a run ended, for whoever started it (UX, Scripts fail loudly).
package enum ExitStatus: Int32, Sendable {
  case success = 0
  /// An `expect` did not hold.
  case expectationFailed = 1
  /// The command line itself is wrong.
  case usage = 2
  /// A sentence is wrong, or asks for what is not available yet.
  case query = 3
  /// Data is missing, unreadable or wrong, or an answer could not be written.
  case data = 4
  /// Ctrl-C.
  case interrupted = 130
}
