import Foundation
import TestSupport

/// A Swift file of the project, as written and with everything that is not code blanked out.
struct SwiftFile: Sendable {
  /// From the project's folder: `Sources/Shell/Session.swift`
  let path: String
  let lines: [Substring]
  /// The same lines; comments and the contents of strings are spaces.
  let code: [Substring]

  var module: String { String(path.split(separator: "/")[1]) }

  init(path: String, text: String) {
    self.path = path
    self.lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.code = CodeBlanker.blank(text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  static let sources = all(in: "Sources")
  static let tests = all(in: "Tests")

  private static func all(in folder: String) -> [SwiftFile] {
    RepositoryFiles.paths(in: folder).filter { $0.hasSuffix(".swift") }.map { path in
      do {
        return SwiftFile(path: path, text: try ProjectFile.text(path))
      } catch {
        fatalError("cannot read \(path)")
      }
    }
  }

  /// `path:line` for each line of code in which the pattern is found.
  func places(of pattern: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else {
      fatalError("no pattern: \(pattern)")
    }
    return code.indices.filter { index in
      let line = String(code[index])
      return expression.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
    }.map { "\(path):\($0 + 1)" }
  }
}

enum RepositoryFiles {
  /// Every file below a folder of the project, sorted; hidden ones and build folders are left out.
  static func paths(in folder: String) -> [String] {
    let names = (try? ProjectFile.names(in: folder)) ?? []
    return names.flatMap { name -> [String] in
      let path = folder == "." ? name : "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      let file = ProjectFile.path(path)
      let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      return exists && isFolder.boolValue ? paths(in: path) : [path]
    }
  }
}
