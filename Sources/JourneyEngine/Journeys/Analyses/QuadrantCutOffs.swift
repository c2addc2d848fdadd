package import QueryLanguage

/// From where on friction and momentum are high: `set quadrant 40, 60`.
package struct QuadrantCutOffs: Hashable, Sendable {
  package private(set) var friction = 50.0
  package private(set) var momentum = 50.0

  package init() {}

  /// nil for what is not two numbers from 0 to 100.
  package init?(_ values: [Expression]) {
    let numbers = values.compactMap { value -> Double? in
      switch value.kind {
      case .literal(.integer(let number)): Double(number)
      case .literal(.number(let number)): number
      default: nil
      }
    }
    guard numbers.count == 2, values.count == 2, numbers.allSatisfy((0...100).contains) else {
      return nil
    }
    (friction, momentum) = (numbers[0], numbers[1])
  }
}

/// Where an account stands between friction and momentum (DOMAIN, JFI x Momentum). A score is high
/// from its cut-off on.
enum Quadrant: String, CaseIterable, Sendable {
  /// Little friction, much momentum.
  case gliding
  /// Much of both: it moves, and it burns.
  case pushing
  /// Little of either: satisfied, yet absent.
  case disengaged
  /// Much friction, little momentum.
  case stuck

  init(friction: Double, momentum: Double, _ cutOffs: QuadrantCutOffs) {
    switch (friction >= cutOffs.friction, momentum >= cutOffs.momentum) {
    case (false, true): self = .gliding
    case (true, true): self = .pushing
    case (false, false): self = .disengaged
    case (true, false): self = .stuck
    }
  }
}
