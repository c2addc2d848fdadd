import Glibc
import Synchronization

/// What signals say about the terminal, and how to give it back.
enum TerminalState {
  /// The window changed its size.
  private static let hasResized = Atomic<Bool>(false)
  /// The process was stopped and goes on.
  private static let hasContinued = Atomic<Bool>(false)

  /// Whether the terminal is set for editing at this moment.
  private static let isEditing = Atomic<Bool>(false)
  /// Made once and never freed: a signal handler reads it.
  nonisolated(unsafe) private static let original = UnsafeMutablePointer<termios>.allocate(
    capacity: 1)
  nonisolated(unsafe) private static let pasteOff = UnsafeMutableBufferPointer<UInt8>.allocate(
    capacity: 8)

  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOffText = "\u{1B}[?2004l"

  /// Remembers the terminal as it is and catches what would leave it otherwise.
  static func install() {
    original.initialize(to: termios())
    tcgetattr(STDIN_FILENO, original)
    _ = pasteOff.initialize(from: pasteOffText.utf8)
    isEditing.store(false, ordering: .relaxed)
    forgetSignals()
    catchSignal(SIGWINCH) { _ in
      TerminalState.hasResized.store(true, ordering: .relaxed)
    }
    catchSignal(SIGCONT) { _ in
      TerminalState.hasContinued.store(true, ordering: .relaxed)
    }
    // The process still ends by these; only the terminal is put right before.
    for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] {
      restoreBefore(signal)
    }
  }

  /// Whether the window changed its size since the last call.
  static func takeResized() -> Bool {
    hasResized.exchange(false, ordering: .relaxed)
  }

  /// Whether the process was stopped and went on since the last call.
  static func takeContinued() -> Bool {
    hasContinued.exchange(false, ordering: .relaxed)
  }

  static func forgetSignals() {
    _ = (takeResized(), takeContinued())
  }

  static func setEditing(_ isOn: Bool) {
    isEditing.store(isOn, ordering: .sequentiallyConsistent)
  }

  /// Safe inside a signal handler.
  private static func restore() {
    guard isEditing.exchange(false, ordering: .sequentiallyConsistent) else { return }
    _ = write(STDOUT_FILENO, pasteOff.baseAddress, pasteOff.count)
    tcsetattr(STDIN_FILENO, TCSANOW, original)
  }

  /// Restores, then lets the signal do what it does by default. Handlers of others, such as the
  /// runtime's backtraces, are left in place.
  private static func restoreBefore(_ number: Int32) {
    var current = sigaction()
    sigaction(number, nil, &current)
    guard current.__sigaction_handler.sa_handler == nil else { return }
    catchSignal(number) { number in
      TerminalState.restore()
      signal(number, SIG_DFL)
      raise(number)
    }
  }
}
