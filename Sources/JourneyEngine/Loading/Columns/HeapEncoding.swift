/// Turns a heap of texts that repeat after all into codes.
enum HeapEncoding {
  private static let sampleSize = 16_384

  /// Whether more than half of the texts repeat, judged from a sample spread over all rows.
  static func repeats(_ heap: TextHeap) -> Bool {
    let dictionary = ByteDictionary()
    let count = min(heap.count, sampleSize)
    var seed: UInt64 = 0
    withReadableBytes(heap) { bytes in
      for index in 0..<count {
        seed &+= 0x9E37_79B9_7F4A_7C15
        let row =
          heap.count <= sampleSize
          ? index : Int(truncatingIfNeeded: seed.multipliedFullWidth(by: UInt64(heap.count)).high)
        let start = heap.offsets[row]
        _ = dictionary.code(bytes + start, count: heap.offsets[row + 1] - start)
      }
    }
    return !TypeInference.rarelyRepeats(
      rows: count, distinct: dictionary.count, expectedRows: heap.count)
  }

  static func codes(_ heap: TextHeap, _ nulls: NullMask) -> Column.Storage {
    let dictionary = ByteDictionary()
    let codes = [UInt32](unsafeUninitializedCapacity: heap.count) { buffer, filled in
      withReadableBytes(heap) { bytes in
        for row in 0..<heap.count {
          let start = heap.offsets[row]
          buffer[row] =
            nulls.isUnknown(row)
            ? StringDictionary.unknownCode
            : dictionary.code(bytes + start, count: heap.offsets[row + 1] - start)
        }
      }
      filled = heap.count
    }
    return .codes(codes, StringDictionary(dictionary.heap()))
  }

  /// The bytes of a heap with eight more behind that may be read.
  private static func withReadableBytes(_ heap: TextHeap, _ body: (UnsafePointer<UInt8>) -> Void) {
    let bytes =
      heap.bytes.capacity >= heap.bytes.count + 8
      ? heap.bytes : heap.bytes + [UInt8](repeating: 0, count: 8)
    bytes.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }
}
