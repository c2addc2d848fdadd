internal import JourneyEngine

/// One field per line, for rows with more columns than a window holds: names aligned, long texts
/// wrapped under their beginning and never cut, an empty line between rows.
struct ListRenderer: ResultRenderer {
  private static let gap = 2
  private let options: RenderingOptions
  private let attributes: TextAttributes

  init(options: RenderingOptions = RenderingOptions()) {
    self.options = options
    attributes = TextAttributes(options)
  }

  func render(_ table: ResultTable, to stream: inout some TextOutputStream) {
    guard !table.columns.isEmpty else { return }
    let total = table.safeRowCount
    let rowCount = min(total, options.maxRows ?? total)
    let columns = ScreenColumn.columns(of: table, rowCount: rowCount, options: options) {
      VisibleText.text($0, symbols: options.symbols)
    }
    let labelWidth = labelWidth(of: columns)
    let labels = columns.map {
      DisplayWidth.truncate($0.name, to: labelWidth, symbols: options.symbols)
    }
    let indent = String(repeating: " ", count: labelWidth + ListRenderer.gap)
    var output = OutputBuffer()
    for row in 0..<rowCount {
      if row > 0 { output.bytes.append(0x0A) }
      for (column, label) in zip(columns, labels) {
        append(column, row, label: label, indent: indent, to: &output.bytes)
      }
      output.flushIfLarge(to: &stream)
    }
    if rowCount < total {
      let note = "\(FooterText.count(total - rowCount, "more row", "more rows")) not shown"
      let lines = options.width.map { DisplayWidth.wrap(note, width: $0) } ?? [note]
      for line in lines {
        output.bytes.append(attributes.faint + line + attributes.reset + "\n")
      }
    }
    output.flush(to: &stream)
  }

  private func labelWidth(of columns: [ScreenColumn]) -> Int {
    let widest = columns.map(\.nameWidth).max() ?? 0
    guard let width = options.width else { return widest }
    return min(widest, max(1, width / 2 - ListRenderer.gap))
  }

  private func append(
    _ column: ScreenColumn, _ row: Int, label: String, indent: String, to bytes: inout [UInt8]
  ) {
    bytes.append(attributes.heading + label + attributes.reset)
    let text = column.cellText(row)
    if text.isEmpty {
      bytes.append(0x0A)
      return
    }
    bytes.append(String(indent.dropFirst(DisplayWidth.width(of: label))))
    var lines = [text]
    if let width = options.width {
      lines = DisplayWidth.wrap(text, width: max(1, width - indent.utf8.count))
    }
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(indent) }
      if column.isUnknown(row) {
        bytes.append(attributes.faint + line + attributes.reset)
      } else {
        bytes.append(line)
      }
      bytes.append(0x0A)
    }
  }
}
