internal import JourneyEngine

/// Writes CSV, TSV, JSON and JSON Lines: a block of rows column by column, then row by row from the
/// finished cells, so that types are looked at once a block and not once a cell.
struct MachineRenderer<Syntax: MachineSyntax>: ResultRenderer {
  private static var rowsPerBlock: Int { 1024 }

  private let syntax: Syntax
  private let options: RenderingOptions

  init(_ syntax: Syntax, options: RenderingOptions = RenderingOptions()) {
    self.syntax = syntax
    self.options = options
  }

  func render(_ table: ResultTable, to stream: inout some TextOutputStream) {
    let names = table.columns.map(\.name)
    let rowCount = names.isEmpty ? 0 : table.safeRowCount
    let columns = table.columns.map {
      MachineColumn($0.column, syntax: syntax, columnCount: names.count)
    }
    let prefixes = syntax.prefixes(names: names)
    let rowEnd = syntax.rowEnd
    let rowSeparator = syntax.rowSeparator
    var blocks = [CellBlock](repeating: CellBlock(), count: columns.count)
    var output = OutputBuffer(isForTerminal: options.isTerminal)

    output.bytes.append(contentsOf: syntax.prologue(names: names, isEmpty: rowCount == 0))
    for start in stride(from: 0, to: rowCount, by: Self.rowsPerBlock) {
      let rows = start..<min(start + Self.rowsPerBlock, rowCount)
      for index in columns.indices {
        blocks[index].clear()
        columns[index].encode(rows, into: &blocks[index])
      }
      for row in 0..<rows.count {
        if start + row > 0 { output.bytes.append(contentsOf: rowSeparator) }
        for index in columns.indices {
          output.bytes.append(contentsOf: prefixes[index])
          blocks[index].copyCell(row, to: &output.bytes)
        }
        output.bytes.append(contentsOf: rowEnd)
        output.flushIfLarge(to: &stream)
      }
    }
    output.bytes.append(contentsOf: syntax.epilogue(isEmpty: rowCount == 0))
    output.flush(to: &stream)
  }
}
