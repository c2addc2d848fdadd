/// For each text of a dictionary column the set of its rows, one bit a row.
final class BitmapIndex: Sendable {
  /// Columns of more distinct texts are served by a hash index.
  static let maximumDistinct = 512

  private let bitmaps: [[UInt64]]

  /// nil when the column is no dictionary column or has too many distinct texts.
  init?(_ column: Column) {
    guard case .codes(let codes, let dictionary) = column.storage,
      dictionary.count <= BitmapIndex.maximumDistinct
    else { return nil }
    let words = (codes.count + 63) / 64
    var bitmaps = [[UInt64]](
      repeating: [UInt64](repeating: 0, count: words), count: dictionary.count)
    for (row, code) in codes.enumerated() where code != StringDictionary.unknownCode {
      bitmaps[Int(code)][row >> 6] |= 1 << UInt64(row & 63)
    }
    self.bitmaps = bitmaps
  }

  /// The rows whose text has any of the codes.
  func rows(codes: [UInt32], wordCount: Int) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: wordCount)
    for code in codes {
      let bitmap = bitmaps[Int(code)]
      for word in result.indices { result[word] |= bitmap[word] }
    }
    return result
  }

  /// The row numbers of the bits that are set, ascending.
  static func rowNumbers(_ words: [UInt64]) -> [UInt32] {
    var rows: [UInt32] = []
    rows.reserveCapacity(words.reduce(0) { $0 + $1.nonzeroBitCount })
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        rows.append(UInt32(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return rows
  }
}
