/// Sorts keys by their digits, eleven bits at a time: linear, where comparing costs a factor of
/// log n and a mispredicted branch each.
enum RadixSort {
  private static let digitBits = 11
  private static let buckets = 1 << digitBits
  /// Below this many, counting 2,048 buckets costs more than it saves.
  private static let worthwhile = 4096

  static func ascending(_ keys: inout [UInt64]) {
    guard keys.count >= worthwhile else { return keys.sort() }
    let used = keys.reduce(0, |)
    var other = [UInt64](repeating: 0, count: keys.count)
    var shift = 0
    while shift < UInt64.bitWidth, used >> UInt64(shift) != 0 {
      if scatter(keys, into: &other, shift: UInt64(shift)) { swap(&keys, &other) }
      shift += digitBits
    }
  }

  /// Orders by one digit, stably; false, and nothing moved, when all keys have the same one.
  private static func scatter(
    _ keys: [UInt64], into other: inout [UInt64], shift: UInt64
  ) -> Bool {
    let mask = UInt64(buckets - 1)
    var starts = [Int](repeating: 0, count: buckets)
    for key in keys { starts[Int(key >> shift & mask)] += 1 }
    if starts.contains(keys.count) { return false }
    var sum = 0
    for bucket in 0..<buckets {
      let count = starts[bucket]
      starts[bucket] = sum
      sum += count
    }
    starts.withUnsafeMutableBufferPointer { starts in
      other.withUnsafeMutableBufferPointer { other in
        for key in keys {
          let bucket = Int(key >> shift & mask)
          other[starts[bucket]] = key
          starts[bucket] += 1
        }
      }
    }
    return true
  }
}
