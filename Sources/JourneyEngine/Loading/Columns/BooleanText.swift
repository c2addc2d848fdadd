/// The pairs of words that say yes or no. A column is boolean when all its values are of one pair;
/// the pairs of single letters must both appear, or a column of nothing but `f` would turn into
/// "no".
enum BooleanText {
  /// The pairs a value belongs to, as a bit set, with what was seen of each.
  struct Seen: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let words = Seen(rawValue: 1)
    static let yesNo = Seen(rawValue: 2)
    static let t = Seen(rawValue: 4)
    static let f = Seen(rawValue: 8)
    static let y = Seen(rawValue: 16)
    static let n = Seen(rawValue: 32)

    var isOnePair: Bool {
      self == .words || self == .yesNo || self == [.t, .f] || self == [.y, .n]
    }

    /// Could still become one pair.
    var isConsistent: Bool {
      self == .words || self == .yesNo || isSubset(of: [.t, .f]) || isSubset(of: [.y, .n])
    }
  }

  @inline(__always)
  static func value(_ text: UnsafePointer<UInt8>, count: Int) -> (value: UInt8, seen: Seen)? {
    if count > 5 || count == 0 { return nil }
    let folded =
      ByteScan.word(text, count: count) | (0x20_2020_2020 & ((1 &<< UInt64(count &* 8)) &- 1))
    switch (count, folded) {
    case (4, 0x6575_7274): return (1, .words)
    case (5, 0x65_736C_6166): return (0, .words)
    case (3, 0x73_6579): return (1, .yesNo)
    case (2, 0x6F6E): return (0, .yesNo)
    case (1, 0x74): return (1, .t)
    case (1, 0x66): return (0, .f)
    case (1, 0x79): return (1, .y)
    case (1, 0x6E): return (0, .n)
    default: return nil
    }
  }
}
