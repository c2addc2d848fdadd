/// Asked between batches by everything that may take long: whether to stop, as Ctrl-C does.
package struct Cancellation: Sendable {
  private let probe: @Sendable () -> Bool

  /// Without a probe nothing is ever stopped.
  package init(probe: @escaping @Sendable () -> Bool = { false }) { self.probe = probe }

  package var isCancelled: Bool { probe() }

  func check() throws(QueryFailure) {
    if isCancelled { throw .cancelled }
  }
}
