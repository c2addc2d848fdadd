/// Cells that are codes of texts, column by column.
final class CodedRows: CellSource, @unchecked Sendable {
  struct Column {
    var name: String
    /// One each thing; what is beyond the end has none.
    var codes: [UInt32]
    /// Which thing each row of the table shows; nil: the thing of its own number.
    var rows: [UInt32]?
  }

  private let columns: [Column]
  private let texts: TextHeap
  private let rowCount: Int
  private var next = 0

  init(_ columns: [Column], texts: TextHeap, rowCount: Int) {
    self.columns = columns
    self.texts = texts
    self.rowCount = rowCount
  }

  var names: [String] { columns.map(\.name) }
  var expectedRowCount: Int { rowCount }

  func rewind() { next = 0 }

  func fill(_ block: RowBlock) throws(BlockFault) -> Bool {
    guard next < rowCount else { return false }
    block.reserve(256 << 10)
    var row = next
    var room = 0
    // How many rows fit, one at least.
    while row < rowCount && (row == next || (row - next + 1) * columns.count <= block.capacity) {
      let width = columns.reduce(0) { $0 + length(code(row, $1)) }
      if row > next && room + width > block.capacity { break }
      room += width
      row += 1
    }
    row = max(row, next + 1)
    if room > BlockFeed.longestRow {
      throw BlockFault(
        offset: 0, message: "a row is longer than \(BlockFeed.longestRow >> 20) MB")
    }
    block.reserve(max(room, columns.count))
    let used = write(next..<row, into: block)
    block.finishCells(bytes: used, rows: row - next, columns: columns.count)
    next = row
    return true
  }

  private func write(_ rows: Range<Int>, into block: RowBlock) -> Int {
    var used = 0
    var field = block.fields
    texts.bytes.withUnsafeBufferPointer { bytes in
      for row in rows {
        for column in columns {
          let code = code(row, column)
          let length = self.length(code)
          if length > 0, let base = bytes.baseAddress {
            (block.bytes + used).update(from: base + texts.offsets[Int(code)], count: length)
          }
          field.pointee = Field(start: used, length: length)
          field += 1
          used += length
        }
      }
    }
    return used
  }

  @inline(__always)
  private func code(_ row: Int, _ column: Column) -> UInt32 {
    let thing = column.rows.map { $0[row] } ?? UInt32(truncatingIfNeeded: row)
    return thing < column.codes.count ? column.codes[Int(thing)] : OCELLog.none
  }

  @inline(__always)
  private func length(_ code: UInt32) -> Int {
    code == OCELLog.none ? 0 : texts.offsets[Int(code) + 1] - texts.offsets[Int(code)]
  }
}
