package import Rendering

/// What the command line says about a session.
package struct SessionOptions: Sendable {
  /// `--format`; nil: a table.
  package var format: RenderingFormat?
  /// `--output FILE`
  package var output: String?
  /// `--quiet`: no footer.
  package var isQuiet = false
  /// `--timing`
  package var showsTiming = false
  package var usesColor = false
  /// A person is at the keyboard: results, footers and messages share the screen.
  package var isInteractive = false
  /// `--param name=value`
  package var parameters: [(name: String, value: String)] = []
  /// Used where an answer is drawn as a table.
  package var width: Int?
  /// `--now`, `--timezone`: they win over what a workspace sets.
  package var now: String?
  package var timezone: String?

  package init() {}
}
