internal import QueryLanguage

/// Reads the texts of `--param name=value` as the literals they look like.
enum PeriodReading {
  static func literal(_ text: String) -> Literal? {
    let result = Parser.parse("expect \(text) = 0")
    guard result.diagnostics.isEmpty, result.statements.count == 1,
      case .expect(let expression) = result.statements[0].kind,
      case .comparison(let left, _, _) = expression.kind, case .literal(let literal) = left.kind
    else { return nil }
    return literal
  }

  /// The text as a value of a type; nil when it is none.
  static func value(_ text: String, as type: ValueType) -> Value? {
    switch type {
    case .text: return .text(text)
    case .boolean:
      switch text.lowercased() {
      case "yes", "true": return .boolean(true)
      case "no", "false": return .boolean(false)
      default: return nil
      }
    case .integer: return Int64(text).map(Value.integer)
    case .number: return Double(text).map(Value.number)
    case .date:
      guard case .period(.day(let year, let month, let day)) = literal(text) else { return nil }
      return .date(Int64(CivilDate.dayNumber(year: year, month: month, day: day)))
    case .money, .instant, .duration: return nil
    }
  }
}
