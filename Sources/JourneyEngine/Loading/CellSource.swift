/// Rows that come as cells and not as lines of text: those of a database, of an event log. They are
/// read by the same columns as delimited text, so that the same values get the same types.
protocol CellSource: AnyObject, Sendable {
  var names: [String] { get }
  /// How many rows there are, as far as one can tell.
  var expectedRowCount: Int { get }
  /// Puts the next rows into the block; false when there are none. One thread at a time asks.
  func fill(_ block: RowBlock) throws(BlockFault) -> Bool
  /// From the first row again.
  func rewind()
}

extension RowBlock {
  /// Takes over cells that were written row by row into `fields`, their texts into `bytes`.
  func finishCells(bytes: Int, rows: Int, columns: Int) {
    finish(count: bytes, isLast: false)
    columnCount = columns
    isColumnMajor = false
    rowCount = rows
    lineCount = rows
    for row in 0..<rows { rowLines[row] = UInt32(truncatingIfNeeded: row) }
  }
}

/// Reads cells into tables.
enum CellReader {
  /// One table, without its part. `source` is the file, for messages and progress.
  static func table(
    _ cells: any CellSource, of source: ByteSource, format: String, options: ReadingOptions
  ) throws(LoadError) -> LoadedFile {
    var report = FileReport(path: source.path, format: format)
    let loader = TableLoader(cells: cells, of: source, options: options)
    let table = try loader.load(&report)
    return LoadedFile(table: table, report: report)
  }
}
