extension PatternMatcher {
  /// The elements that serve the steps of a match that `match` found in the same journey, as their
  /// places in it. Where there is a choice, each step is as late as the next one
  /// allows.
  func places(
    of first: PatternMatch.First, in elements: UnsafeBufferPointer<PatternElement>
  ) -> [Int] {
    let reached = reachedSteps(of: first, in: elements)
    var places = [first.end]
    for step in (0..<(pattern.steps.count - 1)).reversed() {
      let later = places[places.count - 1]
      guard let place = latest(step, before: later, of: first, elements, reached) else { break }
      places.append(place)
    }
    return places.reversed()
  }

  /// The rows of those elements.
  func references(
    of first: PatternMatch.First, in elements: UnsafeBufferPointer<PatternElement>
  ) -> [UInt32] {
    places(of: first, in: elements).map { elements[$0].reference }
  }

  /// Which steps the chains that begin at the start can have done last at each element: a bit per
  /// element and step.
  private func reachedSteps(
    of first: PatternMatch.First, in elements: UnsafeBufferPointer<PatternElement>
  ) -> StepBits {
    let stepper = scratch.stepper
    let state = UnsafeMutablePointer<Int64>.allocate(capacity: stepper.stateSize)
    defer { state.deallocate() }
    state.initialize(repeating: ChainStepper.none, count: stepper.stateSize)
    var reached = StepBits(first: first.start, last: first.end, stepCount: stepper.stepCount)
    for place in first.start...first.end {
      let bits = elements[place].matchers & stepper.usedBits
      if bits == 0 { continue }
      let completed = stepper.advanceByPlanes(
        state, bits: bits, eventOrdinal: elements[place].eventOrdinal,
        entryOrdinal: elements[place].entryOrdinal,
        startKey: place == first.start ? 0 : ChainStepper.none)
      for step in 0..<stepper.stepCount where stepper.here[step] != ChainStepper.none {
        reached.insert(step, at: place)
      }
      if completed != ChainStepper.none { reached.insert(stepper.stepCount - 1, at: place) }
    }
    return reached
  }

  /// The latest element that can serve a step when the step after it is served at `later`. Whether
  /// two neighbours fit depends on nothing but what stands between them.
  private func latest(
    _ step: Int, before later: Int, of first: PatternMatch.First,
    _ elements: UnsafeBufferPointer<PatternElement>, _ reached: StepBits
  ) -> Int? {
    let forbidden = scratch.stepper.exclusions.reduce(UInt64(0)) { bits, exclusion in
      exclusion.after <= step && step < exclusion.before
        ? bits | ChainScratch.bit(exclusion.matcher) : bits
    }
    let isDirect = pattern.steps[step + 1].link == .directly
    var place = later - 1
    while place >= first.start {
      let isNear = !isDirect || elements[place].isDirectly(before: elements[later])
      if isNear && reached.contains(step, at: place) { return place }
      if elements[place].matchers & forbidden != 0 { return nil }
      place -= 1
    }
    return nil
  }
}

/// A set of steps for each element of a stretch.
private struct StepBits {
  private let first: Int
  private let wordsPerElement: Int
  private var words: [UInt64]

  init(first: Int, last: Int, stepCount: Int) {
    self.first = first
    wordsPerElement = (stepCount + 63) / 64
    words = [UInt64](repeating: 0, count: (last - first + 1) * wordsPerElement)
  }

  mutating func insert(_ step: Int, at place: Int) {
    words[(place - first) * wordsPerElement + step / 64] |= 1 << UInt64(step % 64)
  }

  func contains(_ step: Int, at place: Int) -> Bool {
    words[(place - first) * wordsPerElement + step / 64] & (1 << UInt64(step % 64)) != 0
  }
}
