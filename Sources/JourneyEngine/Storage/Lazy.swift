internal import Synchronization

/// A value that is made when it is first asked for, once for all who share it. What it is made of
/// is let go then.
final class Lazy<Value: Sendable>: Sendable {
  private enum State {
    case waiting(@Sendable () -> Value)
    case made(Value)
  }

  private let state: Mutex<State>

  init(_ make: @escaping @Sendable () -> Value) { state = Mutex(.waiting(make)) }

  var value: Value {
    state.withLock { state in
      switch state {
      case .made(let value): return value
      case .waiting(let make):
        let value = make()
        state = .made(value)
        return value
      }
    }
  }

  var isMade: Bool {
    state.withLock { state in
      if case .made = state { return true }
      return false
    }
  }
}
