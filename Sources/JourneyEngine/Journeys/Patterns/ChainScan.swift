/// A walk along one journey that stops at every element which completes a chain.
struct ChainScan {
  /// What the keys of chains mean, and so when a complete chain is short enough.
  enum Keys {
    /// The place of the start; at most so many microseconds to the end, if there is a limit.
    case places(limit: Int64?)
    /// The last instant at which the chain may end.
    case deadlines
  }

  let stepper: ChainStepper
  let state: UnsafeMutablePointer<Int64>
  let elements: UnsafeBufferPointer<PatternElement>
  let end: Int
  /// Where given, the key of a chain that starts at each element; its place otherwise.
  let startKeys: UnsafePointer<Int64>?
  let keys: Keys
  /// The element to be read next.
  private(set) var place: Int

  init(
    _ stepper: ChainStepper, state: UnsafeMutablePointer<Int64>,
    elements: UnsafeBufferPointer<PatternElement>, range: Range<Int>,
    startKeys: UnsafePointer<Int64>?, keys: Keys
  ) {
    self.stepper = stepper
    self.state = state
    self.elements = elements
    self.startKeys = startKeys
    self.keys = keys
    place = range.lowerBound
    end = range.upperBound
    stepper.clear(state)
  }

  /// Goes on without any chain, as if the journey began at the next element.
  func restart() { stepper.clear(state) }

  /// The next element that ends a match, and the best key of the chains that end there.
  mutating func next() -> (end: Int, key: Int64)? {
    let used = stepper.usedBits
    let firstBit = stepper.stepBits[0]
    while place < end {
      let current = place
      place += 1
      let bits = elements[current].matchers & used
      if bits == 0 { continue }
      var startKey = ChainStepper.none
      if bits & firstBit != 0 { startKey = startKeys.map { $0[current] } ?? Int64(current) }
      let key = stepper.advance(
        state, bits: bits, eventOrdinal: elements[current].eventOrdinal,
        entryOrdinal: elements[current].entryOrdinal, startKey: startKey)
      if key != ChainStepper.none && isShortEnough(key, end: elements[current].time) {
        return (current, key)
      }
    }
    return nil
  }

  @inline(__always)
  private func isShortEnough(_ key: Int64, end: Int64) -> Bool {
    switch keys {
    case .places(nil): true
    case .places(let limit?): end &- elements[Int(key)].time <= limit
    case .deadlines: end <= key
    }
  }
}
