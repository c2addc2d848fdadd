import Foundation
import JourneyEngine
import TestSupport
import Testing

/// Lines of rows, asked for in any order.
struct RowLinesTests {
  @Test func findsLinesInAnyOrder() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("orbits-lines-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for gap in [7, 5] {
      var text = "id,note\n"
      var lines: [Int] = []
      var line = 2
      for row in 0..<60_000 {
        lines.append(line)
        text += row.isMultiple(of: gap) ? "\(row),\"two\nlines\"\n" : "\(row),one line of text\n"
        line += row.isMultiple(of: gap) ? 2 : 1
      }
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let source = try DataSource(recognising: FileReader.read(path: path), name: "f.csv")
      var random = SeededGenerator(seed: 5)
      for row in [59_999, 0, 59_999]
        + (0..<40).map({ _ in Int.random(in: 0..<60_000, using: &random) })
      {
        #expect(source.lines.place(ofRow: row)?.line == lines[row])
      }
      #expect(source.lines.place(ofRow: 60_000) == nil)
      // Another file in between.
      try "id,note\n1,x\n".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(source.lines.place(ofRow: 0)?.line == 2)
      #expect(source.lines.place(ofRow: 1) == nil)
    }
  }
}
