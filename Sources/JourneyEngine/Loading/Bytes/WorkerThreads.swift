#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Runs one function on several threads and waits for all. Plain POSIX threads: they cost nothing
/// until used, and the callers are synchronous.
enum WorkerThreads {
  private final class Start {
    let index: Int
    let body: @Sendable (Int) -> Void

    init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.index = index
      self.body = body
    }
  }

  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Calls `body(0)` on this thread and `body(1) ..< body(count)` on others. Where the system
  /// refuses a thread its call is left out: bodies take their work from a common queue.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var handles: [pthread_t] = []
    for index in 1..<max(1, count) {
      let start = Unmanaged.passRetained(Start(index, body))
      #if canImport(Glibc)
        var handle = pthread_t()
        let status = pthread_create(
          &handle, nil,
          { pointer in
            if let pointer {
              let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
              start.body(start.index)
            }
            return nil
          }, start.toOpaque())
        if status == 0 { handles.append(handle) } else { start.release() }
      #else
        var handle: pthread_t?
        let status = pthread_create(
          &handle, nil,
          { pointer in
            let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
            start.body(start.index)
            return nil
          }, start.toOpaque())
        if status == 0, let handle { handles.append(handle) } else { start.release() }
      #endif
    }
    body(0)
    for handle in handles { pthread_join(handle, nil) }
  }
}

/// Nanoseconds of a clock that never goes back.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
