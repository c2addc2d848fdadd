/// Finds out how a file is written, from its first rows: every delimiter that could be meant is
/// tried, and the one wins whose rows agree best on how many fields they have.
struct DialectGuess {
  let sample: [UInt8]
  let isWhole: Bool
  /// Of the file's extension.
  let preferred: UInt8?
  /// What the caller said already.
  let given: GivenDialect
  let lineEnds: LineEnds

  private struct Candidate {
    var dialect: CSVDialect
    var score: Double
    var width: Int
    var agreement = 0.0
    /// No titles above the table.
    var startsAtOnce = false
    var isSound: Bool
  }

  func dialect() -> CSVDialect {
    if let bytes = given.delimiter { return quoting(bytes).dialect }
    if given.isAligned {
      var dialect = CSVDialect(delimiter: [], quote: nil, lineEnds: lineEnds)
      dialect.alignment = aligned(narrowest: 2) ?? aligned(narrowest: 1)
      return dialect
    }
    // Rarer delimiters count only where none of the usual ones makes a whole table.
    let usual = candidates(DialectGuess.usual)
    let first = best(usual)
    if let first, first.isSound, first.startsAtOnce, first.agreement > 0.9 { return first.dialect }
    let rare = candidates(DialectGuess.rare).filter { $0.agreement > 0.95 && $0.startsAtOnce }
    if let best = best(usual.filter(\.isSound) + rare.filter(\.isSound)) { return best.dialect }
    if let alignment = aligned(narrowest: 2) {
      var dialect = CSVDialect(delimiter: [], quote: nil, lineEnds: lineEnds)
      dialect.alignment = alignment
      if isTable(dialect) { return dialect }
    }
    let spaced = quoting([.space])
    if spaced.isSound, spaced.agreement > 0.99, spaced.width > 2, isTable(spaced.dialect) {
      return spaced.dialect
    }
    if let first, isWorthTrying(first) { return first.dialect }
    var single = quoting(preferred.map { [$0] } ?? [UInt8(ascii: ",")]).dialect
    let rows = SampleRows(sample, single, isWhole: isWhole)
    if rows.rows.contains(where: { $0.width > 1 }) {
      single = CSVDialect(delimiter: [], quote: nil, lineEnds: lineEnds)
    }
    return single
  }

  // MARK: - Candidates

  private static let usual: [[UInt8]] = [",", ";", "\t", "|"].map { Array($0.utf8) }
  private static let rare: [[UInt8]] = [":", "^", "~", "\u{1F}", "\u{1}", "\u{1E}"].map {
    Array($0.utf8)
  }

  private func candidates(_ single: [[UInt8]]) -> [Candidate] {
    var delimiters = single.filter { sample.contains($0[0]) }
    let isUsual = single == DialectGuess.usual
    for long in longDelimiters where isUsual == DialectGuess.isUsual(long) {
      // Where one always stands in the other, the longer is meant.
      delimiters.removeAll { short in
        short.count == 1 && long.contains(short[0]) && !stands(short[0], outside: long)
      }
      delimiters.append(long)
    }
    return delimiters.map { quoting($0) }
  }

  private static func isUsual(_ delimiter: [UInt8]) -> Bool {
    delimiter.contains { byte in usual.contains { $0[0] == byte } }
  }

  /// Runs of two or three signs between the words of the first lines: `||`, `::`, `|~|`, ` | `.
  private var longDelimiters: [[UInt8]] {
    var found: [[UInt8]] = []
    let lines = sample.split(
      maxSplits: 5, whereSeparator: { $0 == .newline || $0 == .carriageReturn })
    func isSign(_ byte: UInt8) -> Bool {
      byte > 32 && byte < 127 && !byte.isDigit && !(byte | 0x20 >= 97 && byte | 0x20 <= 122)
        && ![
          .quote, UInt8(ascii: "'"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
        ].contains(byte)
    }
    for line in lines.prefix(5) {
      for run in line.split(whereSeparator: { !isSign($0) }) {
        var delimiter = Array(run)
        if run.count == 1, run.startIndex > line.startIndex, run.endIndex < line.endIndex,
          line[run.startIndex - 1] == .space, line[run.endIndex] == .space
        {
          delimiter = [.space, delimiter[0], .space]
        }
        if (2...3).contains(delimiter.count) && !found.contains(delimiter) && found.count < 8 {
          found.append(delimiter)
        }
      }
    }
    return found
  }

  /// Whether a byte stands elsewhere than in `delimiter`, more than now and then in a text.
  private func stands(_ byte: UInt8, outside delimiter: [UInt8]) -> Bool {
    var position = 0
    var inside = 0
    var outside = 0
    while position < sample.count {
      if sample[position] == delimiter[0], sample[position...].starts(with: delimiter) {
        position += delimiter.count
        inside += 1
      } else {
        if sample[position] == byte { outside += 1 }
        position += 1
      }
    }
    return outside * 5 > inside
  }

  // MARK: - Quotes and escapes

  /// The dialect with this delimiter whose quotes make the most sense.
  private func quoting(_ delimiter: [UInt8]) -> Candidate {
    var first = CSVDialect(delimiter: delimiter, lineEnds: lineEnds)
    given.apply(&first)
    var rows = SampleRows(sample, first, isWhole: isWhole)
    var best = judge(first, rows)
    guard !given.saysQuoting else { return best }
    let hasQuotes = rows.quotedCount > 0 || rows.openQuote != nil
    var quotes = [first.quote]
    if given.quote == nil {
      if hasQuotes && (rows.strayCount > 0 || rows.openQuote != nil) { quotes.append(nil) }
      if !hasQuotes && sample.contains(UInt8(ascii: "'")) { quotes.append(UInt8(ascii: "'")) }
    }
    var escapes = [first.escape]
    if given.escape == nil && sample.contains(UInt8(ascii: "\\")) {
      escapes.append(UInt8(ascii: "\\"))
    }
    let others = quotes.flatMap { quote in
      escapes.map { escape in
        var other = first
        other.quote = quote
        other.escape = escape
        return other
      }
    }.dropFirst()
    for other in others {
      let otherRows = SampleRows(sample, other, isWhole: isWhole)
      let candidate = judge(other, otherRows)
      if isBetter(candidate, otherRows, than: best, rows) {
        best = candidate
        rows = otherRows
      }
    }
    return best
  }

  private func isBetter(
    _ new: Candidate, _ newRows: SampleRows, than old: Candidate, _ oldRows: SampleRows
  ) -> Bool {
    if newRows.openQuote != nil { return false }
    let cells = newRows.rows.reduce(0) { $0 + $1.width }
    if new.dialect.quote == UInt8(ascii: "'") {
      // An apostrophe is a quote only where many values stand in them.
      return newRows.quotedCount * 4 >= cells && newRows.strayCount == 0
        && new.score >= old.score - 0.001
    }
    if new.dialect.quote == nil {
      // Quotes are letters where many begin a value and few end one; a single one was left open.
      let (begun, closed) = newRows.countQuoted()
      guard begun > 1, closed * 2 < begun else { return false }
      return new.score > old.score + (oldRows.openQuote == nil ? 0.05 : -0.3)
    }
    if oldRows.openQuote != nil { return new.score >= old.score - 0.3 }
    if newRows.strayCount < oldRows.strayCount { return new.score >= old.score - 0.001 }
    return new.score > old.score + 0.001
  }

  // MARK: - Judging

  /// How well the rows agree, from 0 to 1, and a little more for what reads as numbers and dates and
  /// for many columns.
  private func judge(_ dialect: CSVDialect, _ rows: SampleRows) -> Candidate {
    let table = TableShape(rows)
    guard table.width > 1 else {
      return Candidate(dialect: dialect, score: 0, width: table.width, isSound: false)
    }
    var score = table.agreement + 0.2 * table.typedShare + 0.01 * Double(min(20, table.width))
    if dialect.delimiter.count == 1 && dialect.delimiter.first == preferred { score += 0.25 }
    if dialect.delimiter.count > 1 { score += 0.001 }
    return Candidate(
      dialect: dialect, score: table.startsAtOnce ? score : score - 0.1, width: table.width,
      agreement: table.agreement, startsAtOnce: table.startsAtOnce,
      isSound: table.isConvincing && rows.openQuote == nil)
  }

  private func best(_ candidates: [Candidate]) -> Candidate? {
    var best: Candidate?
    for candidate in candidates where candidate.width > 1 {
      guard let old = best else {
        best = candidate
        continue
      }
      if (candidate.isSound ? 1 : 0, candidate.score) > (old.isSound ? 1 : 0, old.score) {
        best = candidate
      }
    }
    return best
  }

  /// Rows that do not agree may still be a table, when the first of them says so: then it is better
  /// to say which rows do not fit than to take lines for values.
  private func isWorthTrying(_ candidate: Candidate) -> Bool {
    let rows = SampleRows(sample, candidate.dialect, isWhole: isWhole)
    guard let first = rows.rows.first(where: { !rows.isBlankLine($0) }) else { return false }
    return first.width > 1
  }

  /// A table beyond doubt: words above numbers or dates.
  private func isTable(_ dialect: CSVDialect) -> Bool {
    let rows = SampleRows(sample, dialect, isWhole: isWhole)
    let table = TableShape(rows)
    guard table.isConvincing, table.agreement > 0.99, rows.misalignedCount == 0,
      rows.rows.count > 2
    else { return false }
    let cells = rows.rows.filter { !rows.isBlankLine($0) }.map(rows.cells)
    guard let first = cells.first else { return false }
    return first.allSatisfy { !$0.isBlank }
      && HeaderEvidence(first, Array(cells.dropFirst())).isHeader
  }

  // MARK: - Lines

  private func aligned(narrowest: Int) -> AlignedColumns? {
    let lines = SampleRows(
      sample, CSVDialect(delimiter: [], quote: nil, lineEnds: lineEnds), isWhole: isWhole)
    let texts = lines.rows.compactMap { row -> ArraySlice<UInt8>? in
      let line = sample[row.start..<row.end].filter { $0 != .newline && $0 != .carriageReturn }
      return line.allSatisfy { $0 == .space } ? nil : ArraySlice(line)
    }
    guard texts.count > 1 else { return nil }
    return AlignedColumns(lines: texts, narrowest: narrowest)
  }
}

/// What the rows of a sample have in common.
struct TableShape {
  /// The number of fields most rows have.
  let width: Int
  /// The share of rows that have it, from the first that has on.
  let agreement: Double
  /// The share of values that are numbers or dates.
  let typedShare: Double
  /// The first row that has it comes first, or it is plain that what stands before is a title.
  let isConvincing: Bool
  let startsAtOnce: Bool

  init(_ sample: SampleRows) {
    let rows = sample.rows.filter { !sample.isBlankLine($0) }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.width, default: 0] += 1 }
    let width =
      counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    self.width = width
    let first = rows.firstIndex { $0.width == width } ?? 0
    startsAtOnce = first == 0
    let body = rows[min(rows.count, first + 1)...]
    let fitting = body.count { $0.width == width }
    agreement = body.isEmpty ? 0.5 : Double(fitting) / Double(body.count)
    var typed = 0
    var filled = 0
    for row in body.prefix(50) {
      for column in 0..<row.width {
        let kind = sample.cell(row, column).kind
        if kind != .blank { filled += 1 }
        if kind == .number || kind == .date { typed += 1 }
      }
    }
    typedShare = filled == 0 ? 0 : Double(typed) / Double(filled)
    isConvincing =
      width > 1 && agreement >= 0.6
      && (first == 0
        || Preamble.isTitle(Array(rows[..<first]), above: Array(rows[first...]), sample))
  }
}
