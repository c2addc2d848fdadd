import ArgumentParser
import Rendering
import Shell

/// Options that every way of running shares.
struct SettingOptions: ParsableArguments {
  @Option(help: "table, list, csv, tsv, json, jsonl or markdown.")
  var format: String?

  @Option(help: "Write the results to this file; it appears when all is done.")
  var output: String?

  @Option(
    name: .customLong("param"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Give $name a value; may be repeated.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "What counts as now: a date means its end.")
  var now: String?

  @Option(help: "The zone of dates, for instance Europe/Berlin.")
  var timezone: String?

  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto

  @Flag(help: "Only the results: no footer, no load report.")
  var quiet = false

  @Flag(help: "Say how long each answer took.")
  var timing = false

  func sessionOptions() throws -> SessionOptions {
    var options = SessionOptions()
    options.isQuiet = quiet
    options.showsTiming = timing
    options.output = output
    options.now = now
    options.timezone = timezone
    options.usesColor = color.usesColor
    if let format {
      switch RenderingFormat.named(format) {
      case .available(let known): options.format = known
      case .arranged:
        throw ValidationError("--format \(format) is said in the sentence: `as \(format)`.")
      case .planned(let name): throw ValidationError("--format \(name) is not available yet.")
      case .unknown:
        let names = RenderingFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no format '\(format)'; the formats are: \(names).")
      }
    }
    options.parameters = try parameters.map { text in
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw ValidationError("--param takes name=value, not '\(text)'.")
      }
      return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
    return options
  }
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  var usesColor: Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: TerminalManners.wantsColor
    }
  }
}
