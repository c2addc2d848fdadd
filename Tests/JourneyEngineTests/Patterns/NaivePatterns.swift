@testable import JourneyEngine

/// An account's history as a person would write it down: in total order, with all that happened.
struct NaiveHistory {
  struct Happening {
    var time: Int64
    var isEntry: Bool
    var matchers: UInt64

    func satisfies(_ matcher: Int) -> Bool { matchers >> UInt64(matcher) & 1 == 1 }
  }

  var happenings: [Happening]
  /// What happens then or later is not known yet.
  var now: Int64

  /// What the kernel is given. The bare ones may be left out where nobody asks for their order.
  func elements(leavingOut isDropped: (Happening) -> Bool = { _ in false }) -> [PatternElement] {
    var events: UInt32 = 0
    var entries: UInt32 = 0
    var elements: [PatternElement] = []
    for (row, happening) in happenings.enumerated() {
      let element: PatternElement
      if happening.isEntry {
        element = .entry(
          time: happening.time, matchers: happening.matchers, eventsBefore: events,
          ordinal: entries, reference: UInt32(row))
        entries += 1
      } else {
        element = .event(
          time: happening.time, matchers: happening.matchers, ordinal: events,
          reference: UInt32(row))
        events += 1
      }
      if !isDropped(happening) { elements.append(element) }
    }
    return elements
  }

  /// Every order of happenings that differ in nothing but their place among those of the same time
  /// and track.
  func orders() -> [NaiveHistory] {
    var orders: [[Happening]] = [[]]
    var rest = happenings[...]
    while let first = rest.first {
      let tie = rest.prefix { $0.time == first.time && $0.isEntry == first.isEntry }
      rest = rest.dropFirst(tie.count)
      let ways = Self.arrangements(Array(tie))
      orders = orders.flatMap { order in ways.map { order + $0 } }
    }
    return orders.map { NaiveHistory(happenings: $0, now: now) }
  }

  private static func arrangements(_ tie: [Happening]) -> [[Happening]] {
    if tie.isEmpty { return [[]] }
    var tried: Set<UInt64> = []
    return tie.indices.flatMap { index -> [[Happening]] in
      guard tried.insert(tie[index].matchers).inserted else { return [] }
      var others = tie
      let chosen = others.remove(at: index)
      return arrangements(others).map { [chosen] + $0 }
    }
  }
}

/// SEMANTICS, Patterns, word by word: every choice of happenings is looked at on its own.
struct NaivePatterns {
  struct Match {
    /// One happening per step.
    var places: [Int]
    var truth: UInt8
  }

  let pattern: CompiledPattern
  let now: Int64
  private let all: [NaiveHistory.Happening]

  init(pattern: CompiledPattern, history: NaiveHistory) {
    self.pattern = pattern
    now = history.now
    all = history.happenings.filter { $0.time < history.now }
  }

  var matches: [Match] {
    choices(of: pattern.steps.count, from: 0).compactMap { places in
      guard isMatch(places) else { return nil }
      let truth = silence(after: all[places[places.count - 1]].time)
      return truth == Truth.no ? nil : Match(places: places, truth: truth)
    }
  }

  static func truth(_ matches: [Match]) -> UInt8 { matches.map(\.truth).max() ?? Truth.no }

  /// Earliest end, then latest start, then every step as late as the one after it allows.
  static func first(_ matches: [Match]) -> [Int]? {
    let truth = truth(matches)
    return matches.filter { $0.truth == truth }.map(\.places).min { one, other in
      guard one.last == other.last else { return one[one.count - 1] < other[other.count - 1] }
      guard one.first == other.first else { return one[0] > other[0] }
      return other.reversed().lexicographicallyPrecedes(one.reversed())
    }
  }

  /// The one that ends first, again and again, each after the end of the one before.
  static func count(_ matches: [Match]) -> Int {
    var rest = matches.filter { $0.truth == Truth.yes }.map(\.places)
    var count = 0
    while let end = rest.map({ $0[$0.count - 1] }).min() {
      count += 1
      rest.removeAll { $0[0] <= end }
    }
    return count
  }

  private func choices(of count: Int, from start: Int) -> [[Int]] {
    if count == 0 { return [[]] }
    guard start < all.count else { return [] }
    return (start..<all.count).flatMap { place -> [[Int]] in
      // A step that does not match makes every choice with it wrong.
      let step = pattern.steps[pattern.steps.count - count]
      guard all[place].satisfies(step.matcher) else { return [] }
      return choices(of: count - 1, from: place + 1).map { [place] + $0 }
    }
  }

  private func isMatch(_ places: [Int]) -> Bool {
    let start = all[places[0]].time
    let end = all[places[places.count - 1]].time
    if let window = pattern.window, end > windowEnd(window, from: start) { return false }
    if let period = pattern.period, !places.allSatisfy({ period.contains(all[$0].time) }) {
      return false
    }
    for step in places.indices.dropFirst() where pattern.steps[step].link == .directly {
      if !isDirect(places[step - 1], places[step]) { return false }
    }
    for exclusion in pattern.exclusions {
      let between = (places[exclusion.after] + 1)..<places[exclusion.before]
      if between.contains(where: { all[$0].satisfies(exclusion.matcher) }) { return false }
    }
    return pattern.exact.allSatisfy { exact in
      all.filter { happening in
        guard happening.satisfies(exact.matcher) else { return false }
        if let period = pattern.period, !period.contains(happening.time) { return false }
        guard let window = pattern.window else { return true }
        return happening.time >= start && happening.time <= windowEnd(window, from: start)
      }.count == exact.count
    }
  }

  private func isDirect(_ place: Int, _ next: Int) -> Bool {
    let between = all[(place + 1)..<next]
    if all[place].isEntry && all[next].isEntry { return !between.contains { $0.isEntry } }
    return !between.contains { !$0.isEntry }
  }

  private func silence(after end: Int64) -> UInt8 {
    guard let silence = pattern.silence else { return Truth.yes }
    let deadline = windowEnd(silence, from: end)
    if all.contains(where: { !$0.isEntry && $0.time > end && $0.time <= deadline }) {
      return Truth.no
    }
    return deadline >= now ? Truth.unknown : Truth.yes
  }

  private func windowEnd(_ window: PatternWindow, from start: Int64) -> Int64 {
    switch window {
    case .fixed(let length): start + length
    case .months(let months, let zone): Calendar.shift(instant: start, months: months, zone)
    }
  }
}
