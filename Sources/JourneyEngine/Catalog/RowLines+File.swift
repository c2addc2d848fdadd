extension RowLines {
  /// Finds lines by reading the file once more up to the row: messages name few rows, so keeping a
  /// line for each of millions would be dear. Formats without lines have none.
  init(_ file: LoadedFile, name: String) {
    let path = file.report.path
    let options = file.options
    switch file.origins {
    case .unknown: break
    case .lines(let lines):
      self.init { row in row < lines.count ? (name, lines[row]) : nil }
      return
    case .offsets(let offsets):
      self.init { row in
        guard row < offsets.count, let plain = FileOpener.reopen(path, options) else {
          return nil
        }
        return (name, plain.position(of: offsets[row]).line)
      }
      return
    }
    self.init { row in
      RowLines.line(ofRow: row, path: path, options).map { (name, $0) }
    }
  }

  private static func line(ofRow row: Int, path: String, _ options: ReadingOptions) -> Int? {
    guard let source = FileOpener.reopen(path, options),
      let format = try? FileFormat.detect(source, options)
    else {
      return nil
    }
    switch format {
    case .csv(let start, let preferred):
      guard
        let layout = try? CSVLayout.detect(
          source, from: start, preferred: preferred, options: options)
      else { return nil }
      let tokenizer = layout.tokenizer
      return line(
        ofRow: row, source, from: layout.bodyStart, linesBefore: layout.bodyLine,
        cutter: .csv(tokenizer)
      ) { block, _ in tokenizer.tokenize(block) }
    case .json(.lines(let start)):
      let tokenizer = JSONTokenizer(isArray: false, shape: .whole)
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
