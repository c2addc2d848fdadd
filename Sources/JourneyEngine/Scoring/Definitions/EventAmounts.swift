/// How much each event says by an attribute: a number, or the points of a severity in words.
struct EventAmounts {
  private let column: Column
  private let isSeverity: Bool
  private let points: [Double]

  /// Whether an attribute tells a severity, which may be in words.
  static func isSeverity(_ attribute: String) -> Bool {
    SignalStrength.severity.attributes.contains(attribute.lowercased())
  }

  /// nil where the events have no such attribute.
  init?(_ attribute: String, of log: EventLog) {
    guard let column = log.table.column(attribute) else { return nil }
    self.column = column
    isSeverity = EventAmounts.isSeverity(attribute)
    if case .codes(_, let words) = column.storage, column.type == .text {
      points = (0..<UInt32(words.count)).map { SeverityPoints.points(of: words[$0]) }
    } else {
      points = []
    }
  }

  /// An event without a severity says as much as a usual one, one without a number nothing.
  func amount(_ event: Int) -> Double {
    guard column.type == .text else { return column[event].double ?? 0 }
    guard isSeverity else { return 0 }
    if column.nulls.isUnknown(event) { return SeverityPoints.usual }
    if case .codes(let codes, _) = column.storage { return points[Int(codes[event])] }
    if case .text(let text) = column[event] { return SeverityPoints.points(of: text) }
    return SeverityPoints.usual
  }
}
