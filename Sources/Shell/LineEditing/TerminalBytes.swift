import Glibc

/// The keyboard's bytes, read in chunks so that a paste comes quickly.
struct TerminalBytes: ByteSource {
  private var bytes: [UInt8] = []
  private var next = 0

  /// Whether something can be read without waiting.
  var hasWaiting: Bool {
    if next < bytes.count { return true }
    var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) > 0
  }

  mutating func nextByte(timeoutMilliseconds: Int32?) -> ByteReading {
    if next == bytes.count {
      switch fill(timeoutMilliseconds) {
      case nil: break
      case let failure?: return failure
      }
    }
    defer { next += 1 }
    return .byte(bytes[next])
  }

  /// Waits and reads; nil when there are bytes now.
  private mutating func fill(_ timeout: Int32?) -> ByteReading? {
    var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let ready = poll(&waiting, 1, timeout ?? -1)
    if ready < 0 { return errno == EINTR ? .signalled : .ended }
    if ready == 0 { return .timedOut }
    var chunk = [UInt8](repeating: 0, count: 4_096)
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? .signalled : .ended }
    if count == 0 { return .ended }
    bytes = Array(chunk[..<count])
    next = 0
    return nil
  }
}
