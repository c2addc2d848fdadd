/// Distinct texts and their codes (0, 1, 2 ... by first appearance), found by their bytes: no
/// `String` is made on the way, because keys of tens of millions of rows pass through here.
struct TextInterner {
  private(set) var heap = TextHeap()
  private var hashes: [UInt64] = []
  /// Open addressing, a power of two; `empty` or a code.
  private var slots: [UInt32]
  private static let empty = UInt32.max

  init(expecting count: Int = 0) {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    slots = [UInt32](repeating: TextInterner.empty, count: capacity)
  }

  var count: Int { heap.count }

  /// The code of a text, a new one when it was not seen before.
  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = TextInterner.hash(bytes)
    let slot = place(of: bytes, hash: hash)
    if slots[slot] != TextInterner.empty { return slots[slot] }
    let code = UInt32(heap.count)
    heap.append(bytes)
    hashes.append(hash)
    slots[slot] = code
    if heap.count * 2 > slots.count { grow() }
    return code
  }

  mutating func intern(_ text: String) -> UInt32 {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  func code(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    let code = slots[place(of: bytes, hash: TextInterner.hash(bytes))]
    return code == TextInterner.empty ? nil : code
  }

  func code(of text: String) -> UInt32? {
    var text = text
    return text.withUTF8 { code(of: $0) }
  }

  private func place(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != TextInterner.empty {
      let code = Int(slots[slot])
      if hashes[code] == hash && heap.equals(bytes, at: code) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    var larger = [UInt32](repeating: TextInterner.empty, count: mask + 1)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while larger[slot] != TextInterner.empty { slot = (slot + 1) & mask }
      larger[slot] = UInt32(code)
    }
    slots = larger
  }

  /// Eight bytes at a time, each multiplied in and folded.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var index = 0
    while index < bytes.count {
      var word: UInt64 = 0
      let end = min(index + 8, bytes.count)
      if end - index == 8, let base = bytes.baseAddress {
        word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      } else {
        for place in index..<end { word = word << 8 | UInt64(bytes[place]) }
      }
      let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = product.high ^ product.low
      index = end
    }
    return state ^ (state >> 32)
  }
}

extension TextHeap {
  fileprivate func equals(_ other: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let start = offsets[index]
    guard offsets[index + 1] - start == other.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for place in 0..<other.count where bytes[start + place] != other[place] { return false }
      return true
    }
  }

  /// Runs `body` over the bytes of one text.
  func withText<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[offsets[index]..<offsets[index + 1]]))
    }
  }
}
