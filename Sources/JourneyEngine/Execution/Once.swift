internal import Synchronization

/// Work that is done when its value is first asked for; several measures may share it. What the
/// work needed is let go when it is done: others may keep the value for long.
final class Once<Value: Sendable>: Sendable {
  private enum State {
    case waiting(@Sendable (Cancellation) throws(QueryFailure) -> Value)
    case done(Value)
  }

  private let state: Mutex<State>

  init(_ work: @escaping @Sendable (Cancellation) throws(QueryFailure) -> Value) {
    state = Mutex(.waiting(work))
  }

  /// Work that was stopped is begun anew by whoever asks next.
  func value(_ cancellation: Cancellation) throws(QueryFailure) -> Value {
    switch state.withLock({ $0 }) {
    case .done(let value): return value
    case .waiting(let work):
      let value = try work(cancellation)
      state.withLock { $0 = .done(value) }
      return value
    }
  }

  /// The value; nil before it was asked for.
  var known: Value? {
    if case .done(let value) = state.withLock({ $0 }) { return value }
    return nil
  }
}
