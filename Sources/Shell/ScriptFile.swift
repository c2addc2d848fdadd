internal import Glibc
package import JourneyEngine

/// The text of a script or workspace file.
package enum ScriptFile {
  /// The one name of a file that can be reached by many; nil when there is no such file.
  static func identity(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  package static func text(_ path: String) throws(LoadError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw LoadError(
        path: path, message: "cannot be opened: \(String(cString: strerror(errno)))",
        hint: "check the name; relative names start in the folder you are in")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw LoadError(path: path, message: "is a folder, not a script", hint: "name a file in it")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw LoadError(path: path, message: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    return try text(descriptor: descriptor, name: path)
  }

  /// Everything a descriptor gives, for instance standard input.
  package static func text(descriptor: Int32, name: String) throws(LoadError) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw LoadError(path: name, message: "cannot be read: \(String(cString: strerror(errno)))")
      }
      bytes += buffer[..<count]
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LoadError(
        path: name, message: "is not a text in UTF-8",
        hint: "save it as UTF-8; a data file is loaded with `load`, not run")
    }
    return text
  }
}
