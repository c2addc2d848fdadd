internal import Glibc
internal import Synchronization

/// One line on the terminal that says how far a load has come: shown after half a second, taken
/// away when the work is done.
final class ProgressLine: Sendable {
  private struct State {
    var start = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var isVisible = false
  }

  private let isShown: Bool
  private let state = Mutex(State())

  init(isShown: Bool) { self.isShown = isShown }

  /// For `ReadingOptions.progress`: false asks the reader to stop.
  var handler: @Sendable (_ done: Int, _ total: Int) -> Bool {
    { [self] done, total in
      if isShown { update(done, total) }
      return !InterruptFlag.isRaised
    }
  }

  func clear() {
    state.withLock { state in
      guard state.isVisible else { return }
      state.isVisible = false
      var out = OutputChannel.standardError
      out.write("\r\u{1B}[K")
    }
  }

  private func update(_ done: Int, _ total: Int) {
    state.withLock { state in
      let now = ContinuousClock.now
      if done == 0 { state.start = now }
      let elapsed = (now - state.start) / .seconds(1)
      guard elapsed > 0.5, (now - state.lastShown) / .seconds(1) > 0.1, total > 0 else { return }
      state.lastShown = now
      state.isVisible = true
      let rate = Double(done) / elapsed
      let rest = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
      let percent = Int(Double(done) / Double(total) * 100)
      var out = OutputChannel.standardError
      out.write(
        "\r\u{1B}[Kreading: \(percent)% of \(megabytes(total)), \(megabytes(Int(rate)))/s, "
          + "\(rest) s left")
    }
  }

  private func megabytes(_ bytes: Int) -> String {
    bytes < 10_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB"
  }
}
