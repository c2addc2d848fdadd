import Synchronization

/// What a progress callback was told.
final class ProgressLog: Sendable {
  private let state = Mutex<[(done: Int, total: Int)]>([])

  var entries: [(done: Int, total: Int)] { state.withLock { $0 } }

  func note(_ done: Int, _ total: Int) -> Bool {
    state.withLock { $0.append((done, total)) }
    return true
  }
}
