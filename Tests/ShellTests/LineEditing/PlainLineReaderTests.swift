import Glibc
import Testing

@testable import Shell

@Suite struct PlainLineReaderTests {
  static func entries(_ text: String) -> [Entry] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return [] }
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    defer { close(ends[0]) }
    let reader = PlainLineReader(descriptor: ends[0])
    var entries: [Entry] = []
    repeat { entries.append(reader.readEntry()) } while entries.last != .endOfInput
    #expect(reader.readEntry() == .endOfInput)
    return entries
  }

  @Test(arguments: [
    ("", []), ("a\nb", ["a", "b"]), ("a\n\nb\n", ["a", "", "b"]), ("a\r\nb\r", ["a", "b\r"]),
    ("çağla 株\n", ["çağla 株"]),
    (String(repeating: "x", count: 60_000), [String(repeating: "x", count: 60_000)]),
  ])
  func linesAreRead(text: String, lines: [String]) {
    #expect(Self.entries(text) == lines.map { .text($0) } + [.endOfInput])
  }
}
