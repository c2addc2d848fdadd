/// One thread's share of a file: the blocks it took, cut into fields and read column by column.
/// Used by one thread at a time.
final class LoadWorker: @unchecked Sendable {
  /// What became of one block.
  struct Block {
    let index: Int
    let rowCount: Int
    let lineCount: Int
    let refused: [FileReport.RefusedRow]
    let refusedCount: Int
    let ragged: RaggedRows
    /// By the worker's own column index; columns it met later are missing here.
    var pieces: [ColumnPiece]
  }

  private let loader: TableLoader
  private let block: RowBlock
  private let json: JSONTokenizer?
  private var nullScratch: UnsafeMutablePointer<UInt64>
  private var nullCapacity = 1024
  private var parsers: [ColumnParser] = []
  private let kinds: [String: PieceKind]

  /// The names of the columns, in the order this thread met them, and the block it met each in.
  private(set) var names: [String] = []
  private(set) var firstBlocks: [Int] = []
  private(set) var blocks: [Block] = []
  private(set) var fault: BlockFault?
  private(set) var duplicateKeyRows = 0

  /// `kinds` are the types to start with, by column.
  init(_ loader: TableLoader, kinds: [String: PieceKind]) {
    self.loader = loader
    self.kinds = kinds
    block = RowBlock(capacity: min(loader.options.blockSize, max(1, loader.feed.source.size)) + 1)
    nullScratch = .allocate(capacity: nullCapacity)
    switch loader.format {
    case .csv: json = nil
    case .jsonLines(let shape): json = JSONTokenizer(isArray: false, shape: shape)
    case .jsonArray(let shape): json = JSONTokenizer(isArray: true, shape: shape)
    }
  }

  deinit { nullScratch.deallocate() }

  var columnKinds: [String: PieceKind] {
    Dictionary(zip(names, parsers.map(\.currentKind)), uniquingKeysWith: { first, _ in first })
  }

  func dictionary(_ column: Int) -> ByteDictionary { parsers[column].dictionary }

  /// Gives a column's memory back to the system.
  func release(_ column: Int) { parsers[column].release() }

  /// Reads the next block; false when there is none for this thread.
  func parseNext(plan: (String) -> ColumnPlan) -> Bool {
    guard fault == nil, let extent = loader.feed.next(block) else { return false }
    guard tokenize(extent) else {
      loader.feed.stop()
      return false
    }
    enterColumns(block: extent.index, plan)
    let words = (block.rowCount + 63) >> 6
    if words > nullCapacity {
      nullScratch.deallocate()
      nullCapacity = words * 2
      nullScratch = .allocate(capacity: nullCapacity)
    }
    var pieces: [ColumnPiece] = []
    pieces.reserveCapacity(parsers.count)
    for (column, parser) in parsers.enumerated() {
      pieces.append(parser.parse(block, column: column, nullScratch: nullScratch))
    }
    blocks.append(
      Block(
        index: extent.index, rowCount: block.rowCount, lineCount: block.lineCount,
        refused: block.refused, refusedCount: block.refusedCount, ragged: block.ragged,
        pieces: pieces))
    return true
  }

  /// Cuts the block into fields; false on a fault, which ends the file.
  private func tokenize(_ extent: BlockFeed.Extent) -> Bool {
    if let bad = ByteScan.firstUnreadable(block.bytes, count: block.count) {
      fault = TextFault.fault(block.bytes, count: block.count, at: bad, blockOffset: extent.offset)
      return false
    }
    switch loader.format {
    case .csv(let tokenizer, _): tokenizer.tokenize(block)
    case .jsonLines, .jsonArray: json?.tokenize(block, at: extent)
    }
    fault = block.fault
    return fault == nil
  }

  /// Takes in the columns that are known now and were not before; of CSV all, from its header.
  func enterColumns(block: Int, _ plan: (String) -> ColumnPlan) {
    let known: [String]
    switch loader.format {
    case .csv(_, let names): known = names
    case .jsonLines, .jsonArray:
      known = json?.names ?? []
      duplicateKeyRows = json?.duplicateKeyRows ?? 0
    }
    for name in known[names.count...] {
      names.append(name)
      firstBlocks.append(block)
      parsers.append(
        ColumnParser(
          plan(loader.format.isJSON ? JSONName.display(name) : name),
          startingAs: kinds[name] ?? .blank, options: loader.parsing,
          expectedRows: loader.expectedRows))
    }
  }
}
