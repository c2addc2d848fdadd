#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Distinct texts and their codes 0, 1, 2 ... in order of first appearance: an open-addressing table
/// over one block of bytes, without a String in sight.
final class ByteDictionary {
  private(set) var count = 0
  /// `count + 1` offsets into `bytes`.
  private var offsets: UnsafeMutablePointer<Int>
  private var offsetCapacity = 256
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 4096
  /// The upper half of the hash and code + 1; zero where free.
  private var slots: UnsafeMutablePointer<UInt64>
  private var slotMask = 511

  init() {
    offsets = .allocate(capacity: offsetCapacity + 1)
    offsets[0] = 0
    bytes = .allocate(capacity: byteCapacity + 8)
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: 0, count: slotMask + 1)
  }

  deinit {
    offsets.deallocate()
    bytes.deallocate()
    slots.deallocate()
  }

  var byteCount: Int { offsets[count] }

  func text(_ code: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) {
    (UnsafePointer(bytes + offsets[code]), offsets[code + 1] - offsets[code])
  }

  /// The code of a text, which is added when new. Reads up to 8 bytes beyond the text.
  @inline(__always)
  func code(_ text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    let hash = ByteDictionary.hash(text, count: length)
    let tag = hash & 0xFFFF_FFFF_0000_0000
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    while true {
      let entry = slots[slot]
      if entry == 0 { return insert(text, count: length, tag: tag, slot: slot) }
      if entry & 0xFFFF_FFFF_0000_0000 == tag {
        let code = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
        if equals(code, text, count: length) { return UInt32(truncatingIfNeeded: code) }
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  /// The code of a text that may not be there. Reads up to 8 bytes beyond the text.
  func find(_ text: UnsafePointer<UInt8>, count length: Int) -> UInt32? {
    let hash = ByteDictionary.hash(text, count: length)
    let tag = hash & 0xFFFF_FFFF_0000_0000
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    while slots[slot] != 0 {
      let entry = slots[slot]
      if entry & 0xFFFF_FFFF_0000_0000 == tag {
        let code = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
        if equals(code, text, count: length) { return UInt32(truncatingIfNeeded: code) }
      }
      slot = (slot &+ 1) & slotMask
    }
    return nil
  }

  /// The texts as a heap.
  func heap() -> TextHeap {
    TextHeap(
      offsets: Array(UnsafeBufferPointer(start: offsets, count: count + 1)),
      bytes: Array(UnsafeBufferPointer(start: bytes, count: byteCount)))
  }

  /// Mixes eight bytes at a time; the last word is masked, not copied.
  @inline(__always)
  static func hash(_ text: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var position = 0
    while position &+ 8 < count {
      hash = mix(hash ^ ByteScan.word(text + position))
      position &+= 8
    }
    hash = mix(hash ^ ByteScan.word(text + position, count: count &- position))
    return hash
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  @inline(__always)
  private func equals(_ code: Int, _ text: UnsafePointer<UInt8>, count length: Int) -> Bool {
    let start = offsets[code]
    if offsets[code &+ 1] &- start != length { return false }
    return ByteScan.isEqual(bytes + start, text, count: length)
  }

  @inline(never)
  private func insert(
    _ text: UnsafePointer<UInt8>, count length: Int, tag: UInt64, slot: Int
  ) -> UInt32 {
    let start = offsets[count]
    if start + length > byteCapacity {
      let capacity = max(start + length, byteCapacity * 2)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 8)
      larger.update(from: bytes, count: start)
      bytes.deallocate()
      bytes = larger
      byteCapacity = capacity
    }
    (bytes + start).update(from: text, count: length)
    if count + 1 > offsetCapacity {
      let larger = UnsafeMutablePointer<Int>.allocate(capacity: offsetCapacity * 2 + 1)
      larger.update(from: offsets, count: count + 1)
      offsets.deallocate()
      offsets = larger
      offsetCapacity *= 2
    }
    offsets[count + 1] = start + length
    slots[slot] = tag | UInt64(count + 1)
    count += 1
    if count * 2 > slotMask { grow() }
    return UInt32(truncatingIfNeeded: count - 1)
  }

  private func grow() {
    let mask = slotMask * 2 + 1
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: mask + 1)
    larger.initialize(repeating: 0, count: mask + 1)
    for code in 0..<count {
      let (text, length) = self.text(code)
      let hash = ByteDictionary.hash(text, count: length)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(code + 1)
    }
    slots.deallocate()
    slots = larger
    slotMask = mask
  }
}
