internal import Glibc

/// A file that answers go to. One that is there for good is first written beside its place and
/// then put into it, so that nobody ever sees half of one; a symbolic link stays and what it leads
/// to is replaced. Devices, pipes and what the program has open already are written directly.
struct WholeFile {
  struct Failure: Error {
    private let code: Int32
    var reason: String { String(cString: strerror(code)) }

    init(_ code: Int32) { self.code = code }
  }

  var stream: FileStream
  private let descriptor: Int32
  /// Where the file is to stand, and where it is until then; nil when it is written directly.
  private var places: (final: String, partial: String)?
  /// The rights of the file that is replaced; nil when there is none.
  private var replacedMode: mode_t?

  init(_ path: String) throws(Failure) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, let open = WholeFile.openDescriptor(path, status) {
      descriptor = dup(open)
    } else if exists, status.st_mode & S_IFMT != S_IFREG {
      descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    } else {
      let final = try WholeFile.target(path)
      let partial = "\(final).\(getpid()).partial"
      descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      places = (final, partial)
      if exists { replacedMode = status.st_mode & 0o777 }
    }
    guard descriptor >= 0 else { throw Failure(errno) }
    stream = FileStream(descriptor: descriptor)
  }

  /// Writes a file in one go. Returns whether another one was replaced.
  static func write(
    _ path: String, _ body: (inout FileStream) -> Void
  ) throws(Failure) -> Bool {
    var file = try WholeFile(path)
    body(&file.stream)
    return try file.keep()
  }

  /// Puts the file in its place. Returns whether another one was replaced.
  mutating func keep() throws(Failure) -> Bool {
    stream.flush()
    defer { close(descriptor) }
    guard let places else {
      // A reader that has gone away is no error.
      if let code = stream.failure, code != EPIPE { throw Failure(code) }
      return false
    }
    // The new file is as readable as the one it replaces.
    if let replacedMode { fchmod(descriptor, replacedMode) }
    var failure = stream.failure
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    if failure == nil, rename(places.partial, places.final) != 0 { failure = errno }
    if let failure {
      unlink(places.partial)
      throw Failure(failure)
    }
    return replacedMode != nil
  }

  /// Leaves everything as it was; what a pipe or a device was given cannot be taken back.
  func discard() {
    close(descriptor)
    if let places { unlink(places.partial) }
  }

  // MARK: - What a path leads to

  /// Standard output and the like under one of their names: opening them again would begin at
  /// their start, or fail.
  private static func openDescriptor(_ path: String, _ status: stat) -> Int32? {
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return [STDOUT_FILENO, STDERR_FILENO].first { descriptor in
      var other = stat()
      return fstat(descriptor, &other) == 0 && other.st_dev == status.st_dev
        && other.st_ino == status.st_ino
    }
  }

  /// The path behind symbolic links, also where the last one leads to nothing yet.
  private static func target(_ path: String) throws(Failure) -> String {
    var path = path
    for _ in 0..<40 {
      if let resolved = ScriptFile.identity(path) { return resolved }
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &buffer, buffer.count)
      guard count > 0 else { return path }
      let link = String(decoding: buffer[..<count], as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = link.hasPrefix("/") ? link : folder + link
    }
    throw Failure(ELOOP)
  }
}

/// A buffered file.
struct FileStream: TextOutputStream {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// The system's number for what went wrong first.
  private(set) var failure: Int32?

  init(descriptor: Int32) { self.descriptor = descriptor }

  mutating func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 16 { flush() }
  }

  mutating func flush() {
    var start = 0
    while failure == nil, start < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
      }
      if written > 0 {
        start += written
        // A full pipe gave way to Ctrl-C: the rest would wait again.
        if start < buffer.count, InterruptFlag.isRaised { failure = EINTR }
      } else if errno != EINTR || InterruptFlag.isRaised {
        failure = errno
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
