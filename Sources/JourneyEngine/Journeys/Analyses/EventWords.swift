/// An event's own attributes in words: `import fails, severity critical, sentiment -0.85`.
struct EventWords: Sendable {
  private struct Attribute: Sendable {
    var column: Column
    /// Empty where the value speaks for itself.
    var label: String
    /// yes and no are told by the label alone.
    var isFlag: Bool
  }

  private let attributes: [Attribute]
  private let zone: CivilTimeZone

  /// Attributes whose value says what the event is about: without a label, first.
  private static let subjects = ["name", "title", "subject", "topic", "summary", "feature"]
  /// Of less interest: last. Who and by which way speak for themselves.
  private static let manners = ["department", "team", "channel", "respondent", "source"]
  private static let plainManners: Set<String> = ["department", "team", "channel"]

  /// `besides`: columns that the timeline tells otherwise.
  init(_ table: Table, besides: Set<String>, zone: CivilTimeZone) {
    let fields = table.fields.filter { field in
      !besides.contains(field.name) && field.column.nulls.unknownCount < field.column.count
    }
    func rank(_ name: String) -> Int {
      if let place = EventWords.subjects.firstIndex(of: name.lowercased()) { return place }
      let manner = EventWords.manners.firstIndex(of: name.lowercased())
      return EventWords.subjects.count + (manner.map { $0 + 1 } ?? 0)
    }
    let ordered = fields.enumerated().sorted { one, other in
      (rank(one.element.name), one.offset) < (rank(other.element.name), other.offset)
    }
    attributes = ordered.map { _, field in
      let folded = field.name.lowercased()
      let isPlain =
        EventWords.subjects.contains(folded) || EventWords.plainManners.contains(folded)
      return Attribute(
        column: field.column,
        label: isPlain && field.column.type == .text
          ? "" : String(field.name.map { $0 == "_" ? " " : $0 }),
        isFlag: field.column.type == .boolean)
    }
    self.zone = zone
  }

  /// nil when the event says nothing but its kind.
  func words(_ row: Int) -> String? {
    var words: [String] = []
    for attribute in attributes where !attribute.column.nulls.isUnknown(row) {
      let value = attribute.column[row]
      if attribute.isFlag {
        words.append(value == .boolean(true) ? attribute.label : "not \(attribute.label)")
        continue
      }
      let text = EventWords.text(value, zone)
      if text.isEmpty { continue }
      words.append(attribute.label.isEmpty ? text : "\(attribute.label) \(text)")
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// Sums without cents where they have none, thousands grouped.
  private static func text(_ value: Value, _ zone: CivilTimeZone) -> String {
    switch value {
    case .money(let unscaled, let scale):
      let plain = PlainText.of(.money(unscaled, scale: scale))
      let parts = plain.split(separator: ".", maxSplits: 1)
      guard let whole = parts.first.flatMap({ Int($0) }) else { return plain }
      let cents = parts.count > 1 ? parts[1] : ""
      return cents.contains { $0 != "0" }
        ? "\(PlainText.count(whole)).\(cents)" : PlainText.count(whole)
    case .instant(let instant): return PlainText.moment(instant, zone)
    case .duration(let length): return PlainText.length(length)
    default: return PlainText.of(value)
    }
  }
}
