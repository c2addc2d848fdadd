/// The memory of one matcher: the pattern in flat form, one state, and the numbers of one journey.
/// It grows with the longest journey and is never shrunk, so that no account costs an allocation.
struct ChainScratch: ~Copyable {
  let stepper: ChainStepper
  let state: UnsafeMutablePointer<Int64>
  /// For each element the key of a chain that starts there; only where a pattern needs them.
  private(set) var startKeys: UnsafeMutablePointer<Int64>?
  private var startKeyCapacity = 0

  private let stepBits: UnsafeMutablePointer<UInt64>
  private let isDirect: UnsafeMutablePointer<Bool>
  private let exclusions: UnsafeMutableBufferPointer<CompiledPattern.Exclusion>
  private let here: UnsafeMutablePointer<Int64>

  init(_ pattern: CompiledPattern) {
    let count = pattern.steps.count
    stepBits = .allocate(capacity: max(count, 1))
    isDirect = .allocate(capacity: max(count, 1))
    here = .allocate(capacity: max(count, 1))
    for (index, step) in pattern.steps.enumerated() {
      (stepBits + index).initialize(to: Self.bit(step.matcher))
      (isDirect + index).initialize(to: index > 0 && step.link == .directly)
    }
    here.initialize(repeating: ChainStepper.none, count: max(count, 1))
    // What lies between no two steps excludes nothing.
    let sensible = pattern.exclusions.filter {
      0 <= $0.after && $0.after < $0.before && $0.before < count && 0..<64 ~= $0.matcher
    }
    exclusions = .allocate(capacity: sensible.count)
    _ = exclusions.initialize(from: sensible)
    let exclusionBits = sensible.reduce(0) { $0 | Self.bit($1.matcher) }
    stepper = ChainStepper(
      stepCount: count, stepBits: UnsafePointer(stepBits), isDirect: UnsafePointer(isDirect),
      exclusions: UnsafeBufferPointer(exclusions), here: here, hasDirect: pattern.hasDirectLink,
      exclusionBits: exclusionBits,
      usedBits: pattern.steps.reduce(exclusionBits) { $0 | Self.bit($1.matcher) })
    state = .allocate(capacity: max(stepper.stateSize, 1))
    state.initialize(repeating: ChainStepper.none, count: max(stepper.stateSize, 1))
  }

  deinit {
    stepBits.deallocate()
    isDirect.deallocate()
    here.deallocate()
    exclusions.deallocate()
    state.deallocate()
    startKeys?.deallocate()
  }

  /// Room for a key per element. What was there is gone.
  mutating func makeRoom(forStartKeys count: Int) -> UnsafeMutablePointer<Int64> {
    if let startKeys, count <= startKeyCapacity { return startKeys }
    startKeys?.deallocate()
    startKeyCapacity = max(count, 2 * startKeyCapacity, 64)
    let keys = UnsafeMutablePointer<Int64>.allocate(capacity: startKeyCapacity)
    keys.initialize(repeating: ChainStepper.none, count: startKeyCapacity)
    startKeys = keys
    return keys
  }

  /// The bit of a matcher; none for a number that no bit has.
  static func bit(_ matcher: Int) -> UInt64 { 0..<64 ~= matcher ? 1 << UInt64(matcher) : 0 }
}
