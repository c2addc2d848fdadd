import Glibc

/// How many rows and columns the terminal on standard output has.
package struct TerminalSize: Equatable, Sendable {
  package var rows: Int
  package var columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// Nil when standard output is no terminal, or one that does not know its size.
  package static var current: TerminalSize? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return TerminalSize(rows: Int(size.ws_row), columns: Int(size.ws_col))
  }

  /// What a terminal that does not know its size is taken for.
  static let usual = TerminalSize(rows: 24, columns: 80)
}
