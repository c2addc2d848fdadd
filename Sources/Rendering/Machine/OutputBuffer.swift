/// Collects bytes and hands them to a text stream in large pieces, always between lines, so that no
/// character is split and a reader of a pipe never sees half a row.
struct OutputBuffer {
  private static let chunkSize = 1 << 16

  var bytes: [UInt8] = []
  /// Control characters other than line ends become visible signs: data must not steer a terminal.
  private let isForTerminal: Bool

  init(isForTerminal: Bool = false) {
    self.isForTerminal = isForTerminal
    bytes.reserveCapacity(OutputBuffer.chunkSize + 1024)
  }

  /// Call after each line.
  @inline(__always)
  mutating func flushIfLarge(to stream: inout some TextOutputStream) {
    if bytes.count >= OutputBuffer.chunkSize { flush(to: &stream) }
  }

  mutating func flush(to stream: inout some TextOutputStream) {
    if bytes.isEmpty { return }
    let text = String(decoding: bytes, as: UTF8.self)
    stream.write(isForTerminal ? OutputBuffer.withoutControls(text) : text)
    bytes.removeAll(keepingCapacity: true)
  }

  private static func withoutControls(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false)
          .map { VisibleText.text(String($0)) }.joined(separator: "\t")
      }
      .joined(separator: "\n")
  }
}
