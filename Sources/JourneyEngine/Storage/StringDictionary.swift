internal import Synchronization

/// The distinct texts of a column, each with a code: 0, 1, 2 ... in order of first appearance.
package final class StringDictionary: Sendable {
  /// The code in rows whose text is unknown.
  package static let unknownCode = UInt32.max

  package let values: TextHeap
  private let lookupCache = Mutex<TextLookup?>(nil)
  private let ranksCache = Mutex<[UInt32]?>(nil)
  private let foldedCache = Mutex<[String: [UInt32]]?>(nil)

  package init(_ values: TextHeap) {
    self.values = values
  }

  package convenience init(_ texts: some Sequence<String>) {
    var heap = TextHeap()
    for text in texts { heap.append(text) }
    self.init(heap)
  }

  package var count: Int { values.count }

  package subscript(code: UInt32) -> String { values[Int(code)] }

  /// The code of exactly this text.
  package func code(of text: String) -> UInt32? {
    lookupCache.withLock { cache in
      let lookup = cache ?? TextLookup(values)
      cache = lookup
      return lookup.code(of: text, in: values)
    }
  }

  /// The codes of all texts that equal `text` but for upper and lower case and blanks around.
  package func codes(ofFolded text: String) -> [UInt32] {
    foldedCache.withLock { cache in
      let folded: [String: [UInt32]]
      if let cache {
        folded = cache
      } else {
        var built: [String: [UInt32]] = [:]
        for index in 0..<count {
          built[values[index].foldedForComparison, default: []].append(UInt32(index))
        }
        cache = built
        folded = built
      }
      return folded[text.foldedForComparison] ?? []
    }
  }

  /// For each code its place in reading order (see `TextOrder`).
  package func ranks() -> [UInt32] {
    ranksCache.withLock { cache in
      if let cache { return cache }
      let texts = (0..<count).map { TextOrder.Key(values[$0]) }
      var ranks = [UInt32](repeating: 0, count: count)
      for (rank, code) in (0..<count).sorted(by: { texts[$0] < texts[$1] }).enumerated() {
        ranks[code] = UInt32(rank)
      }
      cache = ranks
      return ranks
    }
  }
}

/// Finds a text among the values of a dictionary: an open-addressing table of codes, 8 to 16 bytes
/// a value, built when first asked. (A Swift dictionary of Strings takes ten times that, and its
/// time.)
private struct TextLookup {
  /// code + 1; zero where free.
  private var slots: [UInt32]
  private let mask: Int

  init(_ values: TextHeap) {
    var size = 16
    while size < values.count * 2 { size *= 2 }
    mask = size - 1
    slots = [UInt32](repeating: 0, count: size)
    for code in 0..<values.count {
      var slot = TextLookup.hash(values.utf8(at: code)) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(code) + 1
    }
  }

  func code(of text: String, in values: TextHeap) -> UInt32? {
    var slot = TextLookup.hash(text.utf8) & mask
    while slots[slot] != 0 {
      let code = slots[slot] - 1
      if values.utf8(at: Int(code)).elementsEqual(text.utf8) { return code }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// FNV-1a, with its bits stirred once more for the lower ones.
  private static func hash(_ text: some Sequence<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 29) >> 1)
  }
}

/// Reading order: letters without regard to case first, exact bytes to break the tie, so that
/// `acme` stands beside `Acme` and the order is total.
package enum TextOrder {
  package struct Key: Comparable, Sendable {
    private let folded: String
    private let exact: String

    package init(_ text: String) {
      exact = text
      folded = text.lowercased()
    }

    package static func < (left: Key, right: Key) -> Bool {
      if left.folded != right.folded {
        return left.folded.utf8.lexicographicallyPrecedes(right.folded.utf8)
      }
      return left.exact.utf8.lexicographicallyPrecedes(right.exact.utf8)
    }
  }
}
