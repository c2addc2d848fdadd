import JourneyEngine
import TestSupport
import Testing

/// The reader against itself with blocks of any size on any number of threads, and typed columns
/// against what was written.
struct LoadingRandomCSVTests {
  /// Pieces of CSV, well-formed or not, in any order.
  private static func text(_ random: inout SeededGenerator) -> String {
    let width = Int.random(in: 1...5, using: &random)
    let delimiter = [",", ",", ";", "\t", "|"].randomElement(using: &random) ?? ","
    let end = Bool.random(using: &random) ? "\n" : "\r\n"
    var text = (1...width).map { "c\($0)" }.joined(separator: delimiter) + end
    let isWild = Int.random(in: 0..<4, using: &random) == 0
    let plain = [
      "", "", "1", "22", "-3", "4.5", "x", "yes", "no", "2024-02-29", " ", "é€𝄞", "007", "a b",
      "it's 5\"",
    ]
    let quoted = [
      "\"\"", "\"x\"", "\"a\(delimiter)b\"", "\"a\"\"b\"", "\"a\nb\"", "\"\"\"\"", "\"\r\n\"",
      "\"1\"",
    ]
    let wild = ["\"", delimiter, "\n", "\r", "\"\"", "x", " ", end]
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      if isWild {
        for _ in 0..<Int.random(in: 0...8, using: &random) {
          text += wild.randomElement(using: &random) ?? ""
        }
        continue
      }
      if Int.random(in: 0..<12, using: &random) == 0 {
        text += end
        continue
      }
      let extra =
        Int.random(in: 0..<10, using: &random) == 0 ? Int.random(in: -1...1, using: &random) : 0
      text +=
        (0..<max(1, width + extra)).map { _ in
          (Int.random(in: 0..<3, using: &random) == 0 ? quoted : plain).randomElement(
            using: &random) ?? ""
        }.joined(separator: delimiter) + end
    }
    if Bool.random(using: &random), text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  @Test func findsTheSameWhateverTheBlocksAndThreads() throws {
    for seed in 0..<UInt64(400 * randomScale) {
      var random = SeededGenerator(seed: 1_000_000 + seed)
      let text = Self.text(&random)
      func outcome(_ block: Int, _ threads: Int) -> Result<LoadedFile, LoadError> {
        Result { () throws(LoadError) in
          try load(text) {
            $0.blockSize = block
            $0.threadCount = threads
          }
        }
      }
      let whole = outcome(1 << 18, 1)
      for (block, threads) in [(1, 1), (7, 2), (16, 3), (33, 2), (64, 1)] {
        switch (whole, outcome(block, threads)) {
        case (.success(let left), .success(let right)):
          #expect(left.types == right.types, "seed \(seed)")
          #expect(left.cells == right.cells, "seed \(seed)")
          #expect(left.report.refused == right.report.refused, "seed \(seed)")
          #expect(left.report.columns == right.report.columns, "seed \(seed)")
          #expect(left.report.warnings == right.report.warnings, "seed \(seed)")
        case (.failure(let left), .failure(let right)):
          #expect(left == right, "seed \(seed)")
        default:
          Issue.record("one reading failed, the other did not: seed \(seed), block \(block)")
        }
      }
    }
  }

  @Test func typedColumnsComeBackAsTheyWere() throws {
    for seed in 0..<UInt64(100 * randomScale) {
      var random = SeededGenerator(seed: 2_000_000 + seed)
      let rows = Int.random(in: 1...300, using: &random)
      let columns = (0..<6).map { _ in RandomColumn(rows: rows, &random) }
      var text = columns.indices.map { columns[$0].name("c\($0)") }.joined(separator: ",") + "\n"
      for row in 0..<rows {
        text += columns.map { $0.written[row] }.joined(separator: ",") + "\n"
      }
      let block = Int.random(in: 20...2000, using: &random)
      let file = try load(text) {
        $0.blockSize = block
        $0.threadCount = 2
      }
      try #require(file.table.rowCount == rows, "seed \(seed): \(file.report.refused)\n\(text)")
      for (index, column) in columns.enumerated() {
        let loaded = file.table.fields[index].column
        #expect(loaded.type == column.type, "seed \(seed), column \(index)")
        #expect((0..<rows).map { loaded[$0] } == column.values, "seed \(seed), column \(index)")
      }
    }
  }
}

/// A column of random values of one type, some of them missing, and how a file would show them.
private struct RandomColumn {
  private(set) var type = ValueType.text
  private(set) var values: [Value] = []
  private(set) var written: [String] = []

  init(rows: Int, _ random: inout SeededGenerator) {
    let kind = Int.random(in: 0..<7, using: &random)
    let blanks = Int.random(in: 0..<3, using: &random)
    for _ in 0..<rows {
      if Int.random(in: 0..<4, using: &random) < blanks {
        values.append(.unknown)
        written.append("")
        continue
      }
      let (value, text) = Self.cell(kind, &random)
      values.append(value)
      written.append(text)
    }
    guard values.contains(where: { !$0.isUnknown }) else { return }
    type = [.integer, .number, .money(scale: 3), .date, .instant, .boolean, .text][kind]
    // One value that settles what the others leave open.
    switch kind {
    case 1: settle(.number(-0.5), "-5e-1")
    case 2: settle(.money(-1, scale: 3), "-0.001")
    case 4: settle(.instant(1_000_000), "1970-01-01T00:00:01Z")
    default: break
    }
  }

  func name(_ stem: String) -> String { type == .money(scale: 3) ? "price_\(stem)" : stem }

  private mutating func settle(_ value: Value, _ text: String) {
    values[values.count - 1] = value
    written[written.count - 1] = text
  }

  private static func cell(_ kind: Int, _ random: inout SeededGenerator) -> (Value, String) {
    switch kind {
    case 0:
      let value =
        Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
      return (.integer(value), String(value))
    case 1:
      let value = Double.random(in: -1e6...1e6, using: &random)
      return (.number(value), "\(value)")
    case 2:
      let value = Int64.random(in: -99_999_999...99_999_999, using: &random)
      return (.money(value, scale: 3), Value.money(value, scale: 3).written)
    case 3:
      let day = Int64.random(in: -100_000...100_000, using: &random)
      return (.date(day), CivilDate(dayNumber: Int(day)).description)
    case 4:
      let value = Int64.random(in: -2_000_000_000_000_000...2_000_000_000_000_000, using: &random)
      return (.instant(value), Value.instant(value).written)
    case 5:
      let flag = Bool.random(using: &random)
      return (.boolean(flag), flag ? "TRUE" : "False")
    default:
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        ["a", "é", "\"", "\n", ",", "7", " b"].randomElement(using: &random) ?? ""
      }.joined()
      return (
        .text("~" + text),
        "\"~"
          + text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\""
      )
    }
  }
}
