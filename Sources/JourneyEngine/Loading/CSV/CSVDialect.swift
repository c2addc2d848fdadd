/// How one CSV file is written: its delimiter, its header, and where the rows begin.
struct CSVDialect: Sendable {
  var delimiter: UInt8
  var names: [String]
  var warnings: [String] = []
  /// Where the first row begins, and the number of lines before it.
  var bodyStart: Int
  var bodyLine: Int
  /// Judged from the first rows.
  var bytesPerRow: Int

  var displayName: String {
    switch delimiter {
    case .tab: "CSV, tab"
    case UInt8(ascii: ";"): "CSV, semicolon"
    case UInt8(ascii: "|"): "CSV, pipe"
    default: "CSV, comma"
    }
  }

  /// Looks at the first bytes of a file, which begin after a byte order mark. `isWhole` when they
  /// are the whole file; then the last line may lack its line feed.
  static func detect(
    _ sample: [UInt8], offset: Int, isWhole: Bool, preferred: UInt8?
  ) throws(BlockFault) -> CSVDialect {
    var start = 0
    var line = 0
    // Blank lines before the header.
    while start < sample.count {
      guard let end = sample[start...].firstIndex(of: .newline),
        sample[start..<end].allSatisfy({ [.space, .tab, .carriageReturn].contains($0) })
      else { break }
      start = end + 1
      line += 1
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), .tab, UInt8(ascii: "|")]
    var best: (delimiter: UInt8, score: Double, width: Int)?
    for delimiter in candidates {
      let rows = SampleRow.rows(sample, from: start, delimiter: delimiter, isWhole: isWhole)
      guard let width = rows.first?.fields.count, width > 1 else { continue }
      let body = rows.dropFirst().filter { !$0.isBlank }
      let fitting = body.count { $0.fields.count == width }
      var score = body.isEmpty ? 0.5 : Double(fitting) / Double(body.count)
      if delimiter == preferred { score += 0.25 }
      if best.map({ (score, width) > ($0.score, $0.width) }) ?? true {
        best = (delimiter, score, width)
      }
    }
    let delimiter = best?.delimiter ?? preferred ?? UInt8(ascii: ",")
    let rows = SampleRow.rows(sample, from: start, delimiter: delimiter, isWhole: isWhole)
    guard let header = rows.first else { throw headerFault(sample, from: start, offset: offset) }
    var dialect = CSVDialect(
      delimiter: delimiter, names: [], bodyStart: offset + header.end,
      bodyLine: line + header.lineCount,
      bytesPerRow: max(1, ((rows.last?.end ?? 0) - start) / max(1, rows.count)))
    dialect.setNames(header.fields)
    return dialect
  }

  private static func headerFault(_ sample: [UInt8], from start: Int, offset: Int) -> BlockFault {
    if let quote = sample[start...].firstIndex(of: .quote) {
      return BlockFault(
        offset: offset + quote,
        message: "the quote that opens here, in the header, is never closed",
        hint: "a quote inside a quoted field is written twice (\"\")")
    }
    return BlockFault(
      offset: offset + start,
      message: "no line of this file ends within its first \(sample.count) bytes",
      hint: "the first line of a CSV file is its header")
  }

  /// Every column gets a name of its own; what had to be changed is said.
  private mutating func setNames(_ raw: [String]) {
    var taken = Set<String>()
    let given = Set(raw.map(CSVDialect.trimmed))
    for (index, text) in raw.enumerated() {
      let trimmed = CSVDialect.trimmed(text)
      let wanted = trimmed.isEmpty ? "column_\(index + 1)" : trimmed
      var name = wanted
      var number = 2
      while taken.contains(name) || (name != trimmed && given.contains(name)) {
        name = "\(wanted)_\(number)"
        number += 1
      }
      taken.insert(name)
      names.append(name)
      if trimmed.isEmpty {
        warnings.append("column \(index + 1) has no name in the header; it is called `\(name)`")
      } else if name != wanted {
        warnings.append(
          "the header names `\(wanted)` more than once; column \(index + 1) is called `\(name)`")
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

/// One of the first rows of a file, cut by the plain rules: for choosing a dialect, where speed
/// does not matter.
struct SampleRow {
  var fields: [String]
  /// The position after the row's line feed.
  var end: Int
  var lineCount: Int
  var isBlank: Bool {
    fields.count == 1 && fields[0].utf8.allSatisfy { $0 == .space || $0 == .tab }
  }

  /// At most 200 whole rows.
  static func rows(
    _ bytes: [UInt8], from start: Int, delimiter: UInt8, isWhole: Bool
  ) -> [SampleRow] {
    var rows: [SampleRow] = []
    var position = start
    while position < bytes.count && rows.count < 200 {
      guard let row = row(bytes, from: position, delimiter: delimiter, isWhole: isWhole) else {
        break
      }
      rows.append(row)
      position = row.end
    }
    return rows
  }

  private static func row(
    _ bytes: [UInt8], from start: Int, delimiter: UInt8, isWhole: Bool
  ) -> SampleRow? {
    var fields: [String] = []
    var field: [UInt8] = []
    var lineCount = 0
    var isOpen = false
    var isAtStart = true
    var position = start
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == .newline { lineCount += 1 }
      if isOpen {
        if byte != .quote {
          field.append(byte)
        } else if position < bytes.count && bytes[position] == .quote {
          field.append(byte)
          position += 1
        } else {
          isOpen = false
        }
      } else if byte == .quote && isAtStart {
        isOpen = true
        isAtStart = false
      } else if byte == delimiter {
        fields.append(text(field))
        field = []
        isAtStart = true
      } else if byte == .newline {
        if field.last == .carriageReturn { field.removeLast() }
        fields.append(text(field))
        return SampleRow(fields: fields, end: position, lineCount: lineCount)
      } else {
        field.append(byte)
        isAtStart = false
      }
    }
    guard isWhole, !isOpen else { return nil }
    if field.last == .carriageReturn { field.removeLast() }
    fields.append(text(field))
    return SampleRow(fields: fields, end: position, lineCount: lineCount + 1)
  }
}
