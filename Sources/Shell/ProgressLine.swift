internal import Glibc
internal import Synchronization

/// One line on the terminal that says how far a load has come: shown after half a second, taken
/// away when the work is done.
final class ProgressLine: Sendable {
  private struct State {
    var start = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var shownWidth = 0
  }

  private let width: Int?
  private let state = Mutex(State())

  /// In a terminal of this width; without one nothing is shown.
  init(width: Int?) { self.width = width }

  /// For `ReadingOptions.progress`: false asks the reader to stop.
  var handler: @Sendable (_ done: Int, _ total: Int) -> Bool {
    { [self] done, total in
      if let width { update(done, total, width) }
      return !InterruptFlag.isRaised
    }
  }

  func clear() {
    state.withLock { state in
      guard state.shownWidth > 0 else { return }
      ProgressLine.write("\r\(String(repeating: " ", count: state.shownWidth))\r")
      state.shownWidth = 0
    }
  }

  private func update(_ done: Int, _ total: Int, _ width: Int) {
    state.withLock { state in
      let now = ContinuousClock.now
      if done == 0 { state.start = now }
      let elapsed = (now - state.start) / .seconds(1)
      guard elapsed > 0.5, (now - state.lastShown) / .seconds(1) > 0.1, total > 0 else { return }
      state.lastShown = now
      let rate = Double(done) / elapsed
      let rest = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
      let percent = Int(Double(done) / Double(total) * 100)
      let words =
        "reading: \(percent)% of \(megabytes(total)), \(megabytes(Int(rate)))/s, \(rest) s left"
      let line = String(words.prefix(max(0, width - 1)))
      // What the last line had more is written over; no escape is needed for that.
      let rubble = String(repeating: " ", count: max(0, state.shownWidth - line.count))
      ProgressLine.write("\r\(line)\(rubble)")
      state.shownWidth = line.count + rubble.count
    }
  }

  /// Also after Ctrl-C, which keeps results from being written.
  private static func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private func megabytes(_ bytes: Int) -> String {
    bytes < 10_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB"
  }
}
