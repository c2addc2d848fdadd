/// The states of unfinished chains, and how one element changes them.
///
/// A chain with k + 1 steps done is remembered by a *key*, larger for the chain that is better in
/// everything to come: the place of its start, or the deadline its start sets. For each k only the
/// best key is kept. Patterns with direct links keep, in three more planes, the best of the chains
/// whose last step is the latest event, the latest stage entry, and any entry since the latest
/// event.
///
/// One step costs time linear in the number of steps, and memory is the pointers given.
struct ChainStepper {
  /// No chain.
  static let none = Int64.min

  let stepCount: Int
  /// For each step its matcher's bit.
  let stepBits: UnsafePointer<UInt64>
  let isDirect: UnsafePointer<Bool>
  let exclusions: UnsafeBufferPointer<CompiledPattern.Exclusion>
  /// Chains whose latest step is the element at hand; of no meaning between elements.
  let here: UnsafeMutablePointer<Int64>
  let hasDirect: Bool
  let exclusionBits: UInt64
  /// All bits that change a state. An element without them changes none: the ordinals tell that it
  /// stood between.
  let usedBits: UInt64

  /// How many numbers a state takes.
  var stateSize: Int { hasDirect ? 4 * stepCount + 3 : stepCount }

  func clear(_ state: UnsafeMutablePointer<Int64>) {
    state.update(repeating: Self.none, count: stateSize)
  }

  /// Takes one element. `startKey` is the key of a chain that starts at it, `none` where none may.
  /// Returns the best key of the chains it completes.
  @inline(__always)
  func advance(
    _ state: UnsafeMutablePointer<Int64>, bits: UInt64, eventOrdinal: UInt32, entryOrdinal: UInt32,
    startKey: Int64
  ) -> Int64 {
    if hasDirect || bits & exclusionBits != 0 {
      return advanceByPlanes(
        state, bits: bits, eventOrdinal: eventOrdinal, entryOrdinal: entryOrdinal,
        startKey: startKey)
    }
    var last = stepCount - 1
    if last == 0 { return startKey }
    let completed = bits & stepBits[last] != 0 ? state[last - 1] : Self.none
    last -= 1
    // Descending, so that one element serves one step of a chain.
    while last > 0 {
      if bits & stepBits[last] != 0 && state[last - 1] > state[last] {
        state[last] = state[last - 1]
      }
      last -= 1
    }
    if startKey > state[0] { state[0] = startKey }
    return completed
  }

  func advanceByPlanes(
    _ best: UnsafeMutablePointer<Int64>, bits: UInt64, eventOrdinal: UInt32, entryOrdinal: UInt32,
    startKey: Int64
  ) -> Int64 {
    here[0] = startKey
    for step in 1..<max(stepCount, 1) {
      here[step] = Self.none
      guard bits & stepBits[step] != 0 else { continue }
      here[step] =
        isDirect[step]
        ? keyDirectlyBefore(
          best, step: step - 1, eventOrdinal: eventOrdinal, entryOrdinal: entryOrdinal)
        : best[step - 1]
    }
    exclude(bits, in: best)
    // Nothing follows a complete chain, so that states do not tell it.
    let completed = here[stepCount - 1]
    here[stepCount - 1] = Self.none
    for step in 0..<stepCount where here[step] > best[step] { best[step] = here[step] }
    if hasDirect { remember(best, eventOrdinal: eventOrdinal, entryOrdinal: entryOrdinal) }
    return completed
  }

  /// The best chain whose latest step is `step` at an element that nothing parts from this one.
  private func keyDirectlyBefore(
    _ state: UnsafeMutablePointer<Int64>, step: Int, eventOrdinal: UInt32, entryOrdinal: UInt32
  ) -> Int64 {
    let ordinals = state + 4 * stepCount
    var key = Self.none
    if ordinals[0] == Int64(eventOrdinal) - 1 { key = state[stepCount + step] }
    if entryOrdinal == PatternElement.isEvent {
      if ordinals[2] == Int64(eventOrdinal) { key = max(key, state[3 * stepCount + step]) }
    } else if ordinals[1] == Int64(entryOrdinal) - 1 {
      key = max(key, state[2 * stepCount + step])
    }
    return key
  }

  /// An excluded element ends every chain that has done its step `after` before it and not yet its
  /// step `before`. Only chains whose step `after` it is itself go on.
  private func exclude(_ bits: UInt64, in state: UnsafeMutablePointer<Int64>) {
    guard bits & exclusionBits != 0 else { return }
    for exclusion in exclusions where bits & (1 << UInt64(exclusion.matcher)) != 0 {
      let length = exclusion.before - exclusion.after
      for plane in 0..<(hasDirect ? 4 : 1) {
        let open = state + (plane * stepCount + exclusion.after)
        open.update(repeating: Self.none, count: length)
      }
      let inner = here + (exclusion.after + 1)
      inner.update(repeating: Self.none, count: length - 1)
    }
  }

  /// Makes the chains of `here` those of the latest event or entry.
  private func remember(
    _ state: UnsafeMutablePointer<Int64>, eventOrdinal: UInt32, entryOrdinal: UInt32
  ) {
    let ordinals = state + 4 * stepCount
    if entryOrdinal == PatternElement.isEvent {
      (state + stepCount).update(from: here, count: stepCount)
      ordinals[0] = Int64(eventOrdinal)
      return
    }
    (state + 2 * stepCount).update(from: here, count: stepCount)
    ordinals[1] = Int64(entryOrdinal)
    let since = state + 3 * stepCount
    if ordinals[2] == Int64(eventOrdinal) {
      for step in 0..<stepCount where here[step] > since[step] { since[step] = here[step] }
    } else {
      since.update(from: here, count: stepCount)
      ordinals[2] = Int64(eventOrdinal)
    }
  }
}
