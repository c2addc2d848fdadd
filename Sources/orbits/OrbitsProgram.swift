import ArgumentParser
import Shell

/// Arguments -> session -> exit status.
@main
enum OrbitsProgram {
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    // A word that names a subcommand does so only as the first one; anywhere else it is a file.
    let subcommand = arguments.first.flatMap { Subcommand(rawValue: $0) }
    if subcommand != nil { arguments.removeFirst() }
    do {
      let status: ExitStatus =
        switch subcommand {
        case .fmt: try FormatCommand.parse(arguments).execute()
        case .check: try CheckCommand.parse(arguments).execute()
        case .demo: try DemoCommand.parse(arguments).execute()
        case nil: try MainCommand.parse(arguments).execute()
        }
      exit(status)
    } catch {
      leave(error, subcommand)
    }
  }

  private enum Subcommand: String { case fmt, check, demo }

  /// Help and version are answers; everything else ArgumentParser throws is a wrong command line.
  private static func leave(_ error: any Error, _ subcommand: Subcommand?) -> Never {
    let command: any ParsableArguments.Type =
      switch subcommand {
      case .fmt: FormatCommand.self
      case .check: CheckCommand.self
      case .demo: DemoCommand.self
      case nil: MainCommand.self
      }
    let isAnswer = command.exitCode(for: error) == .success
    let text = command.fullMessage(for: error)
    var channel: OutputChannel = isAnswer ? .standardOutput : .standardError
    channel.write(text.hasSuffix("\n") ? text : text + "\n")
    exit(isAnswer ? .success : .usage)
  }

  private static func exit(_ status: ExitStatus) -> Never {
    ProcessExit.leave(status)
  }
}
