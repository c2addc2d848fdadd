#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import QueryLanguage

/// The files meant by the paths of a command line.
package enum DataFiles {
  /// Folders become the data files in them (not in theirs), patterns with `*`, `?` or `[` the files
  /// they match (`**` any number of folders), both in the order of their names; a file is itself.
  /// Each file comes once.
  package static func expand(_ paths: [String]) throws(LoadError) -> [String] {
    var files: [String] = []
    for path in paths {
      for file in try expand(path) where !files.contains(file) { files.append(file) }
    }
    return files
  }

  static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

  private static func expand(_ path: String) throws(LoadError) -> [String] {
    switch kind(of: path) {
    case S_IFDIR:
      let folder = path.hasSuffix("/") ? path : path + "/"
      let files = matches(escaped(folder) + "*").filter { kind(of: $0) != S_IFDIR && isData($0) }
      guard files.isEmpty else { return files }
      guard access(path, R_OK | X_OK) == 0 || errno != EACCES else {
        throw LoadError(
          path: path, message: "no permission to look into this folder",
          hint: "ask its owner, or copy the files to a folder of yours")
      }
      guard !matches(escaped(folder) + "*").contains(where: isFolder) else {
        throw LoadError(
          path: path,
          message: "there are no data files in this folder, and the folders in it are not opened",
          hint: "name one of them, or \"\(folder)**\" for all that is in them")
      }
      let endings = DataFileEnding.allCases.filter(\.isForData).map(\.rawValue)
      throw LoadError(
        path: path, message: "there are no data files in this folder",
        hint: "name a file, or a folder with \(endings.joined(separator: ", ")) files")
    case nil where path.contains { "*?[".contains($0) }:
      let files = matches(path).filter { kind(of: $0) != S_IFDIR }
      guard files.isEmpty else { return files }
      throw LoadError(
        path: path, message: "no file matches this pattern", hint: "look at the folder")
    default: return [path]
    }
  }

  /// What of a folder is not read: `2 other files and 1 folder in it are not read: readme.txt,
  /// pic.png, sub/`; nil where everything is, and for what is no folder.
  static func skipped(in path: String) -> (words: String, hasFolders: Bool)? {
    guard isFolder(path) else { return nil }
    let folder = path.hasSuffix("/") ? path : path + "/"
    let all = matches(escaped(folder) + "*")
    let folders = all.filter { isFolder($0) }
    let others = all.filter { !isFolder($0) && !isData($0) }
    guard !folders.isEmpty || !others.isEmpty else { return nil }
    let counts = [
      others.isEmpty ? nil : PlainText.counted(others.count, "other file"),
      folders.isEmpty ? nil : PlainText.counted(folders.count, "folder"),
    ]
    let names =
      others.map { String($0.dropFirst(folder.count)) }
      + folders.map { $0.dropFirst(folder.count) + "/" }
    let words =
      "\(counts.compactMap(\.self).joined(separator: " and ")) in it "
      + "\(names.count == 1 ? "is" : "are") not read: "
      + names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " ..." : "")
    return (words, !folders.isEmpty)
  }

  /// `book.xlsx:Orders` is the table `Orders` of `book.xlsx`, unless a file is called so.
  package static func split(_ path: String) -> (path: String, part: String?) {
    guard kind(of: path) == nil else { return (path, nil) }
    return split(path) { kind(of: $0) == S_IFREG }
  }

  /// The same by the name alone, of a file that may lie in another folder.
  static func part(in name: String) -> String? {
    split(name) { DataFileEnding(of: $0)?.mayHoldTables ?? false }.part
  }

  private static func split(
    _ path: String, where isFile: (String) -> Bool
  ) -> (path: String, part: String?) {
    for colon in path.indices where path[colon] == ":" {
      let file = String(path[..<colon])
      if isFile(file) { return (file, String(path[path.index(after: colon)...])) }
    }
    return (path, nil)
  }

  /// Whether a name is that of a data file, packed or not.
  static func isData(_ path: String) -> Bool {
    // What Excel keeps beside a workbook that is open.
    if path.split(separator: "/").last?.hasPrefix("~$") ?? false { return false }
    return DataFileEnding(of: path)?.isForData ?? false
  }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// `crm/**/*.csv` is files in `crm` and all folders below, `crm/**` all data files there.
  private static func matches(_ pattern: String) -> [String] {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    guard let place = parts.firstIndex(of: "**") else { return plainMatches(pattern) }
    let start = parts[..<place].joined(separator: "/")
    let rest = parts[(place + 1)...].joined(separator: "/")
    let tops = place == 0 ? [""] : start.isEmpty ? ["/"] : plainMatches(start).map { $0 + "/" }
    let found = tops.flatMap(folders).flatMap { folder in
      rest.isEmpty
        ? plainMatches(escaped(folder) + "*").filter(isData) : matches(escaped(folder) + rest)
    }
    return Set(found).sorted()
  }

  /// A folder and those below it, each with a stroke behind it; none by way of a link, which may
  /// lead back.
  private static func folders(from top: String) -> [String] {
    var all = [top]
    var next = 0
    while next < all.count {
      for path in plainMatches(escaped(all[next]) + "*") {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { all.append(path + "/") }
      }
      next += 1
    }
    return all
  }

  private static func plainMatches(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }

  private static func escaped(_ path: String) -> String {
    path.map { "*?[\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
