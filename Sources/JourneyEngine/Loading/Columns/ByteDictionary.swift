/// Distinct texts and their codes 0, 1, 2 ... in order of first appearance: an open-addressing
/// table over one block of bytes, without a String in sight.
final class ByteDictionary {
  /// Hot loops borrow the table once, not once a row.
  var table = ByteTable()

  deinit { table.deallocate() }

  var count: Int { table.count }

  func text(_ code: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) { table.text(code) }

  /// The code of a text, which is added when new. Reads up to 8 bytes beyond the text.
  func code(_ text: UnsafePointer<UInt8>, count length: Int) -> UInt32 {
    table.code(ByteTable.Key(text, count: length), text)
  }

  /// The texts as a heap.
  func heap() -> TextHeap { table.heap() }
}

/// What a `ByteDictionary` is made of. Copies share their memory: there is one owner.
struct ByteTable {
  /// A text as far as the table compares it by itself: up to 16 bytes are compared whole, without a
  /// look at the text; of longer ones the two words are hashes.
  struct Key {
    let low: UInt64
    let high: UInt64
    let length: Int
    let hash: UInt64

    /// Reads up to 8 bytes beyond the text.
    @inline(__always)
    init(_ text: UnsafePointer<UInt8>, count: Int) {
      length = count
      if count <= 8 {
        low = ByteScan.word(text, count: count)
        high = 0
      } else if count <= 16 {
        low = ByteScan.word(text)
        high = ByteScan.word(text + 8, count: count &- 8)
      } else {
        (low, high) = Key.longWords(text, count: count)
      }
      hash = Key.mix(low ^ Key.mix(high ^ (UInt64(truncatingIfNeeded: count) &<< 56)))
    }

    @inline(never)
    private static func longWords(_ text: UnsafePointer<UInt8>, count: Int) -> (UInt64, UInt64) {
      var low: UInt64 = 0
      var high = UInt64(truncatingIfNeeded: count)
      var position = 0
      while position &+ 8 < count {
        let word = ByteScan.word(text + position)
        low = mix(low ^ word)
        high = high &* 0x9E37_79B9_7F4A_7C15 ^ word
        position &+= 8
      }
      let word = ByteScan.word(text + position, count: count &- position)
      return (mix(low ^ word), high &* 0x9E37_79B9_7F4A_7C15 ^ word)
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
      let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
      return product.high ^ product.low
    }
  }

  private struct Slot {
    var low: UInt64
    var high: UInt64
    var length: UInt32
    /// Code + 1; zero where free.
    var code: UInt32
  }

  private(set) var count = 0
  /// `count + 1` offsets into `bytes`.
  private var offsets: UnsafeMutablePointer<Int>
  private var offsetCapacity = 256
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 4096
  private var slots: UnsafeMutablePointer<Slot>
  private var slotMask = 255

  init() {
    offsets = .allocate(capacity: offsetCapacity + 1)
    offsets[0] = 0
    bytes = .allocate(capacity: byteCapacity + 8)
    slots = ByteTable.freeSlots(slotMask + 1)
  }

  func deallocate() {
    offsets.deallocate()
    bytes.deallocate()
    slots.deallocate()
  }

  func text(_ code: Int) -> (bytes: UnsafePointer<UInt8>, count: Int) {
    (UnsafePointer(bytes + offsets[code]), offsets[code + 1] - offsets[code])
  }

  /// Loads the place where a key is looked for first, so that the loads of several keys overlap.
  @inline(__always)
  func touch(_ key: Key) -> UInt32 {
    slots[Int(truncatingIfNeeded: key.hash) & slotMask].code
  }

  /// The code of a text, which is added when new.
  @inline(__always)
  mutating func code(_ key: Key, _ text: UnsafePointer<UInt8>) -> UInt32 {
    var index = Int(truncatingIfNeeded: key.hash) & slotMask
    while true {
      let slot = slots[index]
      if slot.code == 0 { return insert(key, text, slot: index) }
      if slot.low == key.low && slot.high == key.high && Int(slot.length) == key.length {
        if key.length <= 16 || isEqual(Int(slot.code) &- 1, text) { return slot.code &- 1 }
      }
      index = (index &+ 1) & slotMask
    }
  }

  func heap() -> TextHeap {
    TextHeap(
      offsets: Array(UnsafeBufferPointer(start: offsets, count: count + 1)),
      bytes: Array(UnsafeBufferPointer(start: bytes, count: offsets[count])))
  }

  @inline(never)
  private func isEqual(_ code: Int, _ text: UnsafePointer<UInt8>) -> Bool {
    let start = offsets[code]
    return ByteScan.isEqual(bytes + start, text, count: offsets[code &+ 1] &- start)
  }

  @inline(never)
  private mutating func insert(_ key: Key, _ text: UnsafePointer<UInt8>, slot: Int) -> UInt32 {
    let start = offsets[count]
    if start + key.length > byteCapacity {
      byteCapacity = max(start + key.length, byteCapacity * 2)
      bytes = ByteTable.moved(bytes, count: start, capacity: byteCapacity + 8)
    }
    (bytes + start).update(from: text, count: key.length)
    if count + 1 > offsetCapacity {
      offsetCapacity *= 2
      offsets = ByteTable.moved(offsets, count: count + 1, capacity: offsetCapacity + 1)
    }
    offsets[count + 1] = start + key.length
    count += 1
    slots[slot] = Slot(
      low: key.low, high: key.high, length: UInt32(truncatingIfNeeded: key.length),
      code: UInt32(truncatingIfNeeded: count))
    if count * 2 > slotMask { grow() }
    return UInt32(truncatingIfNeeded: count - 1)
  }

  private mutating func grow() {
    let mask = slotMask * 2 + 1
    let larger = ByteTable.freeSlots(mask + 1)
    for code in 0..<count {
      let (text, length) = self.text(code)
      let key = Key(text, count: length)
      var index = Int(truncatingIfNeeded: key.hash) & mask
      while larger[index].code != 0 { index = (index + 1) & mask }
      larger[index] = Slot(
        low: key.low, high: key.high, length: UInt32(truncatingIfNeeded: length),
        code: UInt32(truncatingIfNeeded: code + 1))
    }
    slots.deallocate()
    slots = larger
    slotMask = mask
  }

  private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    slots.initialize(repeating: Slot(low: 0, high: 0, length: 0, code: 0), count: count)
    return slots
  }

  private static func moved<Element: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Element>, count: Int, capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.initialize(from: old, count: count)
    old.deallocate()
    return larger
  }
}
