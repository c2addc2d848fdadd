#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Bytes put together whose number is not known beforehand: of a pipe, a packed file, a converted
/// text. Few stay in memory; many go to a temporary file without a name, which ends with the
/// program however that ends. So the memory taken is bounded whatever comes.
final class ByteSpool {
  private let path: String
  private let memoryLimit: Int
  private var memory: [UInt8] = []
  private var descriptor: Int32 = -1
  private(set) var count = 0

  init(path: String, memoryLimit: Int) {
    self.path = path
    self.memoryLimit = memoryLimit
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(LoadError) {
    count += bytes.count
    if descriptor < 0 {
      guard count > memoryLimit else {
        memory.append(contentsOf: bytes)
        return
      }
      descriptor = try temporaryFile()
      let sofar = memory
      memory = []
      let status = sofar.withUnsafeBufferPointer { ByteSpool.write($0, to: descriptor) }
      guard status == 0 else { throw failure(status) }
    }
    let status = ByteSpool.write(bytes, to: descriptor)
    guard status == 0 else { throw failure(status) }
  }

  /// All that was appended; the spool is empty then.
  func source(_ making: ByteSource.Making) -> ByteSource {
    defer {
      descriptor = -1
      memory = []
      count = 0
    }
    guard descriptor >= 0 else { return ByteSource(path: path, memory: memory, making: making) }
    return ByteSource(path: path, descriptor: descriptor, size: count, making: making)
  }

  // MARK: - The temporary file

  /// `/var/tmp` before `/tmp`: the latter is memory on many machines.
  private static var folder: String {
    if let named = getenv("TMPDIR"), named.pointee != 0 { return String(cString: named) }
    return access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
  }

  private func temporaryFile() throws(LoadError) -> Int32 {
    var name = Array("\(ByteSpool.folder)/orbits-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw failure(errno) }
    unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Zero, or the system's error.
  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32 {
    guard let base = bytes.baseAddress else { return 0 }
    var done = 0
    while done < bytes.count {
      #if canImport(Glibc)
        let length = Glibc.write(descriptor, base + done, bytes.count - done)
      #else
        let length = Darwin.write(descriptor, base + done, bytes.count - done)
      #endif
      if length < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += length
    }
    return 0
  }

  private func failure(_ code: Int32) -> LoadError {
    let folder = ByteSpool.folder
    let size = ByteCount.words(count)
    guard code == ENOSPC || code == EDQUOT else {
      return LoadError(
        path: path,
        message: "its \(size) need a temporary file, and none can be written in \(folder): "
          + String(cString: strerror(code)),
        hint: "name another folder: TMPDIR=/some/folder orbits ...")
    }
    return LoadError(
      path: path, message: "no room is left in \(folder) to unpack it (\(size) so far)",
      hint: "name a folder on a larger disk: TMPDIR=/some/folder orbits ...")
  }
}

/// Tells a caller how far it has come, not more often than a screen can show.
struct ProgressPace {
  private let progress: (@Sendable (Int, Int) -> Bool)?
  private var last: UInt64 = 0

  init(_ options: ReadingOptions) { progress = options.progress }

  /// False when the caller wants to stop.
  mutating func goesOn(_ done: Int, of total: Int) -> Bool {
    guard let progress else { return true }
    let now = monotonicNanoseconds()
    guard last == 0 || now - last >= 50_000_000 else { return true }
    last = now
    return progress(done, total)
  }
}

/// Numbers of bytes in words.
enum ByteCount {
  static func words(_ count: Int) -> String {
    switch count {
    case ..<1000: "\(count) bytes"
    case ..<1_000_000: "\(count / 1000) kB"
    case ..<1_000_000_000: "\(count / 1_000_000) MB"
    default: "\(count / 1_000_000_000).\(count / 100_000_000 % 10) GB"
    }
  }
}
