import QueryLanguage
import Testing

/// Parses one statement and expects nothing to be wrong with it.
@discardableResult
func parsed(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) -> Statement? {
  let result = Parser.parse(text)
  #expect(
    result.diagnostics.isEmpty, "\(text)\n\(result.diagnostics.map(\.message))",
    sourceLocation: sourceLocation)
  #expect(result.statements.count == 1, "\(text)", sourceLocation: sourceLocation)
  return result.statements.first
}

/// Text -> tree -> text -> tree: both trees mean the same, and so do both texts.
func checkRoundTrip(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  guard let statement = parsed(text, sourceLocation: sourceLocation) else { return }
  let canonical = QueryFormatter.format(statement)
  guard let again = parsed(canonical, sourceLocation: sourceLocation) else { return }
  #expect(
    shape(of: again) == shape(of: statement), "\(text)\n\(canonical)",
    sourceLocation: sourceLocation)
  #expect(QueryFormatter.format(again) == canonical, "\(text)", sourceLocation: sourceLocation)
}

/// A tree in words, without the places it was read from and without needless backquotes. The order
/// of clauses does not matter.
func shape(of value: Any) -> String {
  switch value {
  case is SourceSpan: return ""
  case let name as Name: return "`\(name.text.lowercased())`"
  case let clauses as [Clause]:
    let order = ClauseWord.allCases
    let sorted = clauses.sorted {
      order.firstIndex(of: $0.kind.word) ?? 0 < order.firstIndex(of: $1.kind.word) ?? 0
    }
    return "[" + sorted.map { shape(of: $0.kind) }.joined(separator: " ") + "]"
  default: break
  }
  let mirror = Mirror(reflecting: value)
  guard !mirror.children.isEmpty else { return "\(value)" }
  let children = mirror.children.map { child in
    (child.label ?? "").drop { $0 == "." } + ":" + shape(of: child.value)
  }
  return "(" + children.joined(separator: " ") + ")"
}

/// The canonical text of one statement, which itself must survive.
func checkCanonical(
  _ text: String, _ canonical: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let statement = parsed(text, sourceLocation: sourceLocation) else { return }
  #expect(QueryFormatter.format(statement) == canonical, sourceLocation: sourceLocation)
  checkRoundTrip(text, sourceLocation: sourceLocation)
}
