/// The states that a journey can be in under some order of its ties.
///
/// A path that has found a match needs no state any more: only that there is one is remembered.
struct TieStates: ~Copyable {
  static let most = 256
  private static let slotCount = 1024

  /// A state of the stepper, then the best truth so far.
  private let size: Int
  private var current: UnsafeMutablePointer<Int64>
  private var next: UnsafeMutablePointer<Int64>
  /// A hash table over the next states: their indexes, -1 where there is none.
  private let slots: UnsafeMutablePointer<Int32>
  /// The slot of each next state.
  private let slotOfState: UnsafeMutablePointer<Int32>
  /// A state for each member of a tie that is being ordered.
  private var path: UnsafeMutablePointer<Int64>
  private var pathCapacity = 8
  private var count = 0
  private var nextCount = 0
  private var isOverfull = false
  private var someMatch = false

  init(_ stepper: ChainStepper) {
    size = stepper.stateSize + 1
    current = .allocate(capacity: Self.most * size)
    next = .allocate(capacity: Self.most * size)
    slots = .allocate(capacity: Self.slotCount)
    slots.initialize(repeating: -1, count: Self.slotCount)
    slotOfState = .allocate(capacity: Self.most)
    path = .allocate(capacity: (pathCapacity + 1) * size)
  }

  deinit {
    current.deallocate()
    next.deallocate()
    slots.deallocate()
    slotOfState.deallocate()
    path.deallocate()
  }

  /// One state, without any chain.
  mutating func begin() {
    current.initialize(repeating: ChainStepper.none, count: size)
    current[size - 1] = Int64(Truth.no)
    count = 1
    someMatch = false
  }

  /// All orders match: nothing can change that.
  var isDecided: Bool { count == 0 }

  var bounds: (least: UInt8, most: UInt8) {
    if count == 0 { return (Truth.yes, Truth.yes) }
    var least = Truth.yes
    var most = someMatch ? Truth.yes : Truth.no
    for index in 0..<count {
      let truth = UInt8(truncatingIfNeeded: current[index * size + size - 1])
      least = min(least, truth)
      most = max(most, truth)
    }
    return (least, most)
  }

  /// Follows every state through every order of the elements of one time. `truthAtEnd` is the truth
  /// of a match that ends at this time.
  mutating func take(
    _ members: [TieOrders.Member], time: Int64, truthAtEnd: UInt8, _ stepper: ChainStepper
  ) {
    // Most of a journey is no tie and has one state: in place, without any memory.
    if count == 1 && members.allSatisfy({ $0.bits == members[0].bits }) {
      for member in members where count == 1 {
        let survives = advance(
          current, member, at: member, time: time, truthAtEnd: truthAtEnd, stepper)
        if !survives { count = 0 }
      }
      return
    }
    takeAll(TieOrders(members), time: time, truthAtEnd: truthAtEnd, stepper)
  }

  private mutating func takeAll(
    _ orders: TieOrders, time: Int64, truthAtEnd: UInt8, _ stepper: ChainStepper
  ) {
    begin(paths: orders.members.count)
    if orders.areCountable {
      var left = orders.multiplicities
      for index in 0..<count where !isOverfull {
        path.update(from: current + index * size, count: size)
        follow(orders, depth: 0, &left, time: time, truthAtEnd: truthAtEnd, stepper)
      }
    }
    if !orders.areCountable || isOverfull {
      begin(paths: orders.members.count)
      for order in orders.samples(stepper) {
        for index in 0..<count {
          path.update(from: current + index * size, count: size)
          follow(order, in: orders, time: time, truthAtEnd: truthAtEnd, stepper)
        }
      }
    }
    swap(&current, &next)
    count = nextCount
    for index in 0..<nextCount { slots[Int(slotOfState[index])] = -1 }
    nextCount = 0
  }

  private mutating func begin(paths length: Int) {
    for index in 0..<nextCount { slots[Int(slotOfState[index])] = -1 }
    nextCount = 0
    isOverfull = false
    if length > pathCapacity {
      path.deallocate()
      pathCapacity = length
      path = .allocate(capacity: (length + 1) * size)
    }
  }

  /// Tries each kind of element that is left in the place `depth` of the tie.
  private mutating func follow(
    _ orders: TieOrders, depth: Int, _ left: inout [Int], time: Int64, truthAtEnd: UInt8,
    _ stepper: ChainStepper
  ) {
    let state = path + depth * size
    guard depth < orders.members.count else {
      insert(state, time: time, stepper)
      return
    }
    for kind in left.indices where left[kind] > 0 && !isOverfull {
      let following = state + size
      following.update(from: state, count: size)
      let survives = advance(
        following, orders.distinct[kind], at: orders.members[depth], time: time,
        truthAtEnd: truthAtEnd, stepper)
      guard survives else { continue }
      left[kind] -= 1
      follow(orders, depth: depth + 1, &left, time: time, truthAtEnd: truthAtEnd, stepper)
      left[kind] += 1
    }
  }

  private mutating func follow(
    _ order: [TieOrders.Member], in orders: TieOrders, time: Int64, truthAtEnd: UInt8,
    _ stepper: ChainStepper
  ) {
    for depth in order.indices {
      let survives = advance(
        path, order[depth], at: orders.members[depth], time: time, truthAtEnd: truthAtEnd, stepper)
      guard survives else { return }
    }
    insert(path, time: time, stepper)
  }

  /// Puts an element in a place of the tie; false when the path has thereby found a match.
  private mutating func advance(
    _ state: UnsafeMutablePointer<Int64>, _ member: TieOrders.Member, at slot: TieOrders.Member,
    time: Int64, truthAtEnd: UInt8, _ stepper: ChainStepper
  ) -> Bool {
    guard member.bits != 0 else { return true }
    let deadline = stepper.advance(
      state, bits: member.bits, eventOrdinal: slot.eventOrdinal, entryOrdinal: slot.entryOrdinal,
      startKey: member.startKey)
    guard deadline != ChainStepper.none && time <= deadline else { return true }
    if truthAtEnd == Truth.yes {
      someMatch = true
      return false
    }
    state[size - 1] = max(state[size - 1], Int64(truthAtEnd))
    return true
  }

  /// Adds a state unless it is there. Chains that can no longer end in time are forgotten first, so
  /// that states which differ in nothing else are one.
  private mutating func insert(
    _ state: UnsafeMutablePointer<Int64>, time: Int64, _ stepper: ChainStepper
  ) {
    let keyCount = stepper.hasDirect ? 4 * stepper.stepCount : stepper.stepCount
    for index in 0..<keyCount where state[index] < time { state[index] = ChainStepper.none }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<size {
      hash = (hash ^ UInt64(bitPattern: state[index])) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
    }
    var slot = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
    while slots[slot] >= 0 {
      let other = next + Int(slots[slot]) * size
      if (0..<size).allSatisfy({ state[$0] == other[$0] }) { return }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    guard nextCount < Self.most else {
      isOverfull = true
      return
    }
    (next + nextCount * size).update(from: state, count: size)
    slots[slot] = Int32(nextCount)
    slotOfState[nextCount] = Int32(slot)
    nextCount += 1
  }
}
