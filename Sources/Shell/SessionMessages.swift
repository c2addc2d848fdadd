internal import QueryLanguage
internal import Rendering

/// The session's own messages, worded in one place. Codes from E0400.
enum SessionMessages {
  static func notAvailable(_ statement: Statement) -> Diagnostic {
    let word =
      switch statement.kind {
      case .cohort: "cohort"
      case .define: "define"
      case .stageRule: "stage ... when"
      case .event: "event ="
      case .signal: "signal"
      case .target: "target"
      case .play: "play"
      default: "benchmark"
      }
    return Diagnostic(
      code: "E0400", message: "`\(word)` is not available yet", span: statement.span,
      notes: ["the sentence is right; this part of the program is still to come"])
  }

  static func renderingNotAvailable(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0401", message: "`as \(name)` is not available yet", span: span,
      notes: ["what there is: \(available)"])
  }

  static func unknownRendering(_ name: String, _ span: SourceSpan) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name, among: RenderingFormat.names)
    return Diagnostic(
      code: "E0402", message: "there is no form of answer called `\(name)`", span: span,
      notes: ["what there is: \(available)"],
      fixIts: nearest.map { [FixIt("write `\($0)`", edits: [FixIt.Edit(span, $0)])] } ?? [])
  }

  private static var available: String {
    RenderingFormat.allCases.map(\.rawValue).joined(separator: ", ")
  }

  static func expectNeedsCondition(_ expression: Expression) -> Diagnostic {
    Diagnostic(
      code: "E0403", message: "`expect` needs a condition that is met or not",
      span: expression.span, notes: ["for instance `expect count of (accounts where jfi > 90) = 0`"])
  }

  static let settings = ["now", "timezone", "duplicates"]

  static func unknownSetting(_ name: Name) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: settings)
    return Diagnostic(
      code: "E0404", message: "there is no setting `\(name.text)`", span: name.span,
      notes: ["the settings are: \(settings.joined(separator: ", "))"],
      fixIts: nearest.map { [FixIt("write `\($0)`", edits: [FixIt.Edit(name.span, $0)])] } ?? [])
  }

  static func settingValue(_ name: Name, needs: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E0405", message: "`set \(name.text)` needs \(needs)", span: span)
  }

  static func useNesting(_ file: TextLiteral) -> Diagnostic {
    Diagnostic(
      code: "E0406", message: "`\(file.text)` is already being read: a file cannot use itself",
      span: file.span)
  }

  static func lostWhen(_ expression: Expression?) -> Diagnostic {
    Diagnostic(
      code: "E0407", message: "`lost when` takes the stages that mean lost, for now",
      span: expression?.span ?? SourceSpan(0, 0), notes: ["for instance `lost when stage is Lost`"])
  }
}
