import Glibc
import Synchronization

/// Ctrl-C while something runs: raised by the signal, looked at by whoever does the work.
///
/// At the prompt Ctrl-C is a key and raises nothing.
package enum InterruptFlag {
  /// Catches SIGINT from now on. System calls that wait return at once (no SA_RESTART).
  package static func install() {
    isRaised = false
    catchSignal(SIGINT) { _ in InterruptFlag.flag.store(true, ordering: .sequentiallyConsistent) }
  }

  /// From now on a second Ctrl-C, pressed before the first was heard, ends the process at once.
  package static func endsProcessWhenRepeated() {
    catchSignal(SIGINT) { _ in
      if InterruptFlag.flag.exchange(true, ordering: .sequentiallyConsistent) { _exit(130) }
    }
  }

  package private(set) static var isRaised: Bool {
    get { flag.load(ordering: .relaxed) }
    set { flag.store(newValue, ordering: .sequentiallyConsistent) }
  }

  /// As if Ctrl-C had been pressed.
  package static func raise() {
    isRaised = true
  }

  /// Before each piece of work.
  package static func clear() {
    isRaised = false
  }

  private static let flag = Atomic<Bool>(false)
}

/// Installs `handler` for `signal`, without SA_RESTART. It may only touch atomics and call
/// what POSIX allows in a handler.
func catchSignal(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
  var action = sigaction()
  action.__sigaction_handler.sa_handler = handler
  sigemptyset(&action.sa_mask)
  action.sa_flags = 0
  sigaction(signal, &action, nil)
}
