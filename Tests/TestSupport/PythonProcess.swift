import Foundation

/// Runs Python as an independent reader of what the product writes: its parsers are the standard
/// ones.
package enum PythonProcess {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Whether `python3` is here and can import the modules named.
  package static func isAvailable(modules: [String] = []) -> Bool {
    let imports = (["sys"] + modules).joined(separator: ", ")
    return (try? run("import \(imports)")) != nil
  }

  /// Runs a script; each input becomes a file whose path is an argument, in order. Returns what it
  /// printed; an exit status other than 0 is an error that holds what it complained about.
  @discardableResult
  package static func run(_ script: String, inputs: [String] = []) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("orbits-python-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = inputs.indices.map { folder.appendingPathComponent("input\($0)") }
    for (name, input) in zip(names, inputs) { try Data(input.utf8).write(to: name) }
    let scriptFile = folder.appendingPathComponent("script.py")
    try Data(script.utf8).write(to: scriptFile)

    let output = folder.appendingPathComponent("output")
    let complaint = folder.appendingPathComponent("complaint")
    for file in [output, complaint] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-X", "utf8", scriptFile.path] + names.map(\.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaint)
    try process.run()
    process.waitUntilExit()
    let printed = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    guard process.terminationStatus == 0 else {
      let reason = String(decoding: try Data(contentsOf: complaint), as: UTF8.self)
      throw Failure(description: "python3: exit \(process.terminationStatus)\n\(printed)\(reason)")
    }
    return printed
  }
}
