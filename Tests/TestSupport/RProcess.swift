/// Runs R as a second opinion on statistics: its survival packages are what the field goes by.
package enum RProcess {
  /// Whether R is here with the packages named (`scripts/test` installs them).
  package static func isAvailable(packages: [String]) -> Bool {
    let script = packages.map { "library(\($0))" }.joined(separator: "\n")
    return (try? run(script)) != nil
  }

  /// As `PythonProcess.run`; the script finds the inputs in `commandArgs(trailingOnly = TRUE)`.
  @discardableResult
  package static func run(_ script: String, inputs: [String] = []) throws -> String {
    try ForeignScript.run(["Rscript", "--vanilla"], "script.R", script, inputs: inputs)
  }
}
