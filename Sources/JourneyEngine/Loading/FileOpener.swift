#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import QueryLanguage

/// Opens a file for reading, or says why not and what to do.
enum FileOpener {
  static func open(_ path: String) throws(LoadError) -> ByteSource {
    let descriptor = openReadOnly(path)
    guard descriptor >= 0 else { throw failure(path, errno) }
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
    case S_IFREG where status.st_size > 0:
      return ByteSource(path: path, descriptor: descriptor, size: Int(status.st_size))
    default:
      defer { close(descriptor) }
      return ByteSource(path: path, memory: try contents(descriptor, path))
    }
  }

  private static func openReadOnly(_ path: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #else
      Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #endif
  }

  /// All bytes of what is no regular file.
  private static func contents(_ descriptor: Int32, _ path: String) throws(LoadError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let length = read(descriptor, &buffer, buffer.count)
      if length < 0 && errno == EINTR { continue }
      if length < 0 { throw failure(path, errno) }
      if length == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<length])
    }
  }

  // MARK: - Trouble

  private static func failure(_ path: String, _ code: Int32) -> LoadError {
    switch code {
    case ENOENT, ENOTDIR: return missing(path)
    case EACCES, EPERM: return forbidden(path)
    default:
      return LoadError(path: path, message: "cannot be opened: \(String(cString: strerror(code)))")
    }
  }

  private static func folder(_ path: String) -> LoadError {
    let example = names(in: path).first { isReadable($0) }
    let stem = path.hasSuffix("/") ? String(path.dropLast()) : path
    return LoadError(
      path: path, message: "is a folder, not a file",
      hint: example.map { "name a file in it, for instance \(stem)/\($0)" }
        ?? "there is no CSV or JSON file in it")
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

  private static func isReadable(_ name: String) -> Bool {
    ["csv", "tsv", "txt", "psv", "json", "jsonl", "ndjson"].contains(FileFormat.extensionName(name))
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
