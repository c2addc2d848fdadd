internal import JourneyEngine

/// The table for reading: names, a thin rule, rows. Numbers stand right, texts left; columns that
/// the window cannot hold are named below.
struct TextTableRenderer: ResultRenderer {
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
    let layout = TextTableLayout(columns, limit: options.width)
    let shown = Array(columns[..<layout.widths.count])
    var output = OutputBuffer()
    appendHeader(shown, layout, to: &output.bytes)
    for row in 0..<rowCount {
      appendRow(row, shown, layout, to: &output.bytes)
      output.flushIfLarge(to: &stream)
    }
    for line in notes(hidden: columns[shown.count...], hiddenRows: total - rowCount) {
      output.bytes.append(attributes.faint + line + attributes.reset + "\n")
    }
    output.flush(to: &stream)
  }

  private func appendHeader(
    _ columns: [ScreenColumn], _ layout: TextTableLayout, to bytes: inout [UInt8]
  ) {
    var pending = 0
    for (index, column) in columns.enumerated() {
      let width = layout.widths[index]
      let name = DisplayWidth.truncate(column.name, to: width, symbols: options.symbols)
      append(
        name, width: DisplayWidth.width(of: name), in: width, column.alignment,
        attribute: attributes.heading, pending: &pending, to: &bytes)
    }
    bytes.append(0x0A)
    bytes.append(attributes.faint)
    for (index, width) in layout.widths.enumerated() {
      if index > 0 { bytes.append(String(repeating: " ", count: TextTableLayout.gap)) }
      bytes.append(String(repeating: options.symbols == .unicode ? "─" : "-", count: width))
    }
    bytes.append(attributes.reset)
    bytes.append(0x0A)
  }

  private func appendRow(
    _ row: Int, _ columns: [ScreenColumn], _ layout: TextTableLayout, to bytes: inout [UInt8]
  ) {
    var pending = 0
    // Of a run of rows, its bands are said in the first.
    var goesOn = row > 0
    for (index, column) in columns.enumerated() {
      let width = layout.widths[index]
      if column.style == .band { goesOn = goesOn && column.repeats(row) }
      let isLeftOut =
        column.style == .band && goesOn || column.style == .remark && column.isUnknown(row)
      if isLeftOut {
        pending += width + TextTableLayout.gap
        continue
      }
      let cellWidth = Int(column.widths[row])
      let attribute = column.isUnknown(row) ? attributes.faint : ""
      if cellWidth <= width {
        let padding = width - cellWidth
        if column.alignment == .right { pending += padding }
        if !column.cells.range(row).isEmpty {
          appendSpaces(&pending, to: &bytes)
          bytes.append(attribute)
          column.cells.copyCell(row, to: &bytes)
          if !attribute.isEmpty { bytes.append(attributes.reset) }
        }
        if column.alignment == .left { pending += padding }
        pending += TextTableLayout.gap
      } else {
        let text = DisplayWidth.truncate(
          column.cellText(row), to: width, symbols: options.symbols)
        append(
          text, width: DisplayWidth.width(of: text), in: width, column.alignment,
          attribute: attribute, pending: &pending, to: &bytes)
      }
    }
    bytes.append(0x0A)
  }

  /// Spaces are held back until something follows them, so that no line ends in one.
  private func append(
    _ text: String, width textWidth: Int, in width: Int, _ alignment: ScreenColumn.Alignment,
    attribute: String, pending: inout Int, to bytes: inout [UInt8]
  ) {
    if alignment == .right { pending += width - textWidth }
    if !text.isEmpty {
      appendSpaces(&pending, to: &bytes)
      bytes.append(attribute + text + (attribute.isEmpty ? "" : attributes.reset))
    }
    if alignment == .left { pending += width - textWidth }
    pending += TextTableLayout.gap
  }

  private func appendSpaces(_ pending: inout Int, to bytes: inout [UInt8]) {
    for _ in 0..<max(0, pending) { bytes.append(0x20) }
    pending = 0
  }

  /// What the reader does not see, by name.
  private func notes(hidden: ArraySlice<ScreenColumn>, hiddenRows: Int) -> [String] {
    var notes: [String] = []
    if hiddenRows > 0 {
      notes.append("\(FooterText.count(hiddenRows, "more row", "more rows")) not shown")
    }
    if !hidden.isEmpty {
      let dash = options.symbols == .unicode ? "—" : "-"
      let names = hidden.map(\.name).joined(separator: ", ")
      notes.append("not shown: \(names) \(dash) widen the window or `as list`")
    }
    guard let width = options.width else { return notes }
    return notes.flatMap { DisplayWidth.wrap($0, width: width, indent: "  ") }
  }
}
