package enum DiagnosticFormatter {
  package static func format(_ d: Diagnostic, in text: String, file: String?, usesColor: Bool) -> String {
    let m = LineMap(text); let p = m.place(of: d.span.lowerBound)
    return "\(file ?? ""):\(p.line):\(p.column): \(d.severity)[\(d.code)]: \(d.message)" + d.notes.map { "\n  \($0)" }.joined() + d.fixIts.map { "\n help: \($0.message)" }.joined()
  }
}
extension KeywordTable { package static let entries: [Entry] = measures }
