internal import Synchronization

/// The distinct texts of a column, each with a code: 0, 1, 2 ... in order of first appearance.
package final class StringDictionary: Sendable {
  /// The code in rows whose text is unknown.
  package static let unknownCode = UInt32.max

  package let values: TextHeap
  /// Built when a text is first looked up: most columns of a load never are.
  private let lookup = Mutex<[ExactText: UInt32]?>(nil)
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
    lookup.withLock { cache in
      if let cache { return cache[ExactText(text)] }
      var built = [ExactText: UInt32](minimumCapacity: count)
      for index in 0..<count { built[ExactText(values[index])] = UInt32(index) }
      cache = built
      return built[ExactText(text)]
    }
  }

  /// The codes of all texts that equal `text` but for upper and lower case.
  package func codes(ofFolded text: String) -> [UInt32] {
    foldedCache.withLock { cache in
      let folded: [String: [UInt32]]
      if let cache {
        folded = cache
      } else {
        var built: [String: [UInt32]] = [:]
        for index in 0..<count { built[values[index].lowercased(), default: []].append(UInt32(index)) }
        cache = built
        folded = built
      }
      return folded[text.lowercased()] ?? []
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

/// Reading order: letters without regard to case first, exact bytes to break the tie, so that `acme`
/// stands beside `Acme` and the order is total.
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
