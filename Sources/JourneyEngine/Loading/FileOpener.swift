#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import QueryLanguage

/// Opens a file for reading, or says why not and what to do.
enum FileOpener {
  /// The path that means standard input.
  static let standardInput = "-"
  /// What it is called in messages.
  static let standardInputName = "standard input"

  static func open(
    _ path: String, _ options: ReadingOptions = ReadingOptions()
  ) throws(LoadError) -> ByteSource {
    if path == standardInput { return try openStandardInput(options) }
    let descriptor = openReadOnly(path)
    guard descriptor >= 0 else { throw failure(path, errno) }
    return try source(descriptor, path, options)
  }

  /// Opens a file that was read before, to look something up in it; nil for what can be read only
  /// once.
  static func reopen(_ path: String, _ options: ReadingOptions) -> ByteSource? {
    var status = stat()
    guard path != standardInput, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return try? PlainBytes.of(open(path), options: options)
  }

  private static func openStandardInput(_ options: ReadingOptions) throws(LoadError) -> ByteSource {
    let name = standardInputName
    if isatty(STDIN_FILENO) == 1 {
      throw LoadError(
        path: name, message: "nothing is piped in: it is the terminal",
        hint: "pipe the data in: cat FILE | orbits - ...")
    }
    let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw failure(name, errno) }
    return try source(descriptor, name, options)
  }

  /// Takes over the descriptor.
  private static func source(
    _ descriptor: Int32, _ path: String, _ options: ReadingOptions
  ) throws(LoadError) -> ByteSource {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw failure(path, code)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      close(descriptor)
      throw folder(path)
    case S_IFREG where status.st_size > 0 && lseek(descriptor, 0, SEEK_CUR) == 0:
      return ByteSource(
        path: path, descriptor: descriptor, size: Int(status.st_size), stamp: FileStamp(status))
    default:
      defer { close(descriptor) }
      return try contents(
        descriptor, path, options, isDevice: [S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT))
    }
  }

  /// Does not wait for somebody to write to a pipe; `contents` does, and can be stopped.
  private static func openReadOnly(_ path: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #else
      Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #endif
  }

  /// All bytes of what is no regular file: a pipe mostly.
  private static func contents(
    _ descriptor: Int32, _ path: String, _ options: ReadingOptions, isDevice: Bool
  ) throws(LoadError) -> ByteSource {
    let spool = ByteSpool(path: path, memoryLimit: options.memoryLimit)
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { buffer.deallocate() }
    var pace = ProgressPace(options)
    while true {
      // Whoever writes may take its time; Ctrl-C ends the waiting.
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, 100)
      guard pace.goesOn(spool.count, of: 0) else {
        throw LoadError(path: path, message: "stopped")
      }
      if ready == 0 { continue }
      let length = read(descriptor, buffer.baseAddress, buffer.count)
      if length < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      if length < 0 {
        throw LoadError(
          path: path, message: "cannot be read: \(String(cString: strerror(errno)))",
          hint: "copy the data to a file on a sound disk and load that")
      }
      if length == 0 { return spool.source(ByteSource.Making()) }
      if isDevice {
        throw LoadError(
          path: path, message: "is a device, not a file", hint: "name a CSV or JSON file")
      }
      try spool.append(UnsafeBufferPointer(rebasing: buffer[..<length]))
    }
  }

  // MARK: - Trouble

  private static func failure(_ path: String, _ code: Int32) -> LoadError {
    switch code {
    case ENOENT, ENOTDIR: return missing(path)
    case EACCES, EPERM: return forbidden(path)
    case ENXIO:
      return LoadError(
        path: path, message: "is a socket, not a file", hint: "name a CSV or JSON file")
    case ELOOP:
      return LoadError(
        path: path, message: "is a link that leads back to itself",
        hint: "name the file it is meant to lead to")
    default:
      return LoadError(path: path, message: "cannot be opened: \(String(cString: strerror(code)))")
    }
  }

  private static func folder(_ path: String) -> LoadError {
    let example = names(in: path).first { DataFiles.isData($0) }
    let stem = path.hasSuffix("/") ? String(path.dropLast()) : path
    return LoadError(
      path: path, message: "is a folder, not a file",
      hint: example.map { "name a file in it, for instance \(stem)/\($0)" }
        ?? "there is no data file in it")
  }

  /// Walks down the path to the first part that is not there, and looks for a name like it.
  private static func missing(_ path: String) -> LoadError {
    var folder = path.hasPrefix("/") ? "/" : "."
    var known = path.hasPrefix("/") ? "/" : ""
    let parts = path.split(separator: "/").map(String.init)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let next = known + part
      var status = stat()
      if stat(next, &status) == 0 {
        if !isLast && status.st_mode & S_IFMT != S_IFDIR {
          return LoadError(path: path, message: "no such file: \(next) is a file, not a folder")
        }
        folder = next
        known = next + "/"
        continue
      }
      if let target = linkTarget(next) {
        return LoadError(
          path: path, message: "\(next) is a link to \(target), which is not there",
          hint: "name the file it is meant to lead to")
      }
      let nearest = NameSuggestion.nearest(to: part, among: names(in: folder))
      return LoadError(
        path: path,
        message: isLast ? "no such file" : "no such file: there is no folder \(next)",
        hint: nearest.map {
          "did you mean \(([known + $0] + parts[(index + 1)...]).joined(separator: "/"))?"
        }
          ?? "look at the path: it is taken from the folder the shell was started in, \(workingFolder)"
      )
    }
    return LoadError(path: path, message: "no such file", hint: nil)
  }

  /// Where a symbolic link leads.
  private static func linkTarget(_ path: String) -> String? {
    var name = [CChar](repeating: 0, count: 4096)
    let length = readlink(path, &name, name.count)
    return length > 0
      ? String(decoding: name[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
  }

  private static func forbidden(_ path: String) -> LoadError {
    var known = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/").dropLast() {
      known += part
      if access(known, X_OK) != 0 {
        return LoadError(
          path: path, message: "no permission to open the folder \(known)",
          hint: "ask its owner, or: chmod u+rx \(known)")
      }
      known += "/"
    }
    return LoadError(
      path: path, message: "no permission to read the file",
      hint: "ask its owner, or: chmod u+r \(path)")
  }

  private static var workingFolder: String {
    guard let text = getcwd(nil, 0) else { return "." }
    defer { free(text) }
    return String(cString: text)
  }

  /// The names in a folder, in order.
  private static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle), names.count < 10_000 {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
