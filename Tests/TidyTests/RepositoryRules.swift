import Foundation
import TestSupport
import Testing

@Suite struct RepositoryRules {
  @Test func scriptsCanBeStarted() {
    // `bootstrap` is read by the others, never started.
    let scripts = RepositoryFiles.paths(in: "scripts").filter { $0 != "scripts/bootstrap" }
    for path in scripts + [".ci/run", "Benchmarks/run"] {
      let file = ProjectFile.path(path)
      #expect(FileManager.default.isExecutableFile(atPath: file), "chmod +x \(path)")
      let text = (try? ProjectFile.text(path)) ?? ""
      #expect(text.hasPrefix("#!"), "\(path) does not say what runs it")
    }
  }

  @Test func nothingThatIsBuiltIsCommitted() throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", ProjectFile.path("."), "ls-files"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let names = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // A copy without its history has nothing committed.
    guard process.terminationStatus == 0 else { return }
    let built = names.split(separator: "\n").filter { path in
      path.hasPrefix(".build") || path == "Package.resolved" || path.contains("__pycache__")
        || path.hasPrefix(".venv")
    }
    #expect(built.isEmpty, "committed by mistake: \(built)")
  }
}

/// The rules read code through CodeBlanker: it must not take a string for code, or code for a
/// string.
@Suite struct CodeBlankerTests {
  @Test(arguments: [
    ("a // b", "a     "),
    ("a /* b /* c */ d */ e", "a                   e"),
    (#"f("x // y") + g"#, #"f("      ") + g"#),
    (#""a\"b" c"#, #""    " c"#),
    (#""a\(f("b)"))c" d"#, #""            " d"#),
    (##"#"a"b"# c"##, ##"#"   "# c"##),
    ("\"\"\"\nx \"y\"\n\"\"\" z", "\"\"\"\n     \n\"\"\" z"),
  ])
  func blanks(text: String, expected: String) {
    #expect(CodeBlanker.blank(text) == expected)
  }

  @Test func functionsAreMeasured() {
    let file = SwiftFile(
      path: "Sources/A/b.swift",
      text: "struct S {\n  func f() {\n    if x { y() }\n  }\n  init() { }\n}\n")
    #expect(FunctionLengths.all(in: file).map(\.length) == [3, 1])
  }
}
