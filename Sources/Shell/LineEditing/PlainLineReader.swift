import Glibc

/// Reads text lines from a pipe or a file: no prompt, no editing, no escapes.
///
/// A last line without a newline counts; a carriage return before the newline does not; bytes
/// that are no UTF-8 become U+FFFD.
package final class PlainLineReader: LineReader {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var start = 0
  private var hasEnded = false
  private static let chunkSize = 65_536

  package init(descriptor: Int32 = STDIN_FILENO) {
    self.descriptor = descriptor
  }

  package var isInteractive: Bool { false }

  package func close() {}

  package func readEntry() -> Entry {
    var searched = start
    while true {
      if let newline = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = newline + 1 }
        return .text(line(until: newline))
      }
      if hasEnded {
        guard start < bytes.count else { return .endOfInput }
        defer { start = bytes.count }
        return .text(line(until: bytes.count))
      }
      bytes.removeFirst(start)
      start = 0
      searched = bytes.count
      guard fill() else { return .interrupted }
    }
  }

  private func line(until end: Int) -> String {
    let hasReturn = end > start && end < bytes.count && bytes[end - 1] == UInt8(ascii: "\r")
    return String(decoding: bytes[start..<(hasReturn ? end - 1 : end)], as: UTF8.self)
  }

  /// Reads more; false when a signal came in between and Ctrl-C was pressed.
  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
    while true {
      let count = read(descriptor, &chunk, Self.chunkSize)
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
        return true
      }
      if count < 0 && errno == EINTR {
        if InterruptFlag.isRaised { return false }
        continue
      }
      hasEnded = true
      return true
    }
  }
}
