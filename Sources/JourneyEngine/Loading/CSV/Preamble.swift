/// What stands above the header: the title of a report, the dates it covers, blank lines.
enum Preamble {
  private static let mostLines = 12

  /// Whether `lines` are titles and `table` begins with a header: short lines, and a blank line, a
  /// header told by its values, or several like rows behind.
  static func isTitle(
    _ lines: [SampleRows.Row], above table: [SampleRows.Row], _ sample: SampleRows
  ) -> Bool {
    guard let last = lines.last, let first = table.first, lines.count <= mostLines,
      lines.count <= 2 * table.count
    else { return false }
    let most = lines.map { sample.filled($0) }.max() ?? 0
    guard most <= 2, most < first.width, sample.filled(first) > 1 else { return false }
    if last.line + last.lineCount < first.line { return true }
    let body = table.dropFirst().prefix(50).map(sample.cells)
    if HeaderEvidence(sample.cells(first), body).isHeader { return true }
    return most == 1 && first.width > 2
      && table.dropFirst().prefix(3).count { $0.width == first.width } > 1
  }

  /// How many of the first rows are no header: titles in a line of their own, also where a
  /// spreadsheet filled them up with delimiters. Rows are without blank lines.
  static func count(_ rows: [SampleRows.Row], _ sample: SampleRows, width: Int) -> Int {
    guard width > 1 else { return 0 }
    if let first = rows.firstIndex(where: { $0.width == width }), first > 0,
      isTitle(Array(rows[..<first]), above: Array(rows[first...]), sample)
    {
      return first
    }
    guard width > 2, let top = rows.first, sample.filled(top) <= 1 else { return 0 }
    // Only a text that stands in the first column is a title, and only above a full row of names.
    for (place, row) in rows.prefix(mostLines).enumerated() {
      let filled = sample.filled(row)
      if filled > 1 {
        let cells = sample.cells(row)
        let body = rows[(place + 1)...].prefix(50).map(sample.cells)
        let isHeader = HeaderEvidence(cells, body).isHeader && filled * 2 > row.width
        return isHeader && Set(cells).count == cells.count ? place : 0
      }
      if filled == 1 && sample.cell(row, 0).isBlank { return 0 }
    }
    return 0
  }
}
