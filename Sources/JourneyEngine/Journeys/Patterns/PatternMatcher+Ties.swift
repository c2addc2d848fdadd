extension PatternMatcher {
  /// Whether the order in which events of the same time stand decides if the journey matches.
  /// Cheap for journeys without ties among the elements that matter.
  mutating func isDecidedByTies(
    _ elements: UnsafeBufferPointer<PatternElement>, now: Int64
  ) -> Bool {
    let bounds = truthBounds(elements, now: now)
    return bounds.least != bounds.most
  }

  /// The truth under the least and the most favourable order of ties. A tie is among events of one
  /// time, or among stage entries of one time: that an entry precedes the events of its instant is
  /// a rule.
  ///
  /// Exact as long as a tie has no more than `TieOrders.most` different orders (every tie of up to
  /// six elements) and no more than `TieStates.most` states are reachable; beyond that the order
  /// given, the ascending and the descending one stand for all.
  mutating func truthBounds(
    _ elements: UnsafeBufferPointer<PatternElement>, now: Int64
  ) -> (least: UInt8, most: UInt8) {
    let bounds = JourneyBounds(elements, now: now, period: pattern.period)
    guard pattern.steps.count > 0, hasTies(elements, bounds) else {
      let truth = truth(elements, now: now)
      return (truth, truth)
    }
    guard counts.holdWithoutWindow(elements, bounds) else { return (Truth.no, Truth.no) }
    // For the truth alone a chain is as good as its deadline.
    let keys = makeStartKeys(elements, bounds, bounds.matchable) { _, deadline in deadline }
    var states = ties.take() ?? TieStates(scratch.stepper)
    states.begin()
    var clock = SilenceClock(pattern.silence, elements: elements, bounds)
    var place = bounds.matchable.lowerBound
    var members: [TieOrders.Member] = []
    while place < bounds.matchable.upperBound && !states.isDecided {
      let end = tieEnd(elements, from: place, bounds)
      members.removeAll(keepingCapacity: true)
      for member in place..<end {
        let bits = elements[member].matchers & scratch.stepper.usedBits
        if bits == 0 && !scratch.stepper.hasDirect { continue }
        let starts = bits & scratch.stepper.stepBits[0] != 0
        members.append(
          TieOrders.Member(
            bits: bits, startKey: starts ? keys[member] : ChainStepper.none,
            eventOrdinal: elements[member].eventOrdinal,
            entryOrdinal: elements[member].entryOrdinal))
      }
      if !members.isEmpty {
        let time = elements[place].time
        let truth = clock.truth(after: time)
        states.take(members, time: time, truthAtEnd: truth, scratch.stepper)
      }
      place = end
    }
    let result = states.bounds
    ties = consume states
    return result
  }

  /// The end of the elements of one time and track that begin at `place`.
  private func tieEnd(
    _ elements: UnsafeBufferPointer<PatternElement>, from place: Int, _ bounds: JourneyBounds
  ) -> Int {
    let time = elements[place].time
    let isEntry = elements[place].isEntry
    var end = place + 1
    while end < bounds.matchable.upperBound && elements[end].time == time
      && elements[end].isEntry == isEntry
    { end += 1 }
    return end
  }

  /// Whether two elements of one time differ in what they mean to the pattern, and there is
  /// something for every step: else no order can help.
  private func hasTies(
    _ elements: UnsafeBufferPointer<PatternElement>, _ bounds: JourneyBounds
  ) -> Bool {
    let used = scratch.stepper.usedBits
    let hasDirect = scratch.stepper.hasDirect
    var last: Int?
    var isTied = false
    var present: UInt64 = 0
    for place in bounds.matchable {
      let bits = elements[place].matchers & used
      if bits == 0 && !hasDirect { continue }
      if let last, elements[last].time == elements[place].time,
        elements[last].matchers & used != bits, elements[last].isEntry == elements[place].isEntry
      {
        isTied = true
      }
      last = place
      present |= bits
    }
    guard isTied else { return false }
    return (0..<scratch.stepper.stepCount).allSatisfy { step in
      present & scratch.stepper.stepBits[step] != 0
    }
  }
}
