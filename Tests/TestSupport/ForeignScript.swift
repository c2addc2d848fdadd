import Foundation

/// Runs a script of another language.
enum ForeignScript {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs `command` with the script's file; each input becomes a file whose path is an argument, in
  /// order.
  static func run(
    _ command: [String], _ file: String, _ script: String, inputs: [String]
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("orbits-script-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = inputs.indices.map { folder.appendingPathComponent("input\($0)") }
    for (name, input) in zip(names, inputs) { try Data(input.utf8).write(to: name) }
    let scriptFile = folder.appendingPathComponent(file)
    try Data(script.utf8).write(to: scriptFile)

    let output = folder.appendingPathComponent("output")
    let complaint = folder.appendingPathComponent("complaint")
    for file in [output, complaint] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command + [scriptFile.path] + names.map(\.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaint)
    try process.run()
    process.waitUntilExit()
    let printed = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    guard process.terminationStatus == 0 else {
      let reason = String(decoding: try Data(contentsOf: complaint), as: UTF8.self)
      let name = command.first ?? file
      throw Failure(
        description: "\(name): exit \(process.terminationStatus)\n\(printed)\(reason)")
    }
    return printed
  }
}
