extension PatternMatcher {
  /// The places where those matches end that surely hold and do not overlap: the one that ends
  /// first, then from the element after its end on.
  mutating func ends(_ elements: UnsafeBufferPointer<PatternElement>, now: Int64) -> [Int] {
    let bounds = JourneyBounds(elements, now: now, period: pattern.period)
    guard !pattern.steps.isEmpty, counts.holdWithoutWindow(elements, bounds) else { return [] }
    var ends: [Int] = []
    var scan = scan(elements, bounds)
    var clock = SilenceClock(pattern.silence, elements: elements, bounds)
    while let (end, _) = scan.next() {
      guard clock.truth(after: elements[end].time) == Truth.yes else { continue }
      ends.append(end)
      scan.restart()
    }
    return ends
  }
}
