/// Which rows of a column are unknown: one bit a row, no storage at all when none is.
package struct NullMask: Hashable, Sendable {
  /// Empty when no row is unknown; else `(count + 63) / 64` words, bit set = unknown.
  package private(set) var words: [UInt64]
  package private(set) var count: Int

  package init(count: Int) {
    words = []
    self.count = count
  }

  /// Takes `(count + 63) / 64` words a loader has filled, with no bit set from `count` on.
  package init(count: Int, words: [UInt64]) {
    self.words = words.contains { $0 != 0 } ? words : []
    self.count = count
  }

  package var hasUnknown: Bool { !words.isEmpty }

  package var unknownCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  @inline(__always)
  package func isUnknown(_ row: Int) -> Bool {
    !words.isEmpty && words[row >> 6] & (1 << UInt64(row & 63)) != 0
  }

  package mutating func setUnknown(_ row: Int) {
    if words.isEmpty { words = [UInt64](repeating: 0, count: (count + 63) >> 6) }
    words[row >> 6] |= 1 << UInt64(row & 63)
  }

  package mutating func append(isUnknown: Bool) {
    count += 1
    if words.isEmpty {
      if isUnknown { setUnknown(count - 1) }
      return
    }
    if words.count < (count + 63) >> 6 { words.append(0) }
    if isUnknown { words[(count - 1) >> 6] |= 1 << UInt64((count - 1) & 63) }
  }

  package mutating func append(contentsOf other: NullMask) {
    let start = count
    count += other.count
    if words.isEmpty && other.words.isEmpty { return }
    if words.isEmpty { words = [UInt64](repeating: 0, count: (count + 63) >> 6) }
    while words.count < (count + 63) >> 6 { words.append(0) }
    guard other.hasUnknown else { return }
    for row in 0..<other.count where other.isUnknown(row) { setUnknown(start + row) }
  }
}
