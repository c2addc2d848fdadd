#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The project's own files, found from where the tests were compiled.
package enum ProjectFile {
  package struct Missing: Error {
    package let path: String
  }

  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  package static func path(_ relative: String) -> String { root + "/" + relative }

  package static func text(_ relative: String) throws -> String {
    guard let file = fopen(path(relative), "rb") else { throw Missing(path: path(relative)) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The names of the files in a folder, sorted.
  package static func names(in relative: String) throws -> [String] {
    guard let folder = opendir(path(relative)) else { throw Missing(path: path(relative)) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}

/// How often random tests run: `ORBITS_TEST_SCALE` multiplies, 1 where it is not set.
package enum Repetitions {
  package static func count(_ base: Int) -> Int {
    guard let text = getenv("ORBITS_TEST_SCALE"), let scale = Double(String(cString: text)) else {
      return base
    }
    return Int(Double(base) * scale)
  }
}
