/// The conditions `exactly N times` of a pattern, over one journey.
struct ExactCounts {
  private let conditions: [(bit: UInt64, count: Int)]
  private let hasWindow: Bool
  /// For each condition and place, how many elements before the place carry its bit; the conditions
  /// of one place stand together.
  private var before: [Int] = []

  init(_ pattern: CompiledPattern) {
    conditions = pattern.exact.map { (ChainScratch.bit($0.matcher), $0.count) }
    hasWindow = pattern.window != nil && !pattern.steps.isEmpty
  }

  var isEmpty: Bool { conditions.isEmpty }

  /// Without a window the counts are those of the whole period, the same for every match.
  func holdWithoutWindow(
    _ elements: UnsafeBufferPointer<PatternElement>, _ bounds: JourneyBounds
  ) -> Bool {
    if hasWindow { return true }
    return conditions.allSatisfy { condition in
      var found = 0
      for place in bounds.matchable where elements[place].matchers & condition.bit != 0 {
        found += 1
      }
      return found == condition.count
    }
  }

  /// Counts once, so that any stretch of the journey can be asked about.
  mutating func prepare(_ elements: UnsafeBufferPointer<PatternElement>, _ bounds: JourneyBounds) {
    guard !conditions.isEmpty else { return }
    before.removeAll(keepingCapacity: true)
    for _ in conditions { before.append(0) }
    for place in 0..<bounds.matchable.upperBound {
      for condition in conditions {
        let carries = elements[place].matchers & condition.bit != 0
        before.append(before[before.count - conditions.count] + (carries ? 1 : 0))
      }
    }
  }

  /// Whether the counts are right between two instants, both included, cut to the period.
  func hold(
    from start: Int64, to end: Int64, _ elements: UnsafeBufferPointer<PatternElement>,
    _ bounds: JourneyBounds
  ) -> Bool {
    guard hasWindow && !conditions.isEmpty else { return true }
    let first = JourneyBounds.firstPlace(elements, notBefore: start, in: bounds.matchable)
    var last = bounds.matchable.upperBound
    if end < .max {
      last = JourneyBounds.firstPlace(elements, notBefore: end + 1, in: bounds.matchable)
    }
    return conditions.indices.allSatisfy { index in
      let until = before[max(last, first) * conditions.count + index]
      return until - before[first * conditions.count + index] == conditions[index].count
    }
  }
}
