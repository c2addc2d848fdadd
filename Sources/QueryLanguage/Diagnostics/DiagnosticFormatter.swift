/// A message as it is printed: where, what, the row with the place underlined, and the correction.
///
///     journeys.orbits:3:10: error[E0204]: `wehre` is no keyword; the nearest is `where`
///       accounts wehre jfi > 60
///                ^^^^^
///       help: accounts where jfi > 60
package struct DiagnosticFormatter: Sendable {
  private let text: String
  private let map: LineMap
  /// The name of the script; nil for what was typed.
  private let file: String?
  private let hasColor: Bool
  /// The columns of the window that the row and its underline must fit in; nil: any.
  private let width: Int?

  package init(
    _ text: String, file: String? = nil, hasColor: Bool = false, width: Int? = nil
  ) {
    self.text = text
    self.map = LineMap(text)
    self.file = file
    self.hasColor = hasColor
    self.width = width
  }

  /// Several messages, one below the other.
  package func format(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { format($0) }.joined(separator: "\n")
  }

  /// One message with its row, notes and correction; no newline at the end.
  package func format(_ diagnostic: Diagnostic) -> String {
    var rows = [title(of: diagnostic)]
    rows += underlined(diagnostic)
    rows += diagnostic.notes.map { "  note: " + $0 }
    if let help = help(for: diagnostic) { rows.append("  " + colored("help:", .help) + " " + help) }
    return rows.joined(separator: "\n")
  }

  /// `file:line:column: error[E0102]: message`
  private func title(of diagnostic: Diagnostic) -> String {
    let place = map.place(of: diagnostic.span.lowerBound)
    let color: Color = diagnostic.severity == .error ? .error : .warning
    let severity = colored("\(diagnostic.severity.rawValue)[\(diagnostic.code)]:", color)
    let title = "\(severity) \(diagnostic.message)"
    if let file { return "\(file):\(place.line):\(place.column): \(title)" }
    return place.line > 1 ? "\(place.line):\(place.column): \(title)" : title
  }

  // MARK: - The row

  private func underlined(_ diagnostic: Diagnostic) -> [String] {
    let row = map.lineSpan(at: diagnostic.span.lowerBound)
    let end = min(diagnostic.span.upperBound, row.upperBound)
    let before = DisplayColumns.expanded(map.text(row.lowerBound, diagnostic.span.lowerBound))
    let marked = DisplayColumns.expanded(map.text(diagnostic.span.lowerBound, end))
    let after = DisplayColumns.expanded(map.text(end, row.upperBound))
    let rest = marked + after
    let limits = limits(before: before.count, rest: rest.count)
    let (start, shownBefore) = Self.tail(of: before, limit: limits.before)
    let source = start + shownBefore + Self.head(of: rest, limit: limits.rest)
    let width = max(1, min(DisplayColumns.width(of: marked), limits.rest))
    let carets = String(repeating: "^", count: width)
    let color: Color = diagnostic.severity == .error ? .error : .warning
    let indent = DisplayColumns.width(of: start + shownBefore)
    return [
      "  " + source, "  " + String(repeating: " ", count: indent) + colored(carets, color),
    ]
  }

  /// Long rows are cut on both sides of the place.
  private static let widest = 80

  /// How much of the row is shown before the place and from there on.
  private func limits(before: Int, rest: Int) -> (before: Int, rest: Int) {
    guard let width else { return (Self.widest, Self.widest) }
    let room = max(20, width - 8)  // the margin, and the dots on both sides
    let shown = min(before, max(room / 2, room - rest))
    return (shown, room - shown)
  }

  private static func tail(of text: String, limit: Int) -> (mark: String, text: String) {
    text.count <= limit ? ("", text) : ("...", String(text.suffix(limit)))
  }

  private static func head(of text: String, limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit) + "..."
  }

  /// The corrected row, or what the correction does where that is long.
  private func help(for diagnostic: Diagnostic) -> String? {
    guard let fix = diagnostic.fixIts.first else { return nil }
    guard let place = fix.edits.map(\.span.lowerBound).min() else { return fix.message }
    let corrected = LineMap(fix.applied(to: text)).line(at: place)
    let trimmed = String(corrected.drop { $0 == " " || $0 == "\t" })
    return trimmed.count <= 2 * Self.widest ? trimmed : fix.message
  }

  // MARK: - Colour

  private enum Color: String {
    case error = "1;31"
    case warning = "1;33"
    case help = "1;32"
  }

  private func colored(_ text: String, _ color: Color) -> String {
    hasColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}
