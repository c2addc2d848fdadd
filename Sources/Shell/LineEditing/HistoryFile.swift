import Glibc

/// The file that keeps the entries between sessions.
///
/// One entry a line, oldest first, so that `grep` and `tail` work on it. A newline inside an entry
/// is written `\n`, a carriage return `\r`, a backslash `\\`; nothing else is touched.
///
/// Several shells share the file: each entry is appended under an exclusive `flock`, so none is
/// lost. Now and then the oldest entries are dropped, under the same lock, by writing a new file
/// and renaming it into place; whoever waited for the lock of the old file notices and opens the
/// new one.
package struct HistoryFile: Sendable {
  package let path: String
  /// How many entries are kept.
  package var limit = 20_000

  /// A file this much longer than `limit` is shortened.
  private var slack: Int { limit / 4 }
  /// Only the end of a file larger than this is read.
  private static let largestRead: off_t = 32 << 20

  package init(path: String) {
    self.path = path
  }

  /// `$ORBITS_HISTORY`, else `$XDG_STATE_HOME/orbits/history`, else
  /// `~/.local/state/orbits/history`. Nil when `ORBITS_HISTORY` is `-`, which keeps none, or when
  /// no home is known.
  package init?(variable: (String) -> String?) {
    if let path = variable("ORBITS_HISTORY"), !path.isEmpty {
      guard path != "-" else { return nil }
      self.init(path: path)
    } else if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") {
      self.init(path: state + "/orbits/history")
    } else if let home = variable("HOME"), !home.isEmpty {
      self.init(path: home + "/.local/state/orbits/history")
    } else {
      return nil
    }
  }

  package struct Failure: Error, Equatable, Sendable {
    /// One sentence for the person at the keyboard.
    package let message: String
  }

  // MARK: - Reading

  /// The newest `limit` entries, oldest first; none when there is no file yet.
  package func load() throws(Failure) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return [] }
      throw failure("cannot be read")
    }
    defer { Glibc.close(descriptor) }
    flock(descriptor, LOCK_SH)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFCHR else { return [] }
    guard let lines = Self.lines(of: descriptor) else { throw failure("cannot be read") }
    if lines.count > limit + slack {
      flock(descriptor, LOCK_UN)
      try? shorten()
    }
    return lines.suffix(limit).map { Self.unescaped($0) }
  }

  private static func lines(of descriptor: Int32) -> [ArraySlice<UInt8>]? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    let start = max(0, status.st_size - largestRead)
    guard let bytes = bytes(of: descriptor, from: start, expecting: Int(status.st_size - start))
    else { return nil }
    var lines: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while let end = position(of: UInt8(ascii: "\n"), in: rest)
      ?? (rest.isEmpty ? nil : rest.endIndex)
    {
      if end > rest.startIndex { lines.append(rest[..<end]) }
      rest = rest[min(end + 1, rest.endIndex)...]
    }
    return start > 0 ? Array(lines.dropFirst()) : lines
  }

  /// Everything from `start` to the end of the file, which may have grown meanwhile.
  private static func bytes(
    of descriptor: Int32, from start: off_t, expecting size: Int
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(size, 4_096))
    while true {
      let count = pread(descriptor, &chunk, chunk.count, start + off_t(bytes.count))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  /// At the speed of memchr: a long history must not delay the first prompt.
  private static func position(of byte: UInt8, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base, Int32(byte), buffer.count)
      else { return nil }
      return bytes.startIndex + (UnsafeRawPointer(found) - base)
    }
  }

  // MARK: - Writing

  /// Adds one entry at the end.
  package func append(_ entry: String) throws(Failure) {
    makeFolder()
    let descriptor = try lockedDescriptor()
    defer { Glibc.close(descriptor) }
    var line = Self.escaped(entry) + [UInt8(ascii: "\n")]
    // A line that another program, or a crash, left unfinished must not swallow this one.
    if !Self.endsInNewline(descriptor) { line.insert(UInt8(ascii: "\n"), at: 0) }
    guard Self.write(line, to: descriptor) else { throw failure("cannot be written") }
  }

  /// The file, open for appending and locked; the one that stands at `path` once the lock is
  /// held, not one that was replaced while waiting.
  private func lockedDescriptor() throws(Failure) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw failure("cannot be written") }
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { break }
      }
      var (mine, current) = (stat(), stat())
      if fstat(descriptor, &mine) == 0, stat(path, &current) == 0, mine.st_ino == current.st_ino,
        mine.st_dev == current.st_dev
      {
        return descriptor
      }
      Glibc.close(descriptor)
    }
  }

  /// Keeps the newest `limit` entries. The new file takes the old one's place in one step.
  private func shorten() throws(Failure) {
    let descriptor = try lockedDescriptor()
    defer { Glibc.close(descriptor) }
    guard let lines = Self.lines(of: descriptor), lines.count > limit + slack else { return }
    // A link stays a link: its target is what gets replaced.
    let target = Self.resolved(path)
    let temporary = "\(target).\(getpid())"
    let copy = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard copy >= 0 else { throw failure("cannot be shortened") }
    let kept = lines.suffix(limit).flatMap { $0 + [UInt8(ascii: "\n")] }
    let isWritten = Self.write(kept, to: copy)
    Glibc.close(copy)
    guard isWritten, rename(temporary, target) == 0 else {
      unlink(temporary)
      throw failure("cannot be shortened")
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func endsInNewline(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return true }
    var last: UInt8 = 0
    return pread(descriptor, &last, 1, status.st_size - 1) != 1 || last == UInt8(ascii: "\n")
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Makes the folders above the file, for this person alone.
  private func makeFolder() {
    for (index, character) in zip(path.indices, path)
    where character == "/" && index != path.startIndex {
      let folder = String(path[..<index])
      if access(folder, F_OK) != 0 { mkdir(folder, 0o700) }
    }
  }

  private func failure(_ what: String) -> Failure {
    Failure(message: "The history \(path) \(what): \(String(cString: strerror(errno))).")
  }

  // MARK: - Form

  static func escaped(_ entry: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  /// A backslash before anything else, as a person may have written it, stands for itself.
  static func unescaped(_ line: ArraySlice<UInt8>) -> String {
    let backslash = UInt8(ascii: "\\")
    guard position(of: backslash, in: line) != nil else {
      return String(decoding: line, as: UTF8.self)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var rest = line
    while let place = position(of: backslash, in: rest) {
      bytes += rest[..<place]
      let next = place + 1
      guard next < rest.endIndex else {
        return String(decoding: bytes + [backslash], as: UTF8.self)
      }
      switch rest[next] {
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
      case backslash: bytes.append(backslash)
      case let other: bytes += [backslash, other]
      }
      rest = rest[(next + 1)...]
    }
    return String(decoding: bytes + rest, as: UTF8.self)
  }
}
