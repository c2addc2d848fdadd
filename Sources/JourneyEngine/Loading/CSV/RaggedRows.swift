/// Rows that were taken although they are not as the header has them: how many, and the first.
struct RaggedRows: Sendable {
  struct Tally: Hashable, Sendable {
    private(set) var count = 0
    private(set) var firstLine = 0

    mutating func note(line: Int, count more: Int = 1) {
      guard more > 0 else { return }
      if count == 0 { firstLine = line }
      count += more
    }
  }

  /// Fewer fields than the header: the last cells are unknown.
  var short = Tally()
  /// More fields than the header, with nothing in them.
  var long = Tally()
  /// Values with text behind their closing quote.
  var stray = Tally()
  /// Values that hold what look like rows.
  var swallowed = SwallowedRows()

  /// Takes in those of the next block, whose first line is `line`.
  mutating func append(_ next: RaggedRows, line: Int) {
    short.note(line: line + next.short.firstLine, count: next.short.count)
    long.note(line: line + next.long.firstLine, count: next.long.count)
    stray.note(line: line + next.stray.firstLine, count: next.stray.count)
    swallowed.append(next.swallowed, line: line)
  }

  var warnings: [String] {
    var warnings: [String] = []
    if short.count > 0 {
      warnings.append(
        "\(rows(short.count, "has", "have")) fewer fields than the header, the first on line \(short.firstLine): what is missing there is unknown"
      )
    }
    if long.count > 0 {
      warnings.append(
        "\(rows(long.count, "has", "have")) more fields than the header, all blank, the first on line \(long.firstLine)"
      )
    }
    if let warning = swallowed.warning { warnings.append(warning) }
    if stray.count > 0 {
      let values = stray.count == 1 ? "1 value goes" : "\(PlainText.count(stray.count)) values go"
      warnings.append(
        "\(values) on behind a closing quote, the first on line \(stray.firstLine): the text was kept, the quotes were not"
      )
    }
    return warnings
  }

  private func rows(_ count: Int, _ one: String, _ many: String) -> String {
    count == 1 ? "1 row \(one)" : "\(PlainText.count(count)) rows \(many)"
  }
}
