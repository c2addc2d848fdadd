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

/// Writes a whole file: first beside it, then in its place, so that nobody ever sees half of one.
enum AtomicFile {
  struct Failure: Error { let reason: String }

  /// Returns whether a file of that name was replaced.
  static func write(
    _ path: String, _ body: (inout FileStream) -> Void
  ) throws(Failure) -> Bool {
    let exists = access(path, F_OK) == 0
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    var stream = FileStream(descriptor: descriptor)
    body(&stream)
    stream.flush()
    if exists {
      // The new file is as readable as the one it replaces.
      var status = stat()
      if stat(path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
    }
    let isWritten = stream.failure == nil && fsync(descriptor) == 0
    let reason = stream.failure ?? String(cString: strerror(errno))
    close(descriptor)
    guard isWritten, rename(temporary, path) == 0 else {
      let cause = isWritten ? String(cString: strerror(errno)) : reason
      unlink(temporary)
      throw Failure(reason: cause)
    }
    return exists
  }
}

/// A buffered file.
struct FileStream: TextOutputStream {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// The system's word for what went wrong first.
  private(set) var failure: String?

  init(descriptor: Int32) { self.descriptor = descriptor }

  mutating func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 16 { flush() }
  }

  mutating func flush() {
    var start = 0
    while failure == nil, start < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
      }
      if written > 0 {
        start += written
      } else if errno != EINTR {
        failure = String(cString: strerror(errno))
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
