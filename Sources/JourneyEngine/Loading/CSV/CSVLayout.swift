/// How one delimited file is written: its dialect, its header, and where the rows begin and end.
struct CSVLayout: Sendable {
  var dialect: CSVDialect
  var names: [String] = []
  /// Where the first row begins and the number of lines before it.
  var bodyStart: Int
  var bodyLine: Int
  /// Where the rows end, when a footer follows.
  var bodyEnd: Int?
  /// Judged from the first rows.
  var bytesPerRow = 1
  var warnings: [String] = []
  var guesses: [String] = []

  var tokenizer: CSVTokenizer { CSVTokenizer(dialect, columnCount: names.count) }

  /// Looks at the beginning and the end of a file, whose text begins at `start`. What the options
  /// say is taken for granted.
  static func detect(
    _ source: ByteSource, from start: Int, preferred: UInt8?, options: ReadingOptions
  ) throws(LoadError) -> CSVLayout {
    let given = try GivenDialect(options, path: source.path)
    let lineEnds = LineEnds.guess(
      source.bytes(at: start, count: FileFormat.sampleSize), quote: given.quote ?? .quote)
    var head = Head(source: source, start: start, lineEnds: lineEnds, given: given)
    head.skipExcelLine()
    if case .lines(let lines) = options.header { try head.skip(to: lines.lowerBound) }
    var size = FileFormat.sampleSize
    while true {
      let sample = source.bytes(at: head.start, count: size)
      let isWhole = head.start + sample.count >= source.size
      let guess = DialectGuess(
        sample: sample, isWhole: isWhole, preferred: preferred, given: head.given,
        lineEnds: lineEnds)
      let dialect = guess.dialect()
      let rows = SampleRows(sample, dialect, isWhole: isWhole)
      if rows.rows.contains(where: { !rows.isBlankLine($0) }) {
        var layout = CSVLayout(dialect: dialect, bodyStart: head.start, bodyLine: head.line)
        layout.sayDialect(
          given: head.given, preferred: preferred, isSpaced: rows.isSpaced)
        layout.take(rows, options)
        try checkText(sample.prefix(layout.bodyStart - head.start), offset: head.start, source)
        try layout.checkAlignment(head.given, source)
        try layout.checkWidth(source)
        layout.findFooter(source, options)
        return layout
      }
      guard !isWhole, sample.count < BlockFeed.longestRow else {
        throw headerFault(sample, rows, offset: head.start).loadError(in: source, dialect.lineEnds)
      }
      size *= 8
    }
  }

  /// Where the sample begins: behind lines that are no rows.
  private struct Head {
    let source: ByteSource
    var start: Int
    var line = 0
    let lineEnds: LineEnds
    var given: GivenDialect

    /// `sep=;` as the first line tells Excel the delimiter.
    mutating func skipExcelLine() {
      let bytes = source.bytes(at: start, count: 16)
      let says = String(decoding: bytes.prefix(4), as: UTF8.self).lowercased() == "sep="
      guard says, bytes.count > 5, bytes[5] == .newline || bytes[5] == .carriageReturn else {
        return
      }
      let isFed = bytes[5] == .carriageReturn && bytes.count > 6 && bytes[6] == .newline
      let end = isFed ? 7 : 6
      given.setExcel(bytes[4])
      start += end
      line = 1
    }

    /// Goes to a line of the file, 1-based.
    mutating func skip(to wanted: Int) throws(LoadError) {
      var wasReturn = false
      while line + 1 < wanted {
        let block = source.bytes(at: start, count: 1 << 20)
        guard !block.isEmpty else {
          throw LoadError(
            path: source.path, message: "the file has only \(line) lines",
            hint: "the header cannot be line \(wanted): `reading header 1`")
        }
        var used = 0
        for byte in block {
          if line + 1 >= wanted && !(wasReturn && byte == .newline) { break }
          used += 1
          if byte == .newline || byte == .carriageReturn && lineEnds == .any {
            if !(wasReturn && byte == .newline) { line += 1 }
          }
          wasReturn = lineEnds == .any && byte == .carriageReturn
        }
        start += used
      }
      guard start < source.size else {
        throw LoadError(
          path: source.path, message: "the file has only \(line) lines",
          hint: "the header cannot be line \(wanted): `reading header 1`")
      }
    }
  }

  /// The header is text like the rows, which are looked at as they are read.
  private static func checkText(
    _ header: ArraySlice<UInt8>, offset: Int, _ source: ByteSource
  ) throws(LoadError) {
    let fault = header.withUnsafeBufferPointer { buffer -> BlockFault? in
      guard let base = buffer.baseAddress,
        let bad = ByteScan.firstUnreadable(base, count: buffer.count)
      else { return nil }
      return TextFault.fault(base, count: buffer.count, at: bad, blockOffset: offset)
    }
    if let fault { throw fault.loadError(in: source) }
  }

  private static func headerFault(
    _ sample: [UInt8], _ rows: SampleRows, offset: Int
  ) -> BlockFault {
    if let quote = rows.openQuote {
      return BlockFault(
        offset: offset + quote,
        message: "the quote that opens here, in the header, is never closed",
        hint: BlockFault.quoteHint)
    }
    return BlockFault(
      offset: offset, message: "no line of this file ends within its first \(sample.count) bytes",
      hint: "the first line of a CSV file is its header")
  }

  private func checkAlignment(_ given: GivenDialect, _ source: ByteSource) throws(LoadError) {
    guard given.isAligned, dialect.alignment == nil else { return }
    throw LoadError(
      path: source.path, line: bodyLine,
      message: "the columns of this file are not aligned by spaces",
      hint: "name what stands between the fields, for instance: `reading delimiter \";\"`")
  }

  /// As many columns as a sheet of Excel has; more is a table on its side, or text cut wrongly.
  static let mostColumns = 16_384

  private func checkWidth(_ source: ByteSource) throws(LoadError) {
    guard names.count > CSVLayout.mostColumns else { return }
    throw LoadError(
      path: source.path, line: max(1, bodyLine),
      message:
        "the header has \(PlainText.count(names.count)) columns, more than the "
        + "\(PlainText.count(CSVLayout.mostColumns)) a table may have "
        + "(the delimiter is \(dialect.delimiterWords))",
      hint: "name the delimiter or the line of the header: `reading delimiter \";\"`, "
        + "`reading header 2`; a table whose rows stand side by side has to be turned first")
  }

  // MARK: - Dialect

  private mutating func sayDialect(
    given: GivenDialect, preferred: UInt8?, isSpaced: Bool
  ) {
    let isExpected =
      dialect.delimiter == [UInt8(ascii: ",")] || dialect.delimiter == preferred.map { [$0] }
    if given.delimiter == nil && !given.isAligned {
      if dialect.alignment != nil {
        guesses.append(
          "the columns are aligned by spaces: `reading delimiter \",\"` says otherwise")
      } else if dialect.delimiter.isEmpty || isSpaced {
        let other = isSpaced ? "spaces" : ","
        guesses.append(
          "no delimiter fits, every line is one value: `reading delimiter \"\(other)\"` says otherwise"
        )
      } else if !isExpected {
        guesses.append(
          "the delimiter is \(dialect.delimiterWords): `reading delimiter \",\"` says otherwise")
      }
    }
    if given.quote == nil && dialect.alignment == nil && !dialect.delimiter.isEmpty {
      if dialect.quote == nil {
        guesses.append("quotes are letters like any other: `reading quote \"\\\"\"` says otherwise")
      } else if let quote = dialect.quote, quote != .quote {
        guesses.append(
          "values stand in `\(VisibleBytes.text([quote]))`: `reading quote none` says otherwise")
      }
    }
    if given.escape == nil, dialect.escape != nil {
      guesses.append(
        "a backslash makes a letter of the quote or delimiter behind it: `reading escape \"doubled\"` says otherwise"
      )
    }
  }

  // MARK: - Header

  private mutating func take(_ sample: SampleRows, _ options: ReadingOptions) {
    let rows = sample.rows.filter { !sample.isBlankLine($0) }
    guard let top = rows.first else { return }
    let linesBefore = bodyLine
    let base = bodyStart
    bytesPerRow = max(1, ((sample.rows.last?.end ?? 0) - top.start) / max(1, rows.count))
    var first = 0
    var count = 1
    switch options.header {
    case .some(.none): count = 0
    case .lines(let lines):
      count = max(1, rows.prefix { $0.line + linesBefore + 1 <= lines.upperBound }.count)
    case nil:
      first = Preamble.count(rows, sample, width: TableShape(sample).width)
      count = headerCount(rows, first, sample)
      sayHeader(rows, count: count, preamble: first, linesBefore, sample)
    }
    let header = rows[first..<min(rows.count, first + count)]
    if count == 0 {
      let width = rows.map(\.width).max() ?? 1
      names = (1...max(1, width)).map { "column_\($0)" }
      bodyStart = base + rows[first].start
      bodyLine = linesBefore + rows[first].line
    } else if let last = header.last {
      setNames(HeaderNames.joined(header.map(sample.cells)))
      bodyStart = base + last.end
      bodyLine = linesBefore + last.line + last.lineCount
    }
  }

  /// 0 when the file has no header, 2 when a row of groups stands above the names.
  private func headerCount(
    _ rows: [SampleRows.Row], _ first: Int, _ sample: SampleRows
  ) -> Int {
    let cells = rows[first...].prefix(SampleRows.limit).map(sample.cells)
    if HeaderNames.isGroups(cells) || HeaderNames.isContinued(cells) { return 2 }
    guard first == 0 else { return 1 }
    let body = Array(cells.dropFirst())
    if body.isEmpty {
      return cells[0].allSatisfy { $0.kind == .number } ? 0 : 1
    }
    return HeaderEvidence(cells[0], body).isData ? 0 : 1
  }

  private mutating func sayHeader(
    _ rows: [SampleRows.Row], count: Int, preamble: Int, _ linesBefore: Int, _ sample: SampleRows
  ) {
    let line = linesBefore + rows[preamble].line + 1
    if count == 0 {
      guesses.append(
        "the file has no header, its columns are called column_1, column_2, ...: `reading header \(line)` takes line \(line) for it"
      )
    } else if count == 2 {
      let second = rows[preamble + 1]
      let last = linesBefore + second.line + second.lineCount
      // Of groups and names the names tell more, of questions and answers the questions.
      let isContinued = sample.cell(second, 0).isBlank
      let parts = isContinued ? "question and answer" : "group and name"
      let alone = isContinued ? line : last
      guesses.append(
        "the header is lines \(line) to \(last), \(parts): `reading header \(alone)` takes line \(alone) alone"
      )
    } else if preamble > 0 {
      let above = line == 2 ? "line 1 above it is" : "the \(line - 1) lines above it are"
      guesses.append(
        "the header is line \(line), \(above) no data: `reading header 1` says otherwise")
    }
  }

  /// Every column gets a name of its own; what had to be changed is said.
  private mutating func setNames(_ raw: [String]) {
    var free = FreeNames(given: raw)
    for (index, trimmed) in raw.enumerated() {
      let name = free.take(trimmed, or: "column_\(index + 1)")
      names.append(name)
      if trimmed.isEmpty {
        warnings.append("column \(index + 1) has no name in the header; it is called `\(name)`")
      } else if name != trimmed {
        warnings.append(
          "the header names `\(trimmed)` more than once; column \(index + 1) is called `\(name)`")
      }
    }
  }

  // MARK: - Footer

  private mutating func findFooter(_ source: ByteSource, _ options: ReadingOptions) {
    if let count = options.footer {
      bodyEnd = FileFooter.last(count, source, from: bodyStart, dialect.lineEnds)
      return
    }
    guard let footer = FileFooter.find(source, from: bodyStart, dialect, width: names.count) else {
      return
    }
    bodyEnd = footer.start
    let lines =
      footer.lineCount == 1 ? "the last line is" : "the last \(footer.lineCount) lines are"
    guesses.append(
      "\(lines) no data (`\(footer.text.prefix(40))`): `reading footer 0` says otherwise")
  }
}
