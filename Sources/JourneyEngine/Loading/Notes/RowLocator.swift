/// Finds where a row stands in its file, for a message. Rows carry no line numbers: the block that
/// holds the row is read once more instead.
final class RowLocator {
  private let feed: BlockFeed
  private let format: RowFormat
  private let blocks: [LoadWorker.Block]
  private let extents: [BlockFeed.Extent]
  private let linesBefore: Int

  init(_ feed: BlockFeed, _ format: RowFormat, _ blocks: [LoadWorker.Block], linesBefore: Int) {
    self.feed = feed
    self.format = format
    self.blocks = blocks
    self.linesBefore = linesBefore
    extents = feed.extents
  }

  /// "line 812", or "row 7" of a JSON array, whose rows know no lines.
  func place(ofRow row: Int) -> String {
    if case .jsonArray = format { return "in row \(row + 1)" }
    var first = 0
    for (number, block) in blocks.enumerated() {
      if row < first + block.rowCount {
        guard let opened = open(number) else { break }
        return "on line \(firstLine(of: number) + Int(opened.rowLines[row - first]))"
      }
      first += block.rowCount
    }
    return "in row \(row + 1)"
  }

  /// Place and text of a value on a line of a block (both counted from 0).
  func value(inBlock number: Int, line: Int, column name: String) -> (place: String, text: String) {
    var place = "on line \(firstLine(of: number) + line)"
    guard let block = open(number), let column = column(name, block) else { return (place, "") }
    let fields = block.column(column)
    for row in 0..<block.rowCount where Int(block.rowLines[row]) == line {
      let field = fields[row]
      if case .jsonArray = format {
        // Rows of an array all count as line 0: look for nothing more exact.
        place = "in block \(number + 1)"
      }
      let bytes = UnsafeBufferPointer(start: fields.start(field), count: field.length)
      return (place, String(decoding: bytes, as: UTF8.self))
    }
    return (place, "")
  }

  private func firstLine(of number: Int) -> Int {
    linesBefore + 1 + blocks[..<number].reduce(0) { $0 + $1.lineCount }
  }

  private func column(_ name: String, _ block: RowBlock) -> Int? {
    switch format {
    case .csv(_, let names): names.firstIndex(of: name)
    case .jsonLines, .jsonArray: opened?.json.names.firstIndex(of: name)
    }
  }

  private var opened: (number: Int, block: RowBlock, json: JSONTokenizer)?

  private func open(_ number: Int) -> RowBlock? {
    if let opened, opened.number == number { return opened.block }
    let extent = extents[number]
    let block = RowBlock(capacity: extent.count + 1)
    guard feed.reread(extent, into: block) else { return nil }
    var isArray = false
    if case .jsonArray = format { isArray = true }
    let json = JSONTokenizer(isArray: isArray, shape: format.shape ?? .whole)
    switch format {
    case .csv(let tokenizer, _): tokenizer.tokenize(block)
    case .jsonLines, .jsonArray: json.tokenize(block, at: extent)
    }
    opened = (number, block, json)
    return block
  }
}
