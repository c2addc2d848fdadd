import ArgumentParser
import Shell

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orbits fmt", abstract: "Write a script in its canonical form, in place.")

  @Argument(help: "Scripts to format; - reads standard input and writes standard output.")
  var files: [String]

  @Flag(help: "Change nothing; say which files would change, with exit status 3.")
  var check = false

  func execute() -> ExitStatus { ScriptTools.format(files, checkOnly: check) }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orbits check",
    abstract: "Say everything that is wrong with a script; run nothing but its declarations.")

  @Argument(help: "Scripts to check.")
  var files: [String]

  @OptionGroup var settings: SettingOptions

  func execute() throws -> ExitStatus {
    ScriptTools.check(files, options: try settings.sessionOptions())
  }
}

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orbits demo", abstract: "Write the embedded company as CSV files.")

  @Argument(help: "The folder to write to; it is made when it is not there.")
  var folder: String

  func execute() -> ExitStatus { ScriptTools.demo(folder) }
}
