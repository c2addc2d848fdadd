/// The finished cells of one column for some rows: their bytes in one piece, and where each ends.
struct CellBlock {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []

  var count: Int { ends.count }

  /// Removes the cells, keeps the memory.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  mutating func reserve(_ count: Int) {
    ends.reserveCapacity(count)
    bytes.reserveCapacity(count * 8)
  }

  /// Adds one cell, written by `body`.
  @inline(__always)
  mutating func appendCell(_ body: (inout [UInt8]) -> Void) {
    body(&bytes)
    ends.append(bytes.count)
  }

  @inline(__always)
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  /// Copies one cell to the end of `output`.
  @inline(__always)
  func copyCell(_ index: Int, to output: inout [UInt8]) {
    let range = range(index)
    bytes.withUnsafeBufferPointer { output.append(contentsOf: $0[range]) }
  }

  func text(_ index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }
}
