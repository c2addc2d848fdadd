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

  /// "line 812", or "row 7" of a JSON array or a database, whose rows know no lines.
  func place(ofRow row: Int) -> String {
    switch format {
    case .jsonArray, .cells: return "in row \(row + 1)"
    case .csv, .jsonLines: break
    }
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

  /// Place and text of a value on a line of a block (both counted from 0); the lines of arrays and
  /// of cells are their rows.
  func value(inBlock number: Int, line: Int, column name: String) -> (place: String, text: String) {
    if case .cells(let names) = format {
      return cell(
        blocks[..<number].reduce(0) { $0 + $1.rowCount } + line, names.firstIndex(of: name))
    }
    let place =
      if case .jsonArray = format {
        "in row \(blocks[..<number].reduce(0) { $0 + $1.rowCount } + line + 1)"
      } else {
        "on line \(firstLine(of: number) + line)"
      }
    guard let block = open(number), let column = column(name, block) else { return (place, "") }
    let fields = block.column(column)
    for row in 0..<block.rowCount where Int(block.rowLines[row]) == line {
      let field = fields[row]
      let bytes = UnsafeBufferPointer(start: fields.start(field), count: field.length)
      return (place, String(decoding: bytes, as: UTF8.self))
    }
    return (place, "")
  }

  private func cell(_ row: Int, _ column: Int?) -> (place: String, text: String) {
    let place = "in row \(row + 1)"
    guard let column, let (block, index) = feed.row(row) else { return (place, "") }
    let fields = block.column(column)
    let bytes = UnsafeBufferPointer(
      start: fields.start(fields[index]), count: fields[index].length)
    return (place, String(decoding: bytes, as: UTF8.self))
  }

  private func firstLine(of number: Int) -> Int {
    linesBefore + 1 + blocks[..<number].reduce(0) { $0 + $1.lineCount }
  }

  private func column(_ name: String, _ block: RowBlock) -> Int? {
    switch format {
    case .csv(_, let names), .cells(let names): names.firstIndex(of: name)
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
    case .cells: return nil
    }
    opened = (number, block, json)
    return block
  }
}
