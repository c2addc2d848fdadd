import ArgumentParser
import Shell

struct MainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orbits",
    abstract: "Ask questions about customer journeys, in sentences.",
    discussion: """
      orbits                    the shell, over an embedded sample company
      orbits FILE ...           the shell over these data files and folders;
                                a .orbits file is run as a script
      orbits - -c "SENTENCE"    data from standard input
      orbits -w WORKSPACE       declarations first, then whatever else is asked
      orbits -c "SENTENCE"      answer and leave; may be repeated
      orbits -f SCRIPT          run and leave; so do `orbits < SCRIPT` and `-f -`
      orbits fmt FILE           write a script in its canonical form
      orbits check FILE         say all that is wrong with a script, ask nothing
      orbits demo FOLDER        write the embedded company as CSV files

      Exit status: 0 fine, 1 an `expect` failed, 2 wrong usage, 3 a sentence is
      wrong, 4 data is wrong or unreadable, 130 interrupted.
      """,
    version: OrbitsVersion.text)

  @Argument(help: "Data files, folders, patterns, - for standard input; .orbits scripts to run.")
  var files: [String] = []

  @Option(
    name: [.customShort("w"), .customLong("workspace")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Read declarations from this file first.", valueName: "file"))
  var workspaces: [String] = []

  @Option(
    name: [.customShort("c"), .customLong("command")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Answer this sentence and leave.", valueName: "sentence"))
  var sentences: [String] = []

  @Option(
    name: [.customShort("f"), .customLong("file")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run this script and leave.", valueName: "script"))
  var scripts: [String] = []

  @OptionGroup var settings: SettingOptions

  func execute() throws -> ExitStatus {
    let launch = Launch(
      files: files, workspaces: workspaces, sentences: sentences, scripts: scripts,
      options: try settings.sessionOptions())
    return launch.run()
  }
}
