/// Runs Python as an independent reader of what the product writes: its parsers are the standard
/// ones.
package enum PythonProcess {
  /// Whether `python3` is here and can import the modules named.
  package static func isAvailable(modules: [String] = []) -> Bool {
    let imports = (["sys"] + modules).joined(separator: ", ")
    return (try? run("import \(imports)")) != nil
  }

  /// Runs a script; each input becomes a file whose path is an argument, in order. Returns what it
  /// printed; an exit status other than 0 is an error that holds what it complained about.
  @discardableResult
  package static func run(_ script: String, inputs: [String] = []) throws -> String {
    try ForeignScript.run(["python3", "-X", "utf8"], "script.py", script, inputs: inputs)
  }
}
