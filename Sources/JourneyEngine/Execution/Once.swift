internal import Synchronization

/// Work that is done when its value is first asked for; several measures may share it.
final class Once<Value: Sendable>: Sendable {
  private let work: @Sendable (Cancellation) throws(QueryFailure) -> Value
  private let made = Mutex<Value?>(nil)

  init(_ work: @escaping @Sendable (Cancellation) throws(QueryFailure) -> Value) {
    self.work = work
  }

  /// Work that was stopped is begun anew by whoever asks next.
  func value(_ cancellation: Cancellation) throws(QueryFailure) -> Value {
    if let value = made.withLock({ $0 }) { return value }
    let value = try work(cancellation)
    made.withLock { $0 = value }
    return value
  }

  /// The value; nil before it was asked for.
  var known: Value? { made.withLock { $0 } }
}
