extension RowLines {
  /// Finds lines by reading the file once more up to the row: messages name few rows, so keeping a
  /// line for each of millions would be dear. Formats without lines have none.
  init(_ file: LoadedFile, name: String) {
    let path = file.report.path
    switch file.origins {
    case .unknown: break
    case .lines(let lines):
      self.init { row in row < lines.count ? (name, lines[row]) : nil }
      return
    case .offsets(let offsets):
      self.init { row in
        guard row < offsets.count, let source = try? FileOpener.open(path),
          let plain = try? PlainBytes.of(source, options: ReadingOptions())
        else { return nil }
        return (name, plain.position(of: offsets[row]).line)
      }
      return
    }
    self.init { row in
      RowLines.line(ofRow: row, path: path).map { (name, $0) }
    }
  }

  private static func line(ofRow row: Int, path: String) -> Int? {
    guard let source = try? FileOpener.open(path), let format = try? FileFormat.detect(source)
    else {
      return nil
    }
    switch format {
    case .csv(let start, let preferred):
      let sample = source.bytes(at: start, count: FileFormat.sampleSize)
      guard
        let dialect = try? CSVDialect.detect(
          sample, offset: start, isWhole: start + sample.count == source.size, preferred: preferred)
      else { return nil }
      let tokenizer = CSVTokenizer(
        delimiter: dialect.delimiter, columnCount: dialect.names.count)
      return line(
        ofRow: row, source, from: dialect.bodyStart, linesBefore: dialect.bodyLine,
        cutter: .csv(tokenizer)
      ) { block, _ in tokenizer.tokenize(block) }
    case .jsonLines(let start):
      let tokenizer = JSONTokenizer(isArray: false)
      return line(ofRow: row, source, from: start, linesBefore: 0, cutter: .lines) {
        tokenizer.tokenize($0, at: $1)
      }
    default: return nil
    }
  }

  private static func line(
    ofRow row: Int, _ source: ByteSource, from start: Int, linesBefore: Int, cutter: RowCutter,
    tokenize: (RowBlock, BlockFeed.Extent) -> Void
  ) -> Int? {
    let blockSize = 256 << 10
    let feed = BlockFeed(
      source: source, from: start, cutter: cutter, blockSize: blockSize, progress: nil)
    let block = RowBlock(capacity: min(blockSize, max(1, source.size)) + 1)
    var rowsBefore = 0
    var lines = linesBefore + 1
    while let extent = feed.next(block) {
      tokenize(block, extent)
      guard block.fault == nil else { return nil }
      if row < rowsBefore + block.rowCount { return lines + Int(block.rowLines[row - rowsBefore]) }
      rowsBefore += block.rowCount
      lines += block.lineCount
    }
    return nil
  }
}
