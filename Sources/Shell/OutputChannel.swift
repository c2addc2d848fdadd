internal import Glibc

/// Standard output or standard error as a text stream.
///
/// A reader that has gone away (`orbits ... | head`) is success, not an error: what is written
/// after that is dropped, and `isClosed` tells whoever would go on working for nothing.
package struct OutputChannel: TextOutputStream {
  private let descriptor: Int32
  package private(set) var isClosed = false

  package static var standardOutput: OutputChannel { OutputChannel(descriptor: STDOUT_FILENO) }
  package static var standardError: OutputChannel { OutputChannel(descriptor: STDERR_FILENO) }

  init(descriptor: Int32) { self.descriptor = descriptor }

  package var isTerminal: Bool { isatty(descriptor) != 0 }

  /// The width of the terminal in columns; nil when there is none.
  package var width: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  package mutating func write(_ text: String) {
    guard !isClosed, !InterruptFlag.isRaised else { return }
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        let written = Glibc.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
        if written > 0 {
          start += written
        } else if errno != EINTR {
          isClosed = true
          return
        } else if InterruptFlag.isRaised {
          return
        }
      }
    }
  }
}
