import JourneyEngine
import TestSupport
import Testing

/// How often well-formed tables are read as they were written, with nothing said about how; and that
/// damaged ones lose no row without a word.
struct LoadingDetectionTests {
  struct Dialect {
    var delimiter: String
    var quote = "\""
    var escape = ""
    var end = "\n"
  }

  private static let delimiters = [
    ",", ";", "\t", "|", ":", "^", "~", "\u{1F}", "||", "::", ";;", " | ", "|~|",
  ]

  private static func dialect(_ random: inout SeededGenerator) -> Dialect {
    var dialect = Dialect(delimiter: delimiters.randomElement(using: &random) ?? ",")
    dialect.quote = ["\"", "\"", "\"", "'"].randomElement(using: &random) ?? "\""
    dialect.escape = Int.random(in: 0..<4, using: &random) == 0 ? "\\" : ""
    dialect.end = ["\n", "\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    return dialect
  }

  /// A column's values: keys, names, amounts, dates, notes with signs in them.
  private static func value(_ kind: Int, _ row: Int, _ random: inout SeededGenerator) -> String {
    switch kind {
    case 0: return "C-\(1000 + row)"
    case 1:
      return ["Acme", "Miller, Sons", "O'Neil", "Müller GmbH", "Foo \"Bar\" Inc", "A & B"]
        .randomElement(using: &random) ?? ""
    case 2: return String(Int.random(in: 0...99_999, using: &random))
    case 3: return "2024-0\(Int.random(in: 1...9, using: &random))-1\(row % 10)"
    case 4: return "\(Int.random(in: 0...999, using: &random)).5"
    case 5: return ["open", "closed", "won", ""].randomElement(using: &random) ?? ""
    default:
      return [
        "", "called; no answer", "see: http://x.example/a|b", "two\nlines", "50% ~ 60%", "a, b, c",
        "plain words here",
      ].randomElement(using: &random) ?? ""
    }
  }

  private static let names = [
    "account", "customer name", "amount", "created", "price", "status", "note",
  ]

  static func table(_ random: inout SeededGenerator) -> (names: [String], rows: [[String]]) {
    var kinds = Array(0..<7).shuffled(using: &random)
    kinds = Array(kinds.prefix(Int.random(in: 2...7, using: &random)))
    let rows = (0..<Int.random(in: 3...40, using: &random)).map { row in
      kinds.map { value($0, row, &random) }
    }
    return (kinds.map { names[$0] }, rows)
  }

  static func write(_ rows: [[String]], _ dialect: Dialect, _ random: inout SeededGenerator)
    -> String
  {
    let quotesAll = dialect.quote == "'" || Int.random(in: 0..<4, using: &random) == 0
    return rows.map { row in
      row.map { value in
        let needs =
          value.contains(dialect.delimiter) || value.contains(dialect.quote) || value.contains("\n")
          || dialect.delimiter.contains { value.contains($0) && $0 != " " }
        guard needs || quotesAll && !value.isEmpty else { return value }
        let inner = value.split(separator: dialect.quote, omittingEmptySubsequences: false)
          .joined(
            separator: (dialect.escape.isEmpty ? dialect.quote : dialect.escape) + dialect.quote)
        return dialect.quote + inner + dialect.quote
      }.joined(separator: dialect.delimiter) + dialect.end
    }.joined()
  }

  @Test func findsNearlyEveryDialect() throws {
    let count = 400 * randomScale
    var wrong: [String: Int] = [:]
    var examples: [String] = []
    for seed in 0..<UInt64(count) {
      var random = SeededGenerator(seed: 5_000_000 + seed)
      let (names, rows) = Self.table(&random)
      let dialect = Self.dialect(&random)
      let text = Self.write([names] + rows, dialect, &random)
      let expected = rows.map { $0.map { $0.isEmpty ? nil : $0 } }
      let file = try? load(text) { $0.textColumns = Set(names) }
      if file?.names == names && file?.cells == expected { continue }
      wrong["\(dialect.delimiter)", default: 0] += 1
      if examples.count < 3 {
        examples.append(
          "\(dialect) \(file?.report.format ?? "refused") \(file?.report.guesses ?? [])\n\(text)")
      }
    }
    let right = count - wrong.values.reduce(0, +)
    #expect(
      right * 100 >= count * 98,
      "\(right) of \(count) right, wrong \(wrong)\n\(examples.joined(separator: "\n"))")
  }

  // MARK: - Damage

  @Test func losesNoRowOfADamagedFile() throws {
    for seed in 0..<UInt64(400 * randomScale) {
      var random = SeededGenerator(seed: 6_000_000 + seed)
      let (names, rows) = Self.table(&random)
      var text = Array(Self.write([names] + rows, Self.dialect(&random), &random).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.damage(&text, &random) }
      let block = Int.random(in: 1...300, using: &random)
      do throws(LoadError) {
        let first = try load(text)
        let file = try load(text) {
          $0.textColumns = Set(first.names)
          $0.blockSize = block
          $0.threadCount = 2
        }
        try check(file, text, "seed \(seed)")
      } catch {
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
    }
  }

  private static func damage(_ text: inout [UInt8], _ random: inout SeededGenerator) {
    guard !text.isEmpty else { return }
    func place() -> Int { Int.random(in: 0..<text.count, using: &random) }
    let signs = Array("\",;|'\\\n\r\t :x0".utf8)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: text.removeSubrange(place()...)
    case 1:
      let cut = [place(), place()].sorted()
      text.removeSubrange(cut[0]..<cut[1])
    case 2:
      let part = [place(), place()].sorted()
      text.insert(contentsOf: text[part[0]..<part[1]], at: place())
    case 3:
      for _ in 0..<3 { text[place()] = signs.randomElement(using: &random) ?? 0 }
    default:
      let old = signs.randomElement(using: &random)
      let new = signs.randomElement(using: &random) ?? 0
      text = text.map { $0 == old ? new : $0 }
    }
  }

  /// What was said suffices to read the file again, without any guessing, and to find the same.
  private func check(_ file: LoadedFile, _ text: [UInt8], _ seed: Comment) throws(LoadError) {
    let said = Said(file)
    guard var dialect = said.dialect else { return }
    let bytes = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    dialect.endsAtReturns = ReferenceCSV.endsAtReturns(bytes, quote: UInt8(ascii: "\""))
    let reference = ReferenceCSV(bytes, dialect)
    #expect(reference.openQuoteLine == nil, seed)
    var rows = reference.rows.drop { $0.line < said.headerLine || $0.isBlank }
    if said.hasHeader { rows = rows.drop { $0.line <= said.headerEnd(rows) } }
    let footer = rows.indices.filter { !rows[$0].isBlank }.suffix(said.footer).first
    if let footer { rows = rows[..<footer] }
    let (cells, refused) = ReferenceCSV.table(rows, width: file.names.count)
    let words: Comment =
      "\(seed) \(file.report.format) \(file.report.guesses) \(String(decoding: text, as: UTF8.self))"
    #expect(file.table.rowCount == cells.count, words)
    for (place, field) in file.table.fields.enumerated() where field.column.type == .text {
      #expect(file.column(field.name) == cells.map { $0[place] }, words)
    }
    #expect(file.report.refusedCount == refused.count, seed)
  }

  /// How a file was read, from the words of its report alone.
  private struct Said {
    var dialect: ReferenceCSV.Dialect?
    var headerLine = 1
    var headerLast: Int?
    var hasHeader = true
    var footer = 0

    init(_ file: LoadedFile) {
      let names = [
        "CSV, comma": ",", "CSV, semicolon": ";", "CSV, tab": "\t", "CSV, pipe": "|",
        "CSV, colon": ":", "CSV, space": " ", "CSV, `\\x1f`": "\u{1F}",
      ]
      let format = file.report.format
      guard format != "CSV, aligned by spaces",
        !file.report.guesses.contains(where: { $0.contains("spaces") })
      else { return }
      let delimiter = names[format] ?? String(format.dropFirst(6).dropLast())
      var dialect = ReferenceCSV.Dialect(delimiter: Array(delimiter.utf8))
      for guess in file.report.guesses {
        let numbers = guess.split { !$0.isNumber }.compactMap { Int($0) }
        if guess.contains("every line is one value"), !guess.contains("spaces") {
          dialect.delimiter = []
          dialect.quote = nil
        }
        if guess.hasPrefix("quotes are letters") { dialect.quote = nil }
        if guess.hasPrefix("values stand in `'`") { dialect.quote = UInt8(ascii: "'") }
        if guess.hasPrefix("a backslash") { dialect.escape = UInt8(ascii: "\\") }
        if guess.hasPrefix("the file has no header") { hasHeader = false }
        if guess.hasPrefix("the header is line ") { headerLine = numbers[0] }
        if guess.hasPrefix("the header is lines ") {
          headerLine = numbers[0]
          headerLast = numbers[1]
        }
        if guess.hasPrefix("the last line is") { footer = 1 }
        if guess.hasPrefix("the last "), !guess.hasPrefix("the last line is") {
          footer = numbers[0]
        }
      }
      self.dialect = dialect
    }

    func headerEnd(_ rows: ArraySlice<ReferenceCSV.Row>) -> Int {
      headerLast ?? rows.first?.line ?? headerLine
    }
  }
}
