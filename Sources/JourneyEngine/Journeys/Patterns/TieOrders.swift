/// The orders in which elements of one time may stand.
struct TieOrders {
  /// An element, and the ordinals of the place it was given: another element in that place takes
  /// them over.
  struct Member {
    var bits: UInt64
    var startKey: Int64
    var eventOrdinal: UInt32
    var entryOrdinal: UInt32
  }

  /// 6!: all orders of six different elements.
  static let most = 720
  private static let mostMembers = 32

  /// As given.
  let members: [Member]
  /// Elements with the same bits are the same to a pattern; each of these stands for its like.
  let distinct: [Member]
  let multiplicities: [Int]
  /// Whether there are few enough orders to try each.
  let areCountable: Bool

  init(_ members: [Member]) {
    self.members = members
    var distinct: [Member] = []
    var multiplicities: [Int] = []
    for member in members.sorted(by: { $0.bits < $1.bits }) {
      if let last = distinct.last, last.bits == member.bits {
        multiplicities[multiplicities.count - 1] += 1
      } else {
        distinct.append(member)
        multiplicities.append(1)
      }
    }
    self.distinct = distinct
    self.multiplicities = multiplicities
    areCountable =
      distinct.count == 1
      || (members.count <= Self.mostMembers && Self.orderCount(multiplicities) <= Double(Self.most))
  }

  /// n! / (a! b! ...).
  private static func orderCount(_ multiplicities: [Int]) -> Double {
    var result = 1.0
    var placed = 0
    for multiplicity in multiplicities {
      for one in 1...multiplicity {
        placed += 1
        result = result * Double(placed) / Double(one)
      }
    }
    return result.rounded()
  }

  /// Where there are too many: the order given; by the first step an element can serve, so that
  /// chains come about; and the other way round.
  func samples(_ stepper: ChainStepper) -> [[Member]] {
    let ranked = members.map { member in
      (0..<stepper.stepCount).first { member.bits & stepper.stepBits[$0] != 0 } ?? stepper.stepCount
    }
    let ascending = members.indices.sorted { (ranked[$0], $0) < (ranked[$1], $1) }
    return [
      members, ascending.map { members[$0] }, ascending.reversed().map { members[$0] },
    ]
  }
}
