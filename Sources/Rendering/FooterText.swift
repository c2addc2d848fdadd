package import JourneyEngine

/// The words below an answer. They stand apart from it because in scripts they go to standard
/// error.
package enum FooterText {
  /// First, for an empty answer, what removed its rows; then the notes; last one closing line:
  /// `412 of 5,000 accounts, 3 without momentum, 8 ms`.
  package static func lines(
    for table: ResultTable, options: RenderingOptions = RenderingOptions()
  ) -> [String] {
    let footer = table.footer
    var lines: [String] = []
    lines += footer.emptyExplanation
    lines += footer.notes
    lines.append(closingLine(for: table))
    lines = lines.map { VisibleText.text($0, symbols: options.symbols) }
    if let width = options.width {
      lines = lines.flatMap { DisplayWidth.wrap($0, width: width, indent: "  ") }
    }
    let attributes = TextAttributes(options)
    return lines.map { attributes.faint + $0 + attributes.reset }
  }

  private static func closingLine(for table: ResultTable) -> String {
    var parts = [population(of: table)]
    parts += unknowns(table.footer.unknowns)
    if let elapsed = table.footer.elapsedNanoseconds { parts.append(self.elapsed(elapsed)) }
    return parts.joined(separator: ", ")
  }

  private static func population(of table: ResultTable) -> String {
    guard let population = table.footer.population else {
      return table.rowCount == 0 ? "no rows" : count(table.rowCount, "row", "rows")
    }
    let (shown, matched, total) = (population.shown, population.matched, population.total)
    let groups = self.groups(table.footer)
    if shown < matched, matched < total {
      let noun = matched == 1 ? population.singular : population.plural
      return "\(groups)\(grouped(shown)) of \(grouped(matched)) matching \(noun), "
        + "\(grouped(total)) in all"
    }
    if total > shown {
      let all = count(total, population.singular, population.plural)
      return shown == 0 ? "none of \(all)" : "\(groups)\(grouped(shown)) of \(all)"
    }
    return shown == 0
      ? "no \(population.plural)"
      : groups + count(shown, population.singular, population.plural)
  }

  /// `7 groups, `, or `2 of 7 groups, `; empty where rows are no groups.
  private static func groups(_ footer: Footer) -> String {
    guard let shown = footer.groupCount else { return "" }
    guard let all = footer.allGroupCount, all > shown else {
      return count(shown, "group", "groups") + ", "
    }
    return "\(grouped(shown)) of \(count(all, "group", "groups")), "
  }

  /// The fields with the most unknown cells by name, the others by their number.
  private static func unknowns(_ unknowns: [Footer.Unknown]) -> [String] {
    let named = 4
    let present = unknowns.filter { $0.count > 0 }
    if present.count <= named + 1 { return present.map(describe) }
    let most = present.sorted { $0.count > $1.count }.prefix(named)
    let kept = present.filter(most.contains)
    return kept.prefix(named).map(describe)
      + ["others unknown in \(grouped(present.count - named)) more fields"]
  }

  private static func describe(_ unknown: Footer.Unknown) -> String {
    "\(grouped(unknown.count)) without \(unknown.field)"
  }

  /// `8 ms`, `1.2 s`, `2 min 5 s`
  package static func elapsed(_ nanoseconds: UInt64) -> String {
    let milliseconds = (nanoseconds + 500_000) / 1_000_000
    if nanoseconds < 1_000_000 { return "under 1 ms" }
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    let tenths = (nanoseconds + 50_000_000) / 100_000_000
    if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = (nanoseconds + 500_000_000) / 1_000_000_000
    return "\(grouped(Int(seconds / 60))) min \(seconds % 60) s"
  }

  /// `1 row`, `5,000 rows`
  package static func count(_ count: Int, _ singular: String, _ plural: String) -> String {
    "\(grouped(count)) \(count == 1 ? singular : plural)"
  }

  /// `5,000`
  package static func grouped(_ value: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(decimal: Int64(value), isGrouped: true)
    return String(decoding: bytes, as: UTF8.self)
  }
}
