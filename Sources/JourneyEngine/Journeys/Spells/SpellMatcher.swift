/// The time from one thing to another: from where it began to how it ended, or to now.
struct Spell: Hashable, Sendable {
  var start: Int64
  /// When the event came or the account was lost; now while it is open.
  var end: Int64
  var outcome: Outcome

  var length: Int64 { max(0, end - start) }
}

/// Finds the spells of one journey after another.
///
/// A spell begins with an element that carries `startBit` and is reached with the first later one,
/// in total order, that carries `endBit`. A loss at its start or after it ends it for good, unless
/// the account reaches the end at that very instant. Plainly, an account has one spell, from its
/// first start in the period; with `isEach` every start opens one, and each end serves one: that
/// which is open longest. An element that is both ends a spell first, then begins its own.
struct SpellMatcher: Sendable {
  static let startBit: UInt64 = 1
  static let endBit: UInt64 = 2
  /// The element is itself the loss of the account.
  static let lossBit: UInt64 = 4

  let isEach: Bool
  /// Only spells that begin inside it.
  let period: SentenceTime.Interval?
  let now: Int64

  /// Those that are open while the journey is gone through, the longest first.
  private struct Open {
    var start: Int64
    var isLoss: Bool
  }

  struct Found: Hashable, Sendable {
    /// In the order in which they began.
    var spells: [Spell] = []
    /// Spells that nothing has ended of an account that had been lost before they began.
    var afterLoss = 0
    /// Those of an account that is lost, nobody knows since when.
    var undated = 0
    /// Starts at whose very instant the account enters the stage that would be the end: by the
    /// order of an instant that comes first, and serves no start after it.
    var justAfterEnd = 0
  }

  /// `losses` are those of the account, ascending.
  func spells(
    _ elements: UnsafeBufferPointer<PatternElement>, losses: [Int64], isLost: Bool,
    isUndated: Bool
  ) -> Found {
    var found = Found()
    var open: [Open] = []
    var first = 0
    var hasBegun = false
    var unusedEntry: Int64?
    func end(_ spell: Open, at time: Int64, _ outcome: Outcome) {
      guard period?.contains(spell.start) != false else { return }
      found.spells.append(Spell(start: spell.start, end: time, outcome: outcome))
    }
    func lose(at loss: Int64) {
      // What begins with the loss goes on after it.
      let goingOn = open[first...].filter { $0.isLoss && $0.start == loss }
      for spell in open[first...] where !(spell.isLoss && spell.start == loss) {
        end(spell, at: loss, .lost)
      }
      (open, first) = (goingOn, 0)
    }
    var nextLoss = 0
    for element in elements where element.time < now {
      while nextLoss < losses.count, losses[nextLoss] < element.time {
        lose(at: losses[nextLoss])
        nextLoss += 1
      }
      if element.matchers & SpellMatcher.endBit != 0 {
        if first < open.count {
          end(open[first], at: element.time, .reached)
          first += 1
        } else if element.isEntry {
          unusedEntry = element.time
        }
      }
      guard element.matchers & SpellMatcher.startBit != 0 else { continue }
      guard isEach || (!hasBegun && period?.contains(element.time) != false) else { continue }
      hasBegun = true
      if !element.isEntry, unusedEntry == element.time,
        period?.contains(element.time) != false
      {
        found.justAfterEnd += 1
      }
      let isLoss = element.matchers & SpellMatcher.lossBit != 0
      open.append(Open(start: element.time, isLoss: isLoss))
    }
    for loss in losses[nextLoss...] { lose(at: loss) }
    for spell in open[first...] where period?.contains(spell.start) != false {
      if isUndated {
        found.undated += 1
      } else if isLost && !spell.isLoss {
        found.afterLoss += 1
      } else {
        end(spell, at: now, .open)
      }
    }
    found.spells.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    return found
  }

  /// Whether another order of the events of one time, or of the stage entries of one time, makes
  /// other spells: tried are all starts of an instant before all ends, and the other way round.
  func isDecidedByTies(
    _ elements: UnsafeBufferPointer<PatternElement>, losses: [Int64], isLost: Bool,
    isUndated: Bool, as found: Found
  ) -> Bool {
    let mask = SpellMatcher.startBit | SpellMatcher.endBit
    let isTied = elements.indices.dropFirst().contains { place in
      let (one, other) = (elements[place - 1], elements[place])
      return one.time == other.time && one.isEntry == other.isEntry
        && one.matchers & mask != other.matchers & mask
    }
    guard isTied else { return false }
    return [[1, 3, 2, 0], [2, 3, 1, 0] as [UInt64]].contains { order in
      let rank = { (element: PatternElement) in order.firstIndex(of: element.matchers & mask) ?? 0 }
      let others = elements.enumerated().sorted { left, right in
        let (a, b) = (left.element, right.element)
        if a.time != b.time || a.isEntry != b.isEntry { return left.offset < right.offset }
        return (rank(a), left.offset) < (rank(b), right.offset)
      }.map(\.element)
      return others.withUnsafeBufferPointer { others in
        spells(others, losses: losses, isLost: isLost, isUndated: isUndated) != found
      }
    }
  }
}
