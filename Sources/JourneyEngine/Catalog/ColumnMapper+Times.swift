extension ColumnMapper {
  /// The error for a column most of whose values are dates: names the first one that is not.
  /// `isShape`: `role` is a clause of `with`, such as `kind from columns`, that takes no layout.
  static func misfit(
    _ field: Table.Field, role: String, source: DataSource, isShape: Bool = false
  ) -> LoadError? {
    guard let values = DistinctValues(field.column) else { return nil }
    let counts = values.counts { ValueClass($0, count: $1) == .date }
    let dates = counts[true] ?? 0
    let others = counts[false] ?? 0
    guard others > 0, dates >= others,
      let (row, text) = values.first(where: { ValueClass($0, count: $1) != .date })
    else { return nil }
    let name = quoted(field.name)
    let line = source.lines.place(ofRow: row)
    let more =
      others > 1
      ? ", the first of \(PlainText.count(others)) values that are not (of "
        + "\(PlainText.count(dates + others)))" : ""
    return LoadError(
      path: line?.path ?? source.name, line: line?.line,
      message: "`\(shortened(text))` in column \(name) for `\(role)` is not a date\(more)",
      hint: "correct it, or, when it means that there is none, add "
        + "`reading missing \"\(shortened(text))\"`"
        + (isShape
          ? "" : ", or say how the dates are written: `\(role) = \(name) in \"yyyy-MM-dd HH:mm\"`"))
  }

  /// The first line of a text, and of that no more than a message can bear.
  private static func shortened(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 40 || line.count < text.count ? "\(line.prefix(40))..." : text
  }
}
