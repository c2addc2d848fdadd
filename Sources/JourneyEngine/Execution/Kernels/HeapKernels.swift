/// Optimisation: texts that rarely repeat are compared where they lie, byte by byte; no `String` is
/// made of a row that is not meant.
extension Kernels {
  /// From how many texts on a set of them answers faster.
  static let mostComparedTexts = 8

  /// Which of the rows have exactly one of the texts; the row number of no account gives unknown.
  static func membership(
    _ heap: TextHeap, _ nulls: NullMask, rows: [UInt32], of texts: Set<ExactText>
  ) -> Vector {
    let wanted = texts.map { Array($0.text.utf8) }
    let limit = UInt32(clamping: heap.count)
    return heap.bytes.withUnsafeBufferPointer { bytes in
      heap.offsets.withUnsafeBufferPointer { offsets in
        .truths(
          rows.map { row in
            guard row < limit, !nulls.isUnknown(Int(row)) else { return Truth.unknown }
            let start = offsets[Int(row)]
            let count = offsets[Int(row) + 1] - start
            return Truth.of(
              wanted.contains { $0.count == count && isAt(start, of: bytes, $0) })
          })
      }
    }
  }

  @inline(__always)
  private static func isAt(
    _ start: Int, of bytes: UnsafeBufferPointer<UInt8>, _ text: [UInt8]
  ) -> Bool {
    // Ids differ at their ends.
    var place = text.count - 1
    while place >= 0, bytes[start + place] == text[place] { place -= 1 }
    return place < 0
  }
}
