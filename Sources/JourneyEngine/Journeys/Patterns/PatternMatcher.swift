/// Runs one pattern over one account's journey after the other. It holds the memory it works in:
/// one for each thread.
///
/// The journey is given in total order (see `PatternElement`); elements at `now` or later are not
/// seen.
struct PatternMatcher: ~Copyable {
  let pattern: CompiledPattern
  var scratch: ChainScratch
  var counts: ExactCounts
  var ties: TieStates?

  init(_ pattern: CompiledPattern) {
    self.pattern = pattern
    scratch = ChainScratch(pattern)
    counts = ExactCounts(pattern)
  }

  /// Whether the journey holds a match, a `Truth`. Reads no further than to the first one.
  mutating func truth(_ elements: UnsafeBufferPointer<PatternElement>, now: Int64) -> UInt8 {
    run(elements, now: now, wantsTruthAlone: true).truth
  }

  /// Truth, first match, and how many do not overlap.
  mutating func match(
    _ elements: UnsafeBufferPointer<PatternElement>, now: Int64
  ) -> PatternMatch {
    run(elements, now: now, wantsTruthAlone: false)
  }

  private mutating func run(
    _ elements: UnsafeBufferPointer<PatternElement>, now: Int64, wantsTruthAlone: Bool
  ) -> PatternMatch {
    let bounds = JourneyBounds(elements, now: now, period: pattern.period)
    var result = PatternMatch(truth: Truth.no, first: nil, count: 0)
    guard counts.holdWithoutWindow(elements, bounds) else { return result }
    if pattern.steps.isEmpty {
      result.truth = Truth.yes
      return result
    }
    var scan = scan(elements, bounds)
    var clock = SilenceClock(pattern.silence, elements: elements, bounds)
    var firstEnd: (end: Int, key: Int64)?
    while let (end, key) = scan.next() {
      let truth = clock.truth(after: elements[end].time)
      if truth > result.truth {
        result.truth = truth
        firstEnd = (end, key)
      }
      guard truth == Truth.yes else { continue }
      result.count += 1
      if wantsTruthAlone { break }
      scan.restart()
    }
    if !wantsTruthAlone, let (end, key) = firstEnd {
      result.first = first(end: end, key: key, elements, bounds)
    }
    return result
  }

  /// A walk that finds ends. Keys are places where the latest start is the best one; a calendar
  /// window makes them deadlines.
  mutating func scan(
    _ elements: UnsafeBufferPointer<PatternElement>, _ bounds: JourneyBounds
  ) -> ChainScan {
    var keys = ChainScan.Keys.places(limit: nil)
    var startKeys: UnsafePointer<Int64>?
    switch pattern.window {
    case .months?:
      keys = .deadlines
      startKeys = makeStartKeys(elements, bounds, bounds.matchable) { _, deadline in deadline }
    case .fixed(let length)?:
      keys = .places(limit: length)
      if !counts.isEmpty {
        startKeys = makeStartKeys(elements, bounds, bounds.matchable) { place, _ in Int64(place) }
      }
    case nil: break
    }
    return ChainScan(
      scratch.stepper, state: scratch.state, elements: elements, range: bounds.matchable,
      startKeys: startKeys, keys: keys)
  }

  /// The keys of the elements that may start a chain; `none` where the counts forbid it.
  mutating func makeStartKeys(
    _ elements: UnsafeBufferPointer<PatternElement>, _ bounds: JourneyBounds, _ range: Range<Int>,
    key: (_ place: Int, _ deadline: Int64) -> Int64
  ) -> UnsafePointer<Int64> {
    let keys = scratch.makeRoom(forStartKeys: elements.count)
    let firstBit = scratch.stepper.stepBits[0]
    counts.prepare(elements, bounds)
    // Many elements share their time: what it allows is found out once.
    var known: (time: Int64, deadline: Int64, isAllowed: Bool)?
    for place in range where elements[place].matchers & firstBit != 0 {
      let time = elements[place].time
      if known?.time != time {
        let deadline = pattern.window?.end(from: time) ?? .max
        known = (time, deadline, counts.hold(from: time, to: deadline, elements, bounds))
      }
      guard let known else { continue }
      keys[place] = known.isAllowed ? key(place, known.deadline) : ChainStepper.none
    }
    return UnsafePointer(keys)
  }

  /// The match that ends at `end`, with its latest start.
  private mutating func first(
    end: Int, key: Int64, _ elements: UnsafeBufferPointer<PatternElement>, _ bounds: JourneyBounds
  ) -> PatternMatch.First {
    var start = Int(truncatingIfNeeded: key)
    if case .months? = pattern.window {
      // The best deadline need not belong to the latest start: once more, with only those starts
      // that reach the end.
      let endTime = elements[end].time
      let range = bounds.matchable.lowerBound..<(end + 1)
      let keys = makeStartKeys(elements, bounds, range) { place, deadline in
        deadline >= endTime ? Int64(place) : ChainStepper.none
      }
      var scan = ChainScan(
        scratch.stepper, state: scratch.state, elements: elements, range: range, startKeys: keys,
        keys: .places(limit: nil))
      while let found = scan.next() { if found.end == end { start = Int(found.key) } }
    }
    return PatternMatch.First(
      start: start, end: end, startTime: elements[start].time, endTime: elements[end].time)
  }
}
