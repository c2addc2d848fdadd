/// Rows by text, for texts that rarely repeat: for each bucket its first row, for each row the next
/// one of its bucket.
///
/// Optimisation: eight to twelve bytes a row, and no `String` is made while it is built; a Swift
/// dictionary of texts takes ten times that, and its time. The hash does not tell capital letters
/// or blanks around apart, so that one index serves `is "X"` and the search for what is written
/// alike.
struct TextChains: Sendable {
  private let heap: TextHeap
  private let first: [UInt32]
  private let next: [UInt32]
  /// Texts with letters beyond ASCII: their bytes do not tell what they are alike to.
  private let beyondASCII: [UInt32]

  private static let end = UInt32.max

  init(_ heap: TextHeap, _ nulls: NullMask) {
    var size = 16
    while size < heap.count { size *= 2 }
    var first = [UInt32](repeating: TextChains.end, count: size)
    var next = [UInt32](repeating: TextChains.end, count: heap.count)
    var beyond: [UInt32] = []
    heap.bytes.withUnsafeBufferPointer { bytes in
      // From the last row on, so that chains lead upwards.
      for row in (0..<heap.count).reversed() where !nulls.isUnknown(row) {
        let text = UnsafeBufferPointer(rebasing: bytes[heap.offsets[row]..<heap.offsets[row + 1]])
        let (hash, isASCII) = TextChains.hash(text)
        let bucket = hash & (size - 1)
        next[row] = first[bucket]
        first[bucket] = UInt32(row)
        if !isASCII { beyond.append(UInt32(row)) }
      }
    }
    self.heap = heap
    self.first = first
    self.next = next
    beyondASCII = beyond
  }

  /// The rows of exactly this text, ascending.
  func rows(of text: String) -> [UInt32] {
    bucket(of: text).filter { heap.utf8(at: Int($0)).elementsEqual(text.utf8) }
  }

  /// The texts equal to one of ASCII letters but for capital letters and blanks around.
  func alike(_ text: String) -> Set<ExactText> {
    let folded = text.foldedForComparison
    return Set(
      (bucket(of: text) + beyondASCII).lazy.map { heap[Int($0)] }
        .filter { $0.foldedForComparison == folded }.map(ExactText.init))
  }

  private func bucket(of text: String) -> [UInt32] {
    var text = text
    let hash = text.withUTF8 { TextChains.hash($0).hash }
    var rows: [UInt32] = []
    var row = first[hash & (first.count - 1)]
    while row != TextChains.end {
      rows.append(row)
      row = next[Int(row)]
    }
    return rows
  }

  /// Eight bytes at a time, without the bit that tells a capital from a small letter. (Other bytes
  /// lose it too; what shares a hash is compared anyway.)
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> (hash: Int, isASCII: Bool) {
    var start = 0
    var end = text.count
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(end - start)
    var all: UInt64 = 0
    while start < end {
      let stop = min(start + 8, end)
      var word: UInt64 = 0
      if stop - start == 8, let base = text.baseAddress {
        word = UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self).littleEndian
      } else {
        for place in (start..<stop).reversed() { word = word << 8 | UInt64(text[place]) }
      }
      all |= word
      let product = (state ^ (word | 0x2020_2020_2020_2020))
        .multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = product.high ^ product.low
      start = stop
    }
    return (Int(truncatingIfNeeded: (state ^ state >> 32) >> 1), all & 0x8080_8080_8080_8080 == 0)
  }
}
