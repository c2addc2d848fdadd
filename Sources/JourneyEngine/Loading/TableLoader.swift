internal import Synchronization

/// Reads the rows of one file into a table: cuts it into blocks, has several threads read them,
/// decides on the type of every column, reads again the columns that turned out otherwise, and puts
/// together.
final class TableLoader: Sendable {
  let feed: BlockFeed
  let format: RowFormat
  let options: ReadingOptions
  /// Lines before the first block.
  let linesBefore: Int
  let expectedRows: Int
  let parsing: ColumnParsingOptions

  init(
    source: ByteSource, from offset: Int, to end: Int? = nil, linesBefore: Int, format: RowFormat,
    options: ReadingOptions, bytesPerRow: Int
  ) {
    self.format = format
    self.options = options
    self.linesBefore = linesBefore
    expectedRows = max(1, ((end ?? source.size) - offset) / max(1, bytesPerRow))
    parsing = ColumnParsingOptions(
      zone: options.zone, escapes: format.escapes,
      arenaPageSize: source.size > 8 << 20 ? 1 << 20 : 1 << 16)
    feed = BlockFeed(
      source: source, from: offset, to: end, cutter: format.cutter, blockSize: options.blockSize,
      progress: options.progress)
  }

  /// For rows that come as cells; `source` is the file they are from.
  init(cells: any CellSource, of source: ByteSource, options: ReadingOptions) {
    format = .cells(names: cells.names)
    self.options = options
    linesBefore = 0
    expectedRows = max(1, cells.expectedRowCount)
    parsing = ColumnParsingOptions(
      zone: options.zone, escapes: format.escapes,
      arenaPageSize: source.size > 8 << 20 ? 1 << 20 : 1 << 16)
    feed = BlockFeed(
      source: source, from: 0, cutter: format.cutter, blockSize: options.blockSize,
      progress: options.progress, cells: cells)
  }

  /// All rows as a table, and the report filled in.
  func load(_ report: inout FileReport) throws(LoadError) -> Table {
    var workers = [LoadWorker(self, kinds: [:])]
    // The first block alone shows the other threads where to start.
    workers[0].enterColumns(block: 0) { TypeInference.plan($0, options) }
    let more = workers[0].parseNext(plan: { TypeInference.plan($0, options) })
    if more && !feed.isExhausted { workers += runFirstPass(beside: workers[0]) }
    try check(workers)
    var assembly = TableAssembly(workers: workers, extents: feed.extents)
    format.shape?.check(columns: assembly.columns.map(\.name))
    let again = assembly.columnsToReadAgain(decimalComma: options.hasDecimalComma)
    if !again.isEmpty {
      assembly.replace(again, with: runSecondPass(again))
      try check(assembly.allWorkers)
    }
    report.rowsRead = assembly.rowCount
    collectRefused(assembly, &report)
    let built = assembly.build(threads: threadCount, zone: options.zone) {
      self.feed.reportProgress()
    }
    guard var columns = built else { throw stopped }
    if format.isJSON { JSONColumns.name(&columns, &report) }
    if case .csv = format { FormulaTexts.settle(&columns, &report) }
    report.columns = columns.map { field in
      FileReport.ColumnReport(
        name: field.name, type: field.column.type, missing: field.column.nulls.unknownCount,
        note: nil)
    }
    try ColumnRefinement.refine(&columns, &report, options)
    let locator = RowLocator(feed, format, assembly.blocks, linesBefore: linesBefore)
    ColumnNotes(assembly, options, locator).annotate(columns, &report)
    if format.isJSON { JSONColumns.settle(&columns, assembly.columns.map(\.name), &report) }
    let repeated = workers.reduce(0) { $0 + $1.duplicateKeyRows }
    if repeated > 0 {
      report.warnings.append(
        "\(repeated) \(repeated == 1 ? "row names" : "rows name") a key twice; the last value counts"
      )
    }
    return Table(columns, rowCount: assembly.rowCount)
  }

  var threadCount: Int {
    options.threadCount > 0 ? options.threadCount : min(16, WorkerThreads.processorCount)
  }

  // MARK: - Passes

  private func runFirstPass(beside first: LoadWorker) -> [LoadWorker] {
    let kinds = first.columnKinds
    return run(first: first, others: threadCount - 1) {
      LoadWorker(self, kinds: kinds)
    } plan: { name in
      TypeInference.plan(name, self.options)
    }
  }

  private func runSecondPass(_ again: [String: PieceKind]) -> [LoadWorker] {
    feed.rewind()
    let first = LoadWorker(self, kinds: [:])
    let others = feed.extents.count > 1 ? threadCount - 1 : 0
    return [first]
      + run(first: first, others: others) {
        LoadWorker(self, kinds: [:])
      } plan: { name in
        ColumnPlan(name: name, mode: again[name].map { .forced($0) } ?? .skip)
      }
  }

  /// Has `first` and others read blocks until there are none; returns the others.
  private func run(
    first: LoadWorker, others: Int, _ make: () -> LoadWorker,
    plan: @escaping @Sendable (String) -> ColumnPlan
  ) -> [LoadWorker] {
    let workers = [first] + (0..<max(0, others)).map { _ in make() }
    WorkerThreads.run(workers.count) { index in
      while workers[index].parseNext(plan: plan) {}
    }
    return Array(workers.dropFirst())
  }

  // MARK: - Trouble

  private var stopped: LoadError { LoadError(path: feed.source.path, message: "stopped") }

  private func check(_ workers: [LoadWorker]) throws(LoadError) {
    if feed.isStopped { throw stopped }
    let faults = workers.compactMap(\.fault) + [feed.fault].compactMap { $0 }
    guard let first = faults.min(by: { $0.offset < $1.offset }) else { return }
    throw first.loadError(in: feed.source, format.lineEnds)
  }

  private func collectRefused(_ assembly: TableAssembly, _ report: inout FileReport) {
    var line = linesBefore + 1
    var ragged = RaggedRows()
    for block in assembly.blocks {
      report.refusedCount += block.refusedCount
      for row in block.refused where report.refused.count < RowBlock.refusedLimit {
        report.refused.append(.init(line: line + row.line, reason: row.reason))
      }
      ragged.append(block.ragged, line: line)
      line += block.lineCount
    }
    report.warnings += ragged.warnings
  }
}

/// The format of the rows, as far as reading them block by block goes.
enum RowFormat: Sendable {
  case csv(CSVTokenizer, names: [String])
  case jsonLines(JSONShape)
  case jsonArray(JSONShape)
  /// Cut up already.
  case cells(names: [String])

  /// Nil for what is not JSON.
  var shape: JSONShape? {
    switch self {
    case .csv, .cells: nil
    case .jsonLines(let shape), .jsonArray(let shape): shape
    }
  }

  var isJSON: Bool { shape != nil }

  var escapes: Unescaper.Style {
    switch self {
    case .csv, .cells: .doubledQuotes
    case .jsonLines, .jsonArray: .backslashes
    }
  }

  var lineEnds: LineEnds {
    switch self {
    case .csv(let tokenizer, _): tokenizer.dialect.lineEnds
    case .jsonLines, .jsonArray, .cells: .lineFeed
    }
  }

  var cutter: RowCutter {
    switch self {
    case .csv(let tokenizer, _): .csv(tokenizer)
    case .jsonLines, .cells: .lines
    case .jsonArray: .jsonArray
    }
  }
}
