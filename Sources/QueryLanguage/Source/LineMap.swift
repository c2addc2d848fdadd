/// Offsets of a text -> its rows and columns.
package struct LineMap: Sendable {
  /// A place as people count: both from 1, the column in characters.
  package struct Place: Hashable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  private let bytes: [UInt8]
  /// The offset at which each row begins.
  private let rowStarts: [Int]

  package init(_ text: String) {
    let bytes = Array(text.utf8)
    self.bytes = bytes
    rowStarts = [0] + bytes.indices.filter { bytes[$0] == Ascii.newline }.map { $0 + 1 }
  }

  /// Where the offset lies, as people count.
  package func place(of offset: Int) -> Place {
    let row = row(of: offset)
    return Place(line: row + 1, column: text(rowStarts[row], offset).count + 1)
  }

  /// The row that holds the offset, without its newline.
  package func line(at offset: Int) -> String {
    let span = lineSpan(at: offset)
    return text(span.lowerBound, span.upperBound)
  }

  /// Where the row that holds the offset begins and ends.
  package func lineSpan(at offset: Int) -> SourceSpan {
    let row = row(of: offset)
    var end = row + 1 < rowStarts.count ? rowStarts[row + 1] - 1 : bytes.count
    if end > rowStarts[row], bytes[end - 1] == Ascii.carriageReturn { end -= 1 }
    return SourceSpan(rowStarts[row], end)
  }

  /// The text between two offsets, cut to what is there.
  package func text(_ lower: Int, _ upper: Int) -> String {
    let upper = min(max(upper, 0), bytes.count)
    return String(decoding: bytes[min(max(lower, 0), upper)..<upper], as: UTF8.self)
  }

  /// The last row that begins at or before the offset.
  private func row(of offset: Int) -> Int {
    var (low, high) = (0, rowStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rowStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
