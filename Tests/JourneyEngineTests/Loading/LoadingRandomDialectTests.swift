import JourneyEngine
import TestSupport
import Testing

/// Random files in random dialects, cell by cell against a reader that goes byte by byte.
struct LoadingRandomDialectTests {
  private struct File {
    var text: String
    var dialect: ReferenceCSV.Dialect
    var titles: Int
  }

  private static let delimiters = [
    ",", ",", ";", "\t", "|", ":", "^", "~", "\u{1F}", "||", "::", ";;", " | ", "<>", "|~|", ", ",
    "§", "x",
  ]

  /// Pieces of delimited text, well-formed or not, in any order.
  private static func file(_ random: inout SeededGenerator) -> File {
    let width = Int.random(in: 1...5, using: &random)
    let delimiter = delimiters.randomElement(using: &random) ?? ","
    let isPlain = Int.random(in: 0..<3, using: &random) == 0
    let quote = isPlain ? "\"" : ["\"", "\"", "'", ""].randomElement(using: &random) ?? ""
    let escape = !isPlain && Bool.random(using: &random) ? "\\" : ""
    let ends = [["\n"], ["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]
    let end = (isPlain ? ["\n"] : ends.randomElement(using: &random)) ?? []
    func lineEnd() -> String { end.randomElement(using: &random) ?? "\n" }
    let titles =
      Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 1...3, using: &random) : 0
    var text = ""
    for _ in 0..<titles { text += (Bool.random(using: &random) ? "a title" : "") + lineEnd() }
    text += (1...width).map { "c\($0)" }.joined(separator: delimiter) + lineEnd()
    let plain = [
      "", "", "1", "22", "-3", "4.5", "y", "yes", "no", "2024-02-29", " ", "é€𝄞", "007", "a b",
      "it's 5\"", "C:\\temp",
    ]
    let inside = [
      "", "y", "a\(delimiter)b", "a\nb", "\r\n", "\r", "1", "b\\c", "\(escape)\(escape)",
    ]
    let doubled = escape.isEmpty ? quote + quote : escape + quote
    let quoted =
      quote.isEmpty
      ? plain : inside.map { quote + $0 + quote } + [quote + "a" + doubled + "b" + quote]
    let wild = [
      quote, delimiter, "\n", "\r", quote + quote, "y", " ", escape, escape + delimiter,
      escape + "\n", lineEnd(), lineEnd(),
    ]
    let isWild = Int.random(in: 0..<3, using: &random) == 0
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      if isWild {
        for _ in 0..<Int.random(in: 0...8, using: &random) {
          text += wild.randomElement(using: &random) ?? ""
        }
        continue
      }
      let isRagged = Int.random(in: 0..<8, using: &random) == 0
      let extra = isRagged ? Int.random(in: -2...2, using: &random) : 0
      text +=
        (0..<max(1, width + extra)).map { _ in
          (Int.random(in: 0..<3, using: &random) == 0 ? quoted : plain).randomElement(
            using: &random) ?? ""
        }.joined(separator: delimiter) + lineEnd()
    }
    if Bool.random(using: &random), text.hasSuffix("\n") { text.removeLast() }
    let dialect = ReferenceCSV.Dialect(
      delimiter: Array(delimiter.utf8), quote: quote.utf8.first, escape: escape.utf8.first)
    return File(text: text, dialect: dialect, titles: titles)
  }

  @Test func agreesWithTheReference() throws {
    for seed in 0..<UInt64(2000 * randomScale) {
      var random = SeededGenerator(seed: seed)
      var file = Self.file(&random)
      let bytes = Array(file.text.utf8)
      file.dialect.endsAtReturns = ReferenceCSV.endsAtReturns(bytes, quote: file.dialect.quote)
      let body = Self.skipping(file.titles, bytes, file.dialect.endsAtReturns)
      let block = Int.random(in: 1...80, using: &random)
      let threads = Int.random(in: 1...3, using: &random)
      let outcome = Result { () throws(LoadError) in
        try load(bytes) {
          $0.textColumns = ["c1", "c2", "c3", "c4", "c5"]
          $0.blockSize = block
          $0.threadCount = threads
          $0.delimiter = String(decoding: file.dialect.delimiter, as: UTF8.self)
          $0.quote = file.dialect.quote.map { String(UnicodeScalar($0)) } ?? "none"
          $0.escape = file.dialect.escape.map { String(UnicodeScalar($0)) } ?? "doubled"
          $0.header = .lines(file.titles + 1...file.titles + 1)
          $0.footer = 0
        }
      }
      check(outcome, ReferenceCSV(body, file.dialect), file, "seed \(seed): \(file.dialect)")
    }
  }

  /// The bytes behind some lines.
  private static func skipping(_ lines: Int, _ bytes: [UInt8], _ endsAtReturns: Bool) -> [UInt8] {
    var position = 0
    for _ in 0..<lines {
      while position < bytes.count, bytes[position] != 10, !(endsAtReturns && bytes[position] == 13)
      {
        position += 1
      }
      position += bytes[min(position, bytes.count)...].starts(with: [13, 10]) ? 2 : 1
    }
    return Array(bytes[min(position, bytes.count)...])
  }

  private func check(
    _ outcome: Result<LoadedFile, LoadError>, _ reference: ReferenceCSV, _ file: File,
    _ seed: Comment
  ) {
    let header = reference.rows.first
    let width = header?.fields.count ?? 0
    let (cells, refused) = ReferenceCSV.table(reference.rows.dropFirst(), width: width)
    let lines = refused.prefix(20).map { $0.line + file.titles }
    switch outcome {
    case .failure(let error):
      if let open = reference.openQuoteLine {
        #expect(error.message.contains("never closed"), seed)
        #expect(error.line == open + file.titles, seed)
      } else if header.map({ $0.line > 1 || $0.isBlank }) ?? true {
        // Titles and blank lines ended where nobody can tell.
      } else {
        #expect(
          cells.isEmpty && error.message.hasPrefix("every row was refused"),
          "\(seed): \(error.message) \(String(reflecting: file.text))")
        #expect(error.line == lines.first, seed)
      }
    case .success(let loaded):
      guard let header, !header.isBlank else { return }
      #expect(reference.openQuoteLine == nil, seed)
      #expect(loaded.names.count == width, seed)
      #expect(loaded.cells == cells, seed)
      #expect(loaded.report.refused.map(\.line) == lines, seed)
      #expect(loaded.report.refusedCount == refused.count, seed)
      let stray = loaded.report.warnings.first { $0.contains("behind a closing quote") }
      #expect(
        stray.map { Int($0.prefix { $0.isNumber }) ?? 0 } ?? 0 == reference.strayCount,
        "\(seed): \(String(reflecting: file.text))")
    }
  }
}
