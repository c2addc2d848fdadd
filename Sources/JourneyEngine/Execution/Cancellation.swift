internal import Synchronization

/// Asked between batches by everything that may take long; set by Ctrl-C.
package final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  /// A further place to look, for instance a signal handler's flag.
  private let probe: (@Sendable () -> Bool)?

  package init(probe: (@Sendable () -> Bool)? = nil) { self.probe = probe }

  package func cancel() { flag.store(true, ordering: .relaxed) }

  package var isCancelled: Bool { flag.load(ordering: .relaxed) || (probe?() ?? false) }
}
